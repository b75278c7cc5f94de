// An invented house on an invented morning. People, outlets and addresses do not exist.
import { HOSTILE } from './hostile.mjs';

export const NOW = '2027-04-13T06:05:00Z';
const start = Date.parse(NOW);
const HOUR = 3_600_000;
export const ago = (hours) => new Date(start - hours * HOUR).toISOString().replace('.000Z', 'Z');
/** Both languages of a sentence; the one that was asked for goes out. */
export const both = (en, fr) => ({ en, fr });

const id = (number) => `F-${(0x5d1e7a90 + number * 0x01010101).toString(16).padStart(8, '0')}${'0'.repeat(23)}${number % 10}`;

const DETECTORS = [
  ['same-object-together', both('Same links within a minute', 'Mêmes liens en une minute'), 'today',
    both('Nine accounts shared 14 links, each within 40 seconds of each other; 0.3 such groups are expected by chance.',
      'Neuf comptes ont partagé 14 liens, chacun à moins de 40 secondes ; on attend 0,3 groupe pareil par hasard.')],
  ['login-guessing', both('Logins tried from many addresses', 'Connexions essayées depuis beaucoup d’adresses'), 'now',
    both('61 addresses tried 412 names on mail.exemple.invalid in 3 hours; one login after failures: ask the person.',
      '61 adresses ont essayé 412 noms sur mail.exemple.invalid en 3 heures ; une connexion après des échecs : demandez à la personne.')],
  ['near-copies', both('Near-copies on three platforms', 'Quasi-copies sur trois plateformes'), 'now',
    both('A text about closed polling stations was first seen at 05:48 and stands in 240 near-copies on three platforms.',
      'Un texte sur des bureaux de vote fermés a été vu d’abord à 05:48 et compte 240 quasi-copies sur trois plateformes.')],
  ['look-alike-names', both('Look-alike name registered', 'Nom ressemblant enregistré'), 'today',
    both('dons-exemple-2027.example was first seen in a certificate log; it differs from our name by one sign.',
      'dons-exemple-2027.example a été vu d’abord dans un journal de certificats ; un signe le sépare de notre nom.')],
  ['path-probing', both('Paths tried on the website', 'Chemins essayés sur le site'), 'note',
    both('17 addresses asked for 340 paths that do not exist; the server answered normally to two: check.',
      '17 adresses ont demandé 340 chemins qui n’existent pas ; le serveur a répondu normalement à deux : à vérifier.')],
  ['poll-misquoted', both('A figure quoted wrongly', 'Un chiffre mal cité'), 'note',
    both('“62 %” circulates as voting intention; the published poll gives it as favourable opinion (n = 1,004).',
      '« 62 % » circule comme intention de vote ; le sondage publié parle d’opinion favorable (n = 1 004).')],
  ['request-burst', both('Burst of requests', 'Afflux de requêtes'), 'today',
    both('Requests rose to 31 times the usual rate for 12 minutes; the service answered throughout.',
      'Les requêtes ont atteint 31 fois le rythme habituel pendant 12 minutes ; le service a toujours répondu.')],
];

const STATES = ['new', 'new', 'revised', 'new', 'unchanged'];

export function findings() {
  const rows = Array.from({ length: 16 }, (_, index) => {
    const [detector, title, when, sentence] = DETECTORS[index % DETECTORS.length];
    return {
      id: id(index), short: id(index).slice(0, 10), revision: `${(0xa1b2c3 + index).toString(16)}0000000000`.slice(0, 16), detector, title,
      when: index > 6 && when === 'now' ? 'today' : when, sentence, first_at: ago(3 + index * 1.7), last_at: ago(0.4 + index * 1.3), computed_at: ago(0.3 + index),
      provisional: index % 4 === 1, state: STATES[index % STATES.length], verdict: 'open', evidence_count: 12 + index * 37,
      has_story: detector === 'near-copies',
    };
  });
  // Outside text that passed the gate may still look like anything.
  for (const [place, text] of [[8, HOSTILE[0]], [9, HOSTILE[1]], [10, HOSTILE[12]], [11, HOSTILE[5]], [13, HOSTILE.at(-1)]]) {
    rows[place].sentence = both(text, text);
  }
  rows[12].verdict = 'watched';
  Object.assign(rows[14], { verdict: 'dismissed', reason: 'Same newsroom, shared scheduler' });
  const order = { now: 0, today: 1, note: 2 };
  return rows.sort((a, b) => order[a.when] - order[b.when]);
}

