/** The brief being written: saved a moment after each change, kept when the line is lost. */
import { untrack } from 'svelte';
import type { Block, Draft } from '../api';
import { unsaved } from './drafts.svelte';
import { get, put, Refused, told } from './http';
import { line } from './line.svelte';
import { live } from './live.svelte';

const SAVE_AFTER_MS = 700;

/** Beyond the component's life: another screen and back loses nothing. */
let kept: { draft: Draft; touched: number; savedAt: number } | null = null;

export class BriefText {
  draft = $state<Draft | null>(null);
  theirs = $state.raw<Draft | null>(null);
  error = $state('');
  #touched = $state(0);
  #savedAt = $state(0);
  #saving = $state(false);
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    if (kept && kept.touched !== kept.savedAt) {
      ({ draft: this.draft, touched: this.#touched, savedAt: this.#savedAt } = kept);
      void this.save();
    } else void this.#load();
    $effect(() => {
      const off = live.listen((what) => {
        if ((what.includes('all') || what.includes('draft') || what.includes('briefs')) && !this.dirty) void this.#load();
      });
      return () => {
        off();
        if (this.dirty) void this.save();
        if (this.draft) kept = { draft: $state.snapshot(this.draft), touched: this.#touched, savedAt: this.#savedAt };
      };
    });
    // What could not be saved while the line was lost is saved when it stands again.
    $effect(() => {
      if (line.state === 'open' && this.error !== '' && this.dirty) untrack(() => void this.save());
    });
    $effect(() => unsaved.mark('brief', this.dirty));
  }

  get dirty(): boolean {
    return this.#touched !== this.#savedAt;
  }

  get state(): 'saved' | 'saving' | 'unsaved' {
    return this.#saving ? 'saving' : this.dirty ? 'unsaved' : 'saved';
  }

  async #load() {
    try {
      const draft = await get<Draft>('/api/brief/draft');
      if (!this.dirty) this.draft = draft;
      this.error = '';
    } catch (cause) {
      this.error = told(cause);
    }
  }

  touch() {
    this.#touched += 1;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.save(), SAVE_AFTER_MS);
  }

  insert(block: Partial<Block> & Pick<Block, 'kind'>, place?: number): number {
    const blocks = this.draft?.blocks;
    if (!blocks) return -1;
    const index = Math.min(place ?? blocks.length, blocks.length);
    blocks.splice(index, 0, { id: crypto.randomUUID(), unsupported: false, ...block });
    this.touch();
    return index;
  }

  move(index: number, by: number) {
    const blocks = this.draft?.blocks;
    const block = blocks?.[index];
    if (!blocks || !block || index + by < 0 || index + by >= blocks.length) return;
    blocks.splice(index, 1);
    blocks.splice(index + by, 0, block);
    this.touch();
  }

  removeAt(index: number) {
    this.draft?.blocks.splice(index, 1);
    this.touch();
  }

  async save(): Promise<boolean> {
    clearTimeout(this.#timer);
    if (!this.draft || !this.dirty) return this.draft !== null;
    const touched = this.#touched;
    this.#saving = true;
    try {
      const after = await put<Draft | null>('/api/brief/draft', $state.snapshot(this.draft));
      this.#savedAt = touched;
      this.error = '';
      if (after && this.draft) {
        this.draft.head = after.head;
        const marks = new Map(after.blocks.map((block) => [block.id, block.unsupported]));
        for (const block of this.draft.blocks) block.unsupported = marks.get(block.id) ?? block.unsupported;
      }
      return true;
    } catch (cause) {
      const theirs = cause instanceof Refused && cause.conflict ? cause.body['current'] : undefined;
      if (theirs) this.theirs = theirs as Draft;
      else this.error = told(cause);
      return false;
    } finally {
      this.#saving = false;
    }
  }

  /** The other version is left, with all that it holds. */
  take(draft: Draft) {
    this.draft = draft;
    this.theirs = null;
    this.#savedAt = this.#touched;
  }

  async overwrite() {
    if (this.draft && this.theirs) this.draft.head = this.theirs.head;
    this.theirs = null;
    this.#touched += 1;
    await this.save();
  }
}
