// Everything works before the wasm has loaded, and where it never does: pages and forms, without a script.

import { availability, chooseOtherLength, expect, goOnline, open, parts, test } from '../story.ts';

test.use({ javaScriptEnabled: false });

test('without scripts an agent signs in, goes online, extends, and goes offline as the last one', async ({
  page,
  server,
  addProject,
  addPerson,
  complaints,
}) => {
  const support = await addProject('Support');
  const marta = await addPerson('Marta Nowak', { agent: [support] });

  // A form with errors is not accepted, and Chromium says so on its console.
  complaints.expect(/status of 422/);
  await page.goto(`/projects/${support.key}`);
  await page.getByLabel('E-mail address').fill(marta.email);
  await page.getByLabel('Password').fill('not this one at all');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('alert')).toHaveText('The address and the password do not belong together.');
  await expect(page).toHaveTitle(/^Error: Sign in/);
  await expect(page.getByLabel('E-mail address')).toHaveValue(marta.email);
  await page.getByLabel('Password').fill(marta.password);
  await page.getByRole('button', { name: 'Sign in' }).click();

  // Where the icon would open the dialog, it leads to the same thing as a page.
  const icon = page.getByRole('banner').getByRole('link', { name: 'No agents online. You are offline.' });
  await icon.click();
  await expect(page.getByRole('heading', { level: 1, name: 'Your time online' })).toBeVisible();

  const minutes = page.getByLabel('Minutes', { exact: true });
  await chooseOtherLength(page, 'Minutes…');
  await minutes.fill('0');
  await page.getByRole('button', { name: 'Go online' }).click();
  await expect(minutes).toHaveAccessibleDescription('Use a whole number from 1 to 1,440. 1 to 1,440');
  await expect(minutes).toHaveAttribute('aria-invalid', 'true');
  await expect(minutes).toHaveValue('0');
  expect(await availability(server, support)).toMatchObject({ status: 'offline' });

  await minutes.fill('30');
  await page.getByRole('button', { name: 'Go online' }).click();
  const main = page.getByRole('main');
  await expect(main.getByRole('status')).toHaveText(/^You are online until (tomorrow, )?\d\d:\d\d UTC\.$/);
  await expect(main.getByRole('heading', { name: 'You are online' })).toBeVisible();
  await expect(main).toContainText(/(30|29) min left/);
  expect(await availability(server, support)).toMatchObject({ status: 'online' });

  await page.getByRole('button', { name: '+ 30 min' }).click();
  await expect(main).toContainText(/(1 h|59 min) left/);

  await page.getByRole('button', { name: 'Go offline' }).click();
  await expect(page.getByRole('alert')).toContainText('You are the last one in Support. Customers will see nobody home.');
  expect(await availability(server, support)).toMatchObject({ status: 'online' });
  await page.getByRole('link', { name: 'Stay online' }).click();
  await expect(main.getByRole('heading', { name: 'You are online' })).toBeVisible();
  await page.getByRole('button', { name: 'Go offline' }).click();
  await page.getByRole('button', { name: 'Go offline all the same' }).click();
  await expect(main.getByRole('status')).toHaveText('You are offline.');
  await expect(main).toContainText('you went offline');
  expect(await availability(server, support)).toMatchObject({ status: 'offline' });
});

test('without scripts an admin uses the door', async ({ signIn, visit, server, addProject, addPerson }) => {
  const support = await addProject('Support');
  const jonas = await addPerson('Jonas Weber', { agent: [support] });
  const marta = await addPerson('Marta Nowak', { admin: [support] });
  const agent = await signIn(jonas, { javaScriptEnabled: false });
  await goOnline(agent);

  const page = await visit(marta, `/projects/${support.key}`, { javaScriptEnabled: false });
  const door = page.getByRole('link', { name: 'Put Jonas Weber offline' });
  await page.getByRole('listitem').filter({ hasText: 'Jonas Weber' }).hover();
  await door.click();
  await expect(page.getByRole('heading', { name: 'Put Jonas Weber offline?' })).toBeVisible();
  await expect(page.getByRole('main')).toContainText('Nobody else is online in Support. Customers will see nobody home.');
  await page.getByLabel('Reason').fill('Lunch is ready.');
  await page.getByRole('button', { name: 'Put offline' }).click();
  await expect(page.getByRole('main').getByRole('status')).toHaveText('Jonas Weber is offline in Support.');
  expect(await availability(server, support)).toMatchObject({ status: 'offline' });

  const told = await agent.newPage();
  await open(told, '/presence');
  await expect(told.getByRole('main')).toContainText('Marta Nowak put you offline');
  await expect(told.getByRole('main')).toContainText('Lunch is ready.');
  await told.getByRole('button', { name: 'Go online' }).click();
  await expect(told.getByRole('main').getByRole('status')).toContainText('You are online until');
  expect(await availability(server, support)).toMatchObject({ status: 'online' });
});

test('without scripts the icon says the same', async ({ signIn, addProject, addPerson }) => {
  const support = await addProject('Support');
  const agent = await signIn(await addPerson('Marta Nowak', { agent: [support] }), { javaScriptEnabled: false });
  await goOnline(agent, {});
  const page = await agent.newPage();
  await page.goto(`/projects/${support.key}`);
  await expect(parts(page).status).toHaveAccessibleName('1 agent online. You are online with no end.');
});