export function explanation(row) {
  return {
    ...row,
    maturity: 'preview', subject: [{ name: 'group', value: 'a3f9…' }], anchor: '2027-W15',
    values: [
      { name: 'accounts', value: 9, unit: '', doc: 'accounts in the group' },
      { name: 'objects', value: 14, unit: '', doc: 'links shared by all of them' },
      { name: 'expected', value: 0.3, unit: '', doc: 'such groups expected by chance' },
      { name: 'q', value: 0.004, unit: '', doc: 'false discovery rate over the season' },
    ],
    parameters: [
      { name: 'window_s', value: 60, unit: 's', doc: 'longest time between two acts' },
      { name: 'min_objects', value: 3, unit: 'objects', doc: 'fewest shared objects' },
    ],
    evidence: HOSTILE.slice(0, 14).map((text, index) => ({
      signal: `S-${(0xbeef00 + index).toString(16)}${'0'.repeat(26)}`, at: index === 5 ? null : ago(3 - index * 0.1),
      host: 'export-a', source: 'bluesky-jsonl', line: index === 3 ? null : text,
    })),
    evidence_digest: 'c0ffee'.padEnd(64, '0'),
    does_not_prove: both(
      '- **Not that anybody planned it.** Newsrooms, parties and activists share the same links at the same time too, often with one tool. Acting together says nothing\n  about who decided it.\n- **Not where it began.** `First seen` is not where it began: accounts that we do not read may have had it earlier.',
      'Des rédactions, des partis et des militants partagent aussi les mêmes liens au même moment, souvent avec un seul outil. Agir ensemble ne dit rien de qui l’a décidé.\n\nVu d’abord ne veut pas dire que cela a commencé là : des comptes que nous ne lisons pas l’avaient peut-être avant.'),
    repeat: `vigie detect ${row.detector} --only ${row.short}`, revealed: false,
    revisions: row.state === 'revised'
      ? [{ revision: row.revision, computed_at: ago(1), changed: [{ name: 'accounts', doc: 'accounts in the group', before: 6, after: 9 }] }]
      : [],
  };
}

export function measures() {
  const row = (slug, measure, asset, owner, due, state, done, of, evidence) => ({
    id: `M-${slug}`, asset, measure, owner, due, state, overdue: state === 'planned' && due !== null && due < NOW.slice(0, 10), done, of, evidence, head: `h-${slug}-1`,
  });
  return [
    row('second-factor', 'Second factor on every staff account', 'Mail and cloud accounts', 'Ilse Varenne', '2027-04-09', 'planned', 31, 34, 'Console export of 8 April; three volunteers left'),
    row('domain-locks', 'Registrar lock on all names', 'exemple.invalid', 'Tomas Quill', '2027-04-11', 'planned', null, null, ''),
    row('dmarc', 'DMARC set to reject', 'Mail of exemple.invalid', 'Tomas Quill', '2027-04-18', 'planned', 1, 2, 'Quarantine since 2 April'),
    row('password-manager', 'Password manager for the team', 'Staff', 'Ilse Varenne', null, 'in_place', 34, 34, 'Invoice and seat list'),
    row('press-card', 'Press contact card printed', 'Front desk', 'Noor Abadi', null, 'in_place', null, null, HOSTILE[1]),
    row('own-servers', 'Patching of own servers', 'None of our own', '', null, 'not_applicable', null, null, 'All hosted'),
  ];
}

