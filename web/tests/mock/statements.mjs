// What an article says: an invented answer of the server.
const none = { part: null, statement: null };
const of = (part, statement, text) => ({ part, statement, text });
const row = (act, act_word, speaker, role, targets, content, cue, sentence, more) => ({
  article: 0, act, act_word, speaker, role, targets, content, cue, sentence, quoted: 'indirect', modality: 'asserted', rule: 'frame-accuse-of', certainty: 0.9, read_by: 'rules', headline: false, cue_at: [sentence.length, sentence.length + cue.length], ...more,
});
const poll = (question, question_word, candidate, value, more) => ({
  article: 0, institute: 'Sondix', sponsor: 'La Gazette', field: '2027-04-08 – 2027-04-09', sample: 1004, question, question_word, round: null, candidate, value,
  change: null, derived: null, cautions: [], caution_words: [], sentence: `${value} % for ${candidate}.`, ...more,
});
const part = (words, kind, checked, answer, show) => ({ words, part: kind, checked, answer, figures: null, show });

const PIECES = [
  of('speaker', 0, 'Dora Vane'), { ...none, text: ', the election commissioner, ' }, of('cue', 0, 'accused'), { ...none, text: ' ' },
  of('target', 0, 'Utopian Telecom'), { ...none, text: ' ' }, of('content', 0, 'of hacking the results page'), { ...none, text: '.\n' },
  of('content', 1, '“We did not hack any page,”'), { ...none, text: ' ' }, of('cue', 1, 'said'), { ...none, text: ' ' }, of('speaker', 1, 'Pavel Strand'),
  { ...none, text: ', a spokesman for the company. ' }, { ...none, text: 'The market opened as usual.\n' },
  of('speaker', 2, 'Ines Corvane'), { ...none, text: ' ' }, of('cue', 2, 'warned'), { ...none, text: ' ' }, of('content', 2, 'that 300 attacks a day hit the results page'),
  { ...none, text: '.\nThe quay was closed. <b>This is a text, not a page.</b>\n' },
  of('speaker', 3, 'Ilse Varenne'), { ...none, text: ' ' }, of('cue', 3, 'accused'), { ...none, text: ' ' }, of('target', 3, 'the treasurer'), { ...none, text: ' ' }, of('content', 3, 'of taking money'), { ...none, text: '.' },
];

const CHECKED = {
  sentence: 'Ines Corvane warned that 300 attacks a day hit the results page.', caveats: ['“An attack” has no agreed meaning.'],
  parts: [
    part('300 attacks', 'count', 'measured', 'Per day, over 4 days: lines 60, sources 5, bursts 5, attacks 1. It holds by none.', 'vigie attacks --by day'),
    part('results page', 'on', 'not_in_logs', 'No log of this kind was read.', null),
  ],
};

/** The answer; nothing of it where the text is "nothing". */
export function statements({ text = '', name = '', check = false }, corrections = []) {
  const empty = text === 'nothing';
  const all = [
    row('accuse', { en: 'accuses', fr: 'accuse' }, 'Dora Vane', 'election commissioner', ['Utopian Telecom'], 'of hacking the results page', 'accused', 'Dora Vane, the election commissioner, accused Utopian Telecom of hacking the results page.'),
    row('deny', { en: 'denies', fr: 'dément' }, 'Pavel Strand', 'spokesman', [], 'We did not hack any page', 'said', '“We did not hack any page,” said Pavel Strand.', { quoted: 'direct', rule: 'raised-by-negation' }),
    row('warn', { en: 'warns', fr: 'met en garde' }, 'Ines Corvane', null, [], 'that 300 attacks a day hit the results page', 'warned', 'Ines Corvane warned that 300 attacks a day hit the results page.', { modality: 'hearsay_conditional', ...(check ? { checked: CHECKED } : {}) }),
    row('accuse', { en: 'accuses', fr: 'accuse' }, 'Ilse Varenne', null, ['the treasurer'], 'of taking money', 'accused', 'Ilse Varenne accused the treasurer of taking money.'),
  ];
  return {
    articles: [{
      name, headline: empty ? null : 'Company hacked the results page, says commissioner', outlet: empty ? null : 'La Gazette', language: empty ? null : 'en', date: empty ? null : '2027-04-12', date_basis: empty ? null : 'text',
      original: null, repeats: null, repeats_rumour: empty ? 0 : 1, reservations: empty ? ['no_article'] : ['two_languages'], corrections, pieces: empty ? [{ ...none, text }] : PIECES,
    }],
    outlets: 1, statements: empty ? [] : all, not_asked_for: 0,
    not_said: empty ? [] : [{ article: 0, act: 'accuse', speaker: 'Ines Corvane', cue: 'did not say', content: 'who was behind it', sentence: 'Ines Corvane did not say who was behind it.' }],
    accusations: empty ? [] : [
      { accusation: 0, replies: [[1, 'speaker']], sentence: { en: 'Replied by Pavel Strand.', fr: 'Réponse de Pavel Strand.' } },
      { accusation: 3, replies: [], sentence: { en: 'No reply found in the 1 outlet that we read.', fr: 'Aucune réponse trouvée dans le média que nous avons lu.' } },
    ],
    drifts: empty ? [] : [{ article: 0, sentence: { en: '“Company hacked the results page” leaves out “says”.', fr: '« Company hacked the results page » omet « says ».' } }],
    polls: empty ? [] : [
      poll('favourable', { en: 'favourable opinion', fr: 'opinion favorable' }, 'Mira Oskeld', 41, { change: -2.5, derived: 'change', cautions: ['race_from_opinion'], caution_words: ['The text speaks of a race, but this is a share of opinions.'] }),
      poll('intention', { en: 'voting intention', fr: 'intention de vote' }, 'Mira Oskeld', 22.5, { round: 'first', sample: null }),
      poll('intention', { en: 'voting intention', fr: 'intention de vote' }, 'Jorn Halle', 19, { round: 'first', institute: null, field: null }),
    ],
    other_percentages: empty ? 0 : 2, actors: empty ? [] : [{ kind: 'country', id: 'XX', mentions: 3 }, { kind: 'person', id: 'oskeld', mentions: 2 }], unlisted_names: empty ? 0 : 4,
    caveats: ['Read by rules that miss and misread some.', 'Figures of different questions are not compared.'],
  };
}

/** The answer to a correction: the first statement reads as was asked, or is gone. */
export function corrected({ text = '', name = '', on = null, reading = null }) {
  const done = reading === null ? 'not_a_statement' : on === null ? 'added' : 'changed';
  const found = statements({ text, name }, [{ entry: 'ana-1/7', by: 'ana-1', at: '2027-04-12T08:00:00Z', done, cue: reading?.cue ?? 'accused' }]);
  if (reading === null) return { ...found, statements: found.statements.slice(1), accusations: [], articles: found.articles.map((one) => ({ ...one, pieces: [{ text, part: null, statement: null }] })) };
  const told = { ...found.statements[0], read_by: 'person', rule: 'person', speaker: reading.speaker ?? found.statements[0].speaker };
  return { ...found, statements: on === null ? [...found.statements, { ...told, cue: reading.cue }] : [told, ...found.statements.slice(1)] };
}
