// What must hold on every page and for every state of the dialog: nothing that axe knows to be wrong, no
// scrolling sideways, nothing that overflows from right to left or at four times the size.

import type { BrowserContext, Page } from '@playwright/test';
import { expectAccessible } from '../fixtures.ts';
import {
  chooseOtherLength,
  expect,
  expectEverySymbol,
  expectNoSidewaysScrolling,
  goOnline,
  open,
  parts,
  putPresence,
  test,
  type Person,
  type Project,
} from '../story.ts';

const LONG = 'Bundesversorgungsangelegenheiten';

interface Site {
  support: Project;
  admin: Person;
  jonas: Person;
}

test.describe('every page', () => {
  test.slow();

  /** Visits every page there is, signed out and in. */
  async function everyPage(
    { signedOut, signedIn, site, look }: { signedOut: Page; signedIn: Page; site: Site; look: (page: Page) => Promise<void> },
  ): Promise<void> {
    const { support, jonas } = site;
    for (const path of ['/sign-in', '/forgot-password', '/reset-password?token=no', '/invitation?token=no', '/api', `/portal/${support.key}`]) {
      await signedOut.goto(path);
      await look(signedOut);
    }
    const agents = await (await signedIn.context().request.get(`/api/v1/agents?project=${support.key}`)).json();
    const id = agents.agents.find(({ name }: { name: string }) => name === jonas.name).id;
    const project = `/projects/${support.key}`;
    const paths = ['/projects', project, `${project}/members`, `${project}/schedule`, `${project}/coverage`, `${project}/settings`, '/presence', '/people', '/settings', '/account', '/account/hours', '/account/tokens', '/account/history'];
    for (const path of [...paths, `/people/${id}/offline`, '/nowhere']) {
      await open(signedIn, path);
      await look(signedIn);
    }
  }

  test.beforeEach(async ({ complaints }) => complaints.expect(/status of 40[34]/));

  test('has nothing that axe knows to be wrong, in light and dark', async ({ page, visit, signIn, addProject, addPerson }) => {
    const site = await people({ signIn, addProject, addPerson });
    const signedIn = await visit(site.admin, '/projects');
    await everyPage({ signedOut: page, signedIn, site, look: expectAccessible });
  });

  test('fits into 320 px', async ({ page, visit, signIn, addProject, addPerson }) => {
    const site = await people({ signIn, addProject, addPerson });
    const signedIn = await visit(site.admin, '/projects', { viewport: { width: 320, height: 640 } });
    await page.setViewportSize({ width: 320, height: 640 });
    await everyPage({ signedOut: page, signedIn, site, look: expectNoSidewaysScrolling });
  });

  test('fits from right to left, and at four times the size', async ({ page, visit, signIn, addProject, addPerson }) => {
    const site = await people({ signIn, addProject, addPerson });
    // 400 % of 1280 px are 320 px, and what is on it is 4 times as large for the eye.
    const zoomed = { viewport: { width: 320, height: 256 }, deviceScaleFactor: 4 };
    const signedIn = await visit(site.admin, '/projects', zoomed);
    await page.setViewportSize(zoomed.viewport);
    const look = async (page: Page) => {
      await page.evaluate(() => (document.documentElement.dir = 'rtl'));
      await expectNoSidewaysScrolling(page);
    };
    await everyPage({ signedOut: page, signedIn, site, look });
  });
});

interface Makers {
  signIn: (person: Person) => Promise<BrowserContext>;
  addProject: (name: string) => Promise<Project>;
  addPerson: (name: string, roles: object) => Promise<Person>;
}

/** A project with a long name, an agent online in it, and somebody who may do everything. */
async function people({ signIn, addProject, addPerson }: Makers): Promise<Site> {
  const support = await addProject(`Support for ${LONG}`);
  const jonas = await addPerson('Jonas Weber', { agent: [support] });
  const admin = await addPerson(`Marta ${LONG}`, { agent: [support], siteAdmin: true });
  await goOnline(await signIn(jonas));
  return { support, admin, jonas };
}

