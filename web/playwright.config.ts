import { defineConfig } from '@playwright/test';

/** Tests run in the system's Chromium; none is ever downloaded. `CHROMIUM` names another one. */
export default defineConfig({
  testDir: 'tests',
  // The real program: built by the step before this one.
  globalSetup: process.env['NO_REAL'] ? undefined : './tests/real/setup.ts',
  outputDir: 'test-results',
  reporter: 'list',
  workers: 2,
  retries: 0,
  forbidOnly: true,
  // Generous, for machines that build something else meanwhile; nothing waits for it to pass.
  timeout: 120_000,
  expect: { timeout: 20_000 },
  use: {
    viewport: { width: 1360, height: 900 },
    launchOptions: {
      executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
      args: [
        '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
        '--disable-background-networking', '--disable-component-update', '--disable-sync',
      ],
    },
  },
});
