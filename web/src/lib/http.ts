/** Calls to the server: one place that knows the token, problems, and whether the line stands. */
import type { Problem } from '../api';
import { line } from './line.svelte';
import { words } from './words.svelte';

export class Refused extends Error {
  constructor(
    readonly problem: Problem,
    readonly body: Record<string, unknown>,
  ) {
    super(problem.title);
  }
  get conflict(): boolean {
    return this.problem.status === 409;
  }
}

/** The server did not answer at all. */
export class Unreachable extends Error {}

let token = meta(document);

function meta(page: Document): string {
  return page.querySelector('meta[name="vigie-token"]')?.getAttribute('content') ?? '';
}

/** A restarted server has a new token; its own front page tells which. */
async function renewToken(): Promise<boolean> {
  const answer = await fetch('/', { headers: { Accept: 'text/html' }, cache: 'no-store' });
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  const fresh = meta(page);
  const renewed = fresh !== '' && fresh !== token;
  if (renewed) token = fresh;
  return renewed;
}

async function attempt(method: string, path: string, body?: unknown): Promise<Response> {
  const headers: Record<string, string> = {
    Accept: 'application/json',
    'Accept-Language': words.language,
  };
  if (method !== 'GET') headers['X-Vigie-Token'] = token;
  const init: RequestInit = { method, headers, cache: 'no-store' };
  if (body instanceof Blob) {
    init.body = body;
    headers['Content-Type'] = 'application/octet-stream';
  } else if (body !== undefined) {
    init.body = JSON.stringify(body);
    headers['Content-Type'] = 'application/json';
  }
  try {
    const answer = await fetch(path, init);
    line.heard();
    line.stands(answer.headers.get('X-Vigie-As-Of'));
    return answer;
  } catch (cause) {
    line.failed();
    throw new Unreachable(words.say('line-unreachable'), { cause });
  }
}

export async function call<T>(method: string, path: string, body?: unknown): Promise<T> {
  let answer = await attempt(method, path, body);
  if (answer.status === 403 && method !== 'GET' && (await renewToken())) {
    answer = await attempt(method, path, body);
  }
  const text = await answer.text();
  let value: unknown = null;
  try {
    value = text === '' ? null : JSON.parse(text);
  } catch {
    throw refused(answer, {});
  }
  if (!answer.ok) throw refused(answer, value);
  return value as T;
}

function refused(answer: Response, value: unknown): Refused {
  const body = (typeof value === 'object' && value !== null ? value : {}) as Record<string, unknown>;
  const text = (name: string) => (typeof body[name] === 'string' ? body[name] : undefined);
  const problem: Problem = {
    title: text('title') ?? words.say('problem-unknown', { status: answer.status }),
    status: answer.status,
  };
  const [detail, hint] = [text('detail'), text('hint')];
  if (detail) problem.detail = detail;
  if (hint) problem.hint = hint;
  return new Refused(problem, body);
}

export const get = <T>(path: string) => call<T>('GET', path);
export const post = <T>(path: string, body: unknown = {}) => call<T>('POST', path, body);
export const put = <T>(path: string, body: unknown) => call<T>('PUT', path, body);
export const remove = <T>(path: string, body?: unknown) => call<T>('DELETE', path, body);

/** Sends a file; `XMLHttpRequest`, because `fetch` does not tell how far an upload has come. */
export function send<T>(path: string, file: File, progress: (share: number) => void): Promise<T> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', path);
    request.setRequestHeader('X-Vigie-Token', token);
    request.setRequestHeader('Accept-Language', words.language);
    request.setRequestHeader('Content-Type', 'application/octet-stream');
    request.upload.onprogress = (event) => {
      if (event.lengthComputable && event.total > 0) progress(event.loaded / event.total);
    };
    request.onerror = () => {
      line.failed();
      reject(new Unreachable(words.say('line-unreachable')));
    };
    request.onload = () => {
      line.heard();
      let value: unknown = null;
      try {
        value = JSON.parse(request.responseText);
      } catch {
        // Not JSON: said as an unknown problem below.
      }
      const answer = new Response(null, { status: request.status || 500 });
      if (answer.ok && value !== null) resolve(value as T);
      else reject(refused(answer, value));
    };
    request.send(file);
  });
}

/** What to show a person about anything that was thrown. */
export function told(cause: unknown): string {
  if (cause instanceof Refused) {
    const { title, detail, hint } = cause.problem;
    return [title, detail === title ? undefined : detail, hint].filter(Boolean).join(' — ');
  }
  return cause instanceof Error ? cause.message : String(cause);
}
