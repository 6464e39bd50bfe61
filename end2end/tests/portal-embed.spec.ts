// The portal's light on a page of somebody else: what it shows, what it asks the desk for, and when.
// The desk and the host are ours (`host/stub.ts`), so that they can misbehave; time stands still unless a
// test moves it, and every jitter is at its longest.

import { test as base, expect, type Locator, type Page, type Request } from '@playwright/test';
import { Complaints, expectAccessible, test as story } from '../fixtures.ts';
import { StubServer, Host, type Availability } from '../host/stub.ts';

/** A Saturday, 14:10 in Berlin, where the tests' reader is. */
const NOW = new Date('2025-11-22T13:10:00Z');
const MONDAY = '2025-11-24T08:00:00Z';
const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** What a browser says by itself of a call that failed. */
const FAILED_CALL = /Failed to load resource/;

interface Fixtures {
  desk: StubServer;
  host: Host;
  complaints: Complaints;
  /** Opens the host's page, and waits for what its light does first. From then on the clock stands. */
  visit: () => Promise<void>;
  light: Locator;
  pill: Locator;
  panel: Locator;
}

const test = base.extend<Fixtures>({
  desk: async ({}, use) => {
    const desk = await new StubServer().listen();
    await use(desk);
    await desk.close();
  },
  host: async ({ desk }, use) => {
    const host = await new Host(desk).listen();
    host.write();
    await use(host);
    await host.close();
  },
  complaints: async ({}, use) => {
    const complaints = new Complaints();
    await use(complaints);
    expect(complaints.heard, 'the browser complained').toEqual([]);
  },
  context: async ({ context, complaints }, use) => {
    complaints.listenTo(context);
    await use(context);
  },
  visit: async ({ page, host, desk }, use) => {
    const calls = new Set<Request>();
    waiting.set(page, calls);
    page.on('request', (call) => {
      if ((call.url().endsWith('/events') ? desk.streams : desk.answers) !== 'never') calls.add(call);
    });
    page.on('response', (answer) => calls.delete(answer.request()));
    page.on('requestfailed', (call) => calls.delete(call));
    await page.addInitScript(() => {
      Math.random = () => 0.999;
      const heard: unknown[] = [];
      Object.assign(window, { heard });
      addEventListener('porchlight:availability', (event) => heard.push((event as CustomEvent).detail));
    });
    await page.clock.install({ time: NOW.getTime() - MINUTE });
    await page.clock.pauseAt(NOW);
    await use(async () => {
      await page.goto(host.origin);
      await expect(page.locator('porchlight-portal').first()).toHaveAttribute('data-state', /./);
      await pass(page, 1);
    });
  },
  light: async ({ page }, use) => use(page.locator('porchlight-portal')),
  pill: async ({ page }, use) => use(page.getByRole('button')),
  panel: async ({ page }, use) => use(page.locator('[popover]')),
});

/** A stream that has closed leaves the browser with an error of its own. */
function breakage(complaints: Complaints): void {
  complaints.expect(FAILED_CALL);
}

async function state(light: Locator, expected: string): Promise<void> {
  await expect(light).toHaveAttribute('data-state', expected);
}

/** The lamp's shape: solid with a flame, an empty outline, or a broken one with dots. */
async function lamp(light: Locator, shape: 'lit' | 'empty' | 'broken'): Promise<void> {
  const style = (part: string, property: string) =>
    light.locator(`.${part}`).evaluate((path, property) => getComputedStyle(path).getPropertyValue(property), property);
  const drawn = async () => ({
    solid: (await style('glass', 'fill')) !== 'none',
    flame: (await style('flame', 'display')) !== 'none',
    halo: (await style('halo', 'display')) !== 'none',
    broken: (await style('glass', 'stroke-dasharray')) !== 'none',
    dots: (await style('dots', 'display')) !== 'none',
  });
  const lit = shape === 'lit';
  const broken = shape === 'broken';
  await expect.poll(drawn).toEqual({ solid: lit, flame: lit, halo: lit, broken, dots: broken });
}

