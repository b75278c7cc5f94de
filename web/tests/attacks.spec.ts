/** What is hit, from where, does the service stand? */
import { cut, equalEarth } from '../world';
import { expect, test } from './house';

test('the service comes first, with what is usual, and has its twin as a table', async ({ page, house }) => {
  await house.open('/attacks');
  await expect(page.getByRole('heading', { level: 2 }).first()).toHaveText('Does the service stand?');
  await expect(page.getByText('As usual: 220 requests in the hour from 07:00.')).toBeVisible();
  await expect(page.getByRole('img', { name: /Of 44 hours, 1 above and 0 below/ })).toBeVisible();
  await page.getByText('As a table').click();
  await expect(page.getByRole('cell', { name: '150–280' }).first()).toBeVisible();
  await expect(page.getByText('One answer in twenty took 227 ms or longer')).toBeVisible();
  await expect(page.getByRole('columnheader', { name: 'Slowest twentieth' })).toBeVisible();
  await expect(page.getByRole('cell', { name: '227 ms', exact: true })).toBeVisible();
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

test('bans of another program are told apart from attacks counted here', async ({ page, house }) => {
  await house.open('/attacks');
  await expect(page.getByRole('heading', { name: 'What fail2ban says it banned' })).toBeVisible();
  await expect(page.getByText('7 addresses banned, 5 of them in attacks counted here.')).toBeVisible();
});

test('origin carries its caveat and the shares of all four counts', async ({ page, house }) => {
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

test('the map is a second reading, says what it is, and has its figures in words', async ({ page, house }) => {
  await house.open('/attacks');
  const map = page.getByRole('img', { name: /^Attacks: / });
  await expect(map).toBeHidden();
  await page.getByText('Map, as a second reading').click();
  await expect(map).toHaveAccessibleName('Attacks: Utopia 33%, France 33%. Country unknown: 34%.');
  await expect(page.getByText('the last hop, not the author. Anyone can rent one')).toBeVisible();
  await expect(map.locator('path:not(.none)')).toHaveCount(1);
  await expect(map.locator('path:not(.none) title')).toHaveText('France: 33%');
  await page.getByRole('radio', { name: 'Lines' }).check();
  await expect(page.getByText('Lines: Utopia 60%, France 10%. Country unknown: 30%.')).toBeVisible();
  await expect(page.getByText('Too small to be drawn: Utopia.')).toBeVisible();
});

test('land across the date line is cut there, and areas are true to size', () => {
  const island = cut([[178, 0], [-178, 0], [-178, 2], [178, 2], [178, 0]]);
  expect(island.map((part) => part.map(([x]) => x)).map((xs) => [Math.min(...xs), Math.max(...xs)])).toEqual([[-180, -178], [178, 180]]);
  // A cell of one degree at 60° north covers half the area of one at the equator (cosine), within its width.
  const area = (y: number) => {
    const [west, east, north] = [equalEarth(0, y - 0.5), equalEarth(1, y), equalEarth(0, y + 0.5)];
    return (east[0] - west[0]) * (west[1] - north[1]);
  };
  expect(area(60) / area(0)).toBeCloseTo(0.5, 2);
});
