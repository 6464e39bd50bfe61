// Whether somebody is really there: idle devices, lost networks, sleeping laptops, tabs that come and go.

import type { Page } from '@playwright/test';
import {
  availability,
  changeAttendance,
  expect,
  expectNoSidewaysScrolling,
  goOnline,
  open,
  openWithClock,
  parts,
  passTime,
  test,
} from '../story.ts';
import { expectAccessible } from '../fixtures.ts';

const PHONE =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1';

/** What a browser says of a network that is gone. */
const UNREACHABLE = /net::ERR_(CONNECTION|SOCKET|EMPTY|INCOMPLETE|TIMED|NETWORK)/;

/** The question a minute before away. */
const question = (page: Page) => page.getByRole('region', { name: 'Still there?' });

test('idle on two devices is away, after it was asked; one key press on either ends it', async ({ signIn, startServer, addProject, addPerson }) => {
  test.slow();
  const on = await startServer();
  const desk = { baseURL: on.url };
  const support = await addProject('Support', { on });
  const marta = await addPerson('Marta Nowak', { agent: [support], on });
  const jonas = await addPerson('Jonas Weber', { agent: [support], on });
  const [home, office] = [await signIn(marta, desk), await signIn(marta, desk)];
  const [laptop, tower] = [
    await openWithClock(home, `/projects/${support.key}`),
    await openWithClock(office, '/account'),
  ];
  const colleague = await openWithClock(await signIn(jonas, desk), `/projects/${support.key}`);
  const all = [laptop, tower, colleague];
  await goOnline(home, { minutes: 120 });
  await expect(parts(laptop).status).toHaveAccessibleName(/^1 agent online\. You are online until/);

  // Both are asked, also where there is no icon; a touch at one of them answers for both.
  await passTime(on, all, 14 * 60 + 5);
  await expect(question(laptop)).toContainText(/^Still there\?You are away at \d\d:\d\d unless you touch one of your devices\./);
  await expect(question(tower)).toBeVisible();
  await tower.keyboard.press('Shift');
  await expect(question(tower)).toBeHidden();
  await passTime(on, all, 25);
  await expect(question(laptop)).toBeHidden();
  expect(await availability(on, support)).toMatchObject({ status: 'online' });

  await passTime(on, all, 13 * 60 + 50);
  await expect(question(laptop)).toBeVisible();
  await expectAccessible(laptop);
  await passTime(on, all, 65);
  await expect(parts(laptop).status).toHaveAttribute('data-presence', 'away');
  await expect(parts(laptop).status).toHaveAccessibleName(
    /^No agents online\. You are away, idle for 15 min\. Your time online ends at (tomorrow, )?\d\d:\d\d unless you come back\.$/,
  );
  await expect(question(laptop)).toBeHidden();
  expect(await availability(on, support)).toMatchObject({ status: 'offline' });
  const seen = parts(colleague);
  await seen.status.click();
  await expect(seen.dialog.getByText('Nobody is online')).toBeVisible();
  const row = seen.dialog.getByRole('listitem').filter({ hasText: 'Marta Nowak' });
  await expect(row).toContainText('Idle for 15 min');
  await expect(row).toContainText('Away');
  await expect(row).toContainText('Forgotten?');

  await tower.keyboard.press('Shift');
  await expect(parts(laptop).status).toHaveAccessibleName(/^1 agent online\. You are online until/);
  await expect(row).not.toContainText('Away');
  expect(await availability(on, support)).toMatchObject({ status: 'online' });
});

test('a lost network is told on both sides, and ends by itself', async ({ signIn, startServerBehind, addProject, addPerson, complaints }) => {
  test.slow();
  const { on, link } = await startServerBehind();
  const support = await addProject('Support', { on });
  const marta = await addPerson('Marta Nowak', { agent: [support], on });
  const jonas = await addPerson('Jonas Weber', { agent: [support], siteAdmin: true, on });
  const admin = await signIn(jonas, { baseURL: on.url });
  await changeAttendance(admin, { grace: '10' });
  const context = await signIn(marta, { baseURL: link.url });
  const [page, colleague] = [await context.newPage(), await admin.newPage()];
  await open(page, `/projects/${support.key}`);
  await open(colleague, `/projects/${support.key}`);
  await goOnline(context, { minutes: 60 });
  await expect(parts(page).status).toHaveAccessibleName(/^1 agent online\. You are online/);

  complaints.expect(UNREACHABLE);
  link.cut();
  await expect(parts(page).status).toHaveAccessibleName(/^Reconnecting\. Last known/);
  await expect.poll(() => availability(on, support), { timeout: 20_000 }).toMatchObject({ status: 'offline' });
  await parts(colleague).status.click();
  const row = parts(colleague).dialog.getByRole('listitem').filter({ hasText: 'Marta Nowak' });
  await expect(row).toContainText(/Last seen (yesterday, )?\d\d:\d\d, until/);
  await expect(row).toContainText('No connection');
  await expectNoSidewaysScrolling(colleague);

  link.mend();
  await expect(parts(page).status).toHaveAccessibleName(/^1 agent online\. You are online/, { timeout: 20_000 });
  expect(await availability(on, support)).toMatchObject({ status: 'online' });
  await expect(row).toContainText(/Since/);
});

