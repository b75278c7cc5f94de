/** One answer of the server on screen: read, kept while it is read again, renewed on events. */
import { untrack } from 'svelte';
import { get, told } from './http';
import { live } from './live.svelte';
import { words } from './words.svelte';

export class Resource<T> {
  data = $state.raw<T | null>(null);
  error = $state('');
  loading = $state(false);
  #path: string | null = null;
  #turn = 0;

  /**
   * Reads `path` now and whenever it or one of `topics` changes; call it in a component. With
   * `keeps`, what is on screen stays until the answer of another path is there.
   */
  constructor(path: () => string | null, topics: string[], keeps = false) {
    $effect(() => {
      const next = path();
      // Answers come in the language of the screen: another one asks again.
      void words.language;
      if (next !== this.#path) {
        this.#path = next;
        if (!keeps) this.data = null;
      }
      untrack(() => void this.reload());
    });
    $effect(() =>
      live.listen((what) => {
        if (what.includes('all') || what.some((one) => topics.includes(one))) void this.reload();
      }),
    );
  }

  reload = async (): Promise<void> => {
    const path = this.#path;
    const turn = ++this.#turn;
    if (path === null) return;
    this.loading = true;
    try {
      const data = await get<T>(path);
      if (turn !== this.#turn) return;
      this.data = data;
      this.error = '';
    } catch (cause) {
      if (turn !== this.#turn) return;
      this.error = told(cause);
    } finally {
      if (turn === this.#turn) this.loading = false;
    }
  };
}
