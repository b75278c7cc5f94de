/** Both languages, times, and the address. */
import { expect, test } from './house';

test('the language is switched without losing what is typed', async ({ page, house }) => {
  await house.open('/told');
  await page.getByLabel('What were we told?').fill('kept');
  await page.getByRole('button', { name: 'Français' }).click();
  await expect(page.locator('html')).toHaveAttribute('lang', 'fr');
  await expect(page.getByLabel('Que nous a-t-on dit\u202f?')).toHaveValue('kept');
  await house.open('/triage');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('À trier');
  // What the server writes follows.
  await expect(page.locator('main ul.rows')).toContainText('Afflux de requêtes');
});

test.describe('in French', () => {
  test.use({ options: { language: 'fr' } });
  test('the project’s language comes first, with French spaces', async ({ page, house }) => {
    await house.open('/morning');
    await expect(page.locator('html')).toHaveAttribute('lang', 'fr');
    await expect(page.locator('main')).toContainText('en retard\u202f?');
    await expect(page.locator('main')).toContainText(/1\u202f200\u202f000 signaux/);
  });
});

test('times are the project’s, short in place and whole on hover', async ({ page, house }) => {
  await house.open('/morning');
  const time = page.locator('main time').first();
  await expect(time).toHaveAttribute('title', /(Monday|Tuesday),? 1[23] April 2027 at \d\d:\d\d:\d\d (CEST|GMT\+2) · Europe\/Paris/);
});

test('a tip’s time is meant in the project’s timezone', async ({ page, house }) => {
  await house.open('/told');
  await page.getByLabel('What were we told?').fill('x');
  await page.getByLabel('By whom?').fill('y');
  await page.getByLabel(/^When was it seen/).fill('2027-04-12T21:30');
  await page.getByRole('button', { name: 'Keep it' }).click();
  await expect(page.getByText('Kept as a signal.')).toBeVisible();
  expect(house.mock.house.tips[0]).toMatchObject({ at: '2027-04-12T19:30:00.000Z' });
});

test('the address holds the state: reload and back show the same', async ({ page, house }) => {
  await house.open('/measures');
  await page.getByRole('link', { name: /^Overdue/ }).click();
  await expect(page).toHaveURL(/show=overdue/);
  await expect(page.locator('tbody tr')).toHaveCount(2);
  await page.reload();
  await expect(page.locator('tbody tr')).toHaveCount(2);
  await page.getByRole('link', { name: 'Brief', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Brief');
  await page.goBack();
  await expect(page.locator('tbody tr')).toHaveCount(2);
});

test('each page has its JSON', async ({ page, house }) => {
  const incident = house.mock.house.incidents[0];
  for (const path of ['/morning', '/triage', '/incidents', `/incidents/${incident.id}`, '/measures', '/brief', '/rumours', '/attacks', '/network', '/story?about=RUM-3', '/inbox', '/search?q=x', '/verify']) {
    await house.open(path);
    const href = await page.getByRole('link', { name: 'This page as JSON' }).getAttribute('href');
    const answer = await page.request.get(house.url + href);
    expect([path, answer.status(), typeof (await answer.json())]).toEqual([path, 200, 'object']);
  }
});

test('the theme is chosen and kept', async ({ page, house }) => {
  await house.open('/morning');
  const paper = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  const light = await paper();
  await page.getByRole('button', { name: 'Dark' }).click();
  expect(await paper()).not.toBe(light);
  await page.reload();
  expect(await paper()).not.toBe(light);
});

test('the clock on the screen goes', async ({ page, house }) => {
  await page.clock.install();
  await house.open('/morning');
  const clock = page.locator('.now time');
  await expect(clock).toHaveText('08:05');
  await page.clock.runFor(120_000);
  await expect(clock).toHaveText('08:07');
});
