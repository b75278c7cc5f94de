/** The address is the state: a path, and what was chosen on it. */
export class Router {
  path = $state(location.pathname);
  query = $state(new URLSearchParams(location.search));

  constructor() {
    window.addEventListener('popstate', () => this.#read());
    document.addEventListener('click', (event) => this.#follow(event));
  }

  get parts(): string[] {
    return this.path.split('/').filter((part) => part !== '');
  }

  param(name: string): string {
    return this.query.get(name) ?? '';
  }

  go(to: string, replace = false) {
    if (to === location.pathname + location.search) return;
    history[replace ? 'replaceState' : 'pushState'](null, '', to);
    this.#read();
  }

  /** Changes parameters of the address and keeps the rest; an empty value takes one away. */
  set(changes: Record<string, string>, replace = true) {
    this.go(this.with(changes), replace);
  }

  with(changes: Record<string, string>): string {
    const query = new URLSearchParams(this.query);
    for (const [name, value] of Object.entries(changes)) {
      if (value === '') query.delete(name);
      else query.set(name, value);
    }
    const text = query.toString();
    return text === '' ? this.path : `${this.path}?${text}`;
  }

  #read() {
    this.path = location.pathname;
    this.query = new URLSearchParams(location.search);
  }

  #follow(event: MouseEvent) {
    if (event.defaultPrevented || event.button !== 0) return;
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const link = (event.target as Element | null)?.closest?.('a');
    if (!(link instanceof HTMLAnchorElement) || link.target || link.hasAttribute('download')) return;
    const url = new URL(link.href, location.href);
    // Files have a dot, and the server's own; a mark within the page is the browser's business.
    if (url.origin !== location.origin || url.pathname.includes('.') || url.hash) return;
    if (url.pathname.startsWith('/api/') || url.pathname.startsWith('/briefs/')) return;
    event.preventDefault();
    this.go(url.pathname + url.search);
  }
}

export const router = new Router();
