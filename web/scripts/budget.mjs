// What each screen costs on the way: every file that it needs, compressed as the server sends it.
import { gzipSync } from 'node:zlib';
import { build } from 'vite';

const FIRST_KIB = 90;
const ANY_KIB = 250;
const ALL_KIB = 700;

const root = new URL('..', import.meta.url).pathname;
const { output } = await build({ root, logLevel: 'error', build: { write: false } });
const files = new Map(output.map((file) => [file.fileName, file]));
const size = (name) => {
  const file = files.get(name);
  return gzipSync(file.type === 'chunk' ? file.code : file.source, { level: 9 }).length / 1024;
};

function needs(name, found = new Set()) {
  const file = files.get(name);
  if (!file || found.has(name)) return found;
  found.add(name);
  for (const other of file.imports ?? []) needs(other, found);
  for (const style of file.viteMetadata?.importedCss ?? []) found.add(style);
  return found;
}

const chunks = output.filter((file) => file.type === 'chunk');
const entry = chunks.find((file) => file.isEntry);
const languages = chunks.filter((file) => /\/web\.ftl/.test(file.facadeModuleId ?? ''));
const language = languages.toSorted((a, b) => size(b.fileName) - size(a.fileName))[0];
const screens = chunks.filter((file) => /\/screens\/\w+\.svelte$/.test(file.facadeModuleId ?? ''));
if (!entry || !language || screens.length === 0) throw new Error('the build has no entry, language or screen');

let failed = false;
function row(name, parts, most) {
  const sum = [...parts].reduce((total, part) => total + size(part), 0);
  const over = sum > most;
  failed ||= over;
  console.log(`${over ? 'TOO MUCH' : 'ok      '} ${sum.toFixed(1).padStart(6)} KiB of ${String(most).padStart(3)}  ${name}`);
}

for (const screen of screens) {
  const name = screen.facadeModuleId.match(/(\w+)\.svelte$/)[1];
  const parts = new Set(['index.html', ...needs(entry.fileName), ...needs(language.fileName), ...needs(screen.fileName)]);
  row(name, parts, name === 'Morning' ? FIRST_KIB : ANY_KIB);
}
row('everything', files.keys(), ALL_KIB);
process.exitCode = failed ? 1 : 0;
