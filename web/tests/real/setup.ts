/** Two projects behind the real program, for the tests that need one: a small demo, and one where
    everything that strangers may write is hostile. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serve, type Served } from './server';
import { prepare } from './strangers';

export default async function setup() {
  const folder = mkdtempSync(join(tmpdir(), 'vigie-screens-'));
  const running: Served[] = [];
  const end = async () => {
    await Promise.all(running.map((one) => one.stop()));
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await begin(folder, running);
  } catch (cause) {
    await end();
    throw cause;
  }
  return end;
}

async function begin(folder: string, running: Served[]) {
  const demo = await serve('demo', '--size', 'small', '--port', '0', '--keep', join(folder, 'demo'), '--lang', 'en');
  running.push(demo);
  const strangers = await prepare(join(folder, 'strangers'), running);
  await demo.said('Now yours');
  process.env['VIGIE_DEMO'] = demo.url;
  process.env['VIGIE_STRANGERS'] = strangers.url;
}
