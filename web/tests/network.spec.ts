/** Who acts together, and how a story spread. */
import { expect, test } from './house';

test('a pair shows both nulls side by side, below the warning and the question', async ({ page, house }) => {
  await house.open('/network');
  await expect(page.getByText('How good this is on real campaigns is unproven.')).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Could it be innocent?' })).toBeVisible();
  const row = page.locator('table.pairs tbody tr').first();
  await expect(row.locator('td')).toContainText(['F-ee0', 'A-000000', '9', '60 s', '0.012', '3.4 × 10⁻¹¹', '2 × 10⁻⁸', '0.4', '2 × 10⁻⁶', '4 × 10⁻⁴', 'neither null explains it']);
});

test('an account that is chosen stands in the address and narrows the pairs', async ({ page, house }) => {
  await house.open('/network');
  await expect(page.locator('table.pairs tbody tr')).toHaveCount(8);
  await page.locator('table.pairs').getByRole('link', { name: 'A-333333' }).click();
  await expect(page).toHaveURL(/account=A-3333333333333333/);
  await expect(page.locator('table.pairs tbody tr')).toHaveCount(1);
  await page.reload();
  await expect(page.locator('table.pairs tbody tr')).toHaveCount(1);
  await page.getByRole('link', { name: 'All pairs' }).click();
  await expect(page.locator('table.pairs tbody tr')).toHaveCount(8);
});

test('the order is chosen by keyboard and kept in the address', async ({ page, house }) => {
  await house.open('/network');
  await page.getByRole('link', { name: 'newest' }).focus();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/sort=last/);
  await expect(page.locator('table.pairs tbody tr').first()).toContainText('F-ee7');
});

test('a story shows ties, what is inferred and what differs, and asks before an answer', async ({ page, house }) => {
  await house.open('/rumours');
  await page.getByRole('link', { name: 'RUM-3' }).click();
  await expect(page).toHaveURL(/story\?about=RUM-3/);
  await expect(page.getByText('Would an answer spread it?', { exact: true })).toBeVisible();
  await expect(page.getByText('tied with 1').first()).toBeVisible();
  await expect(page.getByText(/17 publications came later and name nothing/)).toBeVisible();
  await expect(page.locator('.gone')).toHaveText('−open');
  await expect(page.locator('.added')).toHaveText('+close');
});

test('who has no story at hand is offered those of findings', async ({ page, house }) => {
  await house.open('/story');
  const offered = page.locator('section').filter({ hasText: 'Findings whose story can be looked at' }).getByRole('link');
  await expect(offered.first()).toContainText('Near-copies on three platforms');
  // Only findings about an object: accounts and logins have no story.
  await expect(offered.filter({ hasText: 'Logins tried' })).toHaveCount(0);
  const href = await offered.first().getAttribute('href');
  await offered.first().click();
  await expect(page).toHaveURL(new RegExp(`${href?.replace('?', '\\?')}$`));
  await house.open(`/triage?finding=${href?.split('=')[1]}`);
  await page.locator('#panel').getByRole('link', { name: 'How it spread' }).click();
  await expect(page).toHaveURL(/story\?about=F-/);
});

test('a story that nothing carries says so and invents no spread', async ({ page, house }) => {
  await house.open('/story');
  await page.getByLabel(/Which story/).fill('nothing');
  await page.getByRole('button', { name: 'Show' }).click();
  await expect(page.getByText('Nothing that we hold carries nothing.')).toBeVisible();
  await expect(page.getByRole('heading', { name: 'First appearances here' })).toHaveCount(0);
});
