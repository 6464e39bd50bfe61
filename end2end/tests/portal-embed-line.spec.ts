// The portal's light when the line breaks, when there is no such desk, and when nobody looks.

import { breakage, cut, expect, HOUR, lamp, MINUTE, offline, pass, SECOND, setHidden, settle, state, test } from '../host/visit.ts';

test.describe('when the line breaks', () => {
  test('a restart that takes a moment stays unseen', async ({ page, visit, light, desk, complaints }) => {
    breakage(complaints);
    await visit();
    await cut(page, desk);
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
    await cut(page, desk);
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
    await state(light, 'reconnecting');
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
    expect(desk.calls).toEqual(['GET', 'stream', '304']);
    desk.answers = 'well';
    await pass(page, 50 * SECOND);
    expect(desk.calls).toEqual(['GET', 'stream', '304', 'GET']);
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
    await pass(page, 50 * MINUTE);
    await settle(page);
    expect(desk.calls).toEqual(['GET']);

    desk.put({ ...offline, project: 'NONE', status: 'online' });
    await pass(page, 11 * MINUTE);
    await state(light, 'online');
    await expect(pill).toBeVisible();
  });

  test('chat that is turned off takes the light away', async ({ page, visit, light, pill, panel, desk, complaints }) => {
    breakage(complaints);
    await visit();
    await pill.click();
    await expect(panel).toBeVisible();
    desk.projects.clear();
    await cut(page, desk);
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
    await pass(page, HOUR);
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
    await pass(page, HOUR);
    await setHidden(page, false);
    await pass(page, SECOND + 1);
    await state(light, 'reconnecting');
    await expect(light).toContainText('online at 14:10');
  });

  test('a page kept for the way back lets go, and takes up again', async ({ playwright, launchOptions, host, desk, complaints }) => {
    // Playwright's browsers keep no page, unless they are asked to.
    const browser = await playwright.chromium.launch({ ...launchOptions, ignoreDefaultArgs: ['--disable-back-forward-cache'] });
    const page = await browser.newPage();
    complaints.listenTo(page.context());
    host.pages.set('/orders', '<!doctype html><title>Orders</title>');
    await page.goto(host.origin);
    await state(page.locator('porchlight-portal'), 'online');
    await expect.poll(() => desk.open).toBe(1);
    await page.goto(`${host.origin}/orders`);
    await expect.poll(() => desk.open).toBe(0);
    // Playwright loses sight of a page that comes back so; a page that loads anew would ask before it listens.
    void page.evaluate(() => history.back()).catch(() => {});
    await expect.poll(() => desk.open).toBe(1);
    expect(desk.calls).toEqual(['GET', 'stream', 'stream']);
    await browser.close();
  });
});

