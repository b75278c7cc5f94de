/** The server's answers, as the HTTP contract states them. Times are RFC 3339 in UTC. */

export type When = 'now' | 'today' | 'note';
export type Verdict = 'open' | 'watched' | 'dismissed' | 'attached';
export type RowState = 'new' | 'revised' | 'unchanged';
export type LaneName = 'acts' | 'attacks' | 'statements' | 'judgement' | 'response';
export type MeasureState = 'planned' | 'in_place' | 'not_applicable';

/** How sure, from least to most, with the band in per cent that each word stands for. */
export const HOW_SURE = [
  { key: 'remote_chance', low: 0, high: 5 },
  { key: 'highly_unlikely', low: 10, high: 20 },
  { key: 'unlikely', low: 25, high: 35 },
  { key: 'realistic_possibility', low: 40, high: 50 },
  { key: 'likely', low: 55, high: 75 },
  { key: 'highly_likely', low: 80, high: 90 },
  { key: 'almost_certain', low: 95, high: 100 },
] as const;
export type HowSure = (typeof HOW_SURE)[number]['key'];

export interface Problem {
  type?: string;
  title: string;
  detail?: string;
  hint?: string;
  status: number;
}

export interface Session {
  project: string;
  role?: string;
  language: string;
  languages: string[];
  timezone: string;
  author: { id: string; name: string } | null;
  now: string;
  version: string;
  demo: boolean;
  /** Mandates and stored mappings that reading a file may name. */
  mandates?: string[];
  maps?: string[];
  account_level: { allowed: boolean; why?: string };
}

export interface FindingRow {
  id: string;
  short: string;
  revision: string;
  detector: string;
  title: string;
  when: When;
  sentence: string;
  first_at: string;
  last_at: string;
  computed_at?: string;
  provisional: boolean;
  state: RowState;
  verdict: Verdict;
  reason?: string | null;
  until?: string | null;
  incident?: string | null;
  incident_alias?: string | null;
  evidence_count: number;
  has_story?: boolean;
}

export interface IncidentRow {
  id: string;
  alias: string;
  title: string;
  when: When;
  how_sure?: HowSure | null;
  open: boolean;
  findings: number;
  first_at?: string | null;
  last_at?: string | null;
  changed_at: string;
  head: string;
}

export interface BlindSpot {
  kind?: 'incomplete' | 'ahead' | 'quiet' | 'gap';
  source: string;
  host?: string | null;
  last_at?: string | null;
  gap_from?: string | null;
  gap_to?: string | null;
  why: string;
}

export interface MeasureRow {
  id: string;
  asset: string;
  measure: string;
  owner: string;
  due?: string | null;
  state: MeasureState;
  overdue: boolean;
  done?: number | null;
  of?: number | null;
  evidence: string;
  head: string;
}

export interface RedLineRow {
  id: string;
  if: string;
  who: string;
  calls: string;
  within_minutes: number;
  state: 'set' | 'crossed';
  head?: string;
}

export interface RumourRow {
  code: string;
  category: string;
  sealed: boolean;
  since: string;
  matched: number;
  accounts: number;
  tags?: number;
  held?: boolean;
  trend: number[];
  last_at?: string | null;
}

export interface BriefRow {
  id: string;
  at: string;
  author: string;
  recalled?: { at: string; reason: string } | null;
  digest: string;
  files?: Record<string, string>;
}

export interface Activity {
  unit: string;
  from: string;
  publications: number[];
  requests: number[];
  logins: number[];
}

export interface Morning {
  since: string;
  now: string;
  commit?: number | null;
  /** `findings` are the first of each detector; `findings_count` is of all. */
  changed: { findings: FindingRow[]; findings_count: number; incidents: IncidentRow[]; briefs: BriefRow[] };
  blind: BlindSpot[];
  overdue: MeasureRow[];
  visitors_due: { oldest: string; days: number } | null;
  red_lines: RedLineRow[];
  counts: {
    signals: Record<string, number>;
    rejected: number;
    findings_new: number;
    findings_revised: number;
    now: number;
    today: number;
    note: number;
  };
  activity: Activity;
  rumours: RumourRow[];
}

export interface Link {
  a: string;
  b: string;
  reason: string;
  count: number;
  sentence: string;
}

export interface Fold {
  findings: number;
  accounts: number;
  objects: number;
  sources: number;
  first_at: string;
  last_at: string;
  /** Three at most, the strongest first. */
  strongest: string[];
}

export interface Proposal {
  fold: Fold;
  findings: string[];
  short?: string[];
  /** An open incident that they seem to belong to. */
  incident?: string | null;
  incident_alias?: string | null;
  /** The strongest; `link_count` says how many there are. */
  links: Link[];
  link_count: number;
  sentence: string;
}

export interface Triage {
  open: FindingRow[];
  watched: FindingRow[];
  dismissed: FindingRow[];
  /** The lists are cut at the limit that was asked for; these are of all. */
  counts: { open: number; watched: number; dismissed: number };
  /** Findings that stand for a proposal and are too far down to be in a list. */
  beside: FindingRow[];
  /** How many findings about accounts the project's role withholds. */
  withheld?: number;
  proposals: Proposal[];
}

