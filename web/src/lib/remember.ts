/** Small choices (language, theme, keys) that outlive the page; never anything about a case. */
export function remembered(name: string) {
  const key = `vigie.${name}`;
  return {
    get value(): string {
      try {
        return localStorage.getItem(key) ?? '';
      } catch {
        return '';
      }
    },
    set value(value: string) {
      try {
        if (value === '') localStorage.removeItem(key);
        else localStorage.setItem(key, value);
      } catch {
        // A browser without storage forgets; nothing else is lost.
      }
    },
  };
}
