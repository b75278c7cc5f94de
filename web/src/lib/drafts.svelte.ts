/** What a person is typing, kept while they look at other screens. In memory only: it may be
    about a sealed matter, and a browser's storage is not a sealed place. */
const kept = new Map<string, unknown>();

export function draft<T extends object>(name: string, empty: () => T): { value: T; clear: () => void } {
  let value = $state((kept.get(name) as T | undefined) ?? empty());
  kept.set(name, value);
  return {
    get value() {
      return value;
    },
    set value(next: T) {
      value = next;
      kept.set(name, value);
    },
    clear() {
      value = empty();
      kept.set(name, value);
    },
  };
}

/** Asks before the tab is closed while something typed is not saved. */
class Unsaved {
  #names = new Set<string>();

  constructor() {
    window.addEventListener('beforeunload', (event) => {
      if (this.#names.size > 0) event.preventDefault();
    });
  }
  mark(name: string, unsaved: boolean) {
    if (unsaved) this.#names.add(name);
    else this.#names.delete(name);
  }
}

export const unsaved = new Unsaved();
