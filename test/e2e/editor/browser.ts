import { chromium, type Browser } from 'playwright-core';
import { requireEnvironment } from './code-server.ts';

/** Starts Debian's Chromium without a window; playwright gives it a fresh profile. */
export function startBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: requireEnvironment('CNI_WORKBENCH_CHROMIUM'),
    headless: true,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}
