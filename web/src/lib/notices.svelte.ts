/** Short notices, and what can be undone. */
import { post, told } from './http';
import { live } from './live.svelte';
import { words } from './words.svelte';

export interface Notice {
  id: number;
  text: string;
  bad: boolean;
  /** The journal entries behind it, oldest first; none when there is nothing to undo. */
  entries: string[];
  href?: string | undefined;
}

interface More {
  bad?: boolean;
  entries?: string[];
  href?: string;
}

const MOST = 4;

class Notices {
  list = $state<Notice[]>([]);
  #next = 1;
  #undoable: string[][] = [];

  say(text: string, more: More = {}) {
    const entries = more.entries ?? [];
    const notice: Notice = { id: this.#next++, text, bad: more.bad ?? false, entries, href: more.href };
    this.list = [...this.list, notice].slice(-MOST);
    if (entries.length > 0) this.#undoable.push(entries);
  }

  failed(cause: unknown) {
    this.say(told(cause), { bad: true });
  }

  close(id: number) {
    this.list = this.list.filter((notice) => notice.id !== id);
  }

  async undo(entries = this.#undoable.at(-1) ?? []) {
    if (entries.length === 0) {
      this.say(words.say('undo-nothing'));
      return;
    }
    try {
      for (const entry of entries.toReversed()) await post('/api/undo', { entry });
      const last = entries.at(-1);
      this.#undoable = this.#undoable.filter((other) => other.at(-1) !== last);
      this.list = this.list.filter((notice) => notice.entries.at(-1) !== last);
      this.say(words.say('undo-done'));
    } catch (cause) {
      this.failed(cause);
    }
    live.tell(['findings', 'incidents', 'measures', 'briefs']);
  }
}

export const notices = new Notices();
