// The HTTP contract over invented data, for tests of the workbench and for working on it.
import { randomBytes } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import * as data from './data.mjs';
import { attacks } from './attacks.mjs';
import { NETWORK, story } from './network.mjs';
import { polls } from './polls.mjs';
import { corrected, statements } from './statements.mjs';
import { House, Refusal } from './house.mjs';

const DIST = process.env.VIGIE_DIST ?? new URL('../../dist/', import.meta.url).pathname;
const POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
const KINDS = { '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml', '.html': 'text/html; charset=utf-8' };
const TWINS = { brief: 'brief/draft', told: 'briefs' };
/** The fields that a change may have; the server refuses any other, and so does this. */
const FIELDS = {
  'POST dismiss': 'seen reason', 'POST watch': 'seen until', 'POST restore': 'reason', 'POST undo': 'entry',
  'POST incidents': 'title when findings', 'POST attach': 'expected_head finding', 'POST detach': 'expected_head id reason',
  'POST assess': 'expected_head how_sure text when', 'POST title': 'expected_head title', 'POST close': 'expected_head reason',
  'POST reopen': 'expected_head reason', 'POST note': 'expected_head seen text',
  'PUT measures': 'expected_head asset measure owner due state done of evidence', 'DELETE measures': 'expected_head reason',
  'PUT red-lines': 'expected_head if who calls within_minutes state', 'POST rumours': 'topic terms examples category sealed',
  'POST reveal': 'reason second', 'PUT draft': 'title language head blocks', 'POST freeze': 'language told_for', 'POST recall': 'reason',
  'POST read': 'as mapping host mandate source', 'POST publications': 'reason', 'POST tips': 'text from at about',
  'POST statements': 'text name about acts check',
  'POST corrections': 'text name on reading',
};

/** Chooses one language of every sentence that has two. */
function speak(value, language) {
  if (Array.isArray(value)) return value.map((one) => speak(one, language));
  if (typeof value !== 'object' || value === null) return value;
  if (Object.keys(value).join() === 'en,fr') return value[language];
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, speak(one, language)]));
}

export class Mock {
  constructor(options = {}) {
    this.options = options;
    this.house = new House(options);
    this.listeners = new Set();
    /** Every request that reached it, for tests to look at. */
    this.seen = [];
  }

  async start(port = 0) {
    this.token = randomBytes(16).toString('hex');
    this.server = createServer((request, response) => void this.#answer(request, response));
    await new Promise((resolve) => this.server.listen(port, '127.0.0.1', resolve));
    this.port = this.server.address().port;
    this.url = `http://127.0.0.1:${this.port}`;
    return this;
  }

  async stop() {
    this.listeners.clear();
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  send(event, body) {
    for (const listener of this.listeners) listener.write(`event: ${event}\ndata: ${JSON.stringify(body)}\n\n`);
  }

  async #answer(request, response) {
    const url = new URL(request.url, this.url);
    this.seen.push(`${request.method} ${url.pathname}${url.search}`);
    response.setHeader('Content-Security-Policy', POLICY);
    response.setHeader('X-Content-Type-Options', 'nosniff');
    try {
      this.#guard(request);
      const chunks = [];
      for await (const chunk of request) chunks.push(chunk);
      const bytes = Buffer.concat(chunks);
      if (url.pathname === '/api/events') return this.#listen(response);
      const file = this.#file(url.pathname, response);
      if (file) return response.end(file);
      const path = url.pathname.endsWith('.json') ? this.#twin(url.pathname) : url.pathname;
      const json = request.headers['content-type'] === 'application/json' && bytes.length > 0 ? JSON.parse(bytes.toString('utf8')) : {};
      this.#strict(request.method, path, json);
      const value = this.#route(request.method, path.replace(/^\/api\//, '').split('/').map(decodeURIComponent), url.searchParams, json, bytes);
      if (value === undefined) throw new Refusal(404, 'There is nothing at this address');
      const language = (request.headers['accept-language'] ?? 'en').startsWith('fr') ? 'fr' : 'en';
      this.#json(response, 200, speak(value, language));
      if (request.method !== 'GET') this.send('changed', { what: ['all'] });
    } catch (cause) {
      if (!(cause instanceof Refusal)) console.error(cause);
      this.#json(response, cause.status ?? 500, speak(cause.body ?? { title: 'A bug of the mock', status: 500 }, 'en'));
    }
  }

  #guard(request) {
    if (request.headers.host !== `127.0.0.1:${this.port}`) throw new Refusal(403, 'Unknown host');
    if (request.headers.origin && request.headers.origin !== this.url) throw new Refusal(403, 'Another origin');
    if (request.method !== 'GET' && request.headers['x-vigie-token'] !== this.token) throw new Refusal(403, 'The token is missing or old');
  }

