// Pages stay true: many tabs with one stream, a server that dies and comes back, pages without a reload.

import type { Page } from '@playwright/test';
import { chooseOtherLength, expect, expectNoSidewaysScrolling, goOnline, ground, open, parts, putPresence, test } from '../story.ts';
import { METRICS_TOKEN, type Server } from '../server.ts';

async function headerStreams(server: Server): Promise<number> {
  const headers = { authorization: `Bearer ${METRICS_TOKEN}` };
  const metrics = await (await fetch(`${server.url}/metrics`, { headers })).text();
  return Number(/^porchlight_header_streams (\d+)/m.exec(metrics)?.[1] ?? NaN);
}

async function allSay(pages: Page[], sentence: string | RegExp): Promise<void> {
  for (const page of pages) await expect(parts(page).status).toHaveAccessibleName(sentence);
}

test('ten tabs of one browser are live with one stream, whichever of them closes', async ({ signIn, startServer, addProject, addPerson }) => {
  test.slow();
  const on = await startServer();
  const support = await addProject('Support', { on });
  const marta = await addPerson('Marta Nowak', { agent: [support], on });
  const jonas = await addPerson('Jonas Weber', { agent: [support], on });
  const desk = { baseURL: on.url };
  const tabs: Page[] = [];
  const context = await signIn(marta, desk);
  for (let tab = 0; tab < 10; tab++) {
    const page = await context.newPage();
    await open(page, `/projects/${support.key}`);
    tabs.push(page);
  }
  await expect.poll(() => headerStreams(on)).toBe(1);

  const other = await signIn(jonas, desk);
  await goOnline(other);
  await allSay(tabs, '1 agent online. You are offline.');

  // The first tab holds the stream. When it closes the next one takes over, also in the middle of a change.
  for (const sentence of ['No agents online. You are offline.', '1 agent online. You are offline.']) {
    await tabs.shift()!.close();
    await putPresence(other, sentence.startsWith('No') ? { status: 'offline' } : { status: 'online' });
    await allSay(tabs, sentence);
    await expect.poll(() => headerStreams(on)).toBe(1);
  }

  // Every tab can act, with the connections that HTTP/1.1 leaves.
  await parts(tabs[7]!).status.click();
  await parts(tabs[7]!).dialog.getByRole('button', { name: /^Go online until/ }).click();
  await allSay(tabs, /^2 agents online\. You are online until/);
});

test('a tab that stands still is replaced, and what it says when it goes on is not believed', async ({ signIn, startServer, addProject, addPerson }) => {
  const on = await startServer();
  const support = await addProject('Support', { on });
  const marta = await addPerson('Marta Nowak', { agent: [support], on });
  const jonas = await addPerson('Jonas Weber', { agent: [support], on });
  const context = await signIn(marta, { baseURL: on.url });
  const [first, other] = [await context.newPage(), await context.newPage()];
  for (const tab of [first, other]) await open(tab, `/projects/${support.key}`);
  await expect.poll(() => headerStreams(on)).toBe(1);

  const debug = await context.newCDPSession(first);
  await debug.send('Debugger.enable');
  await debug.send('Debugger.pause');
  const agent = await signIn(jonas, { baseURL: on.url });
  await goOnline(agent);
  await expect(parts(other).status).toHaveAccessibleName('1 agent online. You are offline.', { timeout: 15_000 });

  await putPresence(agent, { status: 'offline' });
  await debug.send('Debugger.resume');
  await allSay([first, other], 'No agents online. You are offline.');
  await expect.poll(() => headerStreams(on)).toBe(1);
});

test('while the server is away a page says so and keeps the last truth, and recovers by itself', async ({ signIn, startServer, addProject, addPerson, complaints }) => {
  test.slow();
  const on = await startServer();
  const support = await addProject('Support', { on });
  const marta = await addPerson('Marta Nowak', { agent: [support], on });
  const jonas = await addPerson('Jonas Weber', { agent: [support], on });
  const context = await signIn(marta, { baseURL: on.url });
  await goOnline(context, { minutes: 120 });
  await goOnline(await signIn(jonas, { baseURL: on.url }), {});
  const [page, second] = [await context.newPage(), await context.newPage()];
  for (const tab of [page, second]) await open(tab, `/projects/${support.key}`);
  await second.setViewportSize({ width: 320, height: 640 });
  const { status, counter } = parts(page);
  await expect(status).toHaveAccessibleName(/^2 agents online\. You are online until/);
  expect(await ground(counter)).toBe('green');

  // Whatever the counter shows meanwhile, it is never a 0 and never red.
  await counter.evaluate((counter) => {
    const seen: string[] = [];
    Object.assign(window, { seen });
    const note = () => seen.push(`${counter.textContent} ${counter.className}`);
    new MutationObserver(note).observe(counter, { attributes: true, characterData: true, childList: true, subtree: true });
  });
  complaints.expect(/ERR_CONNECTION_REFUSED|ERR_CONNECTION_RESET|ERR_EMPTY_RESPONSE|ERR_INCOMPLETE_CHUNKED_ENCODING/);
  await on.kill();
  for (const tab of [page, second]) {
    const there = parts(tab);
    await expect(there.status).toHaveAccessibleName(
      /^Reconnecting\. Last known at \d\d:\d\d: 2 agents online, you are online until (tomorrow, )?\d\d:\d\d\.$/,
    );
    await expect(there.status).toContainText('Reconnecting');
    await expect(there.counter).toHaveText('2');
    expect(await ground(there.counter)).toBe('neither');
    await expectNoSidewaysScrolling(tab);
  }
  await status.click();
  const { dialog } = parts(page);
  await expect(dialog.getByRole('status')).toContainText('Reconnecting.');
  await dialog.getByRole('button', { name: 'Go offline' }).click();
  await expect(dialog.getByRole('alert')).toHaveText('The server cannot be reached. Nothing has changed.');
  await page.keyboard.press('Escape');

  await on.run();
  await allSay([page, second], /^2 agents online\. You are online until (tomorrow, )?\d\d:\d\d, (2 h|1 h 59 min) left\.$/);
  expect(await ground(counter)).toBe('green');
  const seen = await page.evaluate(() => (window as unknown as { seen: string[] }).seen);
  expect(seen.filter((state) => /^0|none/.test(state))).toEqual([]);
  const { until } = await (await context.request.get('/api/v1/me/presence')).json();
  expect(Date.parse(until) - Date.now()).toBeGreaterThan(118 * 60_000);
});

