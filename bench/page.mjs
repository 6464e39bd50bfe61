// Loads a page of the desk again and again, and says when its header icon could be used: when a click opened the
// dialog. Prints JSON.
//
//     node page.mjs URL EMAIL PASSWORD LOADS SLOWED

import { createRequire } from 'node:module';
import { resolve } from 'node:path';

// The browser tests' own Playwright.
const require = createRequire(resolve(import.meta.dirname, '../end2end/package.json'));
const { chromium } = require('@playwright/test');

const [url, email, password, loads, slowed] = process.argv.slice(2);
const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
const quiet = ['--disable-quic', '--no-first-run', '--disable-background-networking'];
const browser = await chromium.launch({
  executablePath,
  args: ['--no-sandbox', '--disable-gpu', '--disable-component-update', '--disable-sync', ...quiet],
});

try {
  const context = await browser.newContext({ baseURL: url });
  // Clicks until the dialog is open. Before the icon is awake it is a link, which must not be followed.
  await context.addInitScript(() => {
    addEventListener('click', (event) => event.isTrusted || event.preventDefault());
    const attempt = () => {
      const icon = document.querySelector('a.status:not([aria-expanded=true])');
      icon?.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true }));
      if (document.querySelector('leptos-island dialog[open]')) window.usable = performance.now();
      else setTimeout(attempt, 4);
    };
    addEventListener('DOMContentLoaded', attempt);
  });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);

  await page.goto('/sign-in');
  await page.fill('input[type=email]', email);
  await page.fill('input[type=password]', password);
  await page.click('main button[type=submit]');
  await page.waitForURL('**/projects');

  const session = await context.newCDPSession(page);
  const load = async (rate) => {
    await session.send('Emulation.setCPUThrottlingRate', { rate });
    await page.goto('/projects/SUP', { waitUntil: 'load' });
    await page.waitForFunction(() => window.usable);
    return page.evaluate(() => ({
      usable: window.usable,
      painted: performance.getEntriesByName('first-contentful-paint')[0]?.startTime,
    }));
  };
  const measure = async (rate) => {
    // Warm: scripts, styles and compiled wasm are in the browser's cache.
    for (let warm = 0; warm < 3; warm++) await load(rate);
    const results = [];
    for (let number = 0; number < Number(loads); number++) results.push(await load(rate));
    return results;
  };
  const unslowed = await measure(1);
  const slow = await measure(Number(slowed));
  console.log(
    JSON.stringify({
      browser: browser.version(),
      usable: slow.map((result) => result.usable),
      painted: slow.map((result) => result.painted),
      unslowed: unslowed.map((result) => result.usable),
    }),
  );
} finally {
  await browser.close();
}
