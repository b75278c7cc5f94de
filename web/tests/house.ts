/** What every test begins with: a mock of its own, and a page that is watched. */
import { test as base, expect, type Page } from '@playwright/test';
import { Mock } from './mock/server.mjs';

export interface House {
  mock: Mock;
  url: string;
  /** Opens a path and waits for its heading. */
  open: (path: string) => Promise<void>;
}

/** What a page must never do: ask another host, break the policy, throw. */
export function watch(page: Page, url: string): string[] {
  const faults: string[] = [];
  page.on('request', (request) => {
    if (!request.url().startsWith(url)) faults.push(`asked ${request.url()}`);
  });
  page.on('pageerror', (error) => faults.push(`threw ${error.message}`));
  page.on('console', (message) => {
    if (/Content Security Policy|Content-Security-Policy/.test(message.text())) faults.push(message.text());
  });
  return faults;
}

export async function heading(page: Page) {
  await expect(page.locator('main h1')).toBeVisible();
  await expect(page.locator('main [role="status"]', { hasText: /^(Reading …|Lecture…)$/ })).toHaveCount(0);
}

export const test = base.extend<{ house: House; options: Record<string, unknown> }>({
  options: [{}, { option: true }],
  house: async ({ page, options }, use) => {
    const mock = await new Mock(options).start();
    const faults = watch(page, mock.url);
    const open = async (path: string) => {
      await page.goto(mock.url + path);
      await heading(page);
    };
    await use({ mock, url: mock.url, open });
    await mock.stop();
    expect(faults).toEqual([]);
  },
});

export { expect };
