/** A project that holds each of the 200 hostile texts in every place that strangers or careless
    people can write into: posts, accounts, links, hashtags, user agents, login names, file names,
    columns, titles, notes, measures, red lines, tips and the draft. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { hostile } from './hostile';
import { caller, serve, vigie, type Served } from './server';

/** What a request may hold. */
const MAX_BODY = 900_000;
const MAX_BLOCK = 16 * 1024;
const START = Date.parse('2027-04-01T06:00:00Z');
const at = (second: number) => new Date(START + second * 1000).toISOString();
const MAP = "text=text,author_id=author,author_name=name,published_at=at,native_id=id,hashtag=tags,link=url,label=name,platform='forum'";

/** Two accounts that post the same hostile tags within seconds: findings about each of them. */
function posts(): string {
  const line = (number: number, who: string, json: string, second: number) =>
    `{"id":"p${number}-${who}","at":"${at(second)}","author":"${who}","name":${json},"text":${json},"tags":${json},"url":${json}}`;
  return hostile()
    .flatMap(({ json }, number) => [line(number, 'one', json, number * 60), line(number, 'two', json, number * 60 + 5)])
    .join('\n');
}

function requests(): string {
  const clean = (text: string) => text.replaceAll(/[\n\r]/g, ' ').slice(0, 4_000);
  const stamp = (number: number) => `01/Apr/2027:06:${String(number % 60).padStart(2, '0')}:00 +0000`;
  return hostile().map(({ text }, number) => `198.51.100.7 - - [${stamp(number)}] "GET /${clean(text)} HTTP/1.1" 404 0 "${clean(text)}" "${clean(text)}"`).join('\n');
}

function logins(): string {
  const clean = (text: string) => text.replaceAll(/[\n\r]/g, ' ').slice(0, 200);
  return hostile()
    .map(({ text }, number) => `2027-04-01T06:${String(number % 60).padStart(2, '0')}:${String(number % 60).padStart(2, '0')}Z mail sshd[7]: Failed password for invalid user ${clean(text)} from 203.0.113.9 port 2222 ssh2`)
    .join('\n');
}

export async function prepare(folder: string, running: Served[]): Promise<Served> {
  const here = ['-C', folder, '--lang', 'en', '-q'];
  vigie(...here, 'init', '--role', 'newsroom');
  const settings = join(folder, 'vigie.toml');
  const text = readFileSync(settings, 'utf8').replace('[watch_list]', '[watch_list]\ndate = 2027-01-15\naccounts = ["forum:one", "forum:two"]');
  writeFileSync(settings, text);
  const files: [string, string, string[]][] = [
    ['posts.ndjson', posts(), ['--map', MAP]],
    ['access.log', requests(), ['--source', 'web-access', '--host', '<b>www</b>']],
    ['auth.log', logins(), ['--source', 'sshd', '--host', '\u202Ehost']],
  ];
  for (const [name, text, more] of files) {
    writeFileSync(join(folder, name), `${text}\n`);
    vigie(...here, 'ingest', join(folder, name), ...more);
  }
  vigie(...here, 'detect');
  const served = await serve(...here, 'serve', '--port', '0');
  running.push(served);
  await write(served.url);
  return served;
}

/** What is refused is refused in good order, and nothing else is wrong with it. */
async function write(url: string) {
  const call = await caller(url);
  const taken: Record<string, number> = {};
  const kept = async (what: string, method: string, path: string, body: object | string) => {
    const { status, value } = await call(method, path, body);
    if (status >= 500) throw new Error(`${method} ${path}: ${status} ${JSON.stringify(value)}`);
    if (status < 300) taken[what] = (taken[what] ?? 0) + 1;
    return value;
  };
  const texts = hostile().filter(({ kind, text }) => kind !== 'JsonEscape' && text.length < MAX_BODY);
  const [first] = (await call('GET', '/api/triage')).value['open'] as { id: string; revision: string }[];
  const findings = first ? [{ id: first.id, revision: first.revision }] : [];
  const { id } = await kept('incidents', 'POST', '/api/incidents', { title: texts[0]?.text, when: 'now', findings });
  const short = (text: string) => text.slice(0, 2_000);
  for (const { text } of texts) {
    await kept('notes', 'POST', `/api/incidents/${id}/note`, { text: short(text) });
    await kept('tips', 'POST', '/api/tips', { text, from: short(text) });
  }
  const few = texts.filter((_, number) => number % 4 === 0);
  for (const { text } of few) {
    await kept('incidents', 'POST', '/api/incidents', { title: short(text), when: 'note', findings: [] });
    await kept('measures', 'PUT', '/api/measures/new', { asset: short(text), measure: short(text), owner: short(text), state: 'planned', due: '2027-03-01', evidence: short(text) });
    await kept('files', 'POST', `/api/inbox?name=${encodeURIComponent(`${short(text).slice(0, 60)}.csv`)}`, `${JSON.stringify(text.slice(0, 100))},b\n${JSON.stringify(text.slice(0, 100))},2\n`);
    await kept('red lines', 'PUT', '/api/red-lines/new', { if: short(text), who: short(text), calls: short(text), within_minutes: 5, state: 'set' });
  }
  const { head } = (await call('GET', '/api/brief/draft')).value;
  const blocks = texts.map(({ text }, number) => ({ id: `b${number}`, kind: 'text', text: text.slice(0, 1_500) }));
  await kept('drafts', 'PUT', '/api/brief/draft', { title: texts[8]?.text.slice(0, MAX_BLOCK), language: 'en', head, blocks });
  await kept('briefs', 'POST', '/api/brief/freeze', { language: 'en' });
  await kept('drafts', 'PUT', '/api/brief/draft', { title: texts[9]?.text, language: 'en', blocks });
  const least = { incidents: 20, notes: 150, tips: 150, measures: 15, files: 5, 'red lines': 15, drafts: 2, briefs: 1 };
  for (const [what, count] of Object.entries(least)) {
    if ((taken[what] ?? 0) < count) throw new Error(`only ${taken[what] ?? 0} ${what} were taken: ${JSON.stringify(taken)}`);
  }
}
