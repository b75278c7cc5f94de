/** The screens, in the order of a morning. A new screen is one line here and one file. */
import type { Component } from 'svelte';

export interface Screen {
  path: string;
  title: string;
  /** The key that opens it, or nothing. */
  key: string;
  load: () => Promise<{ default: Component }>;
  rail: 'morning' | 'house' | '';
}

export const SCREENS: readonly Screen[] = [
  { path: '/morning', title: 'nav-morning', key: '1', rail: 'morning', load: () => import('./Morning.svelte') },
  { path: '/triage', title: 'nav-triage', key: '2', rail: 'morning', load: () => import('./Triage.svelte') },
  { path: '/incidents', title: 'nav-incidents', key: '3', rail: 'morning', load: () => import('./Incidents.svelte') },
  { path: '/attacks', title: 'nav-attacks', key: 'a', rail: 'morning', load: () => import('./Attacks.svelte') },
  { path: '/network', title: 'nav-network', key: 'g', rail: 'morning', load: () => import('./Network.svelte') },
  { path: '/rumours', title: 'nav-rumours', key: '4', rail: 'morning', load: () => import('./Rumours.svelte') },
  { path: '/story', title: 'nav-story', key: 'h', rail: 'morning', load: () => import('./Story.svelte') },
  { path: '/statements', title: 'nav-statements', key: 'p', rail: 'morning', load: () => import('./Statements.svelte') },
  { path: '/measures', title: 'nav-measures', key: '5', rail: 'morning', load: () => import('./Measures.svelte') },
  { path: '/brief', title: 'nav-brief', key: '6', rail: 'morning', load: () => import('./Brief.svelte') },
  { path: '/inbox', title: 'nav-inbox', key: '7', rail: 'house', load: () => import('./Inbox.svelte') },
  { path: '/told', title: 'nav-told', key: '8', rail: 'house', load: () => import('./Told.svelte') },
  { path: '/verify', title: 'nav-verify', key: '9', rail: 'house', load: () => import('./Verify.svelte') },
  { path: '/search', title: 'nav-search', key: '', rail: '', load: () => import('./Search.svelte') },
];

const INCIDENT: Screen = {
  path: '/incidents/', title: 'nav-incident', key: '', rail: '', load: () => import('./Incident.svelte'),
};
const NOWHERE: Screen = {
  path: '', title: 'nav-nowhere', key: '', rail: '', load: () => import('./Nowhere.svelte'),
};

export function find(path: string): Screen {
  if (path === '/') return SCREENS[0] ?? NOWHERE;
  if (path.startsWith(INCIDENT.path) && path.length > INCIDENT.path.length) return INCIDENT;
  return SCREENS.find((screen) => screen.path === path) ?? NOWHERE;
}
