import { remembered } from './remember';

export type Theme = 'auto' | 'light' | 'dark';

class Themes {
  #kept = remembered('theme');
  value = $state<Theme>('auto');

  start() {
    const kept = this.#kept.value;
    this.#show(kept === 'light' || kept === 'dark' ? kept : 'auto');
  }

  choose(theme: Theme) {
    this.#kept.value = theme === 'auto' ? '' : theme;
    this.#show(theme);
  }

  #show(theme: Theme) {
    this.value = theme;
    if (theme === 'auto') delete document.documentElement.dataset['theme'];
    else document.documentElement.dataset['theme'] = theme;
  }
}

export const themes = new Themes();
