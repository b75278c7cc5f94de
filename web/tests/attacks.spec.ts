/** What is hit, from where, does the service stand? */
import { expect, test } from './house';

test('the service comes first, with what is usual, and has its twin as a table', async ({ page, house }) => {
  await house.open('/attacks');
  await expect(page.getByRole('heading', { level: 2 }).first()).toHaveText('Does the service stand?');
  await expect(page.getByText('As usual: 220 requests in the hour from 07:00.')).toBeVisible();
  await expect(page.getByRole('img', { name: /Of 44 hours, 1 above and 0 below/ })).toBeVisible();
  await page.getByText('As a table').click();
  await expect(page.getByRole('cell', { name: '150–280' }).first()).toBeVisible();
});

test('an attack says how far it went in words that claim no more, and leads to its finding', async ({ page, house }) => {
  await house.open('/attacks');
  const first = page.locator('table.attacks tbody tr').first();
  await expect(first).toContainText('server answered normally: check');
  await expect(first).toContainText('and 2 more');
  await expect(first.getByRole('link')).toHaveAttribute('href', /finding=F-aaaa/);
  await expect(page.getByText(/hacked|success/i)).toHaveCount(0);
});

test('the four counts stand side by side, by what is chosen, which stands in the address', async ({ page, house }) => {
  await house.open('/attacks');
  await expect(page.locator('table.counts thead th')).toHaveText(['day', 'Lines', 'Sources', 'Bursts', 'Attacks', 'Started', 'Name the house']);
  await expect(page.locator('table.counts tbody tr')).toHaveCount(2);
  await page.getByRole('link', { name: 'country', exact: true }).focus();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/by=country/);
  await expect(page.locator('table.counts tbody tr').last()).toContainText('unknown');
  await page.reload();
  await expect(page.locator('table.counts tbody tr').first()).toContainText('Utopia');
});

test('origin carries its caveat and the shares of all four counts, and no map', async ({ page, house }) => {
  await house.open('/attacks');
  await expect(page.getByText(/The last hop, not the author/)).toBeVisible();
  const shares = page.getByRole('region', { name: 'Share of each count: Country' });
  await expect(shares.locator('tbody tr').first()).toContainText('60%44%53%33%');
});

test('without attacks the service is still told', async ({ page, house }) => {
  house.mock.house.empty = true;
  await house.open('/attacks');
  await expect(page.getByText('No attack in these logs.')).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Does the service stand?' })).toBeVisible();
});
