// What a person must know is told on every page of theirs, whatever the site shows in its header.

import type { Page } from '@playwright/test';
import { expect, goOnline, open, parts, test, type Project } from '../story.ts';

/** A browser that may notify, and keeps what it was asked to show. */
function keepsNotifications(): void {
  const shown: string[] = [];
  class Kept {
    static permission = 'granted';
    static requestPermission = () => Promise.resolve('granted');
    onclick = null;
    constructor(words: string) {
      shown.push(words);
    }
    close() {}
  }
  Object.assign(window, { Notification: Kept, shownNotifications: shown });
}

/** The page is not seen any more, as far as it can tell. */
async function hide(page: Page): Promise<void> {
  await page.evaluate(() => {
    Object.defineProperty(document, 'visibilityState', { value: 'hidden', configurable: true });
    Object.defineProperty(document, 'hidden', { value: true, configurable: true });
    document.dispatchEvent(new Event('visibilitychange'));
  });
}

const notifications = (page: Page) => page.evaluate(() => (window as unknown as { shownNotifications: string[] }).shownNotifications);

async function showIcons(page: Page, choice: string): Promise<void> {
  const form = {
    show_header_icons: choice,
    door_rule: 'project_and_site_admins',
    idle_minutes: '15',
    grace_seconds: '70',
    limit_minutes: '30',
    lost: 'yes',
    unattended: 'yes',
  };
  expect((await page.request.post('/settings', { form, maxRedirects: 0 })).status()).toBe(303);
}

const idOf = async (page: Page, project: Project, name: string) => {
  const answer = await page.request.get(`/api/v1/agents?project=${project.key}`);
  const { agents } = (await answer.json()) as { agents: { id: string; name: string }[] };
  return agents.find((agent) => agent.name === name)!.id;
};

for (const [where, path, icons] of [
  ['on Projects, where there is no icon', '/projects', 'chat_projects'],
  ['on Account, while icons are shown nowhere', '/account', 'nowhere'],
] as const) {
  test(`put offline ${where}: told by whom and why, in the title and by a notification`, async ({
    signIn,
    startServer,
    addProject,
    addPerson,
  }) => {
    const on = await startServer();
    const desk = { baseURL: on.url };
    const support = await addProject('Support', { on });
    const marta = await addPerson('Marta Nowak', { agent: [support], on });
    const admin = await (await signIn(await addPerson('Priya Raman', { siteAdmin: true, on }), desk)).newPage();
    await showIcons(admin, icons);
    const context = await signIn(marta, desk);
    await context.addInitScript(keepsNotifications);
    await goOnline(context);
    const page = await context.newPage();
    await open(page, path);
    await expect(parts(page).status).toHaveCount(0);
    await hide(page);
    const id = await idOf(admin, support, marta.name);
    const door = await admin.request.post(`/api/v1/agents/${id}/offline`, { data: { reason: 'Your shift is over.' } });
    expect(door.status()).toBe(200);
    const { dialog } = parts(page);
    await expect(dialog.getByRole('heading', { name: 'You were put offline in Support' })).toBeVisible();
    await expect(dialog).toContainText(/By Priya Raman at \d\d:\d\d\./);
    await expect(dialog).toContainText('Your shift is over.');
    await expect(page).toHaveTitle(/^You were put offline in Support · /);
    await expect.poll(() => notifications(page)).toEqual(['You were put offline in Support']);
  });
}

test('removed from a project while online: the page says so and follows', async ({ signIn, addProject, addPerson, complaints }) => {
  const support = await addProject('Support');
  const billing = await addProject('Billing');
  const marta = await addPerson('Marta Nowak', { agent: [support, billing] });
  const ingrid = await addPerson('Ingrid Solberg', { admin: [support] });
  const context = await signIn(marta);
  await goOnline(context);
  const [desk, other] = [await context.newPage(), await context.newPage()];
  await open(desk, `/projects/${support.key}`);
  await open(other, '/account');
  await expect(parts(desk).status).toHaveAccessibleName(/^1 agent online/);

  complaints.expect(/404/);
  const admin = await signIn(ingrid);
  const members = await admin.newPage();
  await members.goto(`/projects/${support.key}/members`);
  const id = await idOf(members, support, marta.name);
  const form = { action: 'remove', person: id, confirm: 'yes' };
  expect((await admin.request.post(`/projects/${support.key}/members`, { form, maxRedirects: 0 })).status()).toBe(303);
  for (const page of [desk, other]) {
    await expect(page.getByText('You are no longer an agent of Support')).toBeVisible();
  }
  await expect(desk.getByText('Support is online')).toHaveCount(0);
  await other.getByRole('button', { name: 'All right' }).click();
  await expect(desk.getByText('You are no longer an agent of Support')).toBeHidden();
});

test('the browser is asked for notifications when one first goes online, never before', async ({ signIn, addProject, addPerson }) => {
  const support = await addProject('Support');
  const marta = await addPerson('Marta Nowak', { agent: [support] });
  const context = await signIn(marta);
  await context.addInitScript(() => {
    const asked = { times: 0 };
    class Default {
      static permission = 'default';
      static requestPermission = () => {
        asked.times += 1;
        return Promise.resolve('default');
      };
    }
    Object.assign(window, { Notification: Default, asked });
  });
  const page = await context.newPage();
  await open(page, `/projects/${support.key}`);
  const asked = () => page.evaluate(() => (window as unknown as { asked: { times: number } }).asked.times);
  const { status, dialog } = parts(page);
  await status.click();
  expect(await asked()).toBe(0);
  await dialog.getByRole('button', { name: /^Go online until/ }).click();
  await expect(dialog.getByRole('heading', { name: 'You are online' })).toBeVisible();
  expect(await asked()).toBe(1);
  await dialog.getByRole('button', { name: 'Go offline' }).click();
  await dialog.getByRole('button', { name: 'Go offline all the same' }).click();
  await dialog.getByRole('button', { name: /^Go online until/ }).click();
  await expect(dialog.getByRole('heading', { name: 'You are online' })).toBeVisible();
  expect(await asked()).toBe(1);
});
