/** What an article says: its words, the ledger beside them, replies, polls, and a check against logs. */
import AxeBuilder from '@axe-core/playwright';
import { expect, test, type House } from './house';
import type { Page } from '@playwright/test';

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

async function read(page: Page, house: House, text = 'An invented article.') {
  await house.open('/statements');
  await page.getByLabel('Paste an article').fill(text);
  await page.getByRole('button', { name: 'Read it' }).click();
  await expect(page.getByRole('heading', { name: 'What to keep in mind' })).toBeVisible();
}

test('each statement is marked in the article with what its words are, and a stranger’s markup stays text', async ({ page, house }) => {
  await read(page, house);
  const article = page.getByRole('article');
  await expect(article.locator('p')).toHaveCount(5);
  await expect(article.locator('.cue')).toContainText(['says so, statement 1: accused', 'says so, statement 2: said', 'warned', 'accused']);
  await expect(article).toContainText('<b>This is a text, not a page.</b>');
  await expect(article.locator('b')).toHaveCount(0);
  // No mark is told by colour alone: each kind has its own line.
  const lines = await Promise.all(['speaker', 'cue', 'target', 'content'].map((part) =>
    article.locator(`.${part}`).first().evaluate((node) => getComputedStyle(node).textDecorationStyle)));
  expect(new Set(lines).size).toBe(4);
});

test('a row of the ledger leads to its words, by keyboard too', async ({ page, house }) => {
  await read(page, house);
  const row = page.locator('ol > li').nth(2);
  await row.getByRole('button').first().focus();
  await page.keyboard.press('Enter');
  await expect(page.locator('#words-2')).toBeFocused();
  await expect(page.locator('#words-2')).toBeInViewport();
  await expect(row.getByRole('button').first()).toHaveAttribute('aria-pressed', 'true');
  await expect(row).toContainText('hearsay, in the conditional');
});

test('the ledger is narrowed by act and by whom it is about', async ({ page, house }) => {
  await read(page, house);
  const rows = page.locator('ol > li');
  await expect(rows).toHaveCount(4);
  await page.getByLabel('Act').selectOption('accuse');
  await expect(rows).toHaveCount(2);
  await page.getByLabel('About').fill('TREASURER');
  await expect(rows).toHaveCount(1);
  await page.getByLabel('About').fill('nobody at all');
  await expect(page.getByText('No statement fits this filter.')).toBeVisible();
});

test('accusations carry their reply, or that none was found', async ({ page, house }) => {
  await read(page, house);
  const all = page.locator('.accusations li');
  await expect(all.nth(0)).toContainText('Dora Vane · accuses → Utopian Telecom');
  await expect(all.nth(0)).toContainText('Replied by Pavel Strand.');
  await expect(all.nth(1)).toContainText('No reply found in the 1 outlet that we read.');
  await all.nth(0).getByRole('button', { name: 'Show the words of statement 2' }).click();
  await expect(page.locator('#words-1')).toBeFocused();
});

test('polls of two questions never stand in one table', async ({ page, house }) => {
  await read(page, house);
  const tables = page.locator('table.polls');
  await expect(tables).toHaveCount(2);
  await expect(page.getByRole('region', { name: 'favourable opinion', exact: true })).toContainText('41%');
  await expect(page.getByRole('region', { name: 'favourable opinion', exact: true })).not.toContainText('22.5%');
  await expect(page.getByRole('region', { name: 'voting intention, first round' }).locator('tbody tr')).toHaveCount(2);
  await expect(page.getByText('The text speaks of a race, but this is a share of opinions.')).toBeVisible();
});

test('numbers are checked against logs when asked, with the verdict beside the words', async ({ page, house }) => {
  await read(page, house);
  await expect(page.locator('.checked')).toHaveCount(0);
  await page.getByRole('button', { name: 'Check numbers against our logs' }).click();
  const checked = page.locator('ol > li').nth(2).locator('.checked');
  await expect(checked.locator('li')).toContainText(['300 attacks', 'not in the logs', 'no agreed meaning']);
  await expect(checked.locator('li').first()).toContainText('measured');
  await expect(page.getByText('One statement was checked against our logs')).toBeVisible();
});

