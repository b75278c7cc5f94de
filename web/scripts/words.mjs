// Both languages hold the same messages, every message that the code says exists, and none is idle.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FluentBundle, FluentResource } from '@fluent/bundle';

const root = new URL('..', import.meta.url).pathname;
const problems = [];

function messages(language) {
  const text = readFileSync(join(root, `../locales/${language}/web.ftl`), 'utf8');
  const bundle = new FluentBundle(language);
  for (const error of bundle.addResource(new FluentResource(text))) problems.push(`${language}: ${error}`);
  const ids = [...text.matchAll(/^([a-z][a-z0-9-]*) =/gm)].map((found) => found[1]);
  for (const id of ids) if (!bundle.hasMessage(id)) problems.push(`${language}: ${id} cannot be read`);
  for (const id of ids.filter((id, index) => ids.indexOf(id) !== index)) problems.push(`${language}: ${id} stands twice`);
  return new Set(ids);
}

function files(folder) {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? files(path) : [path];
  });
}

const [en, fr] = [messages('en'), messages('fr')];
for (const id of en) if (!fr.has(id)) problems.push(`fr: ${id} is missing`);
for (const id of fr) if (!en.has(id)) problems.push(`en: ${id} is missing`);

const code = files('src').map((path) => readFileSync(join(root, path), 'utf8')).join('\n');
// Whole ids in quotes, and the fixed beginnings of ids that are put together.
const said = new Set([...code.matchAll(/['"`]([a-z][a-z0-9]*(?:-[a-z0-9]+)*)['"`]/g)].map((found) => found[1]));
const begun = [
  ...[...code.matchAll(/`([a-z-]+-)\$\{/g)].map((found) => found[1]),
  ...[...code.matchAll(/name\('([a-z-]+)'/g)].map((found) => `${found[1]}-`),
];
for (const id of en) {
  if (!said.has(id) && !begun.some((start) => id.startsWith(start))) problems.push(`${id} is said nowhere`);
}
for (const [, id] of code.matchAll(/(?:\bt|\.say)\('([a-z0-9-]+)'/g)) {
  if (!en.has(id)) problems.push(`${id} has no message`);
}
for (const [, id] of code.matchAll(/(?:says|title): '((?:key|nav)-[a-z-]+)'/g)) {
  if (!en.has(id)) problems.push(`${id} has no message`);
}

for (const problem of problems) console.error(problem);
console.log(`${en.size} messages in two languages, ${problems.length} problems`);
process.exitCode = problems.length > 0 ? 1 : 0;
