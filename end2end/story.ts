// What the stories are told with: a project and people of their own, since tests share a server, and the
// parts of the screen by what they are called.

import { expect, type BrowserContext, type BrowserContextOptions, type Locator, type Page } from '@playwright/test';
import { test as base } from './fixtures.ts';
import type { Server } from './server.ts';

export { expect };

export interface Project {
  key: string;
  name: string;
}

export interface Person {
  name: string;
  email: string;
  password: string;
}

interface Roles {
  agent?: Project[];
  admin?: Project[];
  siteAdmin?: boolean;
  /** The server of that person, where it is not the worker's. */
  on?: Server;
}

/** What `PUT /api/v1/me/presence` may say. */
interface PresenceBody {
  status: 'online' | 'offline';
  minutes?: number;
  until?: string;
  extend_minutes?: number;
  projects?: string[];
  revision?: number;
}

let made = 0;

interface Fixtures {
  /** A new project. */
  addProject: (name: string, options?: { chat?: boolean; on?: Server }) => Promise<Project>;
  /** A new person, with these roles. */
  addPerson: (name: string, roles?: Roles) => Promise<Person>;
  /** A browser in which this person is signed in. */
  signIn: (person: Person, options?: BrowserContextOptions) => Promise<BrowserContext>;
  /** A page in a new browser of this person, with the header awake where the page has one. */
  visit: (person: Person, path: string, options?: BrowserContextOptions) => Promise<Page>;
}

export const test = base.extend<Fixtures>({
  addProject: async ({ server }, use) => {
    await use(async (name, { chat = true, on = server } = {}) => {
      const key = `${name.slice(0, 3).toUpperCase()}${++made}`;
      await on.addProject({ key, name, chat });
      return { key, name };
    });
  },

  addPerson: async ({ server }, use) => {
    await use(async (name, { agent = [], admin = [], siteAdmin = false, on = server } = {}) => {
      const email = `${name.split(' ')[0]!.toLowerCase()}.${++made}@example.com`;
      const person = { name, email, password: 'the porch light is on' };
      await on.addUser({ ...person, siteAdmin });
      for (const { key } of agent) await on.addMember({ project: key, email, role: 'agent' });
      for (const { key } of admin) await on.addMember({ project: key, email, role: 'admin' });
      return person;
    });
  },

  signIn: async ({ openContext }, use) => {
    await use(async ({ email, password }, options) => {
      const context = await openContext(options);
      const answer = await context.request.post('/sign-in', { form: { email, password }, maxRedirects: 0 });
      expect(answer.status(), 'signed in').toBe(303);
      return context;
    });
  },

  visit: async ({ signIn }, use) => {
    await use(async (person, path, options) => {
      const page = await (await signIn(person, options)).newPage();
      await open(page, path);
      return page;
    });
  },
});

/** Opens a page, and waits for its header to be awake: the link is a button then. */
export async function open(page: Page, path: string): Promise<void> {
  await page.goto(path);
  const { status } = parts(page);
  const wakes = await page.locator('leptos-island').count();
  if (!wakes || !(await scripted(page))) return;
  await expect(page.locator('[data-awake]')).toBeAttached();
  if (await status.count()) await expect(status).toHaveRole('button');
}

/** The parts of the desk that stories speak of. */
export function parts(page: Page): { bar: Locator; status: Locator; counter: Locator; dialog: Locator } {
  const bar = page.getByRole('banner');
  return {
    bar,
    /** The icon. Its name is the sentence that says everything. */
    status: bar.locator('[data-presence]'),
    /** The number on the icon: for eyes only, the sentence says it too. */
    counter: bar.locator('.count'),
    dialog: page.getByRole('dialog'),
  };
}

/** Chooses one of the lengths that stand behind "More". */
export async function chooseOtherLength(within: Page | Locator, name: string): Promise<void> {
  const length = within.getByRole('radio', { name });
  if (!(await length.isVisible())) await within.locator('summary').filter({ hasText: /^(More|Mehr)/ }).click();
  await length.check({ force: true });
}

/** Nothing makes the page wider than the window, except what scrolls in a frame of its own. */
export async function expectNoSidewaysScrolling(page: Page): Promise<void> {
  const wide = await page.evaluate(() => {
    const root = document.scrollingElement!;
    const open = [...document.querySelectorAll('dialog[open]')];
    return [root, ...open]
      .filter((element) => element.scrollWidth > element.clientWidth)
      .map((element) => `${element.tagName}: ${element.scrollWidth} px in ${element.clientWidth} px`);
  });
  expect(wide, page.url()).toEqual([]);
}