/** What the host's own scripts were told. */
async function heard(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    (window as unknown as { heard: Availability[] }).heard.map(({ status, revision }) => `${status} ${revision}`),
  );
}

async function setHidden(page: Page, hidden: boolean): Promise<void> {
  await page.evaluate((hidden) => {
    Object.defineProperty(document, 'hidden', { configurable: true, value: hidden });
    document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));
  }, hidden);
}

/** Waits until every call has its answer and the light has read it: from then on only the clock moves it. */
async function settle(page: Page): Promise<void> {
  await turn(page);
  await expect.poll(() => waiting.get(page)?.size).toBe(0);
  await turn(page);
}

/** Lets the page finish what it is at; its timers are not needed for that. */
async function turn(page: Page): Promise<void> {
  for (let turns = 0; turns < 2; turns++) {
    await page.evaluate(
      () =>
        new Promise((resolve) => {
          const { port1, port2 } = new MessageChannel();
          port1.onmessage = resolve;
          port2.postMessage(0);
        }),
    );
  }
}

/** Time passes, and whatever is asked in it is answered in it. */
async function pass(page: Page, time: number, step = SECOND / 2): Promise<void> {
  for (let passed = 0; passed < time; passed += step) {
    await page.clock.runFor(Math.min(step, time - passed));
    await settle(page);
  }
}

/** The calls of a page that nobody has answered yet. */
const waiting = new WeakMap<Page, Set<Request>>();

const offline: Availability = { project: 'SUP', status: 'offline', since: '2025-11-22T13:07:00Z', next_open: null, revision: 18 };

