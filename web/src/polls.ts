/** The polls that a project holds: by question, round and election. */
export interface PollLevel {
  day: string;
  mean: number;
  low: number;
  high: number;
}

export interface PollLine {
  candidate: string;
  against: string | null;
  polls: number;
  institutes: number;
  first: string | null;
  last: string | null;
  last_value: number;
  last_institute: string | null;
  last_hypotheses: number;
  level: PollLevel | null;
  no_level: string | null;
  levels: PollLevel[];
  event?: { day: string; sentence: string };
}

export interface AskedPoll {
  institute: string | null;
  sponsor: string | null;
  start: string | null;
  end: string | null;
  sample: number | null;
  expressed: number | null;
  rolling: boolean;
  /** One for each line of the table. */
  values: (number | null)[];
}

export interface PollTable {
  question: string;
  heading: string;
  round: 'first' | 'second' | null;
  election: string | null;
  between: string[];
  polls: number;
  lines: PollLine[];
  lines_left: number;
  asked: AskedPoll[];
  asked_left: number;
}

export interface Polls {
  folder: string;
  left_out: { name: string; why: string; hint: string | null }[];
  files_left: number;
  repeat: string;
  files: { name: string; sentence: string; notes: string[] }[];
  figures: number;
  tables: PollTable[];
  tables_left: number;
  caveats: string[];
}
