// What the mock holds and how it changes: the rules of the contract, as short as they go.
import * as data from './data.mjs';

const clone = (value) => structuredClone(value);

export class Refusal extends Error {
  constructor(status, title, more = {}) {
    super(title);
    this.status = status;
    this.body = { type: 'about:blank', title, detail: title, hint: null, status, ...more };
  }
}

export class House {
  constructor(options = {}) {
    const empty = options.empty === true;
    this.empty = empty;
    this.sound = options.sound !== false;
    this.findings = empty ? [] : data.findings();
    this.notes = new Map();
    this.incidents = [];
    this.measures = empty ? [] : data.measures();
    this.redLines = empty ? [] : clone(data.RED_LINES);
    this.rumours = empty ? [] : clone(data.RUMOURS);
    this.briefs = empty ? [] : [{ id: 'B-2027-04-12-1', at: data.ago(23), author: 'Mira Tolland', digest: '9f86d081884c7d65', files: {} }];
    this.inbox = empty ? [] : [{ id: 'in-1', name: 'bluesky-2027-04-12.jsonl', bytes: 812_400, looks_like: 'bluesky-jsonl', score: 0.98, status: 'read', at: data.ago(9), report: report('bluesky-2027-04-12.jsonl', 4120, 3) }];
    this.draft = { title: empty ? '' : 'Tuesday 13 April', language: 'en', blocks: [], head: 'd-1' };
    this.undos = new Map();
    this.seq = 0;
    this.tips = [];
    this.reveals = [];
    if (!empty) this.#open();
  }

