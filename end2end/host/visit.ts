// A visit to a page of somebody else that carries the portal's light: the desk, the host and the page, and what
// the stories ask of them.

import { test as base, expect, type Locator, type Page } from '@playwright/test';
import { Complaints } from '../fixtures.ts';
import { Host, StubServer, type Availability } from './stub.ts';
import { pass, stopClock } from './watch.ts';

export { expect, pass };
export type { Availability };
export { cut, settle } from './watch.ts';

/** A Saturday, 14:10 in Berlin, where the tests' reader is. */
export const NOW = new Date('2025-11-22T13:10:00Z');
export const MONDAY = '2025-11-24T08:00:00Z';
export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;

export const offline: Availability = {
  project: 'SUP',
  status: 'offline',
  since: '2025-11-22T13:07:00Z',
  next_open: null,
  revision: 18,
};

interface Fixtures {
  desk: StubServer;
  host: Host;
  complaints: Complaints;
  /** Opens the host's page, and waits for what its light does first. From then on the clock stands. */
  visit: () => Promise<void>;
  light: Locator;
  pill: Locator;
  panel: Locator;
}

export const test = base.extend<Fixtures>({
  desk: async ({}, use) => {
    const desk = await new StubServer().listen();
    await use(desk);
    await desk.close();
  },
  host: async ({ desk }, use) => {
    const host = await new Host(desk).listen();
    host.write();
    await use(host);
    await host.close();
  },
  complaints: async ({}, use) => {
    const complaints = new Complaints();
    await use(complaints);
    expect(complaints.heard, 'the browser complained').toEqual([]);
  },
  context: async ({ context, complaints }, use) => {
    complaints.listenTo(context);
    await use(context);
  },
  visit: async ({ page, host, desk }, use) => {
    await stopClock(page, desk, NOW);
    await page.addInitScript(() => {
      Math.random = () => 0.999;
      const heard: unknown[] = [];
      Object.assign(window, { heard });
      addEventListener('porchlight:availability', (event) => heard.push((event as CustomEvent).detail));
    });
    await use(async () => {
      await page.goto(host.origin);
      await expect(page.locator('porchlight-portal').first()).toHaveAttribute('data-state', /./);
      await pass(page, 1);
    });
  },
  light: async ({ page }, use) => use(page.locator('porchlight-portal')),
  pill: async ({ page }, use) => use(page.getByRole('button')),
  panel: async ({ page }, use) => use(page.locator('[popover]')),
});

/** A call that fails leaves the browser with an error of its own. */
export function breakage(complaints: Complaints): void {
  complaints.expect(/Failed to load resource/);
}

export async function state(light: Locator, expected: string): Promise<void> {
  await expect(light).toHaveAttribute('data-state', expected);
}

/** The lamp's shape: solid with a flame, an empty outline, or a broken one with dots. */
export async function lamp(light: Locator, shape: 'lit' | 'empty' | 'broken'): Promise<void> {
  const style = (part: string, property: string) =>
    light.locator(`.${part}`).evaluate((path, property) => getComputedStyle(path).getPropertyValue(property), property);
  const drawn = async () => ({
    solid: (await style('glass', 'fill')) !== 'none',
    flame: (await style('flame', 'display')) !== 'none',
    halo: (await style('halo', 'display')) !== 'none',
    broken: (await style('glass', 'stroke-dasharray')) !== 'none',
    dots: (await style('dots', 'display')) !== 'none',
  });
  const lit = shape === 'lit';
  const broken = shape === 'broken';
  await expect.poll(drawn).toEqual({ solid: lit, flame: lit, halo: lit, broken, dots: broken });
}

/** What the host's own scripts were told. */
export async function heard(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    (window as unknown as { heard: Availability[] }).heard.map(({ status, revision }) => `${status} ${revision}`),
  );
}

export async function setHidden(page: Page, hidden: boolean): Promise<void> {
  await page.evaluate((hidden) => {
    Object.defineProperty(document, 'hidden', { configurable: true, value: hidden });
    document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));
  }, hidden);
}
