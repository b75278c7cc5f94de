/** Writing, evidence, freezing, recalling; and the register of measures. */
import { expect, test } from './house';

test('a sentence with a figure and no evidence is marked until evidence stands below it', async ({ page, house }) => {
  await house.open('/brief');
  await expect(page.locator('mark')).toHaveText('Attempts on our mail come from 61 addresses.');
  await expect(page.locator('section.paper .mark')).toHaveCount(1);
  await page.getByLabel('Text').last().focus();
  await page.getByRole('button', { name: 'Add: I-0002 Logins tried on the mail service' }).click();
  await expect(page.locator('mark')).toHaveCount(0);
  await expect(page.getByText('saved', { exact: true })).toBeVisible();
  expect(house.mock.house.draft.blocks.map((block: { kind: string }) => block.kind)).toEqual(['text', 'incident', 'text', 'incident']);
});

test('a new paragraph is written into at once: no letter of it is a shortcut', async ({ page, house }) => {
  await house.open('/brief');
  const blocks = house.mock.house.draft.blocks.length;
  await page.getByRole('button', { name: 'Add a paragraph' }).press('Enter');
  await page.keyboard.type('We saw 31 accounts act.');
  await expect(page).toHaveURL(/\/brief$/);
  await expect(page.getByLabel('Text').last()).toHaveValue('We saw 31 accounts act.');
  await expect(page.getByText('saved', { exact: true })).toBeVisible();
  expect(house.mock.house.draft.blocks[blocks].text).toBe('We saw 31 accounts act.');
  // Whoever freezes it is told first.
  await page.getByRole('button', { name: 'Freeze', exact: true }).click();
  await expect(page.getByRole('dialog')).toContainText('We saw 31 accounts act.');
});

test('evidence is dragged to its place', async ({ page, house }) => {
  await house.open('/brief');
  await page.getByRole('button', { name: 'Measures', exact: true }).click();
  const piece = page.locator('li[draggable="true"]').first();
  await piece.dragTo(page.locator('section.paper > ol > li').first());
  await expect(page.locator('.ref')).toHaveCount(2);
  await expect(page.getByText('saved', { exact: true })).toBeVisible();
  expect(house.mock.house.draft.blocks[1]).toMatchObject({ kind: 'measure', ref: 'M-second-factor' });
});

test('a brief is frozen, listed, and recalled with a reason', async ({ page, house }) => {
  await house.open('/brief');
  await page.getByLabel('Text').first().fill('One thing is known.');
  await page.getByRole('button', { name: 'Freeze', exact: true }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Language').selectOption('fr');
  await dialog.getByRole('button', { name: 'Freeze' }).click();
  await expect(page.getByRole('heading', { name: 'Frozen as B-2027-04-13-1' })).toBeVisible();
  await expect(dialog).toContainText('1 sentence has a figure and no evidence');
  expect(house.mock.house.draft.blocks[0].text).toBe('One thing is known.');
  await page.keyboard.press('Escape');
  await page.getByRole('link', { name: 'Told', exact: true }).click();
  await page.getByRole('button', { name: 'Recall B-2027-04-13-1' }).click();
  await page.getByLabel('Reason').fill('The figure was wrong.');
  await page.getByRole('dialog').getByRole('button', { name: 'Recall' }).click();
  await expect(page.locator('main')).toContainText('The figure was wrong.');
});

test('a draft changed elsewhere is not overwritten without asking', async ({ page, house }) => {
  await house.open('/brief');
  house.mock.house.putDraft({ ...house.mock.house.draft, title: 'Theirs', head: 'd-1' });
  await page.getByLabel('Title').fill('Mine');
  await expect(page.getByRole('dialog')).toContainText('The draft was changed in another window.');
  expect(house.mock.house.draft.title).toBe('Theirs');
  await page.getByRole('button', { name: 'Write mine over it' }).click();
  await expect.poll(() => house.mock.house.draft.title).toBe('Mine');
});

test('a measure is edited in place and overdue ones come first', async ({ page, house }) => {
  await house.open('/measures');
  await expect(page.locator('tbody tr').first()).toContainText('overdue');
  await page.getByRole('button', { name: 'Change: Registrar lock on all names' }).click();
  await page.getByRole('combobox', { name: /^State/ }).selectOption('in_place');
  await page.getByLabel('Evidence').fill('Locked on 12 April.');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('row', { name: /Registrar lock/ })).toContainText('in place');
  await expect(page.getByRole('link', { name: /^Overdue 1/ })).toBeVisible();
});

test('a measure changed elsewhere shows both versions', async ({ page, house }) => {
  await house.open('/measures?edit=M-dmarc');
  await page.getByLabel('Owner').fill('Noor Abadi');
  Object.assign(house.mock.house.measures[2], { owner: 'Somebody else', head: 'h-new' });
  await page.getByRole('button', { name: 'Save' }).click();
  const conflict = page.getByRole('dialog', { name: /Somebody else changed it/ });
  await expect(conflict).toContainText('Somebody else');
  await expect(conflict).toContainText('Noor Abadi');
  await conflict.getByRole('button', { name: 'Write mine over it' }).click();
  await expect(page.getByRole('row', { name: /DMARC/ })).toContainText('Noor Abadi');
});

test('a measure of the starting set is taken, and a red line is set', async ({ page, house }) => {
  await house.open('/measures');
  await page.getByRole('button', { name: 'Take it: Offline backup once a week' }).click();
  await page.getByLabel('Owner').fill('Ilse Varenne');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('row', { name: /Offline backup/ })).toBeVisible();
  expect(house.mock.house.measures.at(-1)).toMatchObject({ id: 'M-backups', owner: 'Ilse Varenne' });

  await page.getByRole('button', { name: 'New red line' }).click();
  await page.getByLabel('If …').fill('a mailbox is entered');
  await page.getByLabel('then … (who)').fill('the officer');
  await page.getByLabel('calls … (whom)').fill('the provider');
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
  await expect(page.locator('main')).toContainText('If a mailbox is entered, then the officer calls the provider within 30 min.');
});
