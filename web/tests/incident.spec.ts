/** One incident: lanes, journal, undo, and two browsers at once. */
import { expect, heading, test, watch } from './house';

test('an assessment is made, shown and undone', async ({ page, house }) => {
  const incident = house.mock.house.incidents[1];
  await house.open(`/incidents/${incident.id}`);
  await page.keyboard.press('s');
  await page.getByRole('radio', { name: /^highly likely/ }).check();
  await page.getByLabel('Assessment', { exact: true }).fill('Same sources as on Monday.');
  await page.getByRole('dialog').getByRole('button', { name: 'Assess' }).click();
  await expect(page.locator('blockquote')).toContainText('Same sources as on Monday.');
  expect(incident.assessment).toMatchObject({ how_sure: 'highly_likely' });
  await page.keyboard.press('u');
  await expect(page.getByText('Nobody has assessed it yet.')).toBeVisible();
  await expect(page.locator('li.undone')).toContainText('Same sources as on Monday.');
});

test('lanes are reached by keyboard and have a table', async ({ page, house }) => {
  await house.open(`/incidents/${house.mock.house.incidents[0].id}`);
  const denial = page.getByRole('button', { name: /Denial by the prefecture/ });
  await denial.focus();
  await page.keyboard.press('Enter');
  await expect(page.locator('.selected')).toContainText('Denial by the prefecture');
  await expect(page.locator('circle.dashed')).toHaveCount(2);
  await page.getByText('As a table').click();
  await expect(page.locator('details tbody tr')).toHaveCount(9);
});

test('two browsers change one incident: both versions are shown and the person chooses', async ({ page, house, browser }) => {
  const incident = house.mock.house.incidents[0];
  const path = `/incidents/${incident.id}`;
  const context = await browser.newContext();
  const other = await context.newPage();
  const faults = watch(other, house.url);
  await house.open(path);
  await other.goto(house.url + path);
  await heading(other);

  await page.keyboard.press('s');
  await page.getByLabel('Assessment', { exact: true }).fill('Mine: two sources agree.');

  await other.keyboard.press('s');
  await other.getByRole('radio', { name: /^unlikely/ }).check();
  await other.getByLabel('Assessment', { exact: true }).fill('Theirs: the sheet was found.');
  await other.getByRole('dialog').getByRole('button', { name: 'Assess' }).click();
  await expect(other.locator('blockquote')).toContainText('Theirs: the sheet was found.');

  // The form stays as it was while the page behind it has moved on.
  await expect(page.locator('blockquote')).toContainText('Theirs: the sheet was found.');
  await expect(page.getByLabel('Assessment', { exact: true })).toHaveValue('Mine: two sources agree.');
  await page.getByRole('dialog').getByRole('button', { name: 'Assess' }).click();

  const conflict = page.getByRole('dialog', { name: /Somebody else changed it/ });
  await expect(conflict).toContainText('Mine: two sources agree.');
  await expect(conflict).toContainText('Theirs: the sheet was found.');
  expect(incident.assessment.text).toBe('Theirs: the sheet was found.');
  await conflict.getByRole('button', { name: 'Add mine on top' }).click();
  await expect(page.locator('blockquote')).toContainText('Mine: two sources agree.');
  expect(incident.journal.filter((line: { kind: string }) => line.kind === 'assessed')).toHaveLength(3);
  await context.close();
  expect(faults).toEqual([]);
});

test('keeping the other version leaves what was typed in the form', async ({ page, house }) => {
  const { house: held } = house.mock;
  const incident = held.incidents[0];
  await house.open(`/incidents/${incident.id}`);
  await page.keyboard.press('c');
  await page.getByRole('dialog').getByLabel('Note').fill('Called the mayor.');
  held.changeIncident(incident.id, 'note', { text: 'Another hand.' });
  await page.getByRole('button', { name: 'Keep the note' }).click();
  await page.getByRole('button', { name: 'Keep theirs' }).click();
  await expect(page.locator('main ol')).toContainText('Another hand.');
  await page.keyboard.press('c');
  await expect(page.getByRole('dialog').getByLabel('Note')).toHaveValue('Called the mayor.');
});
