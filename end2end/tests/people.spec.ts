// What site admins do on the people page: find, ask, log out; and the menus.

import type { Page } from '@playwright/test';
import { expectAccessible } from '../fixtures.ts';
import { availability, expect, expectNoSidewaysScrolling, goOnline, openWithClock, open, parts, passTime, test } from '../story.ts';

const PHONE = { width: 360, height: 780 };

/** The row of somebody, by what it says. */
const row = (page: Page, words: string) => page.getByRole('row').filter({ hasText: words });

test('a person who is logged out is told so at once, and after signing in by whom and why', async ({
  signIn,
  visit,
  server,
  addProject,
  addPerson,
  complaints,
}) => {
  test.slow();
  complaints.expect(/status of 401/);
  const support = await addProject('Support');
  const priya = await addPerson('Priya Raman', { siteAdmin: true });
  const jonas = await addPerson('Jonas Weber', { agent: [support] });
  const agent = await signIn(jonas);
  await goOnline(agent);
  const theirs = await agent.newPage();
  await open(theirs, '/projects');

  const page = await visit(priya, `/people?q=${jonas.email}`);
  const main = page.getByRole('main');
  const ask = () => row(page, jonas.email).getByRole('button', { name: 'Force logout: Jonas Weber' }).click();
  await ask();
  await expect(main.getByRole('heading', { level: 1, name: 'Log out Jonas Weber everywhere?' })).toBeVisible();
  await expect(main).toContainText('One device is signed out at once.');
  await expect(main).toContainText('Jonas Weber goes offline in Support.');
  await expect(main).toContainText('Nobody else is online in Support. Customers will see nobody home.');
  await expectAccessible(page);
  // A second thought changes nothing.
  await main.getByRole('link', { name: 'Cancel' }).click();
  await expect(row(page, jonas.email)).toContainText('Online');
  expect(await availability(server, support)).toMatchObject({ status: 'online' });
  await ask();
  await main.getByLabel('Reason').fill('Your laptop was found in a train.');
  await main.getByRole('button', { name: 'Force logout' }).click();
  // The admin is where they were, and reads that it worked.
  await expect(main.getByRole('status')).toHaveText('Jonas Weber is offline and signed out everywhere.');
  await expect(page).toHaveURL(/\/people\?q=/);
  await expect(row(page, jonas.email)).toContainText('Offline');
  expect(await availability(server, support)).toMatchObject({ status: 'offline' });

  // The agent's page follows by itself; whoever looks over their shoulder reads neither name nor reason.
  await expect(theirs.getByRole('main').getByRole('status')).toHaveText(
    'A site admin signed you out on all your devices. Sign in to read who it was, and why.',
  );
  await expect(theirs.getByRole('main')).not.toContainText('Priya');
  await expectAccessible(theirs);
  await theirs.getByLabel('E-mail address').fill(jonas.email);
  await theirs.getByLabel('Password').fill(jonas.password);
  await theirs.getByRole('button', { name: 'Sign in' }).click();
  const told = theirs.getByRole('region', { name: /^Priya Raman signed you out on all your devices \((yesterday, )?\d\d:\d\d\)\.$/ });
  await expect(told).toContainText('Your laptop was found in a train.');
  await expect(theirs).toHaveURL('/projects');
  await open(theirs, `/projects/${support.key}`);
  await expect(told).toBeVisible();
  await told.getByRole('button', { name: 'All right' }).click();
  await expect(theirs).toHaveURL(`/projects/${support.key}`);
  await expect(theirs.getByRole('main')).toContainText('Support is offline');
  await expect(told).toHaveCount(0);
  // Why stays where it belongs.
  await theirs.goto('/account/history');
  await expect(theirs.getByRole('main')).toContainText('Your laptop was found in a train.');
});

