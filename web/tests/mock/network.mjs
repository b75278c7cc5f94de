// Who acts together, and how a story spread: invented answers of the server.
import { NOW, ago } from './data.mjs';

const ACCOUNTS = Array.from({ length: 9 }, (_, index) => `A-${String(index).repeat(16)}`);
const PAIRS = [[0, 1], [1, 2], [2, 0], [2, 3], [4, 5], [5, 6], [6, 4], [7, 8]];

const edges = PAIRS.map(([a, b], index) => ({
  id: `F-${String(index).padStart(32, 'e')}`, short: `F-ee${index}`, detector: 'acting-together', a: ACCOUNTS[a], b: ACCOUNTS[b],
  objects: 9 - index, window_s: 60, layers: 'link', expected_1: 0.0123, p_1: 3.4e-11, q_1: 2e-8, season_q: 1e-4,
  expected_2: 0.4, p_2: index < 5 ? 2e-6 : 0.2, q_2: index < 5 ? 4e-4 : 0.31, strength: index < 5 ? 'strong' : index < 7 ? 'one_null' : null,
  first_at: ago(60), last_at: ago(20 - index), verdict: index === 1 ? 'dismissed' : 'open',
}));

export const NETWORK = {
  commit: 41, warning: 'How good this is on real campaigns is unproven.', question: 'Could it be innocent?',
  innocent: ['Do they belong together openly?', 'Does a scheduling tool post for them?'], nulls: ['Null 1: accounts dealt anew.', 'Null 2: times dealt anew.'],
  accounts: 9, left_out: 3, edges,
  groups: [{
    id: `F-${'a'.repeat(32)}`, short: 'F-aaaa', sentence: '4 accounts acted together on 9 objects (link) within 60 seconds.', members: 4, objects: 9,
    expected: 0.2, q: 3e-7, window_s: 60, layers: 'link', first_at: ago(60), last_at: ago(13), verdict: 'open',
  }],
  picture: {
    width: 1000, height: 300, left_out: 3,
    points: ACCOUNTS.map((account, index) => ({ account, x: 60 + 100 * index, y: 60 + 60 * (index % 3), lines: 2 })),
    lines: edges.map(({ id, strength }, index) => ({ id, a: PAIRS[index][0], b: PAIRS[index][1], strong: strength === 'strong' })),
  },
};

const withheld = { kind: 'withheld' };
const outlet = { kind: 'outlet', name: 'The Invented Gazette', class: 'state-controlled', jurisdiction: 'XX' };

/** How a story spread; nothing of it where it is named "nothing". */
export function story(about) {
  const none = about === 'nothing';
  return {
    about: { kind: about.startsWith('RUM-') ? 'rumour' : 'text', shown: about }, account_level: { allowed: true },
    publications: none ? 0 : 37, untimed: 1, left_out: 0, accounts: 21, platforms: [['bluesky', 30], ['web', 7]],
    first_seen: 'First seen here between 12 April, 06:00 and 06:59 (the stamp is to the hour); 2 tie for it.',
    first: [
      { signal: 'S-aaaaaaaaaaaaaaaaaaaa', rank: 1, ties: 1, at: ago(30), precision: 'h', until: ago(29), who: outlet, platform: 'web', deleted: false },
      { signal: 'S-bbbbbbbbbbbbbbbbbbbb', rank: 1, ties: 1, at: ago(30), precision: 's', until: ago(30), who: { kind: 'account', pseudonym: ACCOUNTS[3] }, platform: 'bluesky', deleted: true },
      { signal: 'S-cccccccccccccccccccc', rank: 3, ties: 0, at: ago(28), precision: 's', until: ago(28), who: withheld, platform: 'bluesky', deleted: false },
    ],
    curve: { start: ago(30), step_s: 3600, counts: [2, 5, 9, 12, 6, 3] },
    edges: {
      explicit: { repost: 4, link: 11 }, named_source: 2, inferred: 17, contradicted: 1,
      listed: [{ kind: 'link', from: outlet, from_at: ago(30), to: { kind: 'public', name: 'Mira Tolland' }, to_at: ago(28), direction: false }],
    },
    copies: [
      { signal: 'S-dddddddddddddddddddd', who: outlet, at: ago(27), equal: true, similarity: 1, differences: [] },
      { signal: 'S-eeeeeeeeeeeeeeeeeeee', who: withheld, at: ago(26), equal: false, similarity: 0.71, differences: [{ kind: 'same', text: 'the bureaux' }, { kind: 'gone', text: 'open' }, { kind: 'added', text: 'close' }] },
    ],
    near_copies: 12,
    path: [
      { class: 'state-controlled', jurisdiction: 'XX', shown: 'state-controlled', publications: 3, outlets: ['The Invented Gazette'], first_at: ago(30) },
      { class: null, jurisdiction: '', shown: '20 accounts', publications: 34, outlets: [], first_at: ago(30) },
    ],
    linked: [], leads: [{ leader: outlet, follower: { kind: 'public', name: 'Mira Tolland' }, leads: 9, lags: 1, ties: 2, median_s: 700, p: 0.01, q: 0.03 }],
    coverage: { references: 20, outside: 8, share: 0.4 }, lost: { credited: 5, lost: 3, first_at: NOW, by: [] },
    caveats: ['First seen here is not an origin.', 'Translation: not looked for.'],
  };
}
