/** What an article says: statements with their words, replies, drift, polls, and who is named. */
export type PieceOf = 'cue' | 'speaker' | 'target' | 'content';

export interface ArticlePiece {
  text: string;
  part: PieceOf | null;
  /** Its place among the statements. */
  statement: number | null;
}

export interface ArticleRow {
  name: string;
  headline: string | null;
  outlet: string | null;
  language: 'en' | 'fr' | null;
  date: string | null;
  date_basis: string | null;
  original: string | null;
  repeats: number | null;
  repeats_rumour: number;
  reservations: string[];
  /** What people corrected in it. */
  corrections: Correction[];
  pieces: ArticlePiece[];
}

export interface Correction {
  entry: string;
  by: string;
  at: string;
  done: 'changed' | 'added' | 'not_a_statement';
  cue: string;
}

export interface CheckedPart {
  words: string;
  part: string;
  checked: 'measured' | 'weak' | 'not_in_logs' | 'not_checkable';
  answer: string;
  show: string | null;
}

export interface StatementRow {
  article: number;
  number: number;
  act: string;
  act_word: string;
  speaker: string | null;
  role: string | null;
  targets: string[];
  content: string;
  cue: string;
  sentence: string;
  quoted: 'direct' | 'indirect' | 'mixed' | 'none';
  modality: 'asserted' | 'hearsay_conditional' | 'unreal';
  rule: string;
  /** An order, 0 to 1; not a probability. */
  certainty: number;
  read_by: 'rules' | 'tagger' | 'person';
  /** Its words stand in the headline. */
  headline: boolean;
  /** The bytes of its cue: how a correction names it. */
  cue_at: [number, number];
  checked?: { sentence: string; parts: CheckedPart[]; caveats: string[] };
}

export interface PollRow {
  article: number;
  institute: string | null;
  sponsor: string | null;
  field: string | null;
  sample: number | null;
  question: string;
  question_word: string;
  round: 'first' | 'second' | null;
  candidate: string;
  value: number;
  change: number | null;
  derived: 'previous' | 'change' | null;
  cautions: string[];
  caution_words: string[];
  sentence: string;
}

export interface Statements {
  articles: ArticleRow[];
  outlets: number;
  statements: StatementRow[];
  not_asked_for: number;
  /** What somebody did not say, where the article says so; none of it is a statement. */
  not_said: { article: number; act: string; speaker: string | null; cue: string; content: string; sentence: string }[];
  accusations: { accusation: number; replies: [number, string][]; sentence: string }[];
  drifts: { article: number; sentence: string }[];
  polls: PollRow[];
  other_percentages: number;
  actors: { kind: 'person' | 'organisation' | 'country'; id: string; mentions: number }[];
  unlisted_names: number;
  caveats: string[];
}