  #open() {
    const [first, second, third] = this.findings;
    const made = this.openIncident({ title: 'Closed polling stations: a false notice', when: 'now', findings: [first, third] });
    this.changeIncident(made.id, 'assess', { how_sure: 'likely', text: 'A forged notice in the prefecture’s layout, first seen on a local forum. We do not know who made it. A photograph of the original sheet would change our mind.' });
    this.changeIncident(made.id, 'note', { text: 'Prefecture called at 07:40; their denial is out.' });
    this.openIncident({ title: 'Logins tried on the mail service', when: 'today', findings: [second] });
    this.changeIncident(this.openIncident({ title: 'Probes on the donation page', when: 'note', findings: [] }).id, 'close', { reason: 'Back to the usual rate for two days.' });
    this.undos.clear();
    this.draft.blocks = [
      { id: 'b1', kind: 'text', text: 'A false notice about closed polling stations circulates; the prefecture denied it at 07:40.', unsupported: false },
      { id: 'b2', kind: 'incident', ref: made.id, unsupported: false },
      { id: 'b3', kind: 'text', text: 'Attempts on our mail come from 61 addresses. No account was entered as far as we can see.', unsupported: true },
    ];
  }

  finding(id) {
    const row = this.findings.find((one) => one.id === id);
    if (!row) throw new Refusal(404, 'There is no such finding');
    return row;
  }

  entry(undo) {
    this.seq += 1;
    const entry = `mira-3f2a#${this.seq}`;
    this.undos.set(entry, undo);
    return entry;
  }

  judge(id, what, body) {
    const row = this.finding(id);
    const before = { verdict: row.verdict, reason: row.reason };
    if (what === 'note') {
      const entry = this.entry(() => this.notes.set(id, (this.notes.get(id) ?? []).filter((note) => note.entry !== entry)));
      this.notes.set(id, [...(this.notes.get(id) ?? []), { at: data.NOW, author: 'Mira Tolland', text: body.text, entry }]);
      return { entry, verdict: row.verdict };
    }
    if (what === 'dismiss' && !body.reason) throw new Refusal(422, 'A reason is needed');
    if (what !== 'restore' && !body.seen) throw new Refusal(422, 'The revision that was seen is needed');
    row.verdict = { dismiss: 'dismissed', watch: 'watched', restore: 'open' }[what];
    row.reason = body.reason;
    return { entry: this.entry(() => Object.assign(row, before)), verdict: row.verdict };
  }

  openIncident({ title, when, findings }) {
    const number = this.incidents.length + 1;
    const incident = {
      id: `I-01J${String(number).padStart(23, '0')}`, alias: `I-${String(number).padStart(4, '0')}`, title, when, how_sure: null, open: true,
      changed_at: data.NOW, head: `h-${number}-1`, held: [], journal: [], assessment: null,
    };
    this.incidents.push(incident);
    this.#log(incident, 'opened', title, () => {
      this.incidents = this.incidents.filter((one) => one !== incident);
      for (const row of incident.held) Object.assign(row, { verdict: 'open', incident: undefined });
    });
    for (const { id } of findings) this.#attach(incident, this.finding(id));
    return this.incident(incident.id);
  }

  #attach(incident, row) {
    incident.held.push(row);
    Object.assign(row, { verdict: 'attached', incident: incident.id, incident_alias: incident.alias });
  }

  #log(incident, kind, text, undo, author = 'Mira Tolland') {
    const entry = this.entry(() => {
      undo();
      const line = incident.journal.find((one) => one.entry === entry);
      if (line) line.undone = true;
    });
    incident.journal.push({ entry, at: data.NOW, author, kind, text: `${kind}: ${text}`, undone: false });
    incident.head = `h-${incident.alias}-${incident.journal.length}`;
    return entry;
  }

  find(id) {
    const incident = this.incidents.find((one) => one.id === id || one.alias === id);
    if (!incident) throw new Refusal(404, 'There is no such incident');
    return incident;
  }

  changeIncident(id, what, body) {
    const incident = this.find(id);
    if (body.expected_head !== undefined && body.expected_head !== incident.head) {
      throw new Refusal(409, 'Somebody else changed this incident', { current: this.incident(id) });
    }
    const before = { how_sure: incident.how_sure, assessment: incident.assessment, title: incident.title, open: incident.open, held: [...incident.held] };
    const undo = () => Object.assign(incident, before);
    if (what === 'assess') {
      Object.assign(incident, { how_sure: body.how_sure, when: body.when ?? incident.when, assessment: { how_sure: body.how_sure, text: body.text, at: data.NOW, author: 'Mira Tolland' } });
      this.#log(incident, 'assessed', body.text, undo);
    } else if (what === 'attach') {
      const row = this.finding(body.finding.id);
      this.#attach(incident, row);
      this.#log(incident, 'attached', row.short, () => { undo(); Object.assign(row, { verdict: 'open', incident: undefined }); });
    } else if (what === 'detach') {
      const row = this.finding(body.id);
      incident.held = incident.held.filter((one) => one !== row);
      Object.assign(row, { verdict: 'open', incident: undefined });
      this.#log(incident, 'detached', `${row.short}: ${body.reason}`, () => { undo(); Object.assign(row, { verdict: 'attached', incident: id }); });
    } else if (what === 'title') {
      incident.title = body.title;
      this.#log(incident, 'titled', body.title, undo);
    } else if (what === 'note') this.#log(incident, 'noted', body.text, () => {});
    else if (what === 'close' || what === 'reopen') {
      incident.open = what === 'reopen';
      this.#log(incident, what === 'close' ? 'closed' : 'reopened', body.reason, undo);
    } else throw new Refusal(404, 'No such change');
    return this.incident(id);
  }

  incidentRow(incident) {
    const { held, journal, assessment, ...row } = incident;
    void journal, assessment;
    const times = held.map((one) => one.first_at).sort();
    return { ...row, findings: held.length, first_at: times[0] ?? null, last_at: held.map((one) => one.last_at).sort().at(-1) ?? null };
  }

  incident(id) {
    const incident = this.find(id);
    const item = (number, hours, exact, label, ref, until) => ({ id: `${incident.alias}-${number}`, at: data.ago(hours), ...(until === undefined ? {} : { until: data.ago(until) }), exact, label, ref });
    const full = incident.held.length > 1;
    return {
      ...this.incidentRow(incident),
      findings: incident.held, assessment: incident.assessment, journal: incident.journal,
      revised: full ? [{ id: incident.held[0].id, seen: 'aa', now: 'bb', changed: [{ name: 'copies', doc: 'near-copies', before: 12, after: 240 }] }] : [],
      lanes: [
        { lane: 'acts', items: incident.held.map((row, index) => ({ id: row.id, at: row.first_at, until: row.last_at, exact: index !== 1, label: row.title, ref: row.id })) },
        { lane: 'attacks', items: full ? [item(1, 2.8, true, 'Requests on the results page', null, 2.2)] : [] },
        { lane: 'statements', items: full ? [item(2, 1.9, true, 'Denial by the prefecture', null), item(3, 2.6, false, 'A candidate repeats it on Radio Galets', null)] : [] },
        { lane: 'judgement', items: incident.journal.map((line, index) => item(10 + index, 1.4 - index * 0.2, true, line.kind, line.entry)) },
        { lane: 'response', items: full ? [item(30, 0.9, true, 'Prefecture called', null)] : [] },
      ],
    };
  }

  undo(entry) {
    const undo = this.undos.get(entry);
    if (!undo) throw new Refusal(404, 'There is no such entry');
    undo();
    this.undos.delete(entry);
    return { entry: this.entry(() => {}) };
  }

  triage(limit = 200) {
    const of = (verdict) => this.findings.filter((row) => row.verdict === verdict);
    const [a, b] = of('open');
    const many = of('open').filter((row) => row.detector === b?.detector || row.detector === a?.detector);
    const fold = (rows, counts) => ({
      findings: rows.length, ...counts, first_at: rows.map((row) => row.first_at).sort()[0], last_at: rows.map((row) => row.last_at).sort().at(-1),
      strongest: rows.slice(0, 3).map((row) => row.id),
    });
    const group = many.length > 3 ? [{
      findings: many.map((row) => row.id), fold: fold(many, { accounts: 9, objects: 14, sources: 0 }),
      links: many.slice(1).map((row) => ({ a: many[0].id, b: row.id, reason: 'shared_account', count: 9, sentence: data.both('Both rest on the same 9 accounts.', 'Les deux reposent sur les mêmes 9 comptes.') })),
      sentence: data.both(`${many.length} findings of one group of accounts.`, `${many.length} constats d’un même groupe de comptes.`),
    }] : [];
    const proposals = a && b && !this.empty ? [{
      findings: [a.id, b.id], fold: fold([a, b], { accounts: 7, objects: 3, sources: 0 }),
      links: [{ a: a.id, b: b.id, reason: 'shared_account', count: 7, sentence: data.both('Both rest on the same 7 accounts.', 'Les deux reposent sur les mêmes 7 comptes.') },
        { a: a.id, b: b.id, reason: 'shared_object', count: 3, sentence: data.both('3 links stand in both.', '3 liens sont dans les deux.') }],
      sentence: data.both('Two findings within six hours share accounts and links.', 'Deux constats à moins de six heures ont des comptes et des liens en commun.'),
    }, ...group] : [];
    for (const one of proposals) one.link_count = one.links.length;
    const lists = { open: of('open'), watched: of('watched'), dismissed: of('dismissed') };
    const counts = Object.fromEntries(Object.entries(lists).map(([name, rows]) => [name, rows.length]));
    const cut = Object.fromEntries(Object.entries(lists).map(([name, rows]) => [name, rows.slice(0, limit)]));
    const strongest = proposals.flatMap((one) => one.fold.strongest);
    const beside = lists.open.slice(limit).filter((row) => strongest.includes(row.id));
    return { as_of: this.asOf(), ...cut, counts, beside, withheld: 0, proposals };
  }

  asOf() {
    return { commit: 41, newer: this.behind === true };
  }

  morning() {
    const changed = this.findings.filter((row) => row.verdict !== 'dismissed' && row.state !== 'unchanged');
    const open = this.findings.filter((row) => row.verdict === 'open');
    const count = (when) => open.filter((row) => row.when === when).length;
    const zero = { ...data.ACTIVITY, publications: [0, 0, 0], requests: [0, 0, 0], logins: [0, 0, 0] };
    return {
      since: data.ago(30), now: data.NOW, as_of: this.asOf(), commit: 41,
      changed: { findings: changed.slice(0, 200), findings_count: changed.length, incidents: this.incidents.slice(0, 2).map((one) => this.incidentRow(one)), briefs: this.briefs },
      blind: this.empty ? [] : data.BLIND, overdue: this.measures.filter((row) => row.overdue), visitors_due: this.empty ? null : { oldest: data.NOW, days: 7 }, red_lines: this.redLines,
      counts: {
        signals: this.empty ? {} : { publication_records: 200_000, request_records: 912_400, login_records: 87_600 }, rejected: this.empty ? 0 : 7,
        findings_new: changed.filter((row) => row.state === 'new').length, findings_revised: changed.filter((row) => row.state === 'revised').length,
        now: count('now'), today: count('today'), note: count('note'),
      },
      activity: this.empty ? zero : data.ACTIVITY, rumours: this.rumours,
    };
  }

  putMeasure(asked, body) {
    const id = asked === 'new' ? `M-new-${this.measures.length}` : asked;
    const held = this.measures.find((row) => row.id === id);
    if (held && body.expected_head !== held.head) throw new Refusal(409, 'Somebody else changed this measure', { current: held });
    const { expected_head: _, ...rest } = body;
    const row = { id, ...rest, overdue: body.state === 'planned' && body.due !== null && body.due < data.NOW.slice(0, 10), head: `h-${Math.random()}` };
    if (held) Object.assign(held, row);
    else this.measures.push(row);
    return row;
  }

  putDraft(body) {
    if (body.head !== undefined && body.head !== this.draft.head) throw new Refusal(409, 'The draft was changed', { current: this.draft });
    const rest = { ...body };
    const cited = (index) => rest.blocks[index + 1] && rest.blocks[index + 1].kind !== 'text';
    const blocks = rest.blocks.map((block, index) => ({ ...block, unsupported: block.kind === 'text' && /\d/.test(block.text) && !cited(index) }));
    this.draft = { ...rest, blocks, head: `d-${Number(this.draft.head.slice(2)) + 1}` };
    return this.draft;
  }

  freeze() {
    const id = `B-2027-04-13-${this.briefs.length}`;
    this.briefs.unshift({ id, at: data.NOW, author: 'Mira Tolland', digest: '4e07408562bedb8b', files: {} });
    const bare = this.draft.blocks.filter((block) => block.unsupported).length;
    return { id, html: `/briefs/${id}.html`, md: `/briefs/${id}.md`, json: `/briefs/${id}.json`, warnings: bare > 0 ? [`${bare} sentence has a figure and no evidence`] : [] };
  }

  receive(name, bytes) {
    const table = /\.(csv|xlsx)$/.test(name);
    const read = /\.jsonl$/.test(name);
    const item = {
      id: `in-${this.inbox.length + 1}`, name, bytes, looks_like: read ? 'bluesky-jsonl' : null, score: read ? 0.97 : 0,
      status: read ? 'read' : table ? 'needs_mapping' : 'unknown', at: data.NOW,
      ...(read ? { report: report(name, 12, 0) } : {}), ...(table ? clone(data.TABLE) : {}),
    };
    this.inbox.unshift(item);
    return item;
  }

  read(id, { mapping, mandate, as }) {
    const item = this.inbox.find((one) => one.id === id);
    if (!item) throw new Refusal(404, 'There is no such file');
    if (as === undefined && (!mapping?.text || !mapping.published_at)) throw new Refusal(422, 'text and published_at are needed');
    if (item.name.startsWith('both-ways') && !mapping.date_order) {
      // Days that nobody can tell from months: all rows are set aside, and the file with them.
      Object.assign(item, { status: 'kept', note: 'none of its rows could be read (2 set aside)' });
      return { ...item, report: report(item.name, 0, 2) };
    }
    Object.assign(item, { status: 'read', report: { ...report(item.name, 3, 0), mandate: mandate ?? 'local' }, mapping, as });
    return item;
  }
}

function report(file, fresh, rejected) {
  return {
    commit: 42, mandate: 'default',
    streams: [{ file, source: 'bluesky-jsonl', bytes: 812_400, new: fresh, known: 12, skipped: 1, untimed: 0, rejected, rejects: rejected ? [{ reason: 'created_at is not a date', count: rejected }] : [], incomplete: null, absent: [],
      dates: [{ column: 'published_at', field: 'date', basis: 'day first', line: 3 }] }],
    sheets: [{ file: 'posts.xlsx', read: 1, left_out: ['Notes'] }],
  };
}
