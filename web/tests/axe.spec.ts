/** Every screen, in both languages and both themes, without one violation. */
import AxeBuilder from '@axe-core/playwright';
import { expect, heading, test, type House } from './house';

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

type Held = House['mock'];
const GROUPS: Record<string, (mock: Held) => string[]> = {
  'the morning': () => ['/morning', '/search?q=bureau', '/told', '/verify', '/nowhere'],
  judging: ({ house }) => [
    '/triage', `/triage?finding=${house.findings[0].id}`, '/triage?list=dismissed', '/incidents', `/incidents/${house.incidents[0].id}`,
  ],
  'telling and keeping': ({ house }) => [
    '/measures', '/measures?edit=M-dmarc', '/brief', '/brief?tab=told', '/rumours', '/attacks', '/network', '/statements', '/story?about=RUM-3', '/inbox', `/inbox?item=${house.receive('unknown.csv', 400).id}`,
  ],
};

for (const language of ['en', 'fr'] as const) {
  for (const theme of ['light', 'dark'] as const) {
    for (const [group, paths] of Object.entries(GROUPS)) {
      test(`no screen has a violation: ${group}, ${language}, ${theme}`, async ({ page, house }) => {
        test.slow();
        await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
        await page.addInitScript((code) => localStorage.setItem('vigie.language', code), language);
        for (const path of paths(house.mock)) {
          await house.open(path);
          await expect(page.locator('html')).toHaveAttribute('lang', language);
          const { violations } = await new AxeBuilder({ page }).withTags(TAGS).analyze();
          expect(violations.map(({ id, nodes }) => [path, id, nodes[0]?.html])).toEqual([]);
        }
      });
    }
  }
}

test('dialogs and tables have no violation either', async ({ page, house }) => {
  test.slow();
  const check = async (name: string) => {
    const { violations } = await new AxeBuilder({ page }).withTags(TAGS).analyze();
    expect(violations.map(({ id, nodes }) => [name, id, nodes[0]?.html])).toEqual([]);
  };
  await house.open('/triage');
  for (const key of ['x', 'a', 'n', '?']) {
    await page.keyboard.press(key);
    await expect(page.getByRole('dialog')).toBeVisible();
    await check(`key ${key}`);
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0);
  }
  await house.open(`/incidents/${house.mock.house.incidents[0].id}`);
  await page.getByText('As a table').click();
  await page.keyboard.press('s');
  await check('assess');
  await page.keyboard.press('Escape');
  await house.open('/morning');
  await page.getByText('As a table').first().click();
  await check('bars as a table');
  await house.open('/rumours');
  await page.getByRole('button', { name: 'Reveal RUM-3' }).click();
  await check('reveal');
  await house.open('/search?q=x');
  await page.getByRole('button', { name: /^Read the text/ }).click();
  await check('read a text');
  await page.getByLabel('Reason').fill('A reader asked.');
  await page.getByRole('dialog').getByRole('button', { name: 'Read the text' }).click();
  await expect(page.locator('blockquote')).toBeVisible();
  await check('a text that was read');
  await house.open('/measures?edit=M-dmarc');
  await page.getByLabel('Owner').fill('Noor Abadi');
  Object.assign(house.mock.house.measures[2], { owner: 'Somebody else', head: 'h-new' });
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('dialog')).toBeVisible();
  await check('two versions of a measure');
});

test.describe('empty lists', () => {
  test.use({ options: { empty: true } });
  test('say why and what next', async ({ page, house }) => {
    test.slow();
    for (const path of ['/morning', '/triage', '/triage?list=watched', '/incidents', '/incidents?show=closed', '/measures', '/brief', '/brief?tab=told', '/rumours', '/attacks', '/network', '/statements', '/story', '/inbox', '/search?q=x']) {
      await house.open(path);
      const empty = page.locator('main .empty').first();
      await expect(empty.locator('strong')).not.toBeEmpty();
      await expect(empty.locator('.soft')).not.toBeEmpty();
      const { violations } = await new AxeBuilder({ page }).withTags(TAGS).analyze();
      expect(violations.map(({ id, nodes }) => [path, id, nodes[0]?.html])).toEqual([]);
    }
  });
});

test('a narrow window loses nothing and does not scroll sideways', async ({ page, house }) => {
  await page.setViewportSize({ width: 360, height: 740 });
  for (const path of ['/morning', `/triage?finding=${house.mock.house.findings[0].id}`, `/incidents/${house.mock.house.incidents[0].id}`, '/measures', '/brief', '/search?q=x']) {
    await house.open(path);
    await heading(page);
    const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect([path, over]).toEqual([path, 0]);
  }
});
