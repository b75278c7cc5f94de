import type { Session } from '../api';
import { get } from './http';

class Current {
  value = $state.raw<Session | null>(null);

  async load() {
    this.value = await get<Session>('/api/session');
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
