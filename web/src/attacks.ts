/** Answers about what is hit, from where, and whether the service stands. */
export interface AttackCounts {
  lines: number;
  sources: number;
  bursts: number;
  attacks: number;
  started: number;
  targeted: number;
  background: number;
}

export interface AttackCountRow extends AttackCounts {
  key: string | null;
  shown: string;
}

/** Shares of lines, sources, bursts and attacks, 0 to 1. */
export interface CountryRow extends AttackCountRow {
  shares: number[];
}

export interface AttackRow {
  id: string;
  finding: string | null;
  first_at: string;
  last_at: string;
  labels: string[];
  shown: string;
  targets: string[];
  targets_count: number;
  lines: number;
  telling: number;
  sources: number;
  banned: number;
  networks: number;
  bursts: number;
  peak_per_minute: number;
  aim: 'targeted' | 'background' | 'open';
  aim_shown: string;
  outcome: 'probe' | 'attempt' | 'answered_normally' | 'login_after_failures';
  outcome_shown: string;
  tool: string | null;
  joined_by: [string, number][];
  joined_shown: string;
  countries: string[];
}

export interface HealthHour {
  at: string;
  requests: number;
  errors: number;
  low: number | null;
  high: number | null;
  slow_us: number | null;
  slow_from_us: number | null;
}

export interface Attacks {
  commit: number;
  by: 'day' | 'target' | 'country' | 'network';
  from: string | null;
  to: string | null;
  newest: string | null;
  days: number;
  rule: string[];
  total: AttackCounts;
  rows: AttackCountRow[];
  attacks: AttackRow[];
  left_out: number;
  bans: { banned: number; in_attacks: number; attacking: number; sentence: string } | null;
  rest: { visitors: number; slips: number; own_scanners: number; monitors: number; crawlers: number };
  origin: {
    databases: { name: string; date: string | null }[];
    sentence: string;
    countries: CountryRow[];
    kinds: CountryRow[];
  };
  health: {
    standing: 'stands' | 'errors' | 'slow' | 'above' | 'below' | 'unknown' | 'no_log';
    sentence: string;
    latency: string;
    error_share: number | null;
    unusual: string[];
    above: number;
    below: number;
    slow: number;
    hours: HealthHour[];
  };
  caveats: string[];
}