test('on a phone an admin finds people, sees the forgotten first, and has the door at hand', async ({
  signIn,
  startServer,
  addProject,
  addPerson,
}) => {
  test.slow();
  const on = await startServer();
  const desk = { baseURL: on.url };
  const support = await addProject('Support', { on });
  const billing = await addProject('Billing', { on });
  const marta = await addPerson('Marta Nowak', { siteAdmin: true, on });
  const zoe = await addPerson('Zoë Öztürk', { agent: [support], on });
  const anna = await addPerson('Anna Abel', { agent: [billing], on });
  const forgetful = await signIn(zoe, desk);
  const idle = await openWithClock(forgetful, '/account');
  await goOnline(forgetful, {});
  await passTime(on, [idle], 16 * 60);
  const busy = await signIn(anna, desk);
  await goOnline(busy, {});

  const page = await (await signIn(marta, { ...desk, viewport: PHONE })).newPage();
  await open(page, '/people');
  await expectNoSidewaysScrolling(page);
  const names = page.getByRole('rowheader');
  await expect(names).toHaveText([/Zoë Öztürk.*Forgotten\?/, /Anna Abel/, /Marta Nowak/]);

  // Each who is there has the door in view, without scrolling sideways.
  for (const { name, email } of [zoe, anna]) {
    const door = row(page, email).getByRole('link', { name: `Put ${name} offline` });
    // The page may draw it anew meanwhile.
    await expect(async () => {
      await door.scrollIntoViewIfNeeded({ timeout: 500 });
      await expect(door).toBeInViewport({ ratio: 1, timeout: 500 });
      expect((await door.boundingBox())?.width).toBeGreaterThanOrEqual(32);
    }).toPass({ timeout: 5_000 });
  }

  const find = page.getByRole('search');
  await find.getByRole('searchbox', { name: 'Find a person' }).fill('ozturk');
  await find.getByRole('button', { name: 'Find' }).click();
  await expect(names).toHaveText([/Zoë Öztürk/]);
  await expectNoSidewaysScrolling(page);
  await expectAccessible(page);
  await find.getByRole('link', { name: 'Show everybody' }).click();
  await expect(names).toHaveCount(3);
  await find.getByLabel('Project').selectOption('Billing');
  await find.getByRole('searchbox').press('Enter');
  await expect(names).toHaveText([/Anna Abel/]);

  await row(page, anna.email).getByRole('link', { name: 'Put Anna Abel offline' }).click();
  await page.getByRole('button', { name: 'Put offline' }).click();
  await expect(page.getByRole('main').getByRole('status')).toHaveText('Anna Abel is offline in Billing.');
  await expect(page).toHaveURL(/\/people\?q=&project=BIL/);
  await expect(names).toHaveText([/Anna Abel/]);
});

test('menus close by Escape, by a click and by the focus beside them', async ({ visit, addProject, addPerson }) => {
  const support = await addProject('Support');
  const admin = await addPerson('Priya Raman', { siteAdmin: true });
  const jonas = await addPerson('Jonas Weber', { agent: [support] });
  const page = await visit(admin, `/people?q=${jonas.email}`);
  const account = page.getByRole('banner').locator('summary');
  const more = row(page, jonas.email).locator('summary');
  const signOut = page.getByRole('banner').getByRole('button', { name: 'Sign out', exact: true });
  const disable = page.getByRole('button', { name: 'Disable Jonas Weber' });

  // More does not move what stands beside it: nothing is cut off, nothing grows.
  const width = () => page.getByRole('table').evaluate((table) => table.scrollWidth);
  const before = await width();
  await more.click();
  await expect(disable).toBeVisible();
  expect(await width()).toBe(before);
  await expectNoSidewaysScrolling(page);
  await expect(disable).toBeInViewport({ ratio: 1 });

  await page.keyboard.press('Tab');
  await page.keyboard.press('Escape');
  await expect(disable).toBeHidden();
  await expect(more).toBeFocused();

  await page.keyboard.press('Enter');
  await expect(disable).toBeVisible();
  await page.getByRole('heading', { level: 1 }).click();
  await expect(disable).toBeHidden();

  await more.click();
  await account.click();
  await expect(signOut).toBeVisible();
  await expect(disable).toBeHidden();
  await page.keyboard.press('Escape');
  await expect(signOut).toBeHidden();
  await expect(account).toBeFocused();

  // Whoever goes on with the keyboard leaves it behind them.
  await more.click();
  await expect(disable).toBeVisible();
  await disable.focus();
  await page.keyboard.press('Tab');
  await expect(disable).toBeHidden();

  // On every page, with the icon or without.
  await open(page, `/projects/${support.key}`);
  await account.click();
  await expect(signOut).toBeVisible();
  await parts(page).status.click();
  await expect(parts(page).dialog).toBeVisible();
  await expect(signOut).toBeHidden();
  await page.keyboard.press('Escape');
  await expect(parts(page).dialog).toBeHidden();
});
