/** Times as people read them: in the project's timezone, short in place, whole on hover. */
import { session } from './session.svelte';
import { words } from './words.svelte';

const cache = new Map<string, Intl.DateTimeFormat>();

function format(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${words.locale}|${session.timezone}|${JSON.stringify(options)}`;
  let found = cache.get(key);
  if (!found) {
    try {
      found = new Intl.DateTimeFormat(words.locale, { ...options, timeZone: session.timezone });
    } catch {
      found = new Intl.DateTimeFormat(words.locale, { ...options, timeZone: 'UTC' });
    }
    cache.set(key, found);
  }
  return found;
}

function valid(at: string | number | Date | null | undefined): Date | null {
  if (at === null || at === undefined) return null;
  const date = new Date(at);
  return Number.isNaN(date.getTime()) ? null : date;
}

const CLOCK = { hour: '2-digit', minute: '2-digit' } as const;
const DAY = { day: 'numeric', month: 'short' } as const;

export function clock(at: string | Date): string {
  const date = valid(at);
  return date ? format({ ...CLOCK }).format(date) : '—';
}

export function day(at: string | Date): string {
  const date = valid(at);
  return date ? format({ weekday: 'short', ...DAY }).format(date) : '—';
}

/** "06:12" today, "Mon 12 Apr, 06:12" this year, with the year before. */
export function short(at: string | null | undefined): string {
  const date = valid(at);
  if (!date) return '—';
  const key = format({ year: 'numeric', month: '2-digit', day: '2-digit' });
  if (key.format(date) === key.format(session.now)) return clock(date);
  const year = format({ year: 'numeric' });
  const old = year.format(date) !== year.format(session.now);
  return format({ weekday: 'short', ...DAY, ...(old ? { year: 'numeric' } : {}), ...CLOCK }).format(date);
}

export function sameDay(one: string | null | undefined, other: string | null | undefined): boolean {
  const [a, b] = [valid(one), valid(other)];
  const key = format({ year: 'numeric', month: '2-digit', day: '2-digit' });
  return a !== null && b !== null && key.format(a) === key.format(b);
}

/** Whole: weekday, date, seconds and the zone. */
export function whole(at: string | null | undefined): string {
  const date = valid(at);
  if (!date) return words.say('time-unknown');
  const text = format({
    weekday: 'long', day: 'numeric', month: 'long', year: 'numeric',
    hour: '2-digit', minute: '2-digit', second: '2-digit', timeZoneName: 'short',
  }).format(date);
  return `${text} · ${session.timezone}`;
}

/** A plain date ("2027-04-12"), which has no zone. */
export function date(text: string | null | undefined): string {
  if (!text) return '—';
  const at = valid(`${text.slice(0, 10)}T12:00:00Z`);
  if (!at) return text;
  const options = { ...DAY, year: 'numeric', timeZone: 'UTC' } as const;
  return new Intl.DateTimeFormat(words.locale, options).format(at);
}

/** What a person typed as a time of day means in the project's timezone. */
export function fromLocal(typed: string): string {
  const wanted = new Date(`${typed.length === 16 ? `${typed}:00` : typed}Z`).getTime();
  let at = wanted;
  // Twice, because the first guess may stand on the other side of a change of clocks.
  for (let turn = 0; turn < 2; turn += 1) at = wanted - offset(at);
  return new Date(at).toISOString();
}

function offset(at: number): number {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone: session.timezone, hourCycle: 'h23', year: 'numeric', month: '2-digit', day: '2-digit',
    hour: '2-digit', minute: '2-digit', second: '2-digit',
  }).formatToParts(new Date(at));
  const part = (type: string) => Number(parts.find((one) => one.type === type)?.value ?? 0);
  const shown = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'));
  return shown - Math.floor(at / 1000) * 1000;
}
