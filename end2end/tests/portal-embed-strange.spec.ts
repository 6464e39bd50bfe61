// The portal's light among strange neighbours: scripts that change what every page has, languages that are none,
// and styles that reach everywhere.

import type { Locator } from '@playwright/test';
import { expect, HOUR, lamp, MINUTE, MONDAY, offline, pass, SECOND, setHidden, state, test } from '../host/visit.ts';

/** What other scripts do to a page before the light comes. */
const NEIGHBOURS: [string, () => void][] = [
  [
    'more members on every object',
    () => {
      const all = Object.prototype as Record<string, unknown>;
      all.extend = () => {};
      all.each = all.clone = 'mine';
    },
  ],
  [
    'more members on every list and function',
    () => {
      Object.assign(Array.prototype, { remove: () => {}, sum: 0, last: () => {} });
      Object.assign(Function.prototype, { method: () => {} });
    },
  ],
  [
    'a `toJSON` for everything, as Prototype had it',
    () => {
      for (const { prototype } of [Object, Array, String, Number]) Object.assign(prototype, { toJSON: () => 'always the same' });
    },
  ],
  [
    'keys that are not its own, as Prototype counted them',
    () => {
      Object.keys = (object: object) => {
        const keys = [];
        for (const key in object) keys.push(key);
        return keys;
      };
    },
  ],
  ['a `Date.parse` that returns dates, or nothing', () => void (Date.parse = (() => null) as never)],
  [
    'a `JSON.parse` that makes dates of what looks like one',
    () => {
      const { parse } = JSON;
      JSON.parse = (text) => parse(text, (_, it) => (/^\d{4}-.*Z$/.test(String(it)) ? new Date(it as string) : it));
    },
  ],
  [
    'promises of its own',
    () => {
      window.Promise = class<T> extends Promise<T> {};
    },
  ],
  [
    'a `fetch` that wraps and measures',
    () => {
      const { fetch } = window;
      window.fetch = async (input, init) => (await fetch(new Request(input as string, init))).clone();
    },
  ],
  [
    'listeners that keep everything to themselves',
    () => {
      for (const kind of ['visibilitychange', 'online', 'offline']) {
        document.addEventListener(kind, (event) => event.stopImmediatePropagation(), true);
      }
    },
  ],
  [
    'tags that are defined by somebody who watches',
    () => {
      const { define } = customElements;
      customElements.define = function (name, made, options) {
        return define.call(this, name, class extends made {}, options);
      };
    },
  ],
  [
    'names that pages take for themselves',
    () => {
      const taken = { CSS: '', URL: '/api', performance: 0, addEventListener: 0, removeEventListener: 0, console: {}, self: 0, script: 1, light: 2, origin: 3, status: 4, name: 5 };
      for (const [name, value] of Object.entries(taken)) Object.defineProperty(window, name, { value, configurable: true, writable: true });
    },
  ],
];

test.describe('other scripts bring', () => {
  for (const [what, brought] of NEIGHBOURS) {
    test(what, async ({ page, visit, light, pill, panel, desk }) => {
      await page.addInitScript(brought);
      await visit();
      await state(light, 'online');
      await expect(pill).toHaveAccessibleName('Support is here for you Online now');
      desk.flip({ status: 'offline', next_open: MONDAY });
      await expect(pill).toHaveAccessibleName('Support is offline Opens Monday 09:00');
      desk.flip({ status: 'online', since: '2025-11-22T13:02:00Z', next_open: null });
      await state(light, 'online');
      await pill.click();
      await expect(panel).toHaveText('Online since 14:02.');
      await setHidden(page, true);
      await expect.poll(() => desk.open).toBe(0);
      expect(desk.calls).toEqual(['GET', 'stream']);
      const attributes = await light.evaluate((light) =>
        [light, ...light.shadowRoot!.querySelectorAll('*')].flatMap((node) => node.getAttributeNames()),
      );
      expect(new Set(attributes)).toEqual(
        new Set(['data-project', 'data-name', 'data-origin', 'data-state', 'dir', 'class', 'lang', 'style', 'id', 'popover', 'popovertarget', 'role', 'aria-labelledby', 'viewBox', 'd']),
      );
    });
  }

  for (const [what, taken] of [
    ['no streams', () => Reflect.deleteProperty(window, 'EventSource')],
    [
      'streams that cannot be opened',
      () =>
        void (window.EventSource = class {
          constructor() {
            throw new Error('no');
          }
        } as never),
    ],
  ] as const) {
    test(`${what}: the light asks instead`, async ({ page, visit, light, desk }) => {
      await page.addInitScript(taken);
      await visit();
      await state(light, 'online');
      desk.put(offline);
      await pass(page, 20 * SECOND);
      await state(light, 'offline');
      await pass(page, 10 * MINUTE);
      expect(desk.calls.length).toBe(2 + 30);
    });
  }

  test('nothing to ask with: it says so, and once to the page’s author', async ({ page, visit, light, pill }) => {
    const warnings: string[] = [];
    page.on('console', (message) => message.type() === 'warning' && warnings.push(message.text()));
    await page.addInitScript(() => Reflect.deleteProperty(window, 'fetch'));
    await visit();
    await state(light, 'reconnecting');
    await expect(pill).toHaveAccessibleName('Support No connection just now');
    await pass(page, HOUR);
    expect(warnings).toHaveLength(1);
  });
});

