// The door: an admin puts an agent offline, and nothing but that agent's own new wish undoes it.

import type { BrowserContext } from '@playwright/test';
import { availability, expect, goOnline, open, parts, putPresence, test, type Project } from '../story.ts';

/** The id by which the API knows a person who is online in that project. */
async function idOf(context: BrowserContext, project: Project, name: string): Promise<string> {
  const answer = await context.request.get(`/api/v1/agents?project=${project.key}`);
  const { agents } = (await answer.json()) as { agents: { id: string; name: string }[] };
  return agents.find((agent) => agent.name === name)!.id;
}

const offline = { status: 'offline' };
const online = { status: 'online' };

test('a project admin puts an agent offline, who is told by whom and why, everywhere, and it stays so', async ({
  signIn,
  visit,
  server,
  addProject,
  addPerson,
}) => {
  const billing = await addProject('Billing');
  const support = await addProject('Support');
  const jonas = await addPerson('Jonas Weber', { agent: [support, billing] });
  const marta = await addPerson('Marta Nowak', { admin: [support], agent: [billing] });

  const laptop = await signIn(jonas);
  const [first, second] = [await laptop.newPage(), await laptop.newPage()];
  const phone = await signIn(jonas);
  const third = await phone.newPage();
  for (const page of [first, second, third]) await open(page, `/projects/${support.key}`);
  await goOnline(laptop);
  const { revision } = await (await laptop.request.get('/api/v1/me/presence')).json();

  const admin = await visit(marta, `/projects/${support.key}`);
  const { status, dialog, bar } = parts(admin);
  await status.click();
  const row = dialog.getByRole('listitem').filter({ hasText: 'Jonas Weber' });
  const door = row.getByRole('button', { name: 'Put Jonas Weber offline' });
  await expect(door).toHaveCSS('opacity', '0');
  await row.hover();
  await expect(door).toHaveCSS('opacity', '1');
  await door.click();
  await expect(dialog.getByRole('heading', { name: 'Put Jonas Weber offline?' })).toBeVisible();
  await expect(dialog).toContainText('In Support, at once and on every device.');
  await expect(dialog).toContainText('Jonas Weber stays online in Billing, which you do not administer.');
  expect(await availability(server, support)).toMatchObject(online);
  await dialog.getByLabel('Reason').fill('You are in the release call. I take Support.');
  await dialog.getByRole('button', { name: 'Put offline' }).click();
  await expect(dialog).toContainText('Nobody is online');
  await expect(bar.getByRole('status')).toHaveText('Jonas Weber is offline in Support.');

  for (const page of [first, second, third]) {
    const told = parts(page).dialog;
    await expect(told.getByRole('heading', { name: 'You were put offline in Support' })).toBeVisible();
    await expect(told).toContainText(/By Marta Nowak at \d\d:\d\d\./);
    await expect(told).toContainText('You are in the release call. I take Support.');
    await expect(told).toContainText(/You are still online in Billing until (tomorrow, )?\d\d:\d\d\./);
  }
  expect(await availability(server, support)).toMatchObject(offline);
  expect(await availability(server, billing)).toMatchObject(online);

  // A blind retry, one of a page that does not know yet, the other tab and the other browser: none of them
  // brings the light back.
  for (const wish of [{}, { revision }]) {
    const refused = await putPresence(phone, { status: 'online', minutes: 60, ...wish });
    expect(refused.status()).toBe(409);
    const { presence } = await refused.json();
    expect(presence.projects).toMatchObject([
      { project: billing.key, presence: 'online' },
      { project: support.key, ended: { reason: 'put_offline', by: { name: 'Marta Nowak' } } },
    ]);
  }
  await second.reload();
  await expect(parts(second).dialog).toContainText('You were put offline in Support');
  expect(await availability(server, support)).toMatchObject(offline);

  // The agent's own new wish works, in the knowledge of what happened. What was seen in one tab is not
  // told in the next; another device tells it once more.
  await parts(first).dialog.getByRole('button', { name: 'Go online again…' }).click();
  await expect(parts(second).dialog).toBeHidden();
  await expect(parts(third).dialog).toContainText('You were put offline in Support');
  await parts(first).dialog.getByRole('button', { name: /^Go online until/ }).click();
  await expect(status).toHaveAccessibleName(/^1 agent online\./);
  expect(await availability(server, support)).toMatchObject(online);
  await second.reload();
  await expect(parts(second).status).toHaveRole('button');
  await expect(parts(second).dialog).toBeHidden();
});

test('a plain agent sees no door and is refused, and a stranger learns nothing', async ({ signIn, visit, server, addProject, addPerson }) => {
  const support = await addProject('Support');
  const billing = await addProject('Billing');
  const jonas = await addPerson('Jonas Weber', { agent: [support] });
  const lea = await addPerson('Léa Fournier', { agent: [support] });
  const samuel = await addPerson('Samuel Okafor', { admin: [billing] });
  await goOnline(await signIn(jonas));

  const page = await visit(lea, `/projects/${support.key}`);
  const { status, dialog } = parts(page);
  await status.click();
  await dialog.getByRole('listitem').filter({ hasText: 'Jonas Weber' }).hover();
  await expect(page.getByText('Jonas Weber')).toHaveCount(2);
  const anyDoor = /^Put .+ offline$/;
  await expect(page.getByRole('button', { name: anyDoor }).or(page.getByRole('link', { name: anyDoor }))).toHaveCount(0);

  const id = await idOf(page.context(), support, jonas.name);
  const address = `/api/v1/agents/${id}/offline`;
  expect((await page.context().request.post(address, { data: { reason: '' } })).status()).toBe(403);
  expect((await page.context().request.get(`/people/${id}/offline`)).status()).toBe(403);
  expect((await page.context().request.post(`/people/${id}/offline`, { form: { reason: '' } })).status()).toBe(403);

  const stranger = (await signIn(samuel)).request;
  expect((await stranger.post(address, { data: { reason: '' } })).status()).toBe(404);
  expect((await stranger.get(`/people/${id}/offline`)).status()).toBe(404);
  expect((await stranger.get(`/api/v1/agents?project=${support.key}`)).status()).toBe(404);
  expect((await stranger.get(`/projects/${support.key}`)).status()).toBe(404);
  expect(await availability(server, support)).toMatchObject(online);
});