export interface ShownValue {
  name: string;
  value: unknown;
  unit: string;
  doc: string;
}

export interface EvidenceLine {
  signal: string;
  at?: string | null;
  host: string;
  source: string;
  line?: string | null;
}

export interface Changed {
  name: string;
  doc?: string;
  before: unknown;
  after: unknown;
}

export interface Explanation {
  id: string;
  revision: string;
  detector: string;
  title: string;
  maturity: string;
  when: When;
  sentence: string;
  subject: { name: string; value: string }[];
  anchor: string;
  first_at: string;
  last_at: string;
  provisional: boolean;
  values: ShownValue[];
  parameters: ShownValue[];
  evidence: EvidenceLine[];
  evidence_count: number;
  evidence_digest: string;
  does_not_prove: string;
  repeat: string;
  revealed: boolean;
  verdict: Verdict;
  reason?: string | null;
  until?: string | null;
  incident?: string | null;
  incident_alias?: string | null;
  has_story?: boolean;
  notes: { at: string; author: string; text: string; entry: string }[];
  revisions: { revision: string; computed_at: string; seen?: boolean; changed: Changed[] }[];
}

export interface LaneItem {
  id: string;
  at: string;
  until?: string | null;
  exact: boolean;
  label: string;
  ref?: string | null;
}

export interface JournalLine {
  entry: string;
  at: string;
  author: string;
  kind: string;
  text: string;
  undone: boolean;
}

/** A page's `findings` is the list, where a row's is the count. */
export interface Incident extends Omit<IncidentRow, 'findings'> {
  findings: FindingRow[];
  assessment?: { how_sure: HowSure; text: string; at: string; author: string } | null;
  lanes: { lane: LaneName; items: LaneItem[] }[];
  journal: JournalLine[];
  revised: { id: string; short?: string; seen: string; now: string; changed: Changed[] }[];
}

export interface Measures {
  measures: MeasureRow[];
  red_lines: RedLineRow[];
  starting_set: StartingMeasure[];
  starting_red_lines?: StartingRedLine[];
}

export interface StartingRedLine {
  id: string;
  if: string;
  who: string;
  calls: string;
  within_minutes: number;
}

export interface StartingMeasure {
  id: string;
  asset: string;
  measure: string;
  why?: string;
  /** How anyone can check that it stands. */
  check?: string;
  within_days?: number;
}

export interface ImportReport {
  added: number;
  changed: number;
  unchanged?: number;
  rejected: { row: number; reason: string }[];
}

export type BlockKind = 'text' | 'finding' | 'incident' | 'measure';

export interface Block {
  id: string;
  kind: BlockKind;
  text?: string | null;
  ref?: string | null;
  unsupported: boolean;
}

export interface Draft {
  title: string;
  language: string;
  blocks: Block[];
  head: string;
}

export interface Frozen {
  id: string;
  html: string;
  md: string;
  json: string;
  warnings: string[];
}

export interface PublicationHit {
  signal: string;
  at?: string | null;
  platform: string;
  text: string;
  /** A mask stands in place of the text: reading it takes a reason. */
  masked?: boolean;
  author?: string | null;
}

export interface PublicationRevealed {
  signal: string;
  entry: string;
  at?: string | null;
  platform: string;
  text: string;
  url?: string | null;
  author?: string | null;
}

export interface SearchHits {
  publications: PublicationHit[];
  findings: FindingRow[];
  incidents: IncidentRow[];
  looked_at?: number;
  complete?: boolean;
}

export interface StreamReport {
  file: string;
  source: string;
  bytes: number;
  new: number;
  known: number;
  skipped: number;
  untimed: number;
  rejected: number;
  rejects: { reason: string; detail?: string; count: number; lines?: number[] }[];
  absent?: { column: string; field: string; nearest: string[]; rows_rejected: boolean }[];
  /** How the dates of a column were read, where that is no matter of course. */
  dates?: { column: string; field: string; basis: 'day first' | 'month first' | 'points' | 'counted days'; line?: number | null }[];
  dropped?: { what: string; count: number }[];
  incomplete?: string | null;
}

export interface IngestReport {
  commit?: number | null;
  mandate: string;
  streams: StreamReport[];
  /** Spreadsheets of several sheets: how many were read, and which were not. */
  sheets?: { file: string; read: number; left_out: string[] }[];
}

export interface InboxItem {
  id: string;
  name: string;
  bytes: number;
  looks_like?: string | null;
  score?: number | null;
  status: 'arriving' | 'ready' | 'needs_mapping' | 'unknown' | 'read' | 'kept';
  at?: string;
  note?: string | null;
  report?: IngestReport | null;
  columns?: { name: string; samples: string[]; guess?: string | null }[];
  targets?: { column: string; doc: string }[];
}

export interface Verified {
  sound: boolean;
  checked: Record<string, unknown>;
  problems: { what: string; where: string; hint?: string }[];
}

export interface Progress {
  task: string;
  done: number;
  total?: number | null;
  unit: string;
  finished?: boolean;
}

export type * from './attacks';
export type * from './network';
export type * from './polls';
export type * from './statements';