  #strict(method, path, body) {
    const parts = path.split('/').slice(2);
    const names = FIELDS[`${method} ${parts[2] ?? ''}`] ?? FIELDS[`${method} ${parts[1] ?? ''}`] ?? FIELDS[`${method} ${parts[0]}`];
    if (method === 'GET' || names === undefined) return;
    const strange = Object.keys(body).filter((name) => !names.split(' ').includes(name));
    if (strange.length > 0) throw new Refusal(400, `There is no field ${strange.join()}`);
  }

  #json(response, status, value) {
    if (status < 400) response.setHeader('X-Vigie-As-Of', this.house.behind ? '41 newer' : '41');
    response.writeHead(status, { 'Content-Type': status < 400 ? 'application/json' : 'application/problem+json' });
    response.end(JSON.stringify(value));
  }

  #listen(response) {
    response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
    response.write(': hello\n\n');
    this.listeners.add(response);
    response.on('close', () => this.listeners.delete(response));
  }

  #file(path, response) {
    if (path.startsWith('/api/') || path.endsWith('.json')) return null;
    if (path.startsWith('/briefs/')) {
      response.setHeader('Content-Type', 'text/html; charset=utf-8');
      return '<!doctype html><html lang="en"><title>Brief</title><h1>A frozen brief</h1></html>';
    }
    const name = path.split('/').at(-1).includes('.') ? normalize(path) : '/index.html';
    const full = join(DIST, name);
    if (!full.startsWith(DIST) || !statSync(full, { throwIfNoEntry: false })?.isFile()) throw new Refusal(404, 'There is no such file');
    response.setHeader('Content-Type', KINDS[extname(full)] ?? 'application/octet-stream');
    const text = readFileSync(full);
    if (name !== '/index.html') return text;
    return text.toString('utf8').replace('%VIGIE_LANG%', this.options.language ?? 'en').replace('%VIGIE_TOKEN%', this.token);
  }

  #twin(path) {
    const name = path.slice(1, -5);
    return name.startsWith('incidents/') ? `/api/${name}` : `/api/${TWINS[name] ?? name}`;
  }

  #route(method, [what, id, act], query, body, bytes) {
    const { house } = this;
    switch (`${method} ${what}`) {
      case 'GET session': return {
        project: 'Exemple 2027', role: 'campaign', language: this.options.language ?? 'en', languages: ['en', 'fr'], timezone: 'Europe/Paris',
        author: { id: 'mira-3f2a', name: 'Mira Tolland' }, now: data.NOW, version: '0.3.0', demo: true, as_of: house.asOf(), mandates: ['season-2027'], maps: ['forum'], account_level: { allowed: true },
      };
      case 'GET morning': return house.morning();
      case 'GET triage': return house.triage(Number(query.get('limit') ?? 200));
      case 'GET stories': return house.findings.filter((row) => row.has_story && row.verdict !== 'dismissed').slice(0, 8);
      case 'GET findings': return { ...data.explanation(house.finding(id)), notes: house.notes.get(id) ?? [] };
      case 'POST findings': return house.judge(id, act, body);
      case 'GET incidents': return id ? house.incident(id) : house.incidents.map((one) => house.incidentRow(one));
      case 'POST incidents': return id ? house.changeIncident(id, act, body) : house.openIncident(body);
      case 'POST undo': return house.undo(body.entry);
      case 'GET measures': return { measures: house.measures, red_lines: house.redLines, starting_set: data.STARTING, starting_red_lines: data.STARTING_LINES };
      case 'POST measures': return { added: 2, changed: 1, rejected: [{ row: 7, reason: 'owner is empty' }] };
      case 'PUT measures': return house.putMeasure(id, body);
      case 'DELETE measures': house.measures = house.measures.filter((row) => row.id !== id); return {};
      case 'PUT red-lines': {
        const { expected_head: _, ...rest } = body;
        house.redLines = [...house.redLines.filter((row) => row.id !== id), { id, ...rest, head: `r-${Math.random()}` }];
        return {};
      }
      case 'GET attacks': return attacks(query.get('by') ?? '', house.empty);
      case 'GET network': return house.empty ? { ...NETWORK, edges: [], groups: [], picture: { ...NETWORK.picture, points: [], lines: [] } } : NETWORK;
      case 'GET story': return story(query.get('about') ?? '');
      case 'POST statements': return id === 'corrections' ? corrected(body) : statements(body);
      case 'GET polls': return polls(query, house.empty, Refusal);
      case 'GET rumours': return house.rumours;
      case 'POST rumours':
        if (act === 'reveal') return body.second ? { topic: 'an invented topic', terms: ['invented'], examples: [] } : { wait_until: data.ago(-4) };
        house.rumours.push({ code: 'RUM-6', category: body.category, sealed: true, since: data.NOW, matched: 0, accounts: 0, trend: [0, 0, 0], last_at: null });
        return house.rumours.at(-1);
      case 'GET brief': return house.draft;
      case 'PUT brief': return house.putDraft(body);
      case 'POST brief': return house.freeze();
      case 'GET briefs': return house.briefs;
      case 'POST briefs': Object.assign(house.briefs.find((one) => one.id === id), { recalled: { at: data.NOW, reason: body.reason } }); return {};
      case 'POST publications': {
        if (!body.reason?.trim()) throw new Refusal(400, 'revealing needs a reason');
        const entry = house.entry(() => {});
        house.reveals.push(body.reason);
        return { signal: id, entry, at: data.NOW, platform: 'bluesky', text: 'The bureaux close at noon, says nobody.', url: 'https://gazette.example/1', author: 'lampe-verte' };
      }
      case 'GET search': return house.empty
        ? { publications: [], findings: [], incidents: [] }
        : { publications: data.publications(query.get('q')), findings: house.findings.slice(0, 2), incidents: house.incidents.slice(0, 1).map((one) => house.incidentRow(one)) };
      case 'GET inbox': return house.inbox;
      case 'POST inbox': return act === 'read' ? house.read(id, body) : house.receive(query.get('name'), bytes.length);
      case 'POST tips': house.tips.push(body); return { signal: 'S-0123456789abcdef' };
      case 'GET verify': return house.sound
        ? { sound: true, checked: { commit: 41, head: '4e07408562bedb8b', files: 88, segments: 31, bytes: 91_222_040, tombstones: 0, reveals: 0 }, problems: [] }
        : { sound: false, checked: { commit: 41, head: '4e07408562bedb8b', files: 88, segments: 31, bytes: 91_222_040, tombstones: 0, reveals: 0 }, problems: [{ what: 'a byte of a segment differs from its hash', where: 'lake/segments/3f/3fa9…, byte 40,112', hint: 'copy it back from a backup' }] };
      case 'POST detect': return { started: true };
      default: return undefined;
    }
  }
}

if (process.argv[1] === new URL(import.meta.url).pathname) {
  const mock = await new Mock({ language: process.env.LANGUAGE ?? 'en', empty: process.env.EMPTY === '1' }).start(Number(process.env.PORT ?? 8471));
  console.log(mock.url);
}