test.describe('what it says', () => {
  test('online: a lit lamp and an invitation', async ({ visit, light, pill, panel, desk }) => {
    await visit();
    await state(light, 'online');
    await expect(pill).toHaveAccessibleName('Support is here for you Online now');
    await lamp(light, 'lit');
    await pill.click();
    await expect(panel).toHaveText('Support is online now, since 14:02.');
    expect(desk.calls).toEqual(['GET', 'stream']);
  });

  test('offline: an empty lamp and the next opening, in the reader’s zone', async ({ visit, light, pill, panel, desk }) => {
    desk.put({ ...offline, next_open: MONDAY });
    await visit();
    await state(light, 'offline');
    await expect(pill).toHaveAccessibleName('Support is offline Opens Monday 09:00');
    await lamp(light, 'empty');
    await pill.click();
    await expect(panel).toHaveText(
      'Nobody is here just now. Opens Monday 09:00. This light turns on as soon as somebody is there.',
    );
  });

  test('offline without hours: nothing is promised', async ({ visit, pill, panel, desk }) => {
    desk.put(offline);
    await visit();
    await expect(pill).toHaveAccessibleName('Support is offline Nobody is here just now');
    await pill.click();
    await expect(panel).toHaveText('Nobody is here just now. This light turns on as soon as somebody is there.');
  });

  test('an opening of today needs no day, and one far away has its date', async ({ visit, pill, desk }) => {
    desk.put({ ...offline, next_open: '2025-11-22T16:30:00Z' });
    await visit();
    await expect(pill).toContainText('Opens 17:30');
    desk.flip({ next_open: '2026-01-07T08:00:00Z' });
    await expect(pill).toContainText('Opens 7 January 09:00');
  });

  test('an opening that passes with nobody there is not held out any longer', async ({ page, visit, pill, desk }) => {
    desk.put({ ...offline, next_open: new Date(NOW.getTime() + 45 * SECOND).toISOString() });
    await visit();
    await expect(pill).toContainText('Opens 14:10');
    await pass(page, MINUTE);
    await expect(pill).toContainText('Nobody is here just now');
  });

  test('before it knows, it says that it is checking', async ({ page, visit, light, pill, panel, desk }) => {
    desk.answers = 'never';
    await visit();
    await state(light, 'checking');
    await expect(pill).toHaveAccessibleName('Support Checking who is here');
    await lamp(light, 'broken');
    await pill.click();
    await expect(panel).toHaveText('Checking who is here. This light turns on as soon as somebody is there.');
    await pass(page, 20 * SECOND);
    await state(light, 'checking');
    await expect(light).not.toContainText('offline');
  });

  test('where the project shows it, how many are there', async ({ visit, pill, desk }) => {
    desk.put({ ...desk.projects.get('SUP')!, agents_online: 3 });
    await visit();
    await expect(pill).toHaveAccessibleName('Support is here for you Online now: 3');
  });

  test('without a name it speaks for itself', async ({ visit, pill, host, desk }) => {
    host.write('data-project="SUP"');
    await visit();
    await expect(pill).toHaveAccessibleName('We are here for you Online now');
    desk.flip({ status: 'offline' });
    await expect(pill).toHaveAccessibleName('We are offline Nobody is here just now');
  });

  test('a name is text, whatever it holds', async ({ visit, pill, host }) => {
    host.write('data-project="SUP" data-name="&lt;b&gt; A$$AP {t}"');
    await visit();
    await expect(pill).toHaveAccessibleName('<b> A$$AP {t} is here for you Online now');
  });

  test('a number that is no object is no truth', async ({ visit, light, desk }) => {
    await visit();
    desk.say({ ...offline, status: 'closed' as 'offline', revision: 99 });
    desk.say({ ...offline, since: 'never', revision: 99 });
    desk.flip({ agents_online: 2 });
    await expect(light).toContainText('Online now: 2');
  });

  for (const [why, attributes, html] of [
    ['the script', 'data-project="SUP" data-name="Support" data-lang="de-CH"', 'lang="en"'],
    ['the page', 'data-project="SUP" data-name="Support"', 'lang="de"'],
  ] as const) {
    test(`it speaks the language of ${why}`, async ({ visit, pill, panel, host, desk }) => {
      host.write(attributes, '', html);
      desk.put({ ...offline, next_open: MONDAY });
      await visit();
      await expect(pill).toHaveAccessibleName('Support ist offline Öffnet Montag 09:00');
      await expect(pill).toHaveAttribute('lang', 'de');
      await pill.click();
      await expect(panel).toHaveText(
        'Gerade ist niemand da. Öffnet Montag 09:00. Dieses Licht geht an, sobald jemand da ist.',
      );
    });
  }

  test.describe('to a reader in New York', () => {
    test.use({ locale: 'en-US', timezoneId: 'America/New_York' });
    test('times are theirs', async ({ visit, pill, desk, host }) => {
      host.write('data-project="SUP" data-name="Support"', '', 'lang="fr"');
      desk.put({ ...offline, next_open: MONDAY });
      await visit();
      await expect(pill).toContainText(/Opens Monday 3:00\sAM/);
    });
  });
});

