// The dialog when things go otherwise: what is refused says why, the door says what follows, and the focus is
// always where one looks.

import type { Locator, Page, Route } from '@playwright/test';
import { availability, chooseOtherLength, expect, goOnline, inSeconds, open, parts, putPresence, test, type Project } from '../story.ts';

/** Lets something happen between the click and its request. */
async function meanwhile(page: Page, action: string, happens: (route: Route) => Promise<void>): Promise<void> {
  await page.route(`**/do/${action}?*`, happens, { times: 1 });
}

async function expectRefusal(dialog: Locator, words: string): Promise<void> {
  await expect(dialog.getByRole('alert')).toHaveText(words);
  await expect(dialog.getByRole('alert'), 'what went wrong has the focus').toBeFocused();
}

/** The id by which a project's page knows somebody. */
async function idOf(page: Page, { key }: Project, name: string): Promise<string> {
  const { agents } = await (await page.request.get(`/api/v1/agents?project=${key}`)).json();
  return agents.find((agent: { name: string }) => agent.name === name).id;
}

test('a wish that is refused says why: stale, removed from the project, nothing to extend', async ({
  signIn,
  visit,
  server,
  addProject,
  addPerson,
  complaints,
}) => {
  // The page of a project that one has left is not there, either.
  complaints.expect(/status of (403|404|409)/);
  const support = await addProject('Support');
  const marta = await addPerson('Marta Nowak', { agent: [support] });
  const admin = await visit(await addPerson('Tomás Herrera', { admin: [support] }), `/projects/${support.key}`);
  const page = await visit(marta, `/projects/${support.key}`);
  const phone = await signIn(marta);
  const { status, dialog } = parts(page);

  // Another device of hers is quicker.
  await status.click();
  await meanwhile(page, 'go-online', async (route) => {
    await goOnline(phone, { minutes: 30 });
    await route.continue();
  });
  await dialog.getByRole('button', { name: /^Go online until/ }).click();
  await expectRefusal(dialog, 'Something changed since you opened this. What you see now is the present state; please choose again.');
  await expect(dialog.getByRole('heading', { name: 'You are online' })).toBeVisible();
  await expect(dialog).toContainText(/(30|29) min/);

  // An end that is there no more.
  await meanwhile(page, 'extend', async (route) => {
    await goOnline(phone, {});
    const { revision } = await (await phone.request.get('/api/v1/me/presence')).json();
    const { form } = route.request().postDataJSON();
    await route.continue({ postData: JSON.stringify({ form: { ...form, revision } }) });
  });
  await dialog.getByRole('button', { name: '+ 1 h' }).click();
  await expectRefusal(dialog, 'Your time online has no end, so there is nothing to extend.');
  await expect(dialog).toContainText('No end');

  // It was over.
  await goOnline(phone, { until: inSeconds(60) });
  await meanwhile(page, 'extend', async (route) => {
    await putPresence(phone, { status: 'offline' });
    await route.continue();
  });
  await dialog.getByRole('button', { name: '+ 1 h' }).click();
  await expectRefusal(dialog, 'Your time online was over already. Go online again instead.');
  await expect(dialog.getByRole('heading', { name: 'You are offline' })).toBeVisible();

  // Somebody took her out of the project.
  complaints.expect(/40[34]/);
  await goOnline(phone);
  const person = await idOf(admin, support, marta.name);
  await putPresence(phone, { status: 'offline' });
  await meanwhile(page, 'go-online', async (route) => {
    const form = { action: 'remove', person, confirm: 'yes' };
    expect((await admin.request.post(`/projects/${support.key}/members`, { form, maxRedirects: 0 })).status()).toBe(303);
    await route.continue();
  });
  await dialog.getByRole('button', { name: /^Go online until/ }).click();
  // The page is none of hers any more, and follows.
  await expect(page.getByRole('heading', { name: 'There is no such page' })).toBeVisible();
  expect(await availability(server, support)).toMatchObject({ status: 'offline' });
});