export const STARTING = [
  { id: 'M-backups', asset: 'Shared documents', measure: 'Offline backup once a week', why: 'A copy that nobody can reach by network.', check: 'Open one file from it.', within_days: 7 },
  { id: 'M-decoys', asset: 'Mailboxes', measure: 'Decoy documents placed', why: 'They tell that somebody looks where nobody should.', check: 'Open one yourself: the call comes.', within_days: 3 },
];

export const RED_LINES = [
  { id: 'R-mail-down', if: 'the mail service does not answer for 15 minutes', who: 'the duty officer', calls: 'the hosting provider', within_minutes: 20, state: 'set', head: 'r-1' },
  { id: 'R-forged-note', if: 'a forged statement in our name is shared by an outlet', who: 'the press officer', calls: 'the outlet and the president of the list', within_minutes: 30, state: 'crossed', head: 'r-2' },
];

export const STARTING_LINES = [
  { id: 'R-account-entered', if: 'a login after failures is not the person’s own', who: 'the duty officer', calls: 'the person and the provider', within_minutes: 15 },
];

export const RUMOURS = [
  { code: 'RUM-3', category: 'private_life', sealed: true, since: ago(200), matched: 412, accounts: 187, trend: [2, 4, 9, 17, 41, 88, 120, 131], last_at: ago(0.6) },
  { code: 'RUM-5', category: 'health', sealed: true, since: ago(90), matched: 58, accounts: 31, trend: [30, 14, 6, 4, 2, 1, 1, 0], last_at: ago(20) },
];

export const BLIND = [
  { kind: 'quiet', source: 'telegram-export', host: 'export-c', last_at: ago(3.2), why: both('3 channels silent since 02:53; this stream does not usually stop that long.', '3 canaux muets depuis 02:53 ; ce flux ne s’arrête pas si longtemps d’habitude.') },
  { kind: 'gap', source: 'nginx', host: 'web-1', gap_from: ago(14), gap_to: ago(11.5), why: both('No line between two rotated files.', 'Aucune ligne entre deux fichiers tournés.') },
];

const wave = (hours, base, peak, at) => Array.from({ length: hours }, (_, hour) =>
  Math.round(base * (1 + 0.6 * Math.sin((hour / 24) * 2 * Math.PI - 1.5)) + peak * Math.exp(-((hour - at) ** 2) / 6)));
export const ACTIVITY = { unit: 'hour', from: ago(35), publications: wave(36, 420, 1900, 30), requests: wave(36, 9000, 61_000, 26), logins: wave(36, 35, 410, 22) };

export function publications(query) {
  return HOSTILE.map((text, index) => ({
    signal: `S-${(0xfeed00 + index).toString(16)}${'0'.repeat(26)}`, at: ago(index), platform: ['bluesky', 'telegram', 'web'][index % 3],
    text: index === 2 ? 'RUM-3' : index === 3 ? '‹text›' : `${text} ${query}`, masked: index === 3, author: `a${(0x9f3a00 + index).toString(16)}`,
  }));
}

export const TABLE = {
  columns: [
    { name: 'date_pub', samples: ['2027-04-12 21:04', '2027-04-12 21:06', '2027-04-12 21:09'], guess: 'published_at' },
    { name: 'compte', samples: ['lampe-verte', 'galet7', HOSTILE[0]], guess: 'author' },
    { name: 'texte', samples: [HOSTILE[1], HOSTILE[12], 'Les bureaux ferment à midi ?'], guess: 'text' },
    { name: 'vues', samples: ['120', '4', '98'] },
  ],
  targets: [
    { column: 'published_at', doc: 'when it was published' }, { column: 'author', doc: 'who published it' },
    { column: 'text', doc: 'what it says' }, { column: 'url', doc: 'where it stands' }, { column: 'platform', doc: 'on which platform' },
  ],
};
