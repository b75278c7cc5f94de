// The polls of a project: an invented answer of the server.
const both = (en, fr) => ({ en, fr });
const day = (at) => new Date(Date.UTC(2027, 1, 1 + at)).toISOString().slice(0, 10);
const levels = (from, to, wide = 3) =>
  Array.from({ length: 10 }, (_, at) => {
    const mean = from + ((to - from) * at) / 9;
    return { day: day(at * 7), mean, low: mean - wide, high: mean + wide };
  });
const line = (candidate, value, all, more) => ({
  candidate, against: null, polls: 9, institutes: 3, first: day(2), last: day(63), last_value: value, last_institute: 'Sondix', last_hypotheses: 1, hypotheses_apart: 0,
  level: all.at(-1) ?? null, no_level: all.length > 0 ? null : 'too_few', used: 9, thinned: 0, unusable: 0, houses: [], levels: all, ...more,
});
const asked = (institute, end, values, more) => ({
  institute, sponsor: 'La Gazette', start: day(end - 2), end: day(end), sample: 1004, expressed: null, rolling: false, values, ...more,
});
const table = (question, heading, round, lines, polls, more) => ({
  question, heading, round, election: '2027', between: [], polls: 9, lines, lines_left: 0, asked: polls, asked_left: 0, ...more,
});

const TABLES = () => [
  table('intention', both('voting intention · first round · 2027', 'intention de vote · premier tour · 2027'), 'first', [
    line('Mira Oskeld', 24.5, levels(21, 25)), line('Jorn Halle', 19, levels(22, 18.5), { last_hypotheses: 2 }), line('Ilse Varenne', 3, []),
  ], [
    asked('Sondix', 63, [24.5, 19, null]), asked('<b>Alpha</b>', 56, [25, 18.5, 3], { sample: null, expressed: 870 }), asked(null, 49, [24, 19, null], { sponsor: null, start: null, sample: null, rolling: true }),
  ], { lines_left: 2, asked_left: 6 }),
  table('duel', both('voting intention, of two · second round · 2027', 'intention de vote, en duel · second tour · 2027'), 'second', [
    line('Jorn Halle', 47, levels(48, 47), { against: 'Mira Oskeld' }), line('Mira Oskeld', 53, levels(52, 53), { against: 'Jorn Halle' }),
  ], [asked('Sondix', 63, [47, 53])], { between: ['Jorn Halle', 'Mira Oskeld'] }),
  table('favourable', both('favourable opinion', 'opinion favorable'), null, [line('Mira Oskeld', 41, [], { polls: 1 })], [asked('Sondix', 63, [41])], { election: null, polls: 1 }),
];

export function polls(query, empty, Refusal) {
  const about = (query.get('about') ?? '').toLowerCase();
  const event = query.get('event') ?? '';
  const all = TABLES().map((one) => {
    const kept = one.lines.map((row, at) => ({ row, at })).filter(({ row }) => row.candidate.toLowerCase().includes(about));
    const said = both('With 1 polls in the three weeks before and 2 after (3 are needed on each side), these polls cannot show whether anything moved.', 'Avec 1 sondages dans les trois semaines d’avant et 2 dans celles d’après (il en faut 3 de chaque côté), ces sondages ne peuvent pas montrer si quelque chose a bougé.');
    const lines = kept.map(({ row }) => (event ? { ...row, event: { day: event, answer: {}, sentence: said } } : row));
    return { ...one, lines, lines_left: query.has('all') ? 0 : one.lines_left, asked: one.asked.map((poll) => ({ ...poll, values: kept.map(({ at }) => poll.values[at] ?? null) })) };
  });
  const tables = all.filter((one) => one.lines.length > 0);
  if (tables.length === 0) throw new Refusal(400, 'No poll is about that name', { hint: 'polled are Mira Oskeld, Jorn Halle' });
  const file = { name: 'polls/presidentielle2027.csv', layout: 'nsppolls', figures: 40, polls: 9, sentence: both('polls/presidentielle2027.csv · nsppolls · 9 polls, 40 figures', 'polls/presidentielle2027.csv · nsppolls · 9 sondages, 40 chiffres'), notes: [both('Set aside: 1 × no date', 'Mis de côté : 1 × pas de date')] };
  return {
    folder: 'polls', left_out: empty ? [] : [{ name: 'polls/cut.json', why: both('the JSON of polls/cut.json ends or breaks at line 1', 'le JSON de polls/cut.json finit ou casse à la ligne 1'), hint: both('check the file there', 'examiner le fichier à cet endroit') }],
    files_left: 0, repeat: about ? `vigie polls --about "${about}"` : 'vigie polls', files: empty ? [] : [file], figures: empty ? 0 : 40, not_asked_for: 0,
    tables: empty ? [] : tables, tables_left: 0, caveats: empty ? [] : [both('No poll shows why anything moved: other things happen on every day.', 'Aucun sondage ne montre pourquoi quelque chose a bougé.')],
  };
}
