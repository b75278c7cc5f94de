// What is hit, from where, and whether the service stands: invented answers of the server.
import { ago } from './data.mjs';

const counts = (lines, sources, bursts, attacks) => ({ lines, sources, bursts, attacks, started: attacks, targeted: 1, background: 1 });
const hours = Array.from({ length: 48 }, (_, index) => ({
  at: ago(48 - index), requests: index === 40 ? 900 : 200 + 10 * (index % 5), errors: index % 3, low: index < 4 ? null : 150, high: index < 4 ? null : 280,
  slow_us: 180_000 + 1000 * index, slow_from_us: index < 4 ? null : 360_000,
}));
const attack = {
  finding: null, labels: ['scan'], targets: ['www.arden.example', 'shop.arden.example'], targets_count: 4, telling: 300, networks: 2, banned: 1, peak_per_minute: 80,
  tool: 'probe', joined_by: [['same-network', 4]], joined_shown: 'same network (4)', countries: ['Utopia'], first_at: ago(20), last_at: ago(18),
};

const ROWS = {
  day: [{ key: '2027-04-11', shown: '2027-04-11', ...counts(1200, 40, 120, 2) }, { key: '2027-04-12', shown: '2027-04-12', ...counts(300, 12, 31, 2) }],
  target: [{ key: 'www.arden.example', shown: 'www.arden.example', ...counts(1500, 45, 151, 3) }],
  country: [{ key: 'XX', shown: 'Utopia', ...counts(900, 20, 80, 1) }, { key: null, shown: 'unknown', ...counts(600, 25, 71, 2) }],
  network: [{ key: null, shown: 'unknown', ...counts(1500, 45, 151, 3) }],
};

/** The answer by day, target, country or network. */
export function attacks(by, empty) {
  const total = empty ? counts(0, 0, 0, 0) : counts(1500, 45, 151, 3);
  return {
    commit: 41, by: by || 'day', from: '2027-04-11', to: '2027-04-12', days: 2,
    rule: ['Lines: log lines that belong to an attack.', 'Bursts: lines of one address without a pause.'], total,
    rows: empty ? [] : ROWS[by || 'day'],
    attacks: empty ? [] : [
      { ...attack, id: 'K-00000001', shown: 'scan (SQL injection)', lines: 900, sources: 30, bursts: 90, aim: 'targeted', aim_shown: 'names the house', outcome: 'answered_normally', outcome_shown: 'server answered normally: check', finding: `F-${'a'.repeat(32)}` },
      { ...attack, id: 'K-00000002', shown: 'brute force', lines: 400, sources: 10, bursts: 40, aim: 'open', aim_shown: 'aim not shown', outcome: 'probe', outcome_shown: 'turned away', tool: null, joined_by: [], joined_shown: '', targets: ['mail1 sshd'], targets_count: 1 },
    ],
    left_out: empty ? 0 : 1, bans: empty ? null : { banned: 7, in_attacks: 5, attacking: 9, sentence: '7 addresses banned, 5 of them in attacks counted here.' },
    rest: { visitors: 9000, slips: 4, own_scanners: 0, monitors: 12, crawlers: 0 },
    origin: {
      databases: [{ name: 'Invented-Country', date: '2027-03-01' }], sentence: 'By Invented-Country of 2027-03-01. 55 % of the addresses are not in it.',
      countries: empty ? [] : [{ ...ROWS.country[0], shares: [0.6, 0.44, 0.53, 0.33] }, { key: 'FR', shown: 'France', ...counts(150, 5, 20, 1), shares: [0.1, 0.11, 0.13, 0.33] }, { ...ROWS.country[1], shares: [0.3, 0.45, 0.34, 0.34] }], kinds: [],
    },
    health: { standing: 'stands', sentence: 'As usual: 220 requests in the hour from 07:00.', latency: 'One answer in twenty took 227 ms or longer (slow from 360 ms).', error_share: 0.004, unusual: ['2027-04-07 02:00 – 04:00: many server errors, 96.0 % of 212 requests.'], above: 1, below: 0, slow: 0, hours },
    caveats: ['A log holds no bodies of forms.', 'One attack is not one hand.'],
  };
}