test.describe('as it happens', () => {
  test('a flip shows at once, is said aloud, and reaches the host’s own scripts', async ({ page, visit, light, pill, desk }) => {
    await visit();
    const said = page.getByRole('status');
    await expect(said).toHaveText('');
    desk.flip({ status: 'offline', since: '2025-11-22T13:10:05Z', next_open: MONDAY });
    await state(light, 'offline');
    await expect(said).toHaveText('Support is offline. Opens Monday 09:00');
    await expect(pill).toHaveAccessibleName('Support is offline Opens Monday 09:00');
    desk.flip({ status: 'online' });
    await expect(said).toHaveText('Support is here for you. Online now');

    expect(await heard(page)).toEqual(['online 17', 'offline 18', 'online 19']);
    const last = await light.evaluate((portal) => (portal as unknown as { availability: Availability }).availability);
    expect(last).toEqual(desk.projects.get('SUP'));
    expect(desk.calls).toEqual(['GET', 'stream']);
  });

  test('on one stream a lower revision is old news', async ({ page, visit, light, desk }) => {
    await visit();
    desk.say({ ...offline, revision: 16 });
    desk.flip({ agents_online: 2 });
    await expect(light).toContainText('Online now: 2');
    expect(await heard(page)).toEqual(['online 17', 'online 18']);
  });

  test('a new stream is believed, whatever its revision', async ({ page, visit, light, desk, complaints }) => {
    breakage(complaints);
    await visit();
    desk.put({ ...offline, revision: 1 });
    desk.cut();
    await expect.poll(() => desk.open).toBe(0);
    await pass(page, 3 * SECOND);
    await state(light, 'offline');
  });

  test('a quiet stream is asked about once a minute, and a dead one replaced', async ({ page, visit, light, desk }) => {
    await visit();
    await pass(page, 59 * SECOND);
    expect(desk.calls).toEqual(['GET', 'stream']);
    await pass(page, SECOND);
    await expect.poll(() => desk.calls).toEqual(['GET', 'stream', '304']);
    await state(light, 'online');
    // The desk changes, and the stream does not say so.
    desk.put({ ...offline });
    await pass(page, 61 * SECOND);
    await state(light, 'offline');
    await expect.poll(() => desk.calls).toEqual(['GET', 'stream', '304', 'GET', 'stream']);
    await expect.poll(() => desk.open).toBe(1);
  });

  test('a desk whose heart beats is not asked', async ({ page, visit, desk }) => {
    await page.addInitScript(() => {
      Object.assign(window, { beats: 0 });
      window.EventSource = class extends EventSource {
        constructor(url: string | URL) {
          super(url);
          this.addEventListener('beat', () => (window as unknown as { beats: number }).beats++);
        }
      };
    });
    await visit();
    for (let beats = 1; beats < 5; beats++) {
      await pass(page, 40 * SECOND);
      desk.beat();
      await expect.poll(() => page.evaluate(() => (window as unknown as { beats: number }).beats)).toBe(beats);
    }
    await settle(page);
    expect(desk.calls).toEqual(['GET', 'stream']);
  });
});