test('pages about presence follow without a reload, and leave alone what somebody types', async ({ signIn, visit, startServer, addProject, addPerson }) => {
  const on = await startServer();
  const support = await addProject('Support', { on });
  const marta = await addPerson('Marta Nowak', { agent: [support], siteAdmin: true, on });
  const jonas = await addPerson('Jonas Weber', { agent: [support], on });
  const agent = await signIn(jonas, { baseURL: on.url });

  const desk = await visit(marta, `/projects/${support.key}`, { baseURL: on.url });
  const [list, people, own] = [await desk.context().newPage(), await desk.context().newPage(), await desk.context().newPage()];
  await open(list, '/projects');
  await open(people, '/people');
  await open(own, '/presence');
  const line = list.getByRole('listitem').filter({ hasText: support.key });
  const row = people.getByRole('row').filter({ hasText: jonas.email });
  await expect(desk.getByRole('heading', { name: 'Support is offline' })).toBeVisible();
  await expect(line).toContainText('Nobody online.');
  await expect(row).toContainText('Not online yet');

  await goOnline(agent);
  await expect(desk.getByRole('heading', { name: 'Support is online' })).toBeVisible();
  await expect(desk.getByRole('main').getByRole('listitem').filter({ hasText: 'Jonas Weber' })).toBeVisible();
  await expect(line).toContainText('1 agent online.');
  await expect(row.getByRole('link', { name: 'Put Jonas Weber offline' })).toBeVisible();
  await expect(own.getByRole('listitem').filter({ hasText: 'Jonas Weber' })).toBeVisible();

  // A choice that is half made stays while everything around it moves.
  await chooseOtherLength(own, 'Minutes…');
  await own.getByLabel('Minutes', { exact: true }).fill('45');
  await list.getByLabel('Name').fill('Billing');
  await putPresence(agent, { status: 'offline' });
  await expect(own.getByText('Nobody is online')).toBeVisible();
  await expect(own.getByLabel('Minutes', { exact: true })).toHaveValue('45');
  await expect(line).toContainText('Nobody online.');
  await expect(list.getByLabel('Name')).toHaveValue('Billing');
  await expect(row).toContainText(/Went offline \d\d:\d\d/);

  await own.getByRole('button', { name: 'Go online' }).click();
  await expect(own.getByRole('main').getByRole('status')).toContainText('You are online until');
  await expect(desk.getByRole('heading', { name: 'Support is online' })).toBeVisible();
  await expect(own.getByRole('heading', { name: 'You are online' })).toBeVisible();
  await putPresence(desk.context(), { status: 'offline' });
  await expect(own.getByRole('heading', { name: 'You are offline' })).toBeVisible();
});

test('where another person signs in beside it, a page becomes theirs and does nothing in their name', async ({
  signIn,
  addProject,
  addPerson,
  complaints,
}) => {
  complaints.expect(/status of 401/);
  const support = await addProject('Support');
  const marta = await addPerson('Marta Nowak', { agent: [support] });
  const jonas = await addPerson('Jonas Weber', { agent: [support] });
  const browser = await signIn(marta);
  const first = await browser.newPage();
  await open(first, `/projects/${support.key}`);
  await expect(first.getByText('Your account, Marta Nowak')).toBeAttached();

  const person = await first.evaluate(() => document.documentElement.dataset.person);
  const form = { email: jonas.email, password: jonas.password };
  expect((await browser.request.post('/sign-in', { form, maxRedirects: 0 })).status()).toBe(303);
  // What the first page asks is still asked for Marta.
  const data = { form: { length: 'none', scope: 'all' } };
  expect((await browser.request.post(`/do/go-online?for=${person}`, { data })).status()).toBe(401);

  await expect(first.getByText('Your account, Jonas Weber')).toBeAttached({ timeout: 15_000 });
  await expect(parts(first).status).toHaveAccessibleName('No agents online. You are offline.');
});