test.describe('the dialog', () => {
  test.slow();

  /** Brings the dialog into each of its states. */
  async function everyState(page: Page, agent: BrowserContext, look: (page: Page) => Promise<void>): Promise<void> {
    const { bar, status, dialog } = parts(page);
    const me = page.context();
    await look(page);

    await status.click();
    await expect(dialog).toContainText('You are offline');
    await look(page);
    await chooseOtherLength(dialog, 'Minutes…');
    await dialog.getByRole('radio', { name: 'Only these' }).check();
    await dialog.getByRole('checkbox', { name: LONG }).uncheck();
    await dialog.getByLabel('Minutes', { exact: true }).fill('x');
    await dialog.getByRole('button', { name: 'Go online' }).click();
    await expect(dialog.getByText('Choose at least one project.')).toBeVisible();
    await look(page);

    await dialog.getByRole('radio', { name: '8 h' }).check({ force: true });
    await dialog.getByRole('radio', { name: 'All my projects' }).check();
    await dialog.getByRole('button', { name: 'Go online' }).click();
    await expect(dialog.getByRole('heading', { name: 'You are online' })).toBeVisible();
    await look(page);
    await dialog.locator('summary').filter({ hasText: 'Change your time online' }).click();
    await look(page);

    await dialog.getByRole('listitem').filter({ hasText: 'Jonas Weber' }).hover();
    await look(page);
    await dialog.getByRole('button', { name: 'Put Jonas Weber offline' }).click();
    await look(page);
    expect((await putPresence(agent, { status: 'offline' })).status()).toBe(200);
    await expect(dialog.getByRole('heading', { name: 'Jonas Weber is offline already' })).toBeVisible();
    await look(page);
    await dialog.getByRole('button', { name: 'Cancel' }).click();

    await dialog.getByRole('button', { name: 'Go offline' }).click();
    await expect(dialog.getByRole('heading', { name: 'Go offline all the same?' })).toBeVisible();
    await look(page);
    await dialog.getByRole('button', { name: 'Close' }).click();

    await goOnline(me, {});
    await expect(status).toHaveAccessibleName(/no end/);
    await look(page);
    // An hour goes online, and 57 minutes pass for this browser alone.
    await goOnline(me, { minutes: 60 });
    await page.clock.setFixedTime(Date.now() + 57 * 60_000);
    await expect(bar.getByRole('group', { name: /Extend\?$/ })).toBeVisible();
    await expect(bar.getByRole('group', { name: /Extend\?$/ })).toBeInViewport({ ratio: 1 });
    await expect(status).toBeInViewport({ ratio: 1 });
    await look(page);
  }

  test('has nothing that axe knows to be wrong in any state, in light and dark', async ({ signIn, visit, addProject, addPerson }) => {
    const site = await people({ signIn, addProject, addPerson });
    const agent = await signIn(site.jonas);
    const page = await visit(site.admin, `/projects/${site.support.key}`);
    await everyState(page, agent, async (page) => {
      await expectAccessible(page);
      await expectEverySymbol(page);
    });
  });

  test('fits into 320 px, and from right to left', async ({ signIn, visit, addProject, addPerson }) => {
    const site = await people({ signIn, addProject, addPerson });
    const agent = await signIn(site.jonas);
    const page = await visit(site.admin, `/projects/${site.support.key}`, { viewport: { width: 320, height: 640 } });
    await everyState(page, agent, async (page) => {
      for (const dir of ['ltr', 'rtl']) {
        await page.evaluate((dir) => (document.documentElement.dir = dir), dir);
        await expectNoSidewaysScrolling(page);
      }
    });
  });

  test('told of a door it has nothing wrong either', async ({ signIn, visit, addProject, addPerson }) => {
    const site = await people({ signIn, addProject, addPerson });
    const page = await visit(site.jonas, `/projects/${site.support.key}`);
    const admin = (await signIn(site.admin)).request;
    const { agents } = await (await admin.get(`/api/v1/agents?project=${site.support.key}`)).json();
    const id = agents.find(({ name }: { name: string }) => name === site.jonas.name).id;
    expect((await admin.post(`/api/v1/agents/${id}/offline`, { data: { reason: 'Lunch is ready.' } })).status()).toBe(200);
    await expect(parts(page).dialog).toContainText('Lunch is ready.');
    await expectAccessible(page);
    await page.setViewportSize({ width: 320, height: 640 });
    await expectNoSidewaysScrolling(page);
  });

  test('the counter stands at the other corner from right to left', async ({ visit, addProject, addPerson }) => {
    const support = await addProject('Support');
    const page = await visit(await addPerson('Marta Nowak', { agent: [support] }), `/projects/${support.key}`);
    const { status, counter } = parts(page);
    const lamp = status.locator('svg').first();
    const isRight = async () => {
      const [count, icon] = [(await counter.boundingBox())!, (await lamp.boundingBox())!];
      return count.x + count.width / 2 > icon.x + icon.width / 2;
    };
    expect(await isRight()).toBe(true);
    await page.evaluate(() => (document.documentElement.dir = 'rtl'));
    expect(await isRight()).toBe(false);
  });
});