test('a laptop that slept for ten minutes is back at once; one that slept for an hour is told why it is offline', async ({ signIn, startServerBehind, addProject, addPerson, complaints }) => {
  test.slow();
  const { on, link } = await startServerBehind();
  const support = await addProject('Support', { on });
  const marta = await addPerson('Marta Nowak', { agent: [support], on });
  const context = await signIn(marta, { baseURL: link.url });
  const page = await openWithClock(context, `/projects/${support.key}`);
  await goOnline(context, {});
  const { status, dialog } = parts(page);
  await expect(status).toHaveAccessibleName('1 agent online. You are online with no end.');
  complaints.expect(UNREACHABLE);

  const sleep = async (minutes: number) => {
    link.fallAsleep();
    await on.passTime(minutes * 60);
    await expect.poll(() => availability(on, support)).toMatchObject({ status: 'offline' });
    link.mend();
    await page.clock.fastForward(minutes * 60_000);
  };
  await sleep(10);
  await expect(status).toHaveAccessibleName('1 agent online. You are online with no end.', { timeout: 20_000 });
  expect(await availability(on, support)).toMatchObject({ status: 'online' });

  await sleep(60);
  await expect(status).toHaveAccessibleName('No agents online. You are offline.', { timeout: 20_000 });
  await status.click();
  await expect(dialog).toContainText(/your connection was lost for too long/);
});

test('one device signs out another, from the dialog and without scripts', async ({ signIn, addProject, addPerson, complaints }) => {
  // How a page learns that its session is over.
  complaints.expect(/status of 401/);
  const support = await addProject('Support');
  const marta = await addPerson('Marta Nowak', { agent: [support] });
  const [laptop, phone, tablet] = [
    await signIn(marta),
    await signIn(marta, { userAgent: PHONE }),
    await signIn(marta, { javaScriptEnabled: false }),
  ];
  const page = await laptop.newPage();
  await open(page, `/projects/${support.key}`);
  const [pocket, plain] = [await phone.newPage(), await tablet.newPage()];
  await open(pocket, `/projects/${support.key}`);
  await open(plain, '/presence');
  await goOnline(laptop);

  const { status, dialog } = parts(page);
  await status.click();
  const devices = dialog.getByRole('listitem').filter({ hasText: 'Sign out' });
  await expect(devices).toHaveCount(3);
  await expect(devices.first()).toContainText('This device, active now');
  await dialog.getByRole('button', { name: /^Sign out Safari.*iPhone$/ }).click();
  await expect(devices).toHaveCount(2);
  await expect(pocket.getByRole('button', { name: 'Sign in' })).toBeVisible();
  await expect(dialog.getByRole('heading', { name: 'You are online' })).toBeVisible();

  // The plain page has the same list; the other one is the laptop.
  await plain.reload();
  const list = plain.getByRole('region', { name: 'Your devices' }).getByRole('listitem');
  await expect(list).toHaveCount(2);
  await list.last().getByRole('button').click();
  await expect(plain.getByRole('main').getByRole('status')).toHaveText('The device is signed out.');
  await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible();
  await expect(list).toHaveCount(1);
});

test('leaving says so at once; a second tab, and moving from page to page, keep the light on without a flicker', async ({ signIn, server, addProject, addPerson }) => {
  test.slow();
  const support = await addProject('Support');
  const marta = await addPerson('Marta Nowak', { agent: [support] });
  const context = await signIn(marta);
  const [page, second] = [await context.newPage(), await context.newPage()];
  const said: string[] = [];
  context.on('request', (request) => {
    if (new URL(request.url()).pathname.endsWith('/me/beat')) said.push(JSON.parse(request.postData() ?? '{}').page);
  });
  for (const tab of [page, second]) await open(tab, `/projects/${support.key}`);
  await goOnline(context, {});
  await expect.poll(() => availability(server, support)).toMatchObject({ status: 'online' });
  const { revision } = await availability(server, support);

  for (const path of ['/projects', '/account', '/presence', '/projects']) await open(page, path);
  said.length = 0;
  await page.goto('about:blank');
  await expect.poll(() => said).toContain('shown');
  expect(said).not.toContain('left');
  expect(await availability(server, support)).toMatchObject({ status: 'online', revision });

  await second.goto('about:blank');
  // Ten seconds after the goodbye, instead of seventy after the last beat.
  await expect.poll(() => availability(server, support), { timeout: 20_000 }).toMatchObject({ status: 'offline' });
});

