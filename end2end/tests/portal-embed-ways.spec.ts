// What stands in the portal light's way: policies that forbid, keys that are none, desks that answer nonsense, and
// clocks that are wrong by years.

import type { Page } from '@playwright/test';
import type { Manner } from '../host/stub.ts';
import { breakage, expect, HOUR, lamp, MINUTE, MONDAY, NOW, offline, pass, SECOND, setHidden, settle, state, test } from '../host/visit.ts';

test.describe('what stands in its way', () => {
  const warned = (page: Page) => {
    const warnings: string[] = [];
    page.on('console', (message) => message.type() === 'warning' && warnings.push(message.text()));
    return warnings;
  };

  test('a policy that lets it ask nobody: it says that it does not know, and what the page’s author can do', async ({ page, visit, light, pill, panel, host, desk, complaints }) => {
    const warnings = warned(page);
    complaints.expect(/violates the following Content Security Policy|Content.Security.Policy|Refused to connect/i);
    host.policy = `default-src 'none'; script-src ${desk.origin}`;
    await visit();
    await state(light, 'reconnecting');
    await expect(pill).toHaveAccessibleName('Support No connection just now');
    await lamp(light, 'broken');
    await pill.click();
    await expect(panel).toHaveText('No connection just now.');
    await pass(page, HOUR);
    expect(desk.calls).toEqual([]);
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toContain('connect-src');
    expect(warnings[0]).toContain(`${desk.origin}/api/v1/projects/SUP/availability`);
  });

  for (const [what, attributes] of [
    ['a wrong key', 'data-project="NOPE"'],
    ['a key that is a word of the language', 'data-project="constructor"'],
    ['a key that is no word at all', 'data-project="__proto__"'],
    ['a key that wants to lead elsewhere', 'data-project="../../x?y#z"'],
    ['a key of quotes and signs', 'data-project="a&quot;]\\b&#10;c"'],
  ] as const) {
    test(`${what}: nothing is drawn, and the page’s author is told once`, async ({ page, visit, light, pill, host, desk, complaints }) => {
      breakage(complaints);
      const warnings = warned(page);
      host.write(attributes);
      await visit();
      await state(light, 'unavailable');
      await expect(pill).toBeHidden();
      await pass(page, 5 * HOUR);
      expect(desk.calls.length).toBeLessThan(7);
      expect(warnings).toHaveLength(1);
      expect(warnings[0]).toContain('data-project');
      expect(warnings[0]).toContain('404');
      await page.evaluate(() => (document.body = document.createElement('body')));
      await settle(page);
    });
  }

  test('a page without a console hears nothing, and nothing breaks', async ({ page, visit, light, host, complaints }) => {
    breakage(complaints);
    await page.addInitScript(() => Object.defineProperty(window, 'console', { value: {} }));
    host.write('data-project="NOPE"');
    await visit();
    await state(light, 'unavailable');
  });

  test('an element without a key, of a script without one, says so too', async ({ page, visit, light, pill, host, complaints }) => {
    breakage(complaints);
    const warnings = warned(page);
    host.compose({ body: '<porchlight-portal></porchlight-portal>' + host.script('') });
    await visit();
    await state(light, 'unavailable');
    await expect(pill).toBeHidden();
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toContain('data-project');
  });

  for (const [what, server, right] of [
    ['with a slash at its end', (origin: string) => `${origin}/`, true],
    ['without its scheme', (origin: string) => origin.replace('http://', ''), false],
    ['that is no address at all', () => 'http://[', false],
  ] as const) {
    test(`a server ${what}`, async ({ page, visit, light, host, desk, complaints }) => {
      breakage(complaints);
      const warnings = warned(page);
      host.policy = '';
      host.write(`data-project="SUP" data-origin="${server(desk.origin)}"`);
      await visit();
      await expect(light).toHaveAttribute('data-state', right ? 'online' : /^(reconnecting|unavailable)$/);
      expect(warnings).toHaveLength(right ? 0 : 1);
    });
  }

  test('a light that is right says nothing on the console', async ({ page, visit, light, desk, complaints }) => {
    breakage(complaints);
    const warnings = warned(page);
    await visit();
    await state(light, 'online');
    desk.answers = { status: 429 };
    await pass(page, MINUTE);
    desk.answers = desk.streams = 'cut';
    desk.cut();
    await pass(page, 10 * MINUTE);
    await state(light, 'reconnecting');
    expect(warnings).toEqual([]);
  });

  for (const [what, answers] of [
    ['401', { status: 401 }],
    ['403', { status: 403, body: '<h1>Forbidden</h1>' }],
    ['429 for a moment', { status: 429, headers: { 'Retry-After': '3' } }],
    ['429 until a date', { status: 429, headers: { 'Retry-After': 'Wed, 21 Oct 2026 07:28:00 GMT' } }],
    ['429 until a moment that has passed', { status: 429, headers: { 'Retry-After': '-100000' } }],
    ['500', { status: 500 }],
    ['502 with a page', { status: 502, body: '<!doctype html><h1>Bad gateway</h1>' }],
    ['a page', { status: 200, headers: { 'Content-Type': 'text/html' }, body: '<!doctype html><h1>Sign in to the Wi-Fi</h1>' }],
    ['nothing', { status: 204 }],
    ['null', { status: 200, body: 'null' }],
    ['a list', { status: 200, body: '[{"status":"online"}]' }],
    ['half an object', { status: 200, body: '{"project":"SUP","status":"onl' }],
    ['a state that is none', { status: 200, body: '{"status":"closed","since":"2025-11-22T13:02:00Z","revision":1}' }],
    ['no moment', { status: 200, body: '{"status":"online","revision":1}' }],
    ['a way to somewhere else', { status: 302, headers: { Location: '/sign-in' } }],
    ['a way to nowhere', { status: 301, headers: { Location: 'http://127.0.0.1:1/' } }],
    ['a broken line', 'cut'],
  ] as [string, Manner][]) {
    test(`the desk answers ${what}: nothing is claimed, and it goes on asking, but never fast`, async ({ page, visit, light, desk, complaints }) => {
      breakage(complaints);
      complaints.expect(/CORS|Cross-Origin|Content Security Policy/i);
      desk.answers = answers;
      await visit();
      await expect(light).toHaveAttribute('data-state', /^(reconnecting|unavailable)$/);
      await pass(page, 2 * MINUTE);
      expect(desk.calls.length).toBeLessThan(7);
      desk.answers = 'well';
      await pass(page, 62 * MINUTE);
      await state(light, 'online');
    });
  }

  test('a clock that is set right by years in the middle of a pause: the pause is as long as it was', async ({ page, visit, light, desk, complaints }) => {
    breakage(complaints);
    await page.addInitScript(() => {
      // The page's clock was years ahead; from now on it tells the time.
      const { now } = Date;
      let ahead = 9 * 365 * 24 * 3600 * 1000;
      Date.now = () => now.call(Date) + ahead;
      Object.assign(window, { setClockRight: () => (ahead = 0) });
    });
    desk.answers = { status: 503, headers: { 'Retry-After': '60' } };
    await visit();
    await state(light, 'reconnecting');
    desk.answers = 'well';
    await page.evaluate(() => (window as unknown as { setClockRight: () => void }).setClockRight());
    await setHidden(page, true);
    await setHidden(page, false);
    await pass(page, 66 * SECOND);
    await state(light, 'online');
  });

  for (const years of [-30, 30]) {
    test(`a clock that is wrong by ${years} years`, async ({ page, visit, light, pill, panel, desk }) => {
      await page.clock.setSystemTime(NOW.getTime() + years * 365 * 24 * HOUR);
      await visit();
      await state(light, 'online');
      await pill.click();
      await expect(panel).toHaveText('Online since 22 November 14:02.');
      desk.flip({ status: 'offline', next_open: MONDAY });
      await expect(pill).toHaveAccessibleName(years < 0 ? 'Support is offline Opens 24 November 09:00' : 'Support is offline Nobody is here just now');
      await pass(page, HOUR);
      expect(desk.open).toBe(1);
    });
  }
});

test('a page that stands still and goes on is true within seconds of that', async ({ page, visit, light, desk, complaints }) => {
  breakage(complaints);
  await visit();
  await setHidden(page, true);
  desk.put(offline);
  await pass(page, 24 * HOUR);
  await setHidden(page, false);
  await pass(page, 1);
  await settle(page);
  await state(light, 'offline');
});