test.describe('when the line breaks', () => {
  test('a restart that takes a moment stays unseen', async ({ page, visit, light, desk, complaints }) => {
    breakage(complaints);
    await visit();
    desk.cut();
    await expect.poll(() => desk.open).toBe(0);
    await settle(page);
    await state(light, 'online');
    await pass(page, 2.6 * SECOND);
    await expect.poll(() => desk.open).toBe(1);
    await state(light, 'online');
    await pass(page, 10 * SECOND);
    await state(light, 'online');
    await expect(page.getByRole('status')).toHaveText('');
  });

  test('a longer one shows the last truth as no more than that', async ({ page, visit, light, pill, desk, complaints }) => {
    breakage(complaints);
    await visit();
    desk.streams = desk.answers = 'cut';
    desk.cut();
    await expect.poll(() => desk.open).toBe(0);
    await pass(page, 2.9 * SECOND);
    await pass(page, SECOND);
    await state(light, 'reconnecting');
    await expect(pill).toHaveAccessibleName('Support Reconnecting, online at 14:10');
    await lamp(light, 'broken');

    desk.put(offline);
    desk.streams = desk.answers = 'well';
    await pass(page, 2 * MINUTE);
    await state(light, 'offline');
    await expect(page.getByRole('status')).toHaveText('Support is offline. Nobody is here just now');
  });

  test('tries come ever later, with jitter, and end at one a minute', async ({ page, visit, light, desk, complaints }) => {
    breakage(complaints);
    desk.answers = { status: 500 };
    await visit();
    for (const wait of [5, 10, 20, 40, 60, 60]) {
      const calls = desk.calls.length;
      await pass(page, (wait - 1) * SECOND);
      expect(desk.calls.length, `not before ${wait} s`).toBe(calls);
      await pass(page, SECOND);
      expect(desk.calls.length, `after ${wait} s`).toBe(calls + 1);
    }
    await state(light, 'checking');
    desk.answers = 'well';
    await pass(page, MINUTE);
    await state(light, 'online');
  });

  test('a stream that the desk refuses for ever gives way to questions', async ({ page, visit, light, desk, complaints }) => {
    breakage(complaints);
    desk.streams = { status: 503 };
    await visit();
    await state(light, 'online');
    await pass(page, MINUTE);
    const streams = () => desk.calls.filter((call) => call === 'stream').length;
    expect(streams()).toBe(3);
    await state(light, 'online');
    desk.put(offline);
    await pass(page, 20 * SECOND);
    await state(light, 'offline');
    expect(streams()).toBe(3);

    // And once in a while it tries a stream again.
    desk.streams = 'well';
    await pass(page, 5 * MINUTE);
    expect(desk.open).toBe(1);
    desk.flip({ status: 'online' });
    await state(light, 'online');
  });

  test('a stream held back by a proxy gives way to questions', async ({ page, visit, light, desk, complaints }) => {
    breakage(complaints);
    desk.streams = 'buffered';
    await visit();
    await pass(page, 6 * SECOND);
    desk.put(offline);
    await pass(page, 3 * SECOND);
    await state(light, 'offline');
    desk.put({ ...offline, status: 'online', revision: 19 });
    await pass(page, 20 * SECOND);
    await state(light, 'online');
    expect(desk.calls.filter((call) => call === 'stream')).toHaveLength(1);
  });

  test('a browser without streams asks, and most answers are “as before”', async ({ page, visit, light, desk }) => {
    await page.addInitScript(() => Reflect.deleteProperty(window, 'EventSource'));
    await visit();
    for (let polls = 1; polls < 4; polls++) {
      await pass(page, 20 * SECOND);
      expect(desk.calls).toEqual(['GET', ...Array(polls).fill('304')]);
    }
    desk.put(offline);
    await pass(page, 20 * SECOND);
    await state(light, 'offline');
  });

  test('a desk that asks for peace has it, however often the page is shown', async ({ page, visit, desk, complaints }) => {
    breakage(complaints);
    desk.answers = { status: 429, headers: { 'Retry-After': '300' } };
    await visit();
    await pass(page, 4 * MINUTE);
    await setHidden(page, true);
    await setHidden(page, false);
    await pass(page, 20 * SECOND);
    await settle(page);
    expect(desk.calls).toEqual(['GET']);
    desk.answers = 'well';
    await pass(page, MINUTE);
    await expect.poll(() => desk.calls).toEqual(['GET', 'GET', 'stream']);
  });

  test('a refused question does not end a stream that lives', async ({ page, visit, light, desk, complaints }) => {
    breakage(complaints);
    await visit();
    desk.answers = { status: 429, headers: { 'Retry-After': '60' } };
    await pass(page, 61 * SECOND);
    await expect.poll(() => desk.calls.length).toBe(3);
    await settle(page);
    expect(desk.open).toBe(1);
    await state(light, 'online');
  });

  test('an answer that never comes is given up', async ({ page, visit, light, desk, complaints }) => {
    breakage(complaints);
    desk.answers = 'never';
    await visit();
    desk.answers = 'well';
    await pass(page, 20 * SECOND);
    await state(light, 'online');
  });

  test('a browser that goes offline says so and comes back at once', async ({ page, context, visit, light, complaints }) => {
    breakage(complaints);
    await visit();
    await context.setOffline(true);
    await state(light, 'reconnecting');
    await context.setOffline(false);
    await pass(page, 1);
    await state(light, 'online');
  });
});

