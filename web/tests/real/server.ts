/** The real program on a free port of this machine. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = new URL('../../../', import.meta.url).pathname;
const TARGET = process.env['CARGO_TARGET_DIR'] ?? join(ROOT, 'target');
/** `VIGIE` names another one. */
export const PROGRAM = process.env['VIGIE'] ?? join(TARGET, 'debug', 'vigie');

export function vigie(...words: string[]): string {
  if (!existsSync(PROGRAM)) throw new Error(`there is no ${PROGRAM}: cargo build --bin vigie`);
  const done = spawnSync(PROGRAM, words, { encoding: 'utf8', maxBuffer: 64 << 20 });
  if (done.status !== 0) throw new Error(`vigie ${words.join(' ')}: ${done.status}\n${done.stdout}\n${done.stderr}`);
  return done.stdout;
}

export interface Served {
  url: string;
  /** Waits for a text on standard output. */
  said: (text: string) => Promise<void>;
  stop: () => Promise<void>;
}

/** Starts a command that serves; its first line says where. */
export async function serve(...words: string[]): Promise<Served> {
  const child: ChildProcess = spawn(PROGRAM, words, { stdio: ['ignore', 'pipe', 'pipe'] });
  let [out, wrong] = ['', ''];
  let look = () => {};
  child.stdout?.on('data', (bytes: Buffer) => { out += bytes.toString(); look(); });
  child.stderr?.on('data', (bytes: Buffer) => { wrong += bytes.toString(); });
  const ended = new Promise<void>((resolve) => child.once('close', () => { resolve(); look(); }));
  const find = <T>(of: () => T | undefined | false) => new Promise<T>((resolve, reject) => {
    look = () => {
      const found = of();
      if (found) resolve(found);
      else if (child.exitCode !== null) reject(new Error(`vigie ${words.join(' ')} ended: ${out}\n${wrong}`));
    };
    look();
  });
  const url = await find(() => /^.*?(http:\/\/127\.0\.0\.1:\d+)\//.exec(out.split('\n').slice(0, -1)[0] ?? '')?.[1]);
  return {
    url,
    said: async (text) => { await find(() => out.includes(text)); },
    stop: async () => { child.kill('SIGINT'); await ended; },
  };
}

/** Calls the API as our page does: with the token that stands in it. */
export async function caller(url: string) {
  const page = await (await fetch(url)).text();
  const token = /name="vigie-token" content="([^"]+)"/.exec(page)?.[1] ?? '';
  return async (method: string, path: string, body?: string | object) => {
    const headers = { 'X-Vigie-Token': token, 'Content-Type': typeof body === 'string' ? 'application/octet-stream' : 'application/json' };
    const answer = await fetch(url + path, { method, headers, body: body === undefined || typeof body === 'string' ? (body ?? null) : JSON.stringify(body) });
    return { status: answer.status, value: (await answer.json()) as Record<string, unknown> };
  };
}
