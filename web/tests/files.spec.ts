/** Dropping files, and naming the columns of an unknown table. */
import { expect, test } from './house';

async function drop(page: import('@playwright/test').Page, name: string, text: string) {
  const data = await page.evaluateHandle(
    ([file, body]) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([body ?? ''], file ?? 'x'));
      return transfer;
    },
    [name, text],
  );
  await page.dispatchEvent('body', 'dragenter', { dataTransfer: data });
  await expect(page.getByText('Drop files here').first()).toBeVisible();
  await page.dispatchEvent('body', 'drop', { dataTransfer: data });
}

test('a known export is read where it falls', async ({ page, house }) => {
  await house.open('/morning');
  await drop(page, 'bluesky.jsonl', '{}\n');
  await expect(page.getByText('Read: 12 new signals.')).toBeVisible();
  expect(house.mock.house.inbox[0]).toMatchObject({ name: 'bluesky.jsonl', bytes: 3 });
});

test('an unknown table leads to the wizard, and is read as its columns are named', async ({ page, house }) => {
  await house.open('/measures');
  await drop(page, 'unknown.csv', 'date_pub,compte,texte,vues\n');
  await page.getByRole('link', { name: 'Say what it is' }).click();
  await expect(page.getByRole('heading', { name: 'What do the columns mean?' })).toBeVisible();

  const of = (column: string) => page.getByLabel(`It is: ${column}`);
  await expect(of('texte')).toHaveValue('text');
  await of('vues').selectOption('text');
  await expect(page.getByText(/Two columns are given the same meaning/)).toBeVisible();
  await expect(page.getByRole('button', { name: 'Read it' })).toBeDisabled();
  await of('vues').selectOption('');
  await expect(page.getByRole('heading', { name: 'So it will be read' })).toBeVisible();
  await page.getByLabel(/^Platform of every row/).fill('forum');
  await page.getByLabel('Mandate').selectOption('season-2027');
  await page.getByRole('button', { name: 'Read it' }).click();
  await expect(page.getByText('Read: 3 new signals.')).toBeVisible();
  expect(house.mock.house.inbox[0].mapping).toEqual({ published_at: 'date_pub', author: 'compte', text: 'texte', platform: "'forum'" });
  expect(house.mock.house.inbox[0].report.mandate).toBe('season-2027');
  await expect(page.locator('main li').first()).toContainText('read');
  // How it was read is told where it is told that it was.
  await expect(page.getByText('Dates in date: the day comes first, because line 3 has a day above 12 there').first()).toBeVisible();
  await expect(page.getByText('posts.xlsx: not all sheets were read. Not read: Notes').first()).toBeVisible();
});

test('rows that were all set aside are told as that, and another mapping may be tried', async ({ page, house }) => {
  await house.open('/measures');
  await drop(page, 'both-ways.csv', 'date_pub,compte,texte,vues\n');
  await page.getByRole('link', { name: 'Say what it is' }).click();
  await page.getByRole('button', { name: 'Read it' }).click();
  await expect(page.locator('main p.fault').first()).toContainText('none of its rows could be read');
  await expect(page.locator('main li').first()).toContainText('kept aside');
  await expect(page.getByText('Read: 3 new signals.')).toHaveCount(0);
  // What was chosen is still there, and the question can be answered.
  await expect(page.getByLabel('It is: texte')).toHaveValue('text');
  await page.getByLabel('Where day and month cannot be told apart').selectOption('day-first');
  await page.getByRole('button', { name: 'Read it' }).click();
  await expect(page.getByText('Read: 3 new signals.')).toBeVisible();
  expect(house.mock.house.inbox[0].mapping.date_order).toBe("'day-first'");
});

test('measures come in from a spreadsheet, and rows that could not be read are said', async ({ page, house }) => {
  await house.open('/measures');
  await page.setInputFiles('input[type="file"]', { name: 'register.xlsx', mimeType: 'application/octet-stream', buffer: Buffer.from('x') });
  await expect(page.getByText('2 added, 1 changed, 1 set aside.')).toBeVisible();
  await expect(page.getByText('owner is empty')).toBeVisible();
  expect(house.mock.seen).toContain('POST /api/measures/import?name=register.xlsx');
});
