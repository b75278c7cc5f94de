/** The 200 hostile texts of `crates/testkit`: read from its list, so that there is one list. */
import { readFileSync } from 'node:fs';

export interface Hostile {
  kind: string;
  text: string;
  /** As a JSON string with its quotes; broken escapes stand as they are. */
  json: string;
}

const LIST = new URL('../../../crates/testkit/src/hostile/list.rs', import.meta.url);
/** `(Class, "text")`, over one line or several; lines may go on after a backslash. */
const ENTRY = /\(\s*([A-Z]\w+),\s*"((?:[^"\\]|\\[\s\S])*)",?\s*\)/g;
const ESCAPES: Record<string, string> = { n: '\n', r: '\r', t: '\t', 0: '\0' };

function unescape(text: string): string {
  return text.replaceAll(/\\(?:u\{([0-9A-Fa-f]+)\}|x([0-9A-Fa-f]{2})|\n\s*|(.))/g, (_, code, byte, sign) => {
    if (code ?? byte) return String.fromCodePoint(Number.parseInt(code ?? byte, 16));
    return sign === undefined ? '' : (ESCAPES[sign] ?? sign);
  });
}

/** As made at run time in `hostile/mod.rs`. */
const MEGABYTE = 1 << 20;
const LONG: [string, string][] = [
  ['Long', 'w'.repeat(MEGABYTE)],
  ['Long', 'É'.repeat(MEGABYTE / 2)],
  ['Long', `https://gazette.example/${'a/'.repeat(MEGABYTE / 2)}`],
  ['Long', '['.repeat(10_000)],
  ['Long', '{"a":'.repeat(10_000)],
  ['Long', '<b>'.repeat(20_000)],
  ['Combining', `e${'\u0301'.repeat(10_000)}`],
  ['Bidi', '\u202E\u202D'.repeat(5_000)],
  ['Terminal', '\u001B['.repeat(10_000)],
];

export function hostile(): Hostile[] {
  const short = [...readFileSync(LIST, 'utf8').matchAll(ENTRY)].map(([, kind, raw]): [string, string] => [kind ?? '', unescape(raw ?? '')]);
  const texts = [...short, ...LONG];
  if (texts.length !== 200) throw new Error(`${texts.length} hostile texts were read, not 200: ${LIST.pathname} changed its form`);
  return texts.map(([kind, text]) => ({ kind, text, json: kind === 'JsonEscape' ? `"${text}"` : JSON.stringify(text) }));
}