test('a file that is chosen or dropped is read here and does not go into the inbox', async ({ page, house }) => {
  await house.open('/statements');
  const latin = Buffer.from([...'Un article en '].map((letter) => letter.charCodeAt(0)).concat([0xe9, 0x74, 0xe9]));
  await page.locator('form.paste input[type=file]').setInputFiles({ name: 'été.txt', mimeType: 'text/plain', buffer: latin });
  await expect(page.getByLabel('Paste an article')).toHaveValue('Un article en été');
  await expect(page.getByText('From the file été.txt')).toBeVisible();
  await expect(page.locator('ol > li')).toHaveCount(4);
  const files = await page.evaluateHandle(() => {
    const held = new DataTransfer();
    held.items.add(new File(['nothing'], 'dropped.txt', { type: 'text/plain' }));
    return held;
  });
  await page.dispatchEvent('form.paste', 'drop', { dataTransfer: files });
  await expect(page.getByText('No statement was read.')).toBeVisible();
  expect(house.mock.seen.filter((one) => one.includes('inbox'))).toEqual([]);
});

test('a person corrects a statement, and what was not changed is not sent', async ({ page, house }) => {
  await read(page, house);
  await page.getByRole('button', { name: 'Correct statement 1' }).click();
  const dialog = page.getByRole('dialog', { name: 'Correct a statement' });
  await expect(dialog.getByLabel('speaker')).toHaveValue('Dora Vane');
  const { violations } = await new AxeBuilder({ page }).withTags(TAGS).analyze();
  expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([]);
  await dialog.getByLabel('speaker').fill('Dora Vane of the commission');
  const sent = page.waitForRequest((request) => request.url().endsWith('/api/statements/corrections'));
  await dialog.getByRole('button', { name: 'Keep the correction' }).click();
  expect((await sent).postDataJSON().reading).toEqual({ act: null, cue: null, speaker: 'Dora Vane of the commission', targets: null, content: null });
  await expect(dialog).toBeHidden();
  await expect(page.locator('ol > li').first()).toContainText('Dora Vane of the commission');
  await expect(page.locator('ol > li').first()).toContainText('corrected by a person');
  await expect(page.locator('.corrections')).toContainText('vigie case undo ana-1/7');
});

test('a person says that it is no statement, or adds one that was missed', async ({ page, house }) => {
  await read(page, house);
  await page.getByRole('button', { name: 'Correct statement 1' }).click();
  await page.getByLabel('This is not a statement').check();
  await page.getByRole('button', { name: 'Keep the correction' }).click();
  await expect(page.locator('ol > li')).toHaveCount(3);
  await expect(page.locator('.corrections')).toContainText('Not a statement: accused');
  await page.getByRole('button', { name: 'Add a statement' }).click();
  const dialog = page.getByRole('dialog', { name: 'Add a statement that was missed' });
  await dialog.getByLabel('says so').fill('opened');
  await dialog.getByRole('button', { name: 'Keep the correction' }).click();
  await expect(page.locator('ol > li')).toHaveCount(5);
});

test('another language reads the same article again', async ({ page, house }) => {
  await read(page, house);
  await page.getByRole('button', { name: 'Français' }).click();
  await expect(page.locator('.accusations')).toContainText('Aucune réponse trouvée dans le média que nous avons lu.');
  await expect(page.locator('ol > li').nth(1)).toContainText('dément');
});

for (const language of ['en', 'fr'] as const) {
  for (const theme of ['light', 'dark'] as const) {
    test(`an article that was read has no violation: ${language}, ${theme}`, async ({ page, house }) => {
      await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
      await page.addInitScript((code) => localStorage.setItem('vigie.language', code), language);
      await house.open('/statements');
      await page.locator('textarea').fill('An invented article.');
      await page.locator('form.paste button').click();
      await page.locator('.side header button').last().click();
      await expect(page.locator('.checked')).toBeVisible();
      await page.locator('ol > li button').first().click();
      const { violations } = await new AxeBuilder({ page }).withTags(TAGS).analyze();
      expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([]);
    });
  }
}
