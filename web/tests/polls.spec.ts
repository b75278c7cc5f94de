/** The polls that a project holds: by question, with levels and their intervals, and what they cannot show. */
import AxeBuilder from '@axe-core/playwright';
import { expect, test, type House } from './house';
import type { Page } from '@playwright/test';

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

async function open(page: Page, house: House, query = '') {
  await house.open(`/statements${query}`);
  await expect(page.getByRole('heading', { name: 'What these polls cannot show' })).toBeVisible();
}

test('each question has its own table, and an opinion never stands among votes', async ({ page, house }) => {
  await open(page, house);
  const votes = page.getByRole('region', { name: /^voting intention · first round/ });
  await expect(votes.locator('tbody tr')).toHaveCount(3);
  await expect(votes.locator('tbody tr').first()).toContainText('25%');
  await expect(votes.locator('tbody tr').first()).toContainText('22% to 28%');
  await expect(votes).not.toContainText('41%');
  await expect(page.getByRole('region', { name: /^favourable opinion/ })).toContainText('41%');
  await expect(page.getByRole('region', { name: /^favourable opinion/ })).toContainText('fewer than three polls');
  await expect(page.getByRole('region', { name: /^voting intention, of two/ }).locator('tbody tr').first()).toContainText('against Mira Oskeld');
  await expect(page.getByText('No poll shows why anything moved')).toBeVisible();
});

test('a trend is told in words, too', async ({ page, house }) => {
  await open(page, house);
  await expect(page.getByRole('img', { name: 'Mira Oskeld: level from 21 % on 1 Feb 2027 to 25 % on 5 Apr 2027, there between 22 and 28 %.' })).toBeVisible();
  await expect(page.getByRole('img', { name: /^Jorn Halle against Mira Oskeld/ })).toBeVisible();
});

test('the polls themselves say who asked whom and when, and a stranger’s markup stays text', async ({ page, house }) => {
  await open(page, house);
  await page.getByText('The polls themselves').first().click();
  const rows = page.getByRole('region', { name: /^The polls themselves: voting intention · first/ }).locator('tbody tr');
  await expect(rows.nth(0)).toContainText(['Sondix', 'for La Gazette', '3 Apr 2027 to 5 Apr 2027', '1,004', '24.5%', '19%', '—'].join(''), { useInnerText: false });
  await expect(rows.nth(1)).toContainText('<b>Alpha</b>');
  await expect(rows.nth(1)).toContainText('870 who named somebody');
  await expect(rows.nth(2)).toContainText('not said');
  await expect(rows.nth(2)).toContainText('rolling');
  await expect(page.getByText('6 older polls are not listed.')).toBeVisible();
});

test('a name and a day stand in the address and are answered without a cause', async ({ page, house }) => {
  await open(page, house);
  await expect(page.getByLabel('What do they show of a day?')).toBeDisabled();
  await page.getByLabel('Candidate').fill('oskeld');
  await page.getByLabel('What do they show of a day?').fill('2027-03-12');
  await page.getByRole('button', { name: 'Show', exact: true }).click();
  await expect(page).toHaveURL(/about=oskeld&day=2027-03-12/);
  await expect(page.locator('.event').first()).toContainText('these polls cannot show whether anything moved');
  await expect(page.getByRole('region', { name: /^voting intention · first round/ }).locator('tbody tr')).toHaveCount(1);
  await page.getByLabel('Candidate').fill('nobody at all');
  await page.getByRole('button', { name: 'Show', exact: true }).click();
  await expect(page.locator('.held .fault')).toContainText('No poll is about that name');
});

test('files that cannot be read are named, and a table that is added goes into the inbox', async ({ page, house }) => {
  await open(page, house);
  await expect(page.getByText('the JSON of polls/cut.json ends or breaks at line 1')).toBeVisible();
  await page.locator('.held input[type=file]').setInputFiles({ name: 'polls.csv', mimeType: 'text/csv', buffer: Buffer.from('poll_id\n') });
  await expect.poll(() => house.mock.seen.filter((one) => one.startsWith('POST /api/inbox?name=polls.csv')).length).toBe(1);
  await page.getByRole('link', { name: 'Show all tables and candidates' }).click();
  await expect(page.getByRole('link', { name: 'Show all tables and candidates' })).toHaveCount(0);
});

test('on a narrow screen tables scroll inside their card', async ({ page, house }) => {
  await page.setViewportSize({ width: 380, height: 800 });
  await open(page, house);
  await page.getByText('The polls themselves').first().click();
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(wide).toBeLessThanOrEqual(0);
  const scrolls = await page.getByRole('region', { name: /^voting intention · first round/ }).evaluate((node) => node.scrollWidth > node.clientWidth);
  expect(scrolls).toBe(true);
});

test.describe('a project without polls', () => {
  test.use({ options: { empty: true } });
  test('says how to add some', async ({ page, house }) => {
    await house.open('/statements');
    await expect(page.getByText('This project holds no polls.')).toBeVisible();
    await expect(page.getByText('into the folder polls of the project')).toBeVisible();
    await expect(page.getByRole('button', { name: 'Add tables of polls' })).toBeVisible();
  });
});

for (const language of ['en', 'fr'] as const) {
  for (const theme of ['light', 'dark'] as const) {
    test(`polls have no violation: ${language}, ${theme}`, async ({ page, house }) => {
      await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
      await page.addInitScript((code) => localStorage.setItem('vigie.language', code), language);
      await house.open('/statements?about=o&day=2027-03-12');
      for (const one of await page.locator('.held summary').all()) await one.click();
      await expect(page.locator('.held .event').first()).toBeVisible();
      const { violations } = await new AxeBuilder({ page }).withTags(TAGS).analyze();
      expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([]);
    });
  }
}
