/** Each of the 200 hostile texts, through the real program onto the real screens. */
import { expect, test as base, type Page } from '@playwright/test';
import { heading, watch } from './house';
import { hostile } from './real/hostile';

const url = process.env['VIGIE_STRANGERS'] ?? '';
/** A screen may be wider than its window by so many pixels: one long word in a heading. */
const OVER = 0;

const test = base.extend<{ faults: string[] }>({
  faults: async ({ page }, use) => {
    const faults = watch(page, url);
    page.on('dialog', (dialog) => {
      faults.push(`asked: ${dialog.message()}`);
      void dialog.dismiss();
    });
    page.on('console', (message) => {
      if (message.type() === 'error') faults.push(`console: ${message.text()}`);
    });
    page.on('framenavigated', (frame) => {
      if (!frame.url().startsWith(url) && frame.url() !== 'about:blank') faults.push(`went to ${frame.url()}`);
    });
    // What the texts call, if any of them runs.
    await page.addInitScript(() => {
      for (const name of ['alert', 'confirm', 'prompt', 'print', 'open'] as const) {
        Object.defineProperty(window, name, { value: () => Object.assign(window, { __ran: name }) });
      }
    });
    await use(faults);
    expect(faults).toEqual([]);
  },
});

/** What stands on a page that no text may have put there. */
async function inert(page: Page, path: string) {
  const found = await page.evaluate(() => ({
    ran: '__ran' in window,
    strange: [...document.querySelectorAll('main :is(script, iframe, object, embed, base, meta, link, style, img, video, audio, form[action], marquee, noscript), main [onerror], main [onload], main [onclick], main [style], main a[href^="javascript" i], main a[href^="data" i]')]
      .map((one) => one.outerHTML.slice(0, 200)),
    over: document.documentElement.scrollWidth - innerWidth,
    hidden: /[\u202A-\u202E\u2066-\u2069\u200B\u200E\u200F\u0000-\u0008\u001B\u009B]/.test(document.querySelector('main')?.textContent ?? ''),
  }));
  expect([path, found.ran, found.strange, found.hidden]).toEqual([path, false, [], false]);
  expect([path, Math.max(0, found.over)]).toEqual([path, OVER]);
}

const read = async <T>(page: Page, path: string) => (await (await page.request.get(`${url}/api/${path}`)).json()) as T;

test.describe('what strangers wrote is read and nothing else', () => {
  test('on every screen', async ({ page, faults }) => {
    test.slow();
    const triage = await read<{ open: { id: string }[] }>(page, 'triage');
    const incidents = await read<{ id: string }[]>(page, 'incidents');
    const inbox = await read<{ id: string }[]>(page, 'inbox');
    expect(triage.open.length).toBeGreaterThan(0);
    const paths = [
      'morning', 'morning?since=30d', 'triage', ...triage.open.slice(0, 4).map(({ id }) => `triage?finding=${id}`), 'incidents',
      ...incidents.slice(-3).map(({ id }) => `incidents/${id}`), ...incidents.slice(0, 2).map(({ id }) => `incidents/${id}`),
      'measures', 'brief', 'brief?tab=told', 'rumours', 'inbox', ...inbox.slice(0, 8).map(({ id }) => `inbox?item=${id}`), 'told', 'verify', 'nowhere',
    ];
    for (const path of paths) {
      await page.goto(`${url}/${path}`);
      await heading(page);
      await inert(page, path);
    }
    await page.setViewportSize({ width: 360, height: 740 });
    for (const path of ['morning', 'incidents', 'measures', 'brief', 'inbox']) {
      await page.goto(`${url}/${path}`);
      await heading(page);
      await inert(page, `${path}, narrow`);
    }
    expect(faults).toEqual([]);
  });

  test('each text is searched for, and in the address', async ({ page, faults }) => {
    test.slow();
    const texts = hostile().filter(({ kind }) => kind !== 'JsonEscape');
    // A query is cut at 200 bytes by the program; an address has a length, too.
    const queries = texts.map(({ text }) => Buffer.from([...text.trim()].slice(0, 60).join('')).toString('utf8')).filter((text) => text !== '');
    await page.goto(`${url}/search?q=x`);
    await heading(page);
    for (const query of queries) {
      await page.evaluate((to) => {
        history.pushState(null, '', to);
        dispatchEvent(new PopStateEvent('popstate'));
      }, `/search?q=${encodeURIComponent(query)}`);
      await heading(page);
    }
    await inert(page, 'search');
    const hits = await read<{ publications: { text: string }[] }>(page, `search?q=${encodeURIComponent('alert(1)')}`);
    expect(hits.publications.map(({ text }) => text)).toContain('<script>alert(1)</script>');
    await page.goto(`${url}/search?q=${encodeURIComponent('alert(1)')}`);
    await heading(page);
    await expect(page.getByText('<script>alert(1)</script>').first()).toBeVisible();
    await inert(page, 'search for a script');
    expect(faults).toEqual([]);
  });

  test('in a frozen brief', async ({ page, faults }) => {
    const [told] = await read<{ id: string }[]>(page, 'briefs');
    await page.goto(`${url}/briefs/${told?.id}.html`);
    const strange = await page.evaluate(() => document.querySelectorAll('script, iframe, object, embed, base, link, [onerror], [onload], a[href^="javascript" i]').length);
    expect(strange).toBe(0);
    expect(faults).toEqual([]);
  });
});
