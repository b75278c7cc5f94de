/** The server's events: progress of tasks, and which lists have changed. */
import type { Progress } from '../api';
import { line } from './line.svelte';
import { session } from './session.svelte';

type Listener = (what: string[]) => void;

const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 15_000;

class Live {
  tasks = $state<Progress[]>([]);
  /** The last line that the server logged for people. */
  said = $state('');
  #listeners = new Set<Listener>();
  #source: EventSource | null = null;
  #wait = FIRST_WAIT_MS;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #broken = false;

  start() {
    this.#open();
    window.addEventListener('online', () => this.again());
    window.addEventListener('offline', () => this.#lost());
  }

  /** Tries now instead of waiting. */
  again() {
    clearTimeout(this.#timer);
    this.#source?.close();
    this.#open();
  }

  listen(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  tell(what: string[]) {
    for (const listener of this.#listeners) listener(what);
  }

  #open() {
    const source = new EventSource('/api/events');
    this.#source = source;
    source.onopen = () => {
      line.heard();
      this.#wait = FIRST_WAIT_MS;
      // What happened meanwhile was not told: read everything on screen again.
      if (this.#broken) {
        this.#broken = false;
        void session.load().catch(() => undefined);
        this.tell(['all']);
      }
    };
    source.onerror = () => this.#lost();
    source.addEventListener('progress', (event) => this.#progress(read(event)));
    source.addEventListener('changed', (event) => {
      const what = read<{ what?: string[] }>(event)?.what;
      this.tell(Array.isArray(what) ? what : ['all']);
    });
    source.addEventListener('log', (event) => {
      const text = read<{ text?: string }>(event)?.text;
      if (typeof text === 'string') this.said = text;
    });
  }

  #lost() {
    line.failed();
    this.#broken = true;
    this.#source?.close();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#open(), this.#wait);
    this.#wait = Math.min(this.#wait * 2, LONGEST_WAIT_MS);
  }

  #progress(task: Progress | null) {
    if (!task || typeof task.task !== 'string') return;
    const others = this.tasks.filter((other) => other.task !== task.task);
    const ended = task.finished === true || (task.total != null && task.done >= task.total);
    this.tasks = ended ? others : [...others, task];
  }
}

function read<T>(event: Event): T | null {
  try {
    return JSON.parse((event as MessageEvent<string>).data) as T;
  } catch {
    return null;
  }
}

export const live = new Live();