test('the people page points out who is forgotten, with their devices and the door', async ({ signIn, startServer, addProject, addPerson }) => {
  test.slow();
  const on = await startServer();
  const desk = { baseURL: on.url };
  const support = await addProject('Support', { on });
  const marta = await addPerson('Marta Nowak', { siteAdmin: true, on });
  const jonas = await addPerson('Jonas Weber', { agent: [support], on });
  const agent = await signIn(jonas, desk);
  const page = await openWithClock(await signIn(marta, desk), '/people');
  const idle = await openWithClock(agent, '/account');
  await goOnline(agent, {});
  const row = page.getByRole('row').filter({ hasText: jonas.email });
  await expect(row).toContainText('Active now');
  await expect(row).toContainText('1 device');

  // Who is never away by their own choice is forgotten all the same.
  await idle.getByRole('radio', { name: 'Never' }).check();
  await idle.getByRole('region', { name: 'When you are away' }).getByRole('button', { name: 'Save' }).click();
  await expect(idle.getByRole('main').getByRole('status')).toHaveText('Saved.');
  // The page draws its times anew once a minute.
  await passTime(on, [idle, page], 17 * 60);
  await expect(row).toContainText('Online');
  await expect(row).toContainText('Forgotten?');
  const opened = page.getByRole('row').filter({ hasText: 'Nobody has touched any of Jonas Weber’s devices since' });
  await expect(opened).toContainText('Jonas Weber counts as available, and customers wait for an answer.');
  await expect(opened.getByRole('region', { name: 'Devices of Jonas Weber' }).getByRole('listitem')).toContainText(/Idle for 1[67] min/);
  await expectAccessible(page);
  await page.setViewportSize({ width: 320, height: 640 });
  await expectNoSidewaysScrolling(page);
  await page.setViewportSize({ width: 1280, height: 720 });

  await page.getByRole('navigation', { name: 'Show' }).getByRole('link', { name: 'Online 1' }).click();
  await expect(page.getByRole('row').filter({ hasText: marta.email })).toHaveCount(0);
  await opened.getByRole('link', { name: 'Put Jonas Weber offline' }).click();
  await page.getByRole('button', { name: 'Put offline' }).click();
  await expect(page.getByRole('main').getByRole('status')).toHaveText('Jonas Weber is offline in Support.');
  await page.goto('/people?presence=offline');
  await expect(row).toContainText('Put offline');
  await expect(row).not.toContainText('Forgotten?');
});

test('the site says when somebody is away and lost, and an agent may raise it unless it is enforced', async ({ visit, startServer, addProject, addPerson, complaints }) => {
  complaints.expect(/status of 422/);
  const on = await startServer();
  const desk = { baseURL: on.url };
  const support = await addProject('Support', { on });
  const marta = await addPerson('Marta Nowak', { siteAdmin: true, on });
  const jonas = await addPerson('Jonas Weber', { agent: [support], on });
  const settings = await visit(marta, '/settings', desk);
  const field = (name: string | RegExp) => settings.getByRole('textbox', { name });
  await expect(field(/^Away after/)).toHaveValue('15');
  await field(/^Away after/).fill('0');
  await field(/^Lost after/).fill('soon');
  await field(/^End time online/).fill('');
  await settings.getByRole('button', { name: 'Save' }).click();
  await expect(field(/^Away after/)).toHaveAccessibleDescription(/^Use a whole number from 1 to 480\./);
  await expect(field(/^Lost after/)).toHaveAccessibleDescription(/^Use a whole number from 10 to 600\./);
  await expect(field(/^Lost after/)).toHaveValue('soon');
  await expect(field(/^End time online/)).toHaveValue('');
  await field(/^Away after/).fill('20');
  await field(/^Lost after/).fill('60');
  await settings.getByRole('button', { name: 'Save' }).click();
  await expect(settings.getByRole('main').getByRole('status')).toHaveText('Saved.');
  await expect(field(/^End time online/)).toHaveValue('');

  const account = await visit(jonas, '/account', desk);
  const own = account.getByRole('region', { name: 'When you are away' });
  await expect(own.getByRole('radio', { name: 'As the site says: after 20 min without input' })).toBeChecked();
  await own.getByRole('radio', { name: 'After more minutes without input' }).check();
  await own.getByRole('textbox', { name: 'Minutes' }).fill('5');
  await own.getByRole('button', { name: 'Save' }).click();
  await expect(own.getByRole('textbox', { name: 'Minutes' })).toHaveAccessibleDescription(/^Use a whole number from 20 to 480\./);
  await own.getByRole('textbox', { name: 'Minutes' }).fill('45');
  await own.getByRole('button', { name: 'Save' }).click();
  await expect(account.getByRole('main').getByRole('status')).toHaveText('Saved.');
  await expect(own.getByRole('radio', { name: 'After more minutes without input' })).toBeChecked();
  const { away_after_s } = await (await account.context().request.get('/api/v1/me/presence')).json();
  expect(away_after_s).toBe(45 * 60);

  await settings.getByRole('checkbox', { name: 'The same for everybody' }).check();
  await settings.getByRole('button', { name: 'Save' }).click();
  await expect(settings.getByRole('main').getByRole('status')).toHaveText('Saved.');
  await account.reload();
  await expect(own).toContainText('The site says so for everybody: after 20 min without input on all of your devices.');
  await expect(own.getByRole('radio')).toHaveCount(0);
});