test('a server that does not answer in time leaves no doubt about what is not known', async ({ visit, addProject, addPerson, complaints }) => {
  complaints.expect(/ERR_FAILED|status of 50[24]/);
  const support = await addProject('Support');
  const page = await visit(await addPerson('Marta Nowak', { agent: [support] }), `/projects/${support.key}`);
  const { status, dialog } = parts(page);
  await status.click();
  const go = dialog.getByRole('button', { name: /^Go online until/ });
  await meanwhile(page, 'go-online', (route) => route.abort());
  await go.click();
  await expectRefusal(dialog, 'The server cannot be reached. Nothing has changed.');
  await meanwhile(page, 'go-online', (route) => route.fulfill({ status: 504, body: 'upstream timed out' }));
  await go.click();
  await expectRefusal(
    dialog,
    'The server did not answer in time. It may have been done all the same: look before you try again.',
  );
  await go.click();
  await expect(dialog.getByRole('heading', { name: 'You are online' })).toBeVisible();
  await expect(dialog.getByRole('alert')).toHaveCount(0);
});

test('the door in the dialog says who is the last one and what follows, as it is then', async ({
  signIn,
  visit,
  server,
  addProject,
  addPerson,
  complaints,
}) => {
  complaints.expect(/status of 409/);
  const support = await addProject('Support');
  const jonas = await signIn(await addPerson('Jonas Weber', { agent: [support] }));
  const lea = await signIn(await addPerson('Léa Fournier', { agent: [support] }));
  await goOnline(jonas);
  const page = await visit(await addPerson('Marta Nowak', { admin: [support] }), `/projects/${support.key}`);
  const { status, dialog } = parts(page);
  const last = dialog.getByText('Nobody else is online in Support. Customers will see nobody home.');

  await status.click();
  const door = dialog.getByRole('button', { name: 'Put Jonas Weber offline' });
  await door.focus();
  await page.keyboard.press('Enter');
  await expect(dialog).toHaveAccessibleName('Put Jonas Weber offline?');
  await expect(dialog.getByLabel('Reason')).toBeFocused();
  await expect(dialog).toContainText('In Support, at once and on every device.');
  await expect(dialog).toContainText('Jonas Weber stays signed in, and can go online again only by hand.');
  await expect(last).toBeVisible();

  // Others come and go while somebody types.
  await page.keyboard.type('Lunch is');
  await goOnline(lea);
  await expect(last).toBeHidden();
  await expect(dialog.getByLabel('Reason')).toHaveValue('Lunch is');
  await expect(dialog.getByLabel('Reason')).toBeFocused();
  await putPresence(lea, { status: 'offline' });
  await expect(last).toBeVisible();

  // Back to where one came from.
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await expect(dialog).toHaveAccessibleName('You are offline');
  await expect(door).toBeFocused();

  // A wish that came after the look is not undone by it.
  await page.keyboard.press('Enter');
  await expect(dialog.getByLabel('Reason')).toBeFocused();
  await dialog.getByLabel('Reason').fill('Lunch is ready.');
  const { revision } = await (await jonas.request.get('/api/v1/me/presence')).json();
  await meanwhile(page, 'put-offline', async (route) => {
    await goOnline(jonas, { minutes: 30 });
    expect(route.request().postDataJSON().form.revision, 'the one that was seen').toBe(revision);
    await route.continue();
  });
  await dialog.getByRole('button', { name: 'Put offline' }).click();
  await expectRefusal(dialog, 'Something changed since you opened this. What you see now is the present state; please choose again.');
  await expect(dialog.getByLabel('Reason')).toHaveValue('Lunch is ready.');
  expect(await availability(server, support)).toMatchObject({ status: 'online' });
  await dialog.getByRole('button', { name: 'Put offline' }).click();
  await expect(dialog).toContainText('Jonas Weber is offline in Support.');
  expect(await availability(server, support)).toMatchObject({ status: 'offline' });
});

test('an error stands beside its field, has the focus, and is named', async ({ visit, addProject, addPerson }) => {
  const support = await addProject('Support');
  const page = await visit(await addPerson('Marta Nowak', { agent: [support] }), `/projects/${support.key}`);
  const { status, dialog } = parts(page);
  await status.click();
  await dialog.locator('summary').filter({ hasText: 'More' }).click();
  await dialog.getByRole('radio', { name: 'Until…' }).check({ force: true });
  await dialog.getByRole('button', { name: 'Go online' }).click();
  const until = dialog.getByLabel('Until', { exact: true });
  await expect(until).toBeFocused();
  await expect(until).toHaveAttribute('aria-invalid', 'true');
  await expect(until).toHaveAccessibleDescription(/^This is not a time of day\. It looks like 17:30\./);
});

