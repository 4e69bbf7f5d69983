import { resolve } from 'node:path';
import { defineConfig } from '@playwright/test';

/** Journeys run one after the other: they share the machine's cores with the program they drive. */
export default defineConfig({
  testDir: '../e2e',
  outputDir: '../output/journeys',
  workers: 1,
  fullyParallel: false,
  forbidOnly: true,
  timeout: 120_000,
  expect: { timeout: 15_000 },
  // Resolved here, because a relative path would count from this folder.
  reporter: [
    ['list'],
    ['json', { outputFile: resolve(process.env['WEFT_REPORT'] ?? 'test/output/journeys.json') }],
  ],
});
