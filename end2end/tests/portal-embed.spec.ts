// The portal's light on a page of somebody else: what it says, and as it happens. The desk and the host are
// ours, so that they can misbehave; time stands still unless a test moves it, and every jitter is at its longest.

import { test as story } from '../fixtures.ts';
import { Host } from '../host/stub.ts';
import { type Availability, breakage, cut, expect, heard, lamp, MINUTE, MONDAY, NOW, offline, pass, SECOND, settle, state, test } from '../host/visit.ts';

test.describe('what it says', () => {
  test('online: a lit lamp and an invitation', async ({ visit, light, pill, panel, desk }) => {
    await visit();
    await state(light, 'online');
    await expect(pill).toHaveAccessibleName('Support is here for you Online now');
    await lamp(light, 'lit');
    await pill.click();
    await expect(panel).toHaveText('Online since 14:02.');
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
    await pass(page, 9.9 * SECOND);
    await state(light, 'checking');
    await expect(light).not.toContainText('offline');

    // That comes to an end: what was not answered for so long is not known.
    await pass(page, SECOND);
    await state(light, 'reconnecting');
    await expect(pill).toHaveAccessibleName('Support No connection just now');
    await lamp(light, 'broken');
    await expect(panel).toHaveText('No connection just now.');
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
      expect(await pill.evaluate((pill) => pill.closest('[lang]')?.getAttribute('lang'))).toBe('de');
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
    await cut(page, desk);
    await pass(page, 3 * SECOND);
    await state(light, 'offline');
  });

  test('a quiet stream is asked about after two heartbeats, and a dead one replaced', async ({ page, visit, light, desk }) => {
    await visit();
    await pass(page, 44 * SECOND);
    expect(desk.calls).toEqual(['GET', 'stream']);
    await pass(page, SECOND);
    await expect.poll(() => desk.calls).toEqual(['GET', 'stream', '304']);
    await state(light, 'online');
    // The desk changes, and the stream does not say so.
    desk.put({ ...offline });
    await pass(page, 46 * SECOND);
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