test.describe('languages', () => {
  const GERMAN = 'Support ist offline Öffnet Montag 09:00';
  const ENGLISH = /^Support is offline Opens Monday (09:00|9:00\sAM)$/;
  for (const [languages, page, own, words] of [
    [undefined, '', '', ENGLISH],
    [[], '', '', ENGLISH],
    [null, '', '', ENGLISH],
    ['de', '', '', GERMAN],
    [['en-US@posix'], '', '', ENGLISH],
    [['de_DE', 'en'], '', '', GERMAN],
    [['DE-at'], '', '', GERMAN],
    [['*', '', 'x', 'de-1996-1996', 'en'], '', '', GERMAN],
    [[7, {}, null, 'de'], '', '', GERMAN],
    [['fr', 'it'], 'pt', '', ENGLISH],
    [['en-GB'], 'DE', '', GERMAN],
    [['en-GB'], 'de_DE', '', GERMAN],
    [['en-GB'], 'De-ch', '', GERMAN],
    [['de'], 'constructor', '', GERMAN],
    [['de'], '__proto__', '', GERMAN],
    [['de'], 'toString', 'hasOwnProperty', GERMAN],
    [['en-GB'], 'en', 'DE_at.UTF-8', GERMAN],
    [['de'], 'de', 'en', ENGLISH],
    [['constructor', '__proto__'], '', '', ENGLISH],
  ] as const) {
    test(`${JSON.stringify(languages)}, the page ${page || 'silent'}, the script ${own || 'silent'}`, async ({ page: tab, visit, pill, host, desk }) => {
      await tab.addInitScript((languages) => {
        Object.defineProperty(navigator, 'languages', { value: languages });
        Object.defineProperty(navigator, 'language', { value: undefined });
      }, languages as unknown);
      host.write(`data-project="SUP" data-name="Support" ${own && `data-lang="${own}"`}`, '', page && `lang="${page}"`);
      desk.put({ ...offline, next_open: MONDAY });
      await visit();
      await expect(pill).toHaveAccessibleName(words);
    });
  }
});

