/** Keys: each screen says which it answers to, `?` lists them, and a person can switch them off. */
import { untrack } from 'svelte';
import { remembered } from './remember';

export interface Key {
  key: string;
  /** The message that says what it does. */
  says: string;
  act: () => void;
}

class Keys {
  #kept = remembered('keys');
  on = $state(true);
  #layers = $state.raw<Key[][]>([]);

  start() {
    this.on = this.#kept.value !== 'off';
    window.addEventListener('keydown', (event) => this.#press(event));
  }

  switch(on: boolean) {
    this.on = on;
    this.#kept.value = on ? '' : 'off';
  }

  /** Adds a screen's keys; the answer takes them away again. */
  add(keys: Key[]): () => void {
    this.#layers = untrack(() => [...this.#layers, keys]);
    return () => {
      this.#layers = untrack(() => this.#layers.filter((layer) => layer !== keys));
    };
  }

  get all(): Key[] {
    return this.#layers.flat();
  }

  #press(event: KeyboardEvent) {
    if (!this.on || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    const target = event.target as HTMLElement | null;
    if (target?.closest('input, textarea, select, [contenteditable], dialog[open]')) return;
    const found = this.#layers.flat().findLast((one) => one.key === event.key);
    if (!found) return;
    event.preventDefault();
    found.act();
  }
}

export const keys = new Keys();
