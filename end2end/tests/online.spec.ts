// One's own time online: going online, its end, extending it, and going offline.

import { chooseOtherLength, availability, expect, goOnline, ground, inSeconds, open, parts, test } from '../story.ts';

test('an agent goes online for an hour, and a colleague’s page counts it', async ({ page, visit, addProject, addPerson }) => {
  const support = await addProject('Support');
  const billing = await addProject('Billing');
  const marta = await addPerson('Marta Nowak', { agent: [support, billing] });
  const jonas = await addPerson('Jonas Weber', { agent: [support] });

  const colleague = await visit(jonas, `/projects/${support.key}`);
  const seen = parts(colleague);
  await expect(seen.status).toHaveAccessibleName('No agents online. You are offline.');
  expect(await ground(seen.counter)).toBe('red');

  await page.goto(`/projects/${support.key}`);
  await page.getByLabel('E-mail address').fill(marta.email);
  await page.getByLabel('Password').fill(marta.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Support' })).toBeVisible();

  const { status, counter, dialog } = parts(page);
  await expect(status).toHaveRole('button');
  await status.click();
  await expect(dialog.getByRole('heading', { name: 'You are offline' })).toBeVisible();
  await dialog.getByRole('radio', { name: '1 h', exact: true }).check({ force: true });
  await dialog.getByRole('button', { name: /^Go online until (tomorrow, )?\d\d:\d\d$/ }).click();
  await expect(dialog.getByRole('heading', { name: 'You are online' })).toBeVisible();
  await expect(dialog).toContainText('In all your projects: Billing, Support');
  await expect(dialog.getByRole('listitem').filter({ hasText: 'Marta Nowak' })).toContainText('you');
  await expect(status).toHaveAccessibleName(/^1 agent online\. You are online until (tomorrow, )?\d\d:\d\d, (1 h|59 min) left\.$/);
  await expect(status).toContainText(/^1(1 h|59 min)/);
  expect(await ground(counter)).toBe('green');

  await expect(seen.status).toHaveAccessibleName('1 agent online. You are offline.');
  expect(await ground(seen.counter)).toBe('green');
  await expect(seen.bar.getByRole('status')).toHaveText('1 agent online. You are offline.');
});

test('time online ends by itself, for the agent and for customers', async ({ signIn, server, addProject, addPerson }) => {
  const support = await addProject('Support');
  const marta = await addPerson('Marta Nowak', { agent: [support] });
  const context = await signIn(marta);
  const page = await context.newPage();
  await open(page, `/projects/${support.key}`);
  const { status, counter, dialog } = parts(page);

  const until = inSeconds(6);
  await goOnline(context, { until });
  await expect(status).toHaveAccessibleName(/^1 agent online\. You are online until/);
  expect(await availability(server, support)).toMatchObject({ status: 'online' });

  await expect(status).toHaveAccessibleName('No agents online. You are offline.', { timeout: 15_000 });
  expect(await ground(counter)).toBe('red');
  // The same moment, which the server may write with fewer digits.
  const ended = async () => {
    const { status, since } = await availability(server, support);
    return { status, since: Date.parse(since) };
  };
  await expect.poll(ended).toEqual({ status: 'offline', since: Date.parse(until) });
  await status.click();
  await expect(dialog).toContainText(/Since (yesterday, )?\d\d:\d\d: your time was up\./);
});

test('before the end it asks, and one click extends', async ({ signIn, addProject, addPerson }) => {
  const support = await addProject('Support');
  const marta = await addPerson('Marta Nowak', { agent: [support] });
  const context = await signIn(marta);
  const page = await context.newPage();
  await page.clock.install();
  await open(page, `/projects/${support.key}`);
  const { bar, status } = parts(page);
  const question = bar.getByRole('group', { name: /^Your time online ends at \d\d:\d\d\. Extend\?$/ });

  // Asked in the last five minutes. The page's clock is moved there; the server's stays where it is.
  await goOnline(context, { minutes: 60 });
  await expect(status).toHaveAccessibleName(/You are online/);
  await expect(question).toBeHidden();
  await page.clock.fastForward('56:00');
  await expect(question).toBeVisible();
  await expect(question).toContainText('Then you are offline, and nobody is left in Support.');
  await expect(question.locator(':focus'), 'it takes no focus').toHaveCount(0);
  await question.getByRole('button', { name: '+ 30 min' }).click();
  await expect(status).toHaveAccessibleName(/(34|33) min left\.$/);
  await expect(question).toBeHidden();
});

test('the last one out is told so before it is done', async ({ signIn, visit, server, addProject, addPerson }) => {
  const support = await addProject('Support');
  const billing = await addProject('Billing');
  const marta = await addPerson('Marta Nowak', { agent: [support, billing] });
  const jonas = await addPerson('Jonas Weber', { agent: [billing] });
  await goOnline(await signIn(jonas));
  await goOnline(await signIn(marta));
  const page = await visit(marta, `/projects/${support.key}`);
  const { status, dialog } = parts(page);

  await status.click();
  await dialog.getByRole('button', { name: 'Go offline' }).click();
  await expect(dialog).toContainText('You are the last one in Support. Customers will see nobody home.');
  expect(await availability(server, support)).toMatchObject({ status: 'online' });
  await dialog.getByRole('button', { name: 'Stay online' }).click();
  await expect(dialog.getByRole('heading', { name: 'You are online' })).toBeVisible();
  expect(await availability(server, support)).toMatchObject({ status: 'online' });

  await dialog.getByRole('button', { name: 'Go offline' }).click();
  await dialog.getByRole('button', { name: 'Go offline all the same' }).click();
  await expect(dialog.getByRole('heading', { name: 'You are offline' })).toBeVisible();
  await expect(dialog).toContainText('you went offline');
  expect(await availability(server, support)).toMatchObject({ status: 'offline' });
  expect(await availability(server, billing)).toMatchObject({ status: 'online' });
});

test('bad input is told beside its field and changes nothing', async ({ visit, server, addProject, addPerson }) => {
  const support = await addProject('Support');
  const page = await visit(await addPerson('Marta Nowak', { agent: [support] }), `/projects/${support.key}`);
  const { status, dialog } = parts(page);
  await status.click();
  await chooseOtherLength(dialog, 'Minutes…');
  await dialog.getByLabel('Minutes', { exact: true }).fill('1441');
  await dialog.getByRole('button', { name: 'Go online' }).click();
  await expect(dialog.getByLabel('Minutes', { exact: true })).toHaveAccessibleDescription(
    'Use a whole number from 1 to 1,440. 1 to 1,440',
  );
  await expect(dialog.getByLabel('Minutes', { exact: true })).toHaveValue('1441');
  expect(await availability(server, support)).toMatchObject({ status: 'offline' });
  await dialog.getByLabel('Minutes', { exact: true }).fill('1440');
  await page.keyboard.press('Enter');
  await expect(status).toHaveAccessibleName(/You are online until tomorrow, \d\d:\d\d, (24 h|23 h 59 min) left\.$/);
});