/** Every symbol that the page draws is one that it has. */
export async function expectEverySymbol(page: Page): Promise<void> {
  const missing = await page.evaluate(() =>
    [...document.querySelectorAll('use')]
      .map((use) => use.getAttribute('href') ?? '')
      .filter((href) => !href.startsWith('#') || !document.getElementById(href.slice(1))),
  );
  expect(missing, page.url()).toEqual([]);
}

/** What colour a locator's ground is, as people name it. */
export async function ground(locator: Locator): Promise<string> {
  const colour = await locator.evaluate((element) => getComputedStyle(element).backgroundColor);
  const [red = 0, green = 0, blue = 0] = (colour.match(/[\d.]+/g) ?? []).map(Number);
  if (green > 1.2 * red && green > 1.2 * blue) return 'green';
  if (red > 1.5 * green && red > 1.5 * blue) return 'red';
  return 'neither';
}

/** Asks the API as this browser would. */
export async function putPresence(context: BrowserContext, wish: PresenceBody) {
  return context.request.put('/api/v1/me/presence', { data: wish });
}

/** Goes online through the API, where the story begins with somebody who is. */
export async function goOnline(context: BrowserContext, wish: Omit<PresenceBody, 'status'> = { minutes: 60 }): Promise<void> {
  expect((await putPresence(context, { status: 'online', ...wish })).status(), 'online').toBe(200);
}

/** So many seconds from now, as the API writes it. */
export function inSeconds(seconds: number): string {
  return new Date(Date.now() + seconds * 1000).toISOString();
}

/** The public answer of a project. */
export async function availability(server: Server, { key }: Project) {
  const answer = await fetch(`${server.url}/api/v1/projects/${key}/availability`);
  return (await answer.json()) as { status: 'online' | 'offline'; since: string; next_open: string | null; revision: number };
}

/** Whether the page runs scripts at all: it says its time zone with one. */
async function scripted(page: Page): Promise<boolean> {
  const cookies = await page.context().cookies(page.url());
  return cookies.some(({ name }) => name === 'porchlight_zone');
}

/** A browser of this person whose time the test moves, with a page in it. */
export async function openWithClock(context: BrowserContext, path: string): Promise<Page> {
  await context.clock.install();
  await context.addInitScript(timersFitIntoWasm);
  const page = await context.newPage();
  await open(page, path);
  return page;
}

/** A browser's timers have small numbers, and wasm takes no more than 32 bits of them; those of the moved clock are larger. */
function timersFitIntoWasm(): void {
  const names = new Map<number, number>();
  const kinds = [
    ['setTimeout', 'clearTimeout'],
    ['setInterval', 'clearInterval'],
    ['requestAnimationFrame', 'cancelAnimationFrame'],
    ['requestIdleCallback', 'cancelIdleCallback'],
  ] as const;
  const timers = window as unknown as Record<(typeof kinds)[number][number], (...given: unknown[]) => number>;
  let last = 0;
  for (const [start, stop] of kinds) {
    const [begin, end] = [timers[start].bind(window), timers[stop].bind(window)];
    timers[start] = (...given) => {
      names.set(++last, begin(...given));
      return last;
    };
    timers[stop] = (name) => end(names.get(name as number));
  }
}

/** Time passes for the server and for these pages alike, in steps that nobody could take for silence. */
export async function passTime(on: Server, pages: Page[], seconds: number): Promise<void> {
  for (let left = seconds; left > 0; left -= 50) {
    const step = Math.min(left, 50);
    await on.passTime(step);
    for (const page of pages) {
      const beat = page.waitForResponse((answer) => new URL(answer.url()).pathname === '/api/v1/me/beat');
      await page.clock.fastForward(step * 1000);
      await beat;
    }
  }
}

/** Changes how the site looks whether somebody is there, as a site admin. */
export async function changeAttendance(
  admin: BrowserContext,
  { idle = '15', grace = '70', limit = '30' }: { idle?: string; grace?: string; limit?: string },
): Promise<void> {
  const form = {
    show_header_icons: 'chat_projects',
    door_rule: 'project_and_site_admins',
    idle_minutes: idle,
    grace_seconds: grace,
    limit_minutes: limit,
    lost: 'yes',
    unattended: 'yes',
  };
  expect((await admin.request.post('/settings', { form, maxRedirects: 0 })).status(), 'settings').toBe(303);
}
