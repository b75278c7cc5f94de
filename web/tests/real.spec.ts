/** The same screens over the real program and a small demo (see `real/setup.ts`). It judges and notes. */
import AxeBuilder from '@axe-core/playwright';
import { expect, test as base } from '@playwright/test';
import { heading, watch } from './house';

const url = process.env['VIGIE_DEMO'] ?? '';
const SCREENS = ['morning', 'triage', 'incidents', 'rumours', 'attacks', 'network', 'statements', 'story?about=RUM-1', 'measures', 'brief', 'brief?tab=told', 'inbox', 'told', 'verify', 'search?q=vote'];

const test = base.extend<{ faults: string[] }>({
  faults: async ({ page }, use) => {
    const faults = watch(page, url);
    await use(faults);
    expect(faults).toEqual([]);
  },
});

test.describe('a real server', () => {
  test.describe.configure({ mode: 'serial' });

  for (const language of ['en', 'fr']) {
    for (const scheme of ['light', 'dark'] as const) {
      test(`serves every screen without a violation: ${language}, ${scheme}`, async ({ page, faults }) => {
        test.slow();
        await page.emulateMedia({ colorScheme: scheme });
        await page.addInitScript((code) => localStorage.setItem('vigie.language', code), language);
        for (const path of SCREENS) {
          await page.goto(`${url}/${path}`);
          await heading(page);
          await expect(page.locator('main .fault')).toHaveCount(0);
          const { violations } = await new AxeBuilder({ page }).analyze();
          expect(violations.map(({ id, nodes }) => [path, id, nodes[0]?.html])).toEqual([]);
        }
        expect(faults).toEqual([]);
      });
    }
  }

  test('takes a judgement from finding to incident, and back', async ({ page, faults }) => {
    await page.addInitScript(() => localStorage.setItem('vigie.language', 'en'));
    await page.goto(`${url}/triage`);
    await heading(page);
    // Not the rows on screen: a long queue is drawn in parts.
    const open = async () => ((await (await page.request.get(`${url}/api/triage`)).json()) as { counts: { open: number } }).counts.open;
    const before = await open();
    expect(before).toBeGreaterThan(0);
    await page.keyboard.press('j');
    await page.keyboard.press('o');
    await expect(page.locator('#panel h2')).toBeVisible();
    await page.keyboard.press('n');
    await page.keyboard.type('Opened by a test');
    await page.keyboard.press('Enter');
    await expect(page.getByText(/^Opened I-/)).toBeVisible();
    await expect.poll(open).toBe(before - 1);

    await page.getByRole('link', { name: 'Incidents', exact: true }).click();
    await page.getByRole('link', { name: 'Opened by a test' }).first().click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Opened by a test');
    await page.keyboard.press('s');
    await page.getByRole('radio', { name: /^unlikely/ }).check();
    await page.getByLabel('Assessment', { exact: true }).fill('A test says so.');
    await page.getByRole('dialog').getByRole('button', { name: 'Assess' }).click();
    await expect(page.locator('blockquote')).toContainText('A test says so.');
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([]);
    await page.keyboard.press('u');
    await expect(page.getByText('Nobody has assessed it yet.')).toBeVisible();
    await page.keyboard.press('u');
    expect(faults).toEqual([]);
  });

  test('reads a text that a search found, on record', async ({ page, faults }) => {
    await page.addInitScript(() => localStorage.setItem('vigie.language', 'en'));
    await page.goto(`${url}/search?q=vote`);
    await heading(page);
    const masked = page.getByRole('button', { name: /^Read the text/ }).first();
    await masked.click();
    await page.getByLabel('Reason').fill('A reader asked whether it is true.');
    await page.getByRole('dialog').getByRole('button', { name: 'Read the text' }).click();
    // What repeats a sealed rumour stays its code.
    await expect(page.locator('blockquote').first()).toContainText(/vote|‹RUM-\d+›/i);
    await expect(page.locator('blockquote').first()).toContainText('on record as ines-');
    expect(faults).toEqual([]);
  });

  test('shows what is held together folded, and all of it on request', async ({ page, faults }) => {
    await page.addInitScript(() => localStorage.setItem('vigie.language', 'en'));
    const { proposals } = (await (await page.request.get(`${url}/api/triage`)).json()) as { proposals: { findings: string[]; fold: { strongest: string[]; findings: number } }[] };
    const many = proposals.findIndex(({ findings }) => findings.length > 3);
    expect(many).toBeGreaterThanOrEqual(0);
    expect(proposals[many]?.fold).toMatchObject({ findings: proposals[many]?.findings.length });
    await page.goto(`${url}/triage`);
    await heading(page);
    if (many > 1) await page.getByRole('button', { name: /^Show \d+ more/ }).first().click();
    const one = page.locator('.proposal').nth(many);
    await expect(one.locator('.ids > li')).toHaveCount(3);
    await one.getByRole('button', { name: /^Show all/ }).click();
    await expect(one.locator('.ids > li')).toHaveCount(proposals[many]?.findings.length ?? 0);
    expect(faults).toEqual([]);
  });

  test('shows the polls of a table that is added, each question apart', async ({ page, faults }) => {
    const columns = 'candidat,parti,intentions,erreur_sup,erreur_inf,id,nom_institut,commanditaire,debut_enquete,fin_enquete,echantillon,population,rolling,media,tour,hypothese,sous_echantillon';
    const rows = Array.from({ length: 8 }, (_, at) => {
      const day = `2027-03-${String(3 + 3 * at).padStart(2, '0')}`;
      const row = (name: string, value: number, round: string) => `${name},,${value},,,p${at},${['Alpha', 'Cardinal'][at % 2]},La Gazette,${day},${day},1000,,False,True,${round},,`;
      return [row('Élise Corvel', 26 + at / 2, 'Premier tour'), row('Yann Hameau', 14, 'Premier tour'), row('Élise Corvel', 55, 'Deuxième tour'), row('Paul Brisac', 45, 'Deuxième tour')].join('\n');
    });
    await page.addInitScript(() => localStorage.setItem('vigie.language', 'en'));
    await page.goto(`${url}/statements`);
    await heading(page);
    await page.locator('.held input[type=file]').setInputFiles({ name: 'presidentielle2027.csv', mimeType: 'text/csv', buffer: Buffer.from([columns, ...rows].join('\n')) });
    await expect(page.getByText('it lies in polls now')).toBeVisible();
    const votes = page.getByRole('region', { name: /^voting intention · first round · 2027/ });
    await expect(votes.locator('tbody tr')).toHaveCount(2);
    await expect(votes.locator('svg')).toHaveCount(2);
    await expect(page.getByRole('region', { name: /^voting intention, of two · second round/ })).toContainText('against Paul Brisac');
    await expect(page.getByText('No poll shows why anything moved')).toBeVisible();
    for (const language of ['en', 'fr']) {
      await page.addInitScript((code) => localStorage.setItem('vigie.language', code), language);
      await page.goto(`${url}/statements?about=Corvel&day=2027-03-15`);
      await expect(page.locator('.held .event').first()).toBeVisible();
      for (const one of await page.locator('.held summary').all()) await one.click();
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(violations.map(({ id, nodes }) => [language, id, nodes[0]?.html])).toEqual([]);
    }
    expect(faults).toEqual([]);
  });

  test('keeps a measure, a draft and a tip', async ({ page, faults }) => {
    await page.addInitScript(() => localStorage.setItem('vigie.language', 'en'));
    await page.goto(`${url}/measures`);
    await heading(page);
    await page.keyboard.press('n');
    await page.getByLabel('Measure', { exact: true }).fill('A measure of a test');
    await page.getByRole('textbox', { name: 'Asset' }).fill('This machine');
    await page.getByRole('textbox', { name: 'Owner' }).fill('Ilse Varenne');
    await page.getByRole('button', { name: 'Save' }).click();
    const row = page.getByRole('row', { name: /A measure of a test/ });
    await expect(row).toContainText('Ilse Varenne');
    await row.getByRole('button').click();
    await page.getByRole('button', { name: /^Remove from the register/ }).click();
    await page.getByRole('textbox', { name: 'Reason' }).fill('Only a test.');
    await page.getByRole('button', { name: 'Remove from the register', exact: true }).click();
    await expect(row).toHaveCount(0);

    await page.goto(`${url}/brief`);
    await heading(page);
    await page.getByRole('button', { name: 'Add a paragraph' }).click();
    await page.getByLabel('Text').last().fill('Half of it came from 3 addresses.');
    await expect(page.locator('mark').last()).toHaveText('Half of it came from 3 addresses.');
    await expect(page.getByText('saved', { exact: true })).toBeVisible();
    await page.reload();
    await expect(page.locator('mark').last()).toHaveText('Half of it came from 3 addresses.');
    await page.getByRole('button', { name: 'Remove', exact: true }).last().click();
    await expect(page.getByText('saved', { exact: true })).toBeVisible();

    await page.goto(`${url}/told`);
    await page.getByLabel('What were we told?').fill('A test heard it.');
    await page.getByLabel('By whom?').fill('a test');
    await page.getByRole('button', { name: 'Keep it' }).click();
    await expect(page.getByText('Kept as a signal.')).toBeVisible();
    expect(faults).toEqual([]);
  });
});
