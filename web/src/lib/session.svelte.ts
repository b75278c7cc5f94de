import type { Session } from '../api';
import { get } from './http';

/** How often the clock on the screen moves; it shows minutes. */
const TICK_MS = 5_000;

class Current {
  value = $state.raw<Session | null>(null);
  /** The project's time now: what the server said, and what has passed here since. */
  clock = $state('');
  #read = 0;

  constructor() {
    setInterval(() => this.#tick(), TICK_MS);
    // A tab in the background sleeps; when somebody comes back to it, the time is right at once.
    document.addEventListener('visibilitychange', () => this.#tick());
  }

  async load() {
    const value = await get<Session>('/api/session');
    this.#read = performance.now();
    this.value = value;
    this.#tick();
  }

  #tick() {
    if (!this.value) return;
    const passed = performance.now() - this.#read;
    this.clock = new Date(Date.parse(this.value.now) + passed).toISOString();
  }

  get timezone(): string {
    return this.value?.timezone ?? 'UTC';
  }

  /** The project's "now": the demo's clock does not stand where the machine's stands. */
  get now(): Date {
    return this.value ? new Date(this.value.now) : new Date();
  }
}

export const session = new Current();