test.describe('styles', () => {
  const looks = (pill: Locator) =>
    pill.evaluate((pill) => {
      const { letterSpacing, textTransform, wordSpacing, color, backgroundColor, fontFamily, fontSize, lineHeight, visibility, opacity, textShadow } =
        getComputedStyle(pill.querySelector('span span')!);
      const { x, y, width, height } = pill.getBoundingClientRect();
      const lamp = [...pill.querySelectorAll('path')].map((path) => {
        const { display, fill, stroke, strokeDasharray } = getComputedStyle(path);
        return [display, fill, stroke, strokeDasharray];
      });
      return { letterSpacing, textTransform, wordSpacing, color, backgroundColor, fontFamily, fontSize, lineHeight, visibility, opacity, textShadow, x, y, width, height, lamp };
    });

  for (const [what, css] of [
    ['everything unset', '* { all: unset }'],
    ['everything unset, and loudly', '* { all: unset !important }'],
    ['everything inherited', '* { all: inherit }'],
    ['all text changed', '* { letter-spacing: 9px; word-spacing: 1em; text-transform: uppercase; font: italic 1rem/3 serif; text-shadow: 1px 1px red; color: red }'],
    ['text changed from above', 'html, body { letter-spacing: 9px; text-transform: uppercase; font: italic 1rem/3 serif; text-align: center; white-space: pre; hyphens: auto; cursor: wait }'],
    ['a root of ten pixels', 'html { font-size: 62.5% }'],
    ['a page that is hidden until it is ready', 'body { visibility: hidden; opacity: 0 }'],
    ['a page that takes no clicks', 'body { pointer-events: none; user-select: none; overflow: hidden; position: fixed; inset: 0 }'],
    ['a page that is moved', 'body { transform: translateX(-90px); filter: blur(3px); zoom: 1.5; contain: strict }'],
    ['a page that is a grid with gaps', 'html { display: grid; gap: 50px; grid-auto-rows: 200px }'],
    ['names that the lamp might use', ':root { --glass: red; --dots: none; --dash: none; --lit: inline; --pill: 3 }'],
    ['everything a box', '* { display: block; float: left; margin: 20px; padding: 20px; border: 5px solid }'],
    ['unknown tags hidden', ':not(:defined) { display: none }'],
  ] as const) {
    test(what, async ({ page, visit, light, pill, panel, host, desk }) => {
      host.policy = '';
      const present = desk.projects.get('SUP')!;
      const seen = async () => {
        const looked = [];
        for (const now of [present, offline]) {
          desk.put(now);
          await visit();
          await state(light, now.status);
          looked.push(await looks(pill));
        }
        return looked;
      };
      const before = await seen();
      host.compose({ head: `<style>${css}</style>`, body: host.script() });
      expect(await seen()).toEqual(before);
      // And nothing of the page moves for it.
      const [withLight, without] = await light.evaluate((light) => {
        const places = () => JSON.stringify([...document.querySelectorAll('html, body, main, h1, a')].map((node) => node.getBoundingClientRect()));
        const first = places();
        const parent = light.parentNode!;
        light.remove();
        const second = places();
        parent.append(light);
        return [first, second];
      });
      expect(withLight).toBe(without);
      await pill.click();
      await expect(panel).toBeInViewport();
      const text = await panel.evaluate((panel) => [getComputedStyle(panel).letterSpacing, getComputedStyle(panel).textTransform, getComputedStyle(panel).fontSize]);
      expect(text).toEqual(['normal', 'none', '14px']);
      await page.keyboard.press('Escape');
    });
  }

  test('nothing of it is printed', async ({ page, visit, pill, panel, host }) => {
    host.policy = '';
    host.compose({ head: '<style>@media print { * { display: block !important; visibility: visible !important } }</style>', body: host.script() });
    await visit();
    await pill.click();
    await expect(panel).toBeVisible();
    await page.emulateMedia({ media: 'print' });
    await expect(pill).toBeHidden();
    await expect(panel).toBeHidden();
    await page.emulateMedia({ media: 'screen' });
    await expect(pill).toBeVisible();
  });

  test('a host that hides it, or gives it colours, is obeyed', async ({ page, visit, light, pill, host }) => {
    host.policy = '';
    host.compose({ head: '<style>porchlight-portal { --pl-accent: rgb(1, 2, 3) } .quiet porchlight-portal { display: none }</style>', body: host.script() });
    await visit();
    await state(light, 'online');
    await expect(pill).toHaveCSS('background-color', 'rgb(1, 2, 3)');
    await page.evaluate(() => (document.documentElement.className = 'quiet'));
    await expect(pill).toBeHidden();
    await page.evaluate(() => (document.documentElement.className = ''));
    await expect(pill).toBeVisible();
    await light.evaluate((light) => light.setAttribute('hidden', ''));
    await expect(pill).toBeHidden();
  });

  for (const colour of ['blurple', 'red}*{display:none', 'url(/x)', '']) {
    test(`a colour that is none, ${colour || 'not even a word'}, leaves the usual one`, async ({ visit, light, pill, host }) => {
      host.write(`data-project="SUP" data-accent="${colour}"`);
      await visit();
      await state(light, 'online');
      await expect(pill).toHaveCSS('background-color', 'rgb(29, 91, 209)');
    });
  }

  test('colours that the reader forces show the lamp all the same', async ({ page, visit, light, pill, desk }) => {
    await page.emulateMedia({ forcedColors: 'active' });
    await visit();
    await lamp(light, 'lit');
    const ground = await pill.evaluate((pill) => getComputedStyle(pill).backgroundColor);
    await expect(light.locator('.flame')).toHaveCSS('fill', ground);
    await expect(light.locator('.glass')).not.toHaveCSS('fill', ground);
    desk.flip({ status: 'offline' });
    await lamp(light, 'empty');
    await expect(pill).toBeVisible();
  });

  test('a body that is written from right to left mirrors it', async ({ visit, pill, host }) => {
    host.page = host.page.replace('<body', '<body dir="rtl"');
    await visit();
    await expect.poll(async () => (await pill.boundingBox())!.x).toBe(16);
  });

  test('an element in the corner and the script’s own light stand one above the other', async ({ page, visit, light, host, desk }) => {
    desk.put({ ...offline, project: 'BIL' });
    host.write(undefined, '<div><porchlight-portal project="BIL" data-name="Billing"></porchlight-portal></div>');
    await visit();
    await expect(light).toHaveCount(2);
    const boxes = await Promise.all(['Support', 'Billing'].map((name) => page.getByRole('button', { name }).boundingBox()));
    expect(Math.abs(boxes[0]!.y - boxes[1]!.y)).toBeGreaterThanOrEqual(56);
  });
});