test.describe('where there is no such desk', () => {
  test('it stays away, quietly', async ({ page, visit, light, pill, host, desk, complaints }) => {
    breakage(complaints);
    host.write('data-project="NONE"');
    await visit();
    await expect(pill).toBeHidden();
    await setHidden(page, true);
    await setHidden(page, false);
    await pass(page, 50 * MINUTE, MINUTE);
    await settle(page);
    expect(desk.calls).toEqual(['GET']);

    desk.put({ ...offline, project: 'NONE', status: 'online' });
    await pass(page, 11 * MINUTE, MINUTE);
    await state(light, 'online');
    await expect(pill).toBeVisible();
  });

  test('chat that is turned off takes the light away', async ({ page, visit, light, pill, panel, desk, complaints }) => {
    breakage(complaints);
    await visit();
    await pill.click();
    await expect(panel).toBeVisible();
    desk.projects.clear();
    desk.cut();
    await expect.poll(() => desk.open).toBe(0);
    await pass(page, 10 * SECOND);
    await state(light, 'unavailable');
    await expect(pill).toBeHidden();
    await expect(panel).toBeHidden();
    expect(await light.evaluate((portal) => (portal as unknown as { availability: unknown }).availability)).toBeNull();
  });
});

test.describe('in a page that nobody looks at', () => {
  test('there is no stream, and a look brings the present', async ({ page, visit, light, desk }) => {
    await visit();
    await setHidden(page, true);
    await expect.poll(() => desk.open).toBe(0);
    desk.put(offline);
    await pass(page, HOUR, MINUTE);
    await settle(page);
    expect(desk.calls).toEqual(['GET', 'stream']);
    await setHidden(page, false);
    await pass(page, 1);
    await state(light, 'offline');
    expect(desk.calls).toEqual(['GET', 'stream', 'stream']);
  });

  test('a page that opens in the background asks for nothing', async ({ page, visit, light, desk }) => {
    await page.addInitScript(() => Object.defineProperty(document, 'hidden', { configurable: true, value: true }));
    await visit();
    await pass(page, MINUTE);
    await settle(page);
    expect(desk.calls).toEqual([]);
    await setHidden(page, false);
    await pass(page, 1);
    await state(light, 'online');
  });

  test('a look at a desk that cannot be reached doubts within a second', async ({ page, visit, light, desk, complaints }) => {
    breakage(complaints);
    await visit();
    await setHidden(page, true);
    desk.streams = desk.answers = 'never';
    await pass(page, HOUR, MINUTE);
    await setHidden(page, false);
    await pass(page, SECOND + 1);
    await state(light, 'reconnecting');
    await expect(light).toContainText('online at 14:10');
  });

  test('a page kept for the way back lets go, and takes up again', async ({ page, visit, light, desk }) => {
    await visit();
    await page.evaluate(() => dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true })));
    await expect.poll(() => desk.open).toBe(0);
    desk.put(offline);
    await page.evaluate(() => dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true })));
    await pass(page, 1);
    await state(light, 'offline');
  });
});

