// Loads a page of the desk again and again, and says when its header icon was awake and heard clicks, and when a click
// opened the dialog, whose code comes later: one made at once, and one made when the page is at rest. Prints JSON.
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
  // Looks all the time, clicks once the icon is awake (or a second after that), and waits for the dialog.
  await context.addInitScript(() => {
    const look = () => {
      const icon = document.querySelector('a.status[role=button]');
      const now = performance.now();
      if (icon && !window.awake) window.awake = now;
      const rest = sessionStorage.getItem('rest') ? 1_000 : 0;
      if (icon && !window.clicked && now >= window.awake + rest) {
        window.clicked = now;
        icon.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true }));
      }
      if (document.querySelector('leptos-island dialog[open]')) window.opened = performance.now();
      else setTimeout(look, 4);
    };
    addEventListener('DOMContentLoaded', look);
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
    await page.waitForFunction(() => window.opened);
    return page.evaluate(() => ({
      awake: window.awake,
      opened: window.opened,
      took: window.opened - window.clicked,
      painted: performance.getEntriesByName('first-contentful-paint')[0]?.startTime,
    }));
  };
  const measure = async (rate, rest = '') => {
    await page.evaluate((rest) => sessionStorage.setItem('rest', rest), rest);
    // Warm: scripts, styles and compiled wasm are in the browser's cache.
    for (let warm = 0; warm < 3; warm++) await load(rate);
    const results = [];
    for (let number = 0; number < Number(loads); number++) results.push(await load(rate));
    return results;
  };
  const unslowed = await measure(1);
  const slow = await measure(Number(slowed));
  const later = await measure(Number(slowed), 'yes');
  console.log(
    JSON.stringify({
      browser: browser.version(),
      awake: slow.map((result) => result.awake),
      opened: slow.map((result) => result.opened),
      painted: slow.map((result) => result.painted),
      later: later.map((result) => result.took),
      unslowed: unslowed.map((result) => result.awake),
    }),
  );
} finally {
  await browser.close();
}
