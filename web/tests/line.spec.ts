/** The line to the server breaks and comes back. */
import { expect, test } from './house';

test('a lost connection is said, nothing typed is lost, and a restarted server takes it', async ({ page, house }) => {
  const { mock } = house;
  await house.open('/told');
  await page.getByLabel('What were we told?').fill('A van stood before the office at six.');
  await page.getByLabel('By whom?').fill('a neighbour');
  await mock.stop();
  await page.getByRole('button', { name: 'Keep it' }).click();
  await expect(page.getByText('Connection lost.')).toBeVisible();
  await expect(page.getByText('Nothing you typed is lost').first()).toBeVisible();
  await expect(page.getByLabel('What were we told?')).toHaveValue('A van stood before the office at six.');

  // Another screen and back: still there.
  await page.getByRole('link', { name: 'Someone told us' }).click();
  const old = mock.token;
  await mock.start(mock.port);
  expect(mock.token).not.toBe(old);
  await page.getByRole('button', { name: 'Try now' }).click();
  await expect(page.getByText('Connection lost.')).toHaveCount(0);
  await page.getByRole('button', { name: 'Keep it' }).click();
  await expect(page.getByText('Kept as a signal.')).toBeVisible();
  expect(mock.house.tips).toMatchObject([{ text: 'A van stood before the office at six.', from: 'a neighbour' }]);
  await expect(page.getByLabel('What were we told?')).toHaveValue('');
});

test('what is typed stays while other screens are looked at', async ({ page, house }) => {
  await house.open('/told');
  await page.getByLabel('What were we told?').fill('Half a sentence');
  await page.getByRole('link', { name: 'Triage', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Triage');
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
  await page.getByRole('link', { name: 'Someone told us' }).click();
  await expect(page.getByLabel('What were we told?')).toHaveValue('Half a sentence');
});

test('progress and changes come by themselves', async ({ page, house }) => {
  const { mock } = house;
  await house.open('/triage');
  await expect(page.locator('.state.open')).toBeVisible();
  mock.send('progress', { task: 'demo', done: 40_000, total: 200_000, unit: 'rows' });
  await expect(page.locator('.top')).toContainText('invented season');
  await expect(page.locator('.top')).toContainText('40,000');
  mock.send('progress', { task: 'demo', done: 200_000, total: 200_000, unit: 'rows' });
  await expect(page.locator('.top progress')).toHaveCount(0);

  const before = await page.locator('main ul.rows > li').count();
  mock.house.judge(mock.house.triage().open[0].id, 'watch', { seen: 'x' });
  mock.send('changed', { what: ['findings'] });
  await expect(page.locator('main ul.rows > li')).toHaveCount(before - 1);
});

test('an error of the server is said with its hint and can be tried again', async ({ page, house }) => {
  await house.open('/incidents');
  await page.goto(`${house.url}/incidents/I-unknown`);
  await expect(page.getByRole('alert').filter({ hasText: 'There is no such incident' })).toBeVisible();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Incident');
});
