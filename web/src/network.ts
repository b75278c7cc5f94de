/** Answers about who acts together and how a story spread. */
import type { Verdict } from './api';

export interface GroupRow {
  id: string;
  short: string;
  sentence: string;
  members: number | null;
  objects: number | null;
  expected: number | null;
  q: number | null;
  window_s: number | null;
  layers: string | null;
  first_at: string;
  last_at: string;
  verdict: Verdict;
}

export interface EdgeRow {
  id: string;
  short: string;
  detector: string;
  a: string;
  b: string;
  objects: number | null;
  window_s: number | null;
  layers: string | null;
  expected_1: number | null;
  p_1: number | null;
  q_1: number | null;
  season_q: number | null;
  expected_2: number | null;
  p_2: number | null;
  q_2: number | null;
  strength: 'strong' | 'one_null' | null;
  first_at: string;
  last_at: string;
  verdict: Verdict;
}

export interface Picture {
  width: number;
  height: number;
  points: { account: string; x: number; y: number; lines: number }[];
  lines: { id: string; a: number; b: number; strong: boolean }[];
  left_out: number;
}

export interface Network {
  commit: number;
  warning: string;
  question: string;
  innocent: string[];
  nulls: string[];
  accounts: number;
  groups: GroupRow[];
  edges: EdgeRow[];
  left_out: number;
  picture: Picture;
}

export type OutletClass = 'state-controlled' | 'state-funded' | 'public-service' | 'private' | 'party' | 'unknown';
export type Who =
  | { kind: 'outlet'; name: string; class: OutletClass; jurisdiction: string }
  | { kind: 'public'; name: string }
  | { kind: 'account'; pseudonym: string }
  | { kind: 'withheld' };

export interface ClassRow {
  class: OutletClass | null;
  jurisdiction: string;
  shown: string;
  publications: number;
  outlets: string[];
  first_at: string | null;
}

export interface Story {
  about: { kind: 'object' | 'finding' | 'rumour' | 'text'; shown: string };
  account_level: { allowed: boolean; why?: string };
  publications: number;
  untimed: number;
  left_out: number;
  accounts: number;
  platforms: [string, number][];
  first_seen: string | null;
  first: { signal: string; rank: number; ties: number; at: string; precision: string; until: string; who: Who; platform: string; deleted: boolean }[];
  curve: { start: string | null; step_s: number; counts: number[] };
  edges: {
    explicit: Record<string, number>;
    named_source: number;
    inferred: number;
    contradicted: number;
    listed: { kind: 'repost' | 'reply' | 'link'; from: Who; from_at: string | null; to: Who; to_at: string | null; direction: boolean }[];
  };
  copies: { signal: string; who: Who; at: string | null; equal: boolean; similarity: number; differences: { kind: 'same' | 'gone' | 'added'; text: string }[] }[];
  near_copies: number;
  path: ClassRow[];
  linked: ClassRow[];
  leads: { leader: Who; follower: Who; leads: number; lags: number; ties: number; median_s: number; p: number; q: number }[];
  coverage: { references: number; outside: number; share: number | null };
  lost: { credited: number; lost: number; first_at: string | null; by: ClassRow[] };
  caveats: string[];
}
