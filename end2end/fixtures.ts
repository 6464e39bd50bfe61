// What every story has: a running server, a browser whose every complaint fails the test, and more of both.
//
//     import { test, expect, expectAccessible } from '../fixtures.ts';

import { AxeBuilder } from '@axe-core/playwright';
import { test as base, expect, type BrowserContext, type BrowserContextOptions, type Page } from '@playwright/test';
import { Link } from './link.ts';
import { Server, type Environment } from './server.ts';

export { expect, Server };

/** Errors that a browser reported: on the console, uncaught, or refused by the Content-Security-Policy. */
export class Complaints {
  readonly heard: string[] = [];
  #expected: RegExp[] = [];

  /** Says that this story provokes such an error, for example a refused request. Say it before it happens. */
  expect(pattern: RegExp): void {
    this.#expected.push(pattern);
  }

  listenTo(context: BrowserContext): void {
    context.on('console', (message) => {
      if (message.type() === 'error') this.#hear(`console: ${message.text()} (${message.location().url})`);
    });
    context.on('weberror', (error) => this.#hear(`uncaught: ${error.error().stack ?? error.error().message}`));
  }

  #hear(complaint: string): void {
    if (!this.#expected.some((pattern) => pattern.test(complaint))) this.heard.push(complaint);
  }
}

interface TestFixtures {
  complaints: Complaints;
  /** Another person's browser, with cookies of its own; closed when the test ends. */
  openContext: (options?: BrowserContextOptions) => Promise<BrowserContext>;
  /** A server for this test alone, for stories about first visits, restarts and settings of the whole site. */
  startServer: (environment?: Environment) => Promise<Server>;
  /** The same, behind a network of its own that can be cut. */
  startServerBehind: (environment?: Environment) => Promise<{ on: Server; link: Link }>;
  serverLog: void;
}

interface WorkerFixtures {
  /** More settings for the server, as environment variables. */
  serverEnvironment: Environment;
  /** The server of this worker. Several tests share it: let each make its own people and projects. */
  server: Server;
}

export const test = base.extend<TestFixtures, WorkerFixtures>({
  // Every story signs people in, all from one address.
  serverEnvironment: [{ PORCHLIGHT_SIGN_IN_LIMIT: '100000' }, { option: true, scope: 'worker' }],

  server: [
    async ({ serverEnvironment }, use) => {
      const server = await Server.start(serverEnvironment);
      await use(server);
      await server.remove();
    },
    { scope: 'worker', timeout: 60_000 },
  ],

  baseURL: async ({ server }, use) => use(server.url),

  complaints: async ({}, use) => {
    const complaints = new Complaints();
    await use(complaints);
    expect(complaints.heard, 'the browser complained').toEqual([]);
  },

  context: async ({ context, complaints }, use) => {
    complaints.listenTo(context);
    await use(context);
  },

  // It names `startServer`, so that browsers close before the servers that they look at.
  openContext: async ({ browser, baseURL, complaints, startServerBehind: _ }, use) => {
    const opened: BrowserContext[] = [];
    await use(async (options = {}) => {
      const context = await browser.newContext({ ...(baseURL ? { baseURL } : {}), ...options });
      complaints.listenTo(context);
      opened.push(context);
      return context;
    });
    for (const context of opened) await context.close();
  },

  startServer: async ({ serverEnvironment }, use, info) => {
    const started: Server[] = [];
    await use(async (environment = {}) => {
      const server = await Server.start({ ...serverEnvironment, ...environment });
      started.push(server);
      return server;
    });
    for (const server of started) {
      if (info.status !== info.expectedStatus) await info.attach('log of its own server', { body: server.log });
      await server.remove();
    }
  },

  startServerBehind: async ({ startServer }, use) => {
    const opened: Link[] = [];
    await use(async (environment = {}) => {
      const link = await Link.open();
      opened.push(link);
      const on = await startServer({ PORCHLIGHT_PUBLIC_URL: link.url, ...environment });
      link.leadTo(on.url);
      return { on, link };
    });
    for (const link of opened) await link.close();
  },

  serverLog: [
    async ({ server }, use, info) => {
      const before = server.log.length;
      await use();
      if (info.status !== info.expectedStatus) {
        await info.attach('server log', { body: server.log.slice(before), contentType: 'text/plain' });
      }
    },
    { auto: true },
  ],
});

/** What began to move before it was asked not to has come to its end, in shadow trees too. */
async function motionIsOver(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const shadows = [...document.querySelectorAll('*')].flatMap(({ shadowRoot }) => shadowRoot ?? []);
    const moving = [document, ...shadows].flatMap((root) => root.getAnimations());
    const ends = moving.filter((motion) => motion.effect?.getComputedTiming().endTime !== Infinity);
    await Promise.allSettled(ends.map((motion) => motion.finished));
  });
}

/** What axe may find in one scheme of colours and not in the other. */
const OF_COLOUR = ['color-contrast', 'link-in-text-block'];

/** Nothing that axe knows to be wrong, by WCAG 2.2 AA, neither in light nor in dark. */
export async function expectAccessible(page: Page): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    // Without motion, because a colour half-way between two schemes has no contrast to speak of.
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await motionIsOver(page);
    const axe = new AxeBuilder({ page });
    if (colorScheme === 'light') axe.withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']);
    else axe.withRules(OF_COLOUR);
    const { violations } = await axe.analyze();
    const found = violations.flatMap(({ id, help, nodes }) =>
      nodes.map((node) => `${id}: ${help}\n  ${node.html}\n  ${node.failureSummary ?? ''}`),
    );
    expect(found, `accessible in ${colorScheme}`).toEqual([]);
  }
  await page.emulateMedia({ colorScheme: null, reducedMotion: null });
}
