// The portal's light among the things of somebody else's page.

import type { Page } from '@playwright/test';
import { expectAccessible } from '../fixtures.ts';
import { expect, MONDAY, offline, pass, SECOND, settle, state, test } from '../host/visit.ts';

/** What assistive technology is told of the pill. The browser knows it from the popover. */
async function expanded(page: Page): Promise<unknown> {
  const client = await page.context().newCDPSession(page);
  const { nodes } = await client.send('Accessibility.getFullAXTree');
  const pill = nodes.find(({ role }) => role?.value === 'button');
  return pill?.properties?.find(({ name }) => name === 'expanded')?.value.value;
}

test.describe('in somebody else’s page', () => {
  test('it needs nothing that a strict policy forbids, keeps nothing, and moves nothing', async ({ page, context, visit, pill, host }) => {
    const size = () => page.locator('html').boundingBox();
    host.write('');
    await page.goto(host.origin);
    const before = await size();
    host.write();
    await visit();
    await expect(pill).toBeVisible();
    expect(await size()).toEqual(before);
    expect(await context.cookies()).toEqual([]);
    const kept = await page.evaluate(async () => [
      localStorage.length,
      sessionStorage.length,
      (await indexedDB.databases()).length,
      document.querySelectorAll('[style], style, iframe').length,
    ]);
    expect(kept).toEqual([0, 0, 0, 0]);
  });

  test('the script twice is one light and one stream', async ({ page, visit, light, host, desk }) => {
    host.write('data-project="SUP"', `<script async src="${desk.origin}/embed/v1/portal.js" data-project="SUP"></script>`);
    await visit();
    await page.waitForLoadState('load');
    await expect(light).toHaveCount(1);
    expect(desk.calls).toEqual(['GET', 'stream']);
  });

  test('two projects are two lights, one above the other', async ({ page, visit, light, host, desk }) => {
    desk.put({ ...offline, project: 'BIL' });
    host.write(
      'data-project="SUP" data-name="Support"',
      `<script async src="${desk.origin}/embed/v1/portal.js" data-project="BIL" data-name="Billing"></script>`,
    );
    await visit();
    await expect(light).toHaveCount(2);
    await expect(page.getByRole('button', { name: 'Support is here for you' })).toBeVisible();
    await expect(page.getByRole('button', { name: 'Billing is offline' })).toBeVisible();
    const [one, two] = await Promise.all([light.first(), light.last()].map((light) => light.getByRole('button').boundingBox()));
    expect(two!.y + two!.height).toBeLessThanOrEqual(one!.y);
  });

  test('an element that the page placed is used, and two of one project share a stream', async ({ page, visit, light, host, desk }) => {
    host.write(
      'data-project="SUP" data-name="Nobody"',
      '<p>Now: <porchlight-portal inline data-name="Support"></porchlight-portal></p>' +
        '<porchlight-portal inline project="SUP" data-name="Help"></porchlight-portal>',
    );
    await visit();
    await expect(light).toHaveCount(2);
    await expect(page.getByRole('button', { name: 'Support is here for you' })).toBeInViewport();
    await expect(page.getByRole('button', { name: 'Help is here for you' })).toBeInViewport();
    expect(desk.calls).toEqual(['GET', 'stream']);
    desk.flip({ status: 'offline' });
    await expect(page.getByRole('button', { name: 'is offline' })).toHaveCount(2);

    await light.first().evaluate((portal) => portal.remove());
    await settle(page);
    expect(desk.open).toBe(1);
    await light.evaluate((portal) => portal.remove());
    await expect.poll(() => desk.open).toBe(0);
  });

  test('the keyboard opens and closes, and the focus stays where it was', async ({ page, visit, pill, panel }) => {
    await visit();
    await page.getByRole('link').focus();
    await page.keyboard.press('Tab');
    await expect(pill).toBeFocused();
    await expect.poll(() => expanded(page)).toBe(false);
    await page.keyboard.press('Enter');
    await expect(panel).toBeVisible();
    await expect.poll(() => expanded(page)).toBe(true);
    await expect(page.getByRole('status')).toHaveText('Online since 14:02.');
    await page.keyboard.press('Escape');
    await expect(panel).toBeHidden();
    await expect(pill).toBeFocused();
    await expect.poll(() => expanded(page)).toBe(false);
  });

  test('a click elsewhere closes it', async ({ page, visit, pill, panel }) => {
    await visit();
    await pill.click();
    await expect(panel).toBeVisible();
    await page.getByRole('heading').click();
    await expect(panel).toBeHidden();
  });

  test('an open panel follows the truth', async ({ visit, pill, panel, desk }) => {
    await visit();
    await pill.click();
    desk.flip({ status: 'offline', next_open: MONDAY });
    await expect(panel).toContainText('Opens Monday 09:00');
  });

  for (const project of ['online', 'offline'] as const) {
    test(`nothing that axe knows is wrong while ${project}`, async ({ page, visit, light, pill, panel, desk }) => {
      if (project === 'offline') desk.put(offline);
      await visit();
      await state(light, project);
      await pill.click();
      await expect(panel).toBeVisible();
      await page.clock.resume();
      await expectAccessible(page);
    });
  }

  test('position, theme and accent are the host’s to choose', async ({ page, visit, light, pill, host }) => {
    host.write('data-project="SUP" data-position="start" data-theme="dark" data-accent="#ffd54a"');
    await visit();
    await state(light, 'online');
    expect((await pill.boundingBox())!.x).toBe(16);
    const look = () => pill.evaluate((node) => [getComputedStyle(node).backgroundColor, getComputedStyle(node).colorScheme]);
    await expect.poll(look).toEqual(['rgb(255, 213, 74)', 'dark']);
    // Black on yellow, white on dark green.
    const ink = () =>
      pill.evaluate((node) => {
        const probe = new OffscreenCanvas(1, 1).getContext('2d')!;
        probe.fillStyle = getComputedStyle(node).color;
        probe.fillRect(0, 0, 1, 1);
        return probe.getImageData(0, 0, 1, 1).data[0];
      });
    await expect.poll(ink).toBe(0);
    host.write('data-project="SUP" data-accent="#0b5d34"');
    await page.goto(host.origin);
    await pass(page, SECOND);
    await state(light, 'online');
    await expect.poll(ink).toBe(255);
  });

  test('in a page that is written from right to left it mirrors, but for the lamp', async ({ visit, light, pill, host }) => {
    host.write(undefined, '', 'lang="ar" dir="rtl"');
    await visit();
    await state(light, 'online');
    const box = (await pill.boundingBox())!;
    expect(box.x).toBe(16);
    const lamp = (await light.locator('svg').boundingBox())!;
    expect(lamp.x).toBeGreaterThan(box.x + box.width / 2);
  });

  test.describe('on a small screen', () => {
    test.use({ viewport: { width: 320, height: 256 } });
    test('it is the lamp alone, and neither it nor its words leave the screen', async ({ page, visit, pill, panel }) => {
      await visit();
      const { width, height } = (await pill.boundingBox())!;
      expect([width, height]).toEqual([56, 56]);
      await expect(pill).toHaveAccessibleName('Support is here for you Online now');
      await pill.click();
      const box = (await panel.boundingBox())!;
      expect(box.x).toBeGreaterThanOrEqual(0);
      expect(box.y).toBeGreaterThanOrEqual(0);
      expect(box.x + box.width).toBeLessThanOrEqual(320);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
    });
  });

  test('motion stops for those who ask for that', async ({ page, visit, light, desk }) => {
    desk.answers = 'never';
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await visit();
    const animation = () => light.locator('.dots').evaluate((node) => getComputedStyle(node).animationName);
    expect(await animation()).toBe('none');
    await page.emulateMedia({ reducedMotion: 'no-preference' });
    expect(await animation()).not.toBe('none');
  });
});

