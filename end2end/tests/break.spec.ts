// A break: taken in the dialog, seen by colleagues, and over.

import { availability, expect, goOnline, openWithClock, parts, passTime, test } from '../story.ts';
import { expectAccessible } from '../fixtures.ts';

test('a break with a time to be back: colleagues see why, customers nobody, and input ends the wait after it', async ({
  signIn,
  startServer,
  addProject,
  addPerson,
}) => {
  test.slow();
  const on = await startServer();
  const desk = { baseURL: on.url };
  const support = await addProject('Support', { on });
  const marta = await addPerson('Marta Nowak', { agent: [support], on });
  const jonas = await addPerson('Jonas Weber', { agent: [support], on });
  const home = await signIn(marta, desk);
  const page = await openWithClock(home, `/projects/${support.key}`);
  const colleague = await openWithClock(await signIn(jonas, desk), `/projects/${support.key}`);
  const all = [page, colleague];
  await goOnline(home, { minutes: 120 });
  const { status, dialog } = parts(page);
  await status.click();
  await dialog.locator('summary').filter({ hasText: /^Break$/ }).click();
  await expect(dialog).toContainText('Nobody else is online in Support. Customers will see nobody home.');
  await dialog.getByRole('radio', { name: 'Meeting' }).check({ force: true });
  await expectAccessible(page);
  await dialog.getByRole('button', { name: /^Meeting until \d\d:\d\d$/ }).click();
  await expect(dialog.getByRole('heading', { name: /^On a break: meeting, back at \d\d:\d\d$/ })).toBeVisible();
  await expect(dialog).toContainText('30 min left');
  await expect(dialog).toContainText(/Your time online runs until (tomorrow, )?\d\d:\d\d\./);
  await expect(status).toHaveAccessibleName(/^No agents online\. You are on a break: meeting, 30 min left, back at \d\d:\d\d\.$/);
  await expect(status).toContainText('Meeting, 30 min');
  await expectAccessible(page);
  expect(await availability(on, support)).toMatchObject({ status: 'offline' });

  const seen = parts(colleague);
  await seen.status.click();
  const row = seen.dialog.getByRole('listitem').filter({ hasText: 'Marta Nowak' });
  await expect(row).toContainText(/Meeting since \d\d:\d\d, back at \d\d:\d\d/);
  await expect(row).toContainText('Break');

  // Another reason, and no time.
  await dialog.locator('summary').filter({ hasText: 'Change the break' }).click();
  await dialog.getByRole('radio', { name: 'Lunch' }).check({ force: true });
  await dialog.getByRole('radio', { name: 'Not sure' }).check({ force: true });
  await dialog.getByRole('button', { name: /^Lunch$/ }).click();
  await expect(dialog.getByRole('heading', { name: 'On a break: lunch', exact: true })).toBeVisible();
  await dialog.getByRole('button', { name: 'I’m back' }).click();
  await expect(dialog.getByRole('heading', { name: 'You are online' })).toBeVisible();
  expect(await availability(on, support)).toMatchObject({ status: 'online' });

  // At its end one is asked, and touching anything is an answer.
  await dialog.locator('summary').filter({ hasText: /^Break$/ }).click();
  await dialog.getByRole('button', { name: /^Lunch until/ }).click();
  await dialog.getByRole('button', { name: 'Close' }).click();
  await passTime(on, all, 30 * 60 + 5);
  const question = page.getByRole('group', { name: /^Your break ended at \d\d:\d\d\. Are you back\?$/ });
  await expect(question).toContainText(/At (tomorrow, )?\d\d:\d\d your time online ends by itself\./);
  await expect(status).toHaveAccessibleName(/^No agents online\. Your break ended at \d\d:\d\d\. Back\?$/);
  await expectAccessible(page);
  await page.keyboard.press('Shift');
  await expect(question).toBeHidden();
  await expect(status).toHaveAccessibleName(/^1 agent online\. You are online until/);
});

test('without scripts a break is a form, and its history has its own mark', async ({ signIn, addProject, addPerson, complaints }) => {
  complaints.expect(/422/);
  const support = await addProject('Support');
  const marta = await addPerson('Marta Nowak', { agent: [support] });
  const context = await signIn(marta, { javaScriptEnabled: false });
  await goOnline(context, { minutes: 60 });
  const page = await context.newPage();
  await page.goto('/presence');
  await page.locator('summary').filter({ hasText: /^Break$/ }).click();
  await page.getByRole('radio', { name: 'At…' }).check({ force: true });
  await page.getByRole('button', { name: /^Lunch/ }).click();
  await expect(page.getByText('This is not a time of day. It looks like 17:30.')).toBeVisible();
  await page.getByRole('radio', { name: 'Not sure' }).check({ force: true });
  await page.getByRole('button', { name: /^Lunch/ }).click();
  await expect(page.getByText('You are on a break: lunch.')).toBeVisible();
  await expect(page.getByRole('heading', { name: 'On a break: lunch' })).toBeVisible();
  await page.goto('/account/history');
  await expect(page.getByRole('table').first()).toContainText('Break: lunch');
  await expect(page.getByText(/you are on a break since/)).toBeVisible();
  await page.goto('/presence');
  await page.getByRole('button', { name: 'I’m back' }).click();
  await expect(page.getByText('Welcome back.')).toBeVisible();
});