test.describe('in somebody else’s page', () => {
  test('it needs nothing that a strict policy forbids, keeps nothing, and moves nothing', async ({ page, context, visit, pill, host }) => {
    const size = () => page.locator('html').boundingBox();
    host.write('');
    await page.goto(host.origin);
    const before = await size();
    host.write();
    await visit();
    await expect(pill).toBeVisible();
    expect(await size()).toEqual(before);
    expect(await context.cookies()).toEqual([]);
    const kept = await page.evaluate(async () => [
      localStorage.length,
      sessionStorage.length,
      (await indexedDB.databases()).length,
      document.querySelectorAll('[style], style, iframe').length,
    ]);
    expect(kept).toEqual([0, 0, 0, 0]);
  });

  test('the script twice is one light and one stream', async ({ page, visit, light, host, desk }) => {
    host.write('data-project="SUP"', `<script async src="${desk.origin}/embed/v1/portal.js" data-project="SUP"></script>`);
    await visit();
    await page.waitForLoadState('load');
    await expect(light).toHaveCount(1);
    expect(desk.calls).toEqual(['GET', 'stream']);
  });

  test('two projects are two lights, one above the other', async ({ page, visit, light, host, desk }) => {
    desk.put({ ...offline, project: 'BIL' });
    host.write(
      'data-project="SUP" data-name="Support"',
      `<script async src="${desk.origin}/embed/v1/portal.js" data-project="BIL" data-name="Billing"></script>`,
    );
    await visit();
    await expect(light).toHaveCount(2);
    await expect(page.getByRole('button', { name: 'Support is here for you' })).toBeVisible();
    await expect(page.getByRole('button', { name: 'Billing is offline' })).toBeVisible();
    const [one, two] = await Promise.all([light.first().boundingBox(), light.last().boundingBox()]);
    expect(two!.y + two!.height).toBeLessThanOrEqual(one!.y);
  });

  test('an element that the page placed is used, and two of one project share a stream', async ({ page, visit, light, host, desk }) => {
    host.write(
      'data-project="SUP" data-name="Nobody"',
      '<p>Now: <porchlight-portal inline data-name="Support"></porchlight-portal></p>' +
        '<porchlight-portal inline project="SUP" data-name="Help"></porchlight-portal>',
    );
    await visit();
    await expect(light).toHaveCount(2);
    await expect(page.getByRole('button', { name: 'Support is here for you' })).toBeInViewport();
    await expect(page.getByRole('button', { name: 'Help is here for you' })).toBeInViewport();
    expect(desk.calls).toEqual(['GET', 'stream']);
    desk.flip({ status: 'offline' });
    await expect(page.getByRole('button', { name: 'is offline' })).toHaveCount(2);

    await light.first().evaluate((portal) => portal.remove());
    await settle(page);
    expect(desk.open).toBe(1);
    await light.evaluate((portal) => portal.remove());
    await expect.poll(() => desk.open).toBe(0);
  });

  test('the keyboard opens and closes, and the focus stays where it was', async ({ page, visit, pill, panel }) => {
    await visit();
    await page.getByRole('link').focus();
    await page.keyboard.press('Tab');
    await expect(pill).toBeFocused();
    await expect(pill).toHaveAttribute('aria-expanded', 'false');
    await page.keyboard.press('Enter');
    await expect(panel).toBeVisible();
    await expect(pill).toHaveAttribute('aria-expanded', 'true');
    expect(await pill.getAttribute('aria-controls')).toBe(await panel.getAttribute('id'));
    await expect(page.getByRole('status')).toHaveText('Support is online now, since 14:02.');
    await page.keyboard.press('Escape');
    await expect(panel).toBeHidden();
    await expect(pill).toBeFocused();
    await expect(pill).toHaveAttribute('aria-expanded', 'false');
  });

  test('a click elsewhere closes it', async ({ page, visit, pill, panel }) => {
    await visit();
    await pill.click();
    await expect(panel).toBeVisible();
    await page.getByRole('heading').click();
    await expect(panel).toBeHidden();
  });

  test('an open panel follows the truth', async ({ visit, pill, panel, desk }) => {
    await visit();
    await pill.click();
    desk.flip({ status: 'offline', next_open: MONDAY });
    await expect(panel).toContainText('Opens Monday 09:00');
  });

  for (const project of ['online', 'offline'] as const) {
    test(`nothing that axe knows is wrong while ${project}`, async ({ page, visit, light, pill, panel, desk }) => {
      if (project === 'offline') desk.put(offline);
      await visit();
      await state(light, project);
      await pill.click();
      await expect(panel).toBeVisible();
      await page.clock.resume();
      await expectAccessible(page);
    });
  }

  test('position, theme and accent are the host’s to choose', async ({ page, visit, light, pill, host }) => {
    host.write('data-project="SUP" data-position="start" data-theme="dark" data-accent="#ffd54a"');
    await visit();
    await state(light, 'online');
    expect((await pill.boundingBox())!.x).toBe(16);
    const look = () => pill.evaluate((node) => [getComputedStyle(node).backgroundColor, getComputedStyle(node).colorScheme]);
    await expect.poll(look).toEqual(['rgb(255, 213, 74)', 'dark']);
    // Black on yellow, white on dark green.
    const ink = () =>
      pill.evaluate((node) => {
        const probe = new OffscreenCanvas(1, 1).getContext('2d')!;
        probe.fillStyle = getComputedStyle(node).color;
        probe.fillRect(0, 0, 1, 1);
        return probe.getImageData(0, 0, 1, 1).data[0];
      });
    await expect.poll(ink).toBe(0);
    host.write('data-project="SUP" data-accent="#0b5d34"');
    await page.goto(host.origin);
    await pass(page, SECOND);
    await state(light, 'online');
    await expect.poll(ink).toBe(255);
  });

  test('in a page that is written from right to left it mirrors, but for the lamp', async ({ visit, light, pill, host }) => {
    host.write(undefined, '', 'lang="ar" dir="rtl"');
    await visit();
    await state(light, 'online');
    const box = (await pill.boundingBox())!;
    expect(box.x).toBe(16);
    const lamp = (await light.locator('svg').boundingBox())!;
    expect(lamp.x).toBeGreaterThan(box.x + box.width / 2);
  });

  test.describe('on a small screen', () => {
    test.use({ viewport: { width: 320, height: 256 } });
    test('it is the lamp alone, and neither it nor its words leave the screen', async ({ page, visit, pill, panel }) => {
      await visit();
      const { width, height } = (await pill.boundingBox())!;
      expect([width, height]).toEqual([56, 56]);
      await expect(pill).toHaveAccessibleName('Support is here for you Online now');
      await pill.click();
      const box = (await panel.boundingBox())!;
      expect(box.x).toBeGreaterThanOrEqual(0);
      expect(box.y).toBeGreaterThanOrEqual(0);
      expect(box.x + box.width).toBeLessThanOrEqual(320);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
    });
  });

  test('motion stops for those who ask for that', async ({ page, visit, light, desk }) => {
    desk.answers = 'never';
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await visit();
    const animation = () => light.locator('.dots').evaluate((node) => getComputedStyle(node).animationName);
    expect(await animation()).toBe('none');
    await page.emulateMedia({ reducedMotion: 'no-preference' });
    expect(await animation()).not.toBe('none');
  });
});