test('“Extend?” stays until it is answered, and one may say not now', async ({ signIn, addProject, addPerson }) => {
  const support = await addProject('Support');
  const context = await signIn(await addPerson('Marta Nowak', { agent: [support] }));
  const page = await context.newPage();
  await page.clock.install();
  await open(page, `/projects/${support.key}`);
  const { bar, status, dialog } = parts(page);
  const question = bar.getByRole('group', { name: /Extend\?$/ });
  await goOnline(context, { minutes: 60 });
  await expect(status).toHaveAccessibleName(/You are online/);
  await page.clock.fastForward('56:00');
  await expect(question).toBeVisible();

  // It is the same question a minute later, and the dialog offers the same.
  await page.clock.fastForward('01:00');
  await expect(question).toBeVisible();
  await status.click();
  await expect(question).toBeHidden();
  await expect(dialog.getByRole('button', { name: '+ 30 min' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(question).toBeVisible();
  await question.getByRole('button', { name: 'Not now' }).click();
  await expect(question).toBeHidden();
  await page.clock.fastForward('01:00');
  await expect(status).toHaveAccessibleName(/2 min left\.$/);
  await expect(question).toBeHidden();
});

test('the icon lives and counts while the dialog’s code is not there, and a click waits for it', async ({ signIn, addProject, addPerson }) => {
  const support = await addProject('Support');
  const jonas = await signIn(await addPerson('Jonas Weber', { agent: [support] }));
  const page = await (await signIn(await addPerson('Marta Nowak', { agent: [support] }))).newPage();
  let arrives = () => {};
  const arrived = new Promise<void>((resolve) => (arrives = resolve));
  await page.route('**/pkg/**/split_dialog_*.wasm', async (route) => {
    await arrived;
    await route.continue();
  });
  await open(page, `/projects/${support.key}`);
  const { status, counter, dialog } = parts(page);
  await expect(counter).toHaveText('0');
  await goOnline(jonas);
  await expect(status).toHaveAccessibleName('1 agent online. You are offline.');
  await status.click();
  await expect(status).toHaveAttribute('aria-expanded', 'true');
  await expect(dialog).toBeHidden();
  await putPresence(jonas, { status: 'offline' });
  await expect(counter).toHaveText('0');
  arrives();
  await expect(dialog.getByRole('heading', { name: 'You are offline' })).toBeVisible();
  await expect(dialog.getByRole('radio', { name: '4 h' })).toBeFocused();
});

test('where the dialog’s code cannot be had, a click leads to the page that does the same', async ({ visit, addProject, addPerson, complaints }) => {
  // The browser reports the file that does not come, and so does its loader.
  complaints.expect(/split_dialog|Failed to fetch|TypeError/);
  const support = await addProject('Support');
  const page = await visit(await addPerson('Marta Nowak', { agent: [support] }), '/account');
  await page.route('**/pkg/**/split_dialog_*.wasm', (route) => route.abort());
  await open(page, `/projects/${support.key}`);
  await parts(page).status.click();
  await expect(page.getByRole('heading', { level: 1, name: 'Your time online' })).toBeVisible();
  await page.getByRole('button', { name: 'Go online' }).click();
  await expect(page.getByRole('main').getByRole('status')).toContainText('You are online until');
});

test('what is typed goes with its form when one goes online elsewhere', async ({ signIn, addProject, addPerson }) => {
  const support = await addProject('Support');
  const marta = await signIn(await addPerson('Marta Nowak', { agent: [support] }));
  const page = await marta.newPage();
  await open(page, `/projects/${support.key}`);
  const { status, dialog } = parts(page);
  await status.click();
  await chooseOtherLength(dialog, 'Minutes…');
  await dialog.getByLabel('Minutes', { exact: true }).press('7');
  await goOnline(marta, {});
  await expect(dialog.getByRole('heading', { name: 'You are online' })).toBeVisible();
  // And the other way round, while a change is typed.
  await dialog.getByText('Change your time online').click();
  await chooseOtherLength(dialog, 'Minutes…');
  await dialog.getByLabel('Minutes', { exact: true }).press('7');
  await putPresence(marta, { status: 'offline' });
  await expect(dialog.getByRole('heading', { name: 'You are offline' })).toBeVisible();
});
