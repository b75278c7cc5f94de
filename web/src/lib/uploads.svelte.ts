/** Files on their way into the inbox. */
import type { InboxItem } from '../api';
import { send, told } from './http';
import { live } from './live.svelte';

export interface Upload {
  key: number;
  name: string;
  share: number;
  item: InboxItem | null;
  error: string;
  file: File;
}

class Uploads {
  list = $state<Upload[]>([]);
  #next = 1;

  add(files: Iterable<File>) {
    for (const file of files) {
      const key = this.#next++;
      this.list = [...this.list, { key, name: file.name, share: 0, item: null, error: '', file }];
      void this.#send(key);
    }
  }

  again(key: number) {
    this.#change(key, { error: '', share: 0 });
    void this.#send(key);
  }

  close(key: number) {
    this.list = this.list.filter((upload) => upload.key !== key);
  }

  async #send(key: number) {
    const upload = this.list.find((one) => one.key === key);
    if (!upload) return;
    const path = `/api/inbox?name=${encodeURIComponent(upload.name)}`;
    try {
      const item = await send<InboxItem>(path, upload.file, (share) => this.#change(key, { share }));
      this.#change(key, { item, share: 1 });
      live.tell(['inbox', 'findings']);
    } catch (cause) {
      this.#change(key, { error: told(cause) });
    }
  }

  #change(key: number, change: Partial<Upload>) {
    this.list = this.list.map((upload) => (upload.key === key ? { ...upload, ...change } : upload));
  }
}

export const uploads = new Uploads();