// The real desk, from the first light to the last, on another origin than the page.
story('a portal lights up and goes dark within a second of its desk', async ({ page, server, complaints }) => {
  await server.addUser({ email: 'mira@portal.example', name: 'Mira', password: 'a long and quiet evening' });
  await server.addProject({ key: 'LIT', name: 'Support', chat: true });
  await server.addProject({ key: 'DARK', name: 'Support without chat' });
  await server.addMember({ project: 'LIT', email: 'mira@portal.example', role: 'agent' });
  const token = await server.addToken({ email: 'mira@portal.example', name: 'portal' });
  const put = async (wish: object) => {
    const answer = await fetch(`${server.url}/api/v1/me/presence`, {
      method: 'PUT',
      headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
      body: JSON.stringify(wish),
    });
    expect(answer.status, await answer.text()).toBe(200);
  };
  const host = await new Host({ origin: server.url }).listen();
  try {
    host.write('data-project="LIT" data-name="Support"');
    await page.goto(host.origin);
    const light = page.locator('porchlight-portal');
    await state(light, 'offline');
    await put({ status: 'online', minutes: 30 });
    await expect(page.getByRole('button', { name: 'Support is here for you Online now' })).toBeVisible({ timeout: SECOND });
    await put({ status: 'offline' });
    await expect(page.getByRole('button', { name: 'Support is offline' })).toBeVisible({ timeout: SECOND });

    complaints.expect(/Failed to load resource.*404/);
    host.write('data-project="DARK"');
    await page.goto(host.origin);
    await state(light, 'unavailable');
    await expect(page.getByRole('button')).toBeHidden();
  } finally {
    await host.close();
  }
});
