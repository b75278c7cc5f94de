/** What strangers wrote is read and nothing else; no other host is asked (see `watch`). */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { HOSTILE } from './mock/hostile.mjs';
import { expect, test } from './house';

test('hostile texts are inert on every screen', async ({ page, house }) => {
  const { house: held } = house.mock;
  const incident = held.incidents[0];
  for (const text of HOSTILE.slice(0, 24)) {
    held.changeIncident(incident.id, 'note', { text });
  }
  held.changeIncident(incident.id, 'title', { title: HOSTILE[0] });
  held.measures[0].measure = HOSTILE[2];
  held.rumours[0].category = HOSTILE[1];
  held.draft.title = HOSTILE[8];
  held.receive(HOSTILE[1], 3);
  const table = held.receive('x.csv', 3);
  table.columns[0].name = HOSTILE[0];
  const paths = [
    '/morning', `/triage?finding=${held.triage().open[3].id}`, '/incidents', `/incidents/${incident.id}`,
    '/measures', '/brief', '/rumours', '/inbox', `/inbox?item=${table.id}`, `/search?q=${encodeURIComponent(HOSTILE[0] ?? '')}`,
  ];
  for (const path of paths) {
    await house.open(path);
    const found = await page.evaluate(() => ({
      pwned: '__pwned' in window,
      strange: [...document.querySelectorAll('main script, main img, main iframe, main base, main meta, main link, main style, main [onerror], main [onload], main a[href^="javascript"]')].map((one) => one.outerHTML),
    }));
    expect([path, found]).toEqual([path, { pwned: false, strange: [] }]);
  }
  // And they are there to be read.
  await house.open(`/search?q=x`);
  await expect(page.getByText('<img src=x onerror="window.__pwned=2"> x')).toBeVisible();
});

test('a sealed rumour stands on screens as its code alone', async ({ page, house }) => {
  await house.open('/rumours');
  await page.getByRole('button', { name: 'New rumour' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Topic').fill('an invented secret thing');
  await dialog.getByLabel(/^Terms/).fill('invented, matter');
  await dialog.getByRole('button', { name: 'Seal and register' }).click();
  await expect(page.getByText('Registered as RUM-6.')).toBeVisible();
  const kept = await page.evaluate(() => document.body.innerText + JSON.stringify({ ...localStorage, ...sessionStorage }) + location.href);
  expect(kept).not.toContain('secret thing');
});

test('revealing asks for a reason, and alone one waits', async ({ page, house }) => {
  await house.open('/rumours');
  await page.getByRole('button', { name: 'Reveal RUM-3' }).click();
  await page.getByLabel('Reason').fill('The lawyer asks.');
  await page.getByRole('dialog').getByRole('button', { name: 'Reveal' }).click();
  await expect(page.getByText('It can be revealed from')).toBeVisible();
});

test('reading a text that a search found asks for a reason, and it is kept', async ({ page, house }) => {
  await house.open('/search?q=x');
  await page.getByRole('button', { name: /^Read the text/ }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Read the text' }).click();
  await expect(page.locator('blockquote')).toHaveCount(0);
  await dialog.getByLabel('Reason').fill('A reader asked whether it is true.');
  await dialog.getByRole('button', { name: 'Read the text' }).click();
  await expect(page.locator('blockquote')).toContainText('The bureaux close at noon');
  expect(house.mock.house.reveals).toEqual(['A reader asked whether it is true.']);
});

test('the token goes with changes only, and never into an address', async ({ page, house }) => {
  const tokens: string[] = [];
  page.on('request', (request) => {
    if (request.headers()['x-vigie-token']) tokens.push(request.method());
    expect(request.url()).not.toContain(house.mock.token);
  });
  await house.open('/triage');
  await page.keyboard.press('j');
  await page.keyboard.press('w');
  await expect(page.getByText('Watched.', { exact: true })).toBeVisible();
  expect(tokens).toEqual(['POST']);
});

test('no source file puts text into a page as markup', () => {
  const root = new URL('../src/', import.meta.url).pathname;
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((name) => /\.(svelte|ts)$/.test(name));
  expect(files.length).toBeGreaterThan(40);
  const marks = /\{@html|innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|\bstyle="/;
  expect(files.filter((name) => marks.test(readFileSync(join(root, name), 'utf8')))).toEqual([]);
});

test('the lock file names no registry', () => {
  expect(readFileSync(new URL('../package-lock.json', import.meta.url), 'utf8')).not.toContain('"resolved"');
});
