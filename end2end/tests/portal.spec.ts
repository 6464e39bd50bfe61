// A customer's page somewhere else, and the desk that lights it.

import { hostPage } from '../host/page.ts';
import { expectAccessible } from '../fixtures.ts';
import { expect, expectNoSidewaysScrolling, goOnline, putPresence, test } from '../story.ts';

test('a customer’s page on another origin lights up and goes dark within a second', async ({ page, signIn, server, addProject, addPerson }) => {
  const support = await addProject('Support');
  const marta = await signIn(await addPerson('Marta Nowak', { agent: [support] }));
  const shop = await hostPage(
    `<script async src="${server.url}/embed/v1/portal.js" data-project="${support.key}" data-name="Support"></script>`,
    `default-src 'none'; script-src ${server.url}; connect-src ${server.url}; require-trusted-types-for 'script'; trusted-types 'none'`,
  );
  await page.goto(shop.url);
  const light = page.locator('porchlight-portal');
  await expect(light).toHaveAttribute('data-state', 'offline');
  await expect(page.getByRole('button', { name: 'Support is offline' })).toBeVisible();

  // The page notes by itself when it changed, so that nothing but the light is measured.
  await light.evaluate((light) => {
    const changes: [string, number][] = [];
    Object.assign(window, { changes });
    new MutationObserver(() => changes.push([light.getAttribute('data-state')!, Date.now()])).observe(light, {
      attributeFilter: ['data-state'],
    });
  });
  const millisUntil = async (state: string, change: () => Promise<unknown>) => {
    const began = Date.now();
    await change();
    await expect(light).toHaveAttribute('data-state', state);
    const changes = await page.evaluate(() => (window as unknown as { changes: [string, number][] }).changes);
    return changes.at(-1)![1] - began;
  };
  expect(await millisUntil('online', () => goOnline(marta, {}))).toBeLessThan(1000);
  await expect(page.getByRole('button', { name: /Online now/ })).toBeVisible();
  expect(await millisUntil('offline', () => putPresence(marta, { status: 'offline' }))).toBeLessThan(1000);
  await expect(page.getByRole('button', { name: 'Support is offline' })).toBeVisible();
  await shop.close();
});

test('the desk’s own page for customers changes by itself', async ({ page, signIn, addProject, addPerson }) => {
  const support = await addProject('Support');
  const marta = await signIn(await addPerson('Marta Nowak', { agent: [support] }));
  await page.goto(`/portal/${support.key}`);
  await expect(page.getByRole('heading', { name: 'Support is offline' })).toBeVisible();
  await expect(page.getByText('This page changes by itself')).toBeVisible();
  await goOnline(marta);
  await expect(page.getByRole('heading', { name: 'Support is online' })).toBeVisible();
  // It says so once: there is no second light beside it, and no promise of an answer.
  await expect(page.getByText('online').filter({ visible: true })).toHaveCount(1);
  await expect(page.getByRole('button')).toHaveCount(0);
  await expect(page.getByText(/answer|help/).filter({ visible: true })).toHaveCount(0);
  await expectNoSidewaysScrolling(page);
  await expectAccessible(page);
});

test('the desk’s own page for customers keeps the last truth, greyed, when nobody answers it', async ({ page, startServerBehind, addProject, complaints }) => {
  complaints.expect(/Failed to load resource/);
  const { on, link } = await startServerBehind();
  const support = await addProject('Support', { on });
  await page.goto(`${link.url}/portal/${support.key}`);
  await expect(page.getByText('This page changes by itself')).toBeVisible();
  const state = page.getByRole('heading', { name: 'Support is offline' });
  const ink = () => state.evaluate((heading) => getComputedStyle(heading).color);
  const before = await ink();
  link.cut();
  await expect(page.getByText('No connection just now. This is what was true before.')).toBeVisible({ timeout: 10_000 });
  await expect(page.getByText('This page changes by itself')).toBeHidden();
  await expect(state).toBeVisible();
  expect(await ink()).not.toBe(before);
  link.mend();
  await expect(page.getByText('No connection just now')).toBeHidden({ timeout: 15_000 });
  expect(await ink()).toBe(before);
});

test('without chat there is nothing to see', async ({ page, server, addProject, complaints }) => {
  const archive = await addProject('Archive', { chat: false });
  complaints.expect(/status of 404/);
  expect((await page.goto(`/portal/${archive.key}`))!.status()).toBe(404);
  await expect(page.getByRole('heading', { name: 'There is no such page' })).toBeVisible();
  await expect(page.getByRole('link')).toHaveCount(0);
  await expectAccessible(page);
  expect((await fetch(`${server.url}/api/v1/projects/${archive.key}/availability`)).status).toBe(404);
});
