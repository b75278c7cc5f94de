/** Judging by keyboard alone. */
import { expect, test } from './house';

test('the queue is worked through by keys, and each judgement can be undone', async ({ page, house }) => {
  const { house: held } = house.mock;
  await house.open('/triage');
  const rows = page.locator('main ul.rows > li');
  const before = await rows.count();
  const current = page.locator('main ul.rows a[aria-current]');

  await page.keyboard.press('j');
  const first = held.triage().open[0];
  await expect(current).toBeFocused();
  await page.keyboard.press('j');
  await page.keyboard.press('k');
  await expect(current).toHaveAttribute('id', `row-${first.id}`);

  await page.keyboard.press('o');
  await expect(page).toHaveURL(new RegExp(`finding=${first.id}`));
  await expect(page.locator('#panel')).toBeFocused();
  await expect(page.locator('#panel')).toContainText('What it does not prove');
  await expect(page.locator('#panel code').last()).toHaveText(`vigie detect ${first.detector} --only ${first.short}`);

  await page.keyboard.press('x');
  await page.keyboard.type('Same newsroom');
  await page.keyboard.press('Control+Enter');
  await expect(rows).toHaveCount(before - 1);
  expect(held.finding(first.id)).toMatchObject({ verdict: 'dismissed', reason: 'Same newsroom' });
  // The next one is at hand.
  await expect(page).toHaveURL(new RegExp(`finding=${held.triage().open[0].id}`));

  await page.keyboard.press('u');
  await expect(rows).toHaveCount(before);
  expect(held.finding(first.id).verdict).toBe('open');

  await page.keyboard.press('w');
  await expect(rows).toHaveCount(before - 1);
  expect(held.triage().watched).toHaveLength(2);
});

test('a finding opens an incident, another is attached to it', async ({ page, house }) => {
  const { house: held } = house.mock;
  await house.open('/triage');
  const [first, second] = held.triage().open;
  await page.keyboard.press('j');
  await page.keyboard.press('n');
  await page.keyboard.type('A name that looks like ours');
  await page.keyboard.press('Enter');
  await expect(page.getByText('Opened I-0004.')).toBeVisible();
  expect(held.finding(first.id)).toMatchObject({ verdict: 'attached', incident_alias: 'I-0004' });

  await expect(page.locator(`#row-${second.id}`)).toBeFocused();
  await page.keyboard.press('a');
  await page.getByRole('radio', { name: /A name that looks like ours/ }).check();
  await page.keyboard.press('Enter');
  await expect(page.getByText('Attached to I-0004.')).toBeVisible();
  expect(held.find('I-0004').held).toHaveLength(2);
});

test('a proposal gives the reason of each link and opens one incident of all', async ({ page, house }) => {
  await house.open('/triage');
  await page.getByText('Why: 2 links').click();
  await expect(page.getByText('Both rest on the same 7 accounts.')).toBeVisible();
  await page.getByRole('button', { name: 'Open one incident' }).first().click();
  await page.keyboard.type('Together');
  await page.keyboard.press('Enter');
  await expect(page.getByText('Opened I-0004.')).toBeVisible();
  expect(house.mock.house.find('I-0004').held).toHaveLength(2);
});

test('a proposal of many findings shows the strongest, and all on request', async ({ page, house }) => {
  await house.open('/triage');
  const many = house.mock.house.triage().proposals[1];
  const one = page.locator('.proposal').nth(1);
  await expect(one).toContainText('9 accounts');
  await expect(one).toContainText('14 shared things');
  await expect(one.locator('.ids > li')).toHaveCount(3);
  await one.getByRole('button', { name: `Show all ${many.findings.length}` }).click();
  await expect(one.locator('.ids > li')).toHaveCount(many.findings.length);
});

test('of a loud night only the first rows are read, and the rest on the way down', async ({ page, house }) => {
  const held = house.mock.house;
  const one = held.triage().open[0];
  const before = held.triage().counts.open;
  for (let at = 0; at < 450; at += 1) held.findings.push({ ...one, id: `F-0000${at}`, short: `F-0000${at}` });
  await house.open('/triage');
  const rows = page.locator('.left ul.rows > li');
  await expect(page.locator('.left .sheet h2').last()).toContainText(String(before + 450));
  for (let drawn = 40; drawn < 280; drawn += 40) {
    await expect(rows).toHaveCount(drawn);
    await page.getByRole('button', { name: 'Show 40 more' }).click();
  }
  await expect(rows).toHaveCount(280);
  expect(house.mock.seen.filter((request) => request.startsWith('GET /api/triage'))).toEqual([
    'GET /api/triage?limit=200', 'GET /api/triage?limit=400',
  ]);
});

test('while newer data is being read, the screen says what it stands on', async ({ page, house }) => {
  house.mock.house.behind = true;
  await house.open('/triage');
  await expect(page.getByText('As of commit 41; newer data is being read.')).toBeVisible();
  house.mock.house.behind = false;
  house.mock.send('changed', { what: ['findings'], commit: 42 });
  await expect(page.getByText('As of commit 41; newer data is being read.')).toHaveCount(0);
});

test('a finding in an incident is shown and leads there; keys judge nothing else instead', async ({ page, house }) => {
  const incident = house.mock.house.incidents[0];
  await house.open(`/triage?finding=${incident.held[0].id}`);
  await expect(page.locator('#panel').getByRole('link', { name: 'In incident I-0001' })).toBeVisible();
  for (const key of ['x', 'a', 'n', 'w']) await page.keyboard.press(key);
  await expect(page.getByRole('dialog')).toHaveCount(0);
  expect(house.mock.seen.filter((request) => request.startsWith('POST'))).toEqual([]);
});

test('keys are listed by ? and can be switched off', async ({ page, house }) => {
  await house.open('/triage');
  await page.keyboard.press('?');
  const help = page.getByRole('dialog', { name: 'Keys' });
  await expect(help).toContainText('Dismiss with a reason');
  await help.getByRole('checkbox').uncheck();
  await page.keyboard.press('Escape');
  await page.keyboard.press('x');
  await expect(page.getByRole('dialog')).toHaveCount(0);
});

test('a key pressed right after a dialog was left opens the next one', async ({ page, house }) => {
  await house.open('/triage');
  await page.keyboard.press('x');
  await expect(page.getByRole('dialog')).toBeVisible();
  // Both in one task: the browser tells of the closed dialog only after it.
  await page.evaluate(() => {
    document.querySelector<HTMLButtonElement>('dialog header button')?.click();
    document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'n', bubbles: true }));
  });
  await expect(page.getByRole('dialog', { name: 'New incident' })).toBeVisible();
});

test('keys do not act while somebody types', async ({ page, house }) => {
  await house.open(`/triage?finding=${house.mock.house.triage().open[0].id}`);
  await page.getByLabel('A note on this finding').click();
  await page.keyboard.type('wxan');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await page.getByRole('button', { name: 'Keep the note' }).click();
  await expect(page.locator('#panel .notes')).toContainText('wxan');
});
