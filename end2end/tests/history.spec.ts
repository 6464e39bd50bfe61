// What the ledger tells: how a desk's hours were covered, and why one is offline.

import { expectAccessible } from '../fixtures.ts';
import { setHours, zoneAtNoon } from '../hours.ts';
import { expect, expectNoSidewaysScrolling, goOnline, open, parts, test } from '../story.ts';

/** How wide the picture draws a minute. */
const MINUTE_WIDE = 816 / (24 * 60);

test("the week's picture and its table say the same", async ({ signIn, startServer, addProject, addPerson }) => {
  test.slow();
  const on = await startServer();
  const desk = { baseURL: on.url };
  const support = await addProject('Support', { on });
  const tomas = await signIn(await addPerson('Tomás Herrera', { admin: [support], on }), desk);
  const marta = await signIn(await addPerson('Marta Nowak', { agent: [support], on }), desk);
  const { zone, date } = zoneAtNoon();
  await setHours(tomas, `/projects/${support.key}/schedule`, { zone, from: '09:00', to: '18:00' });

  // Twenty minutes of somebody, and fifteen of nobody.
  await goOnline(marta, { minutes: 120 });
  for (let minute = 0; minute < 20; minute++) {
    await on.passTime(60);
    expect((await marta.request.post('/api/v1/me/beat', { data: { idle_s: 0 } })).ok()).toBe(true);
  }
  await marta.request.put('/api/v1/me/presence', { data: { status: 'offline' } });
  await on.passTime(15 * 60);

  const page = await tomas.newPage();
  await open(page, `/projects/${support.key}/coverage`);
  const picture = page.getByRole('img', { name: /^Support: .* % of .* covered$/ });
  await expect(picture).toBeVisible();
  const days = picture.locator('[data-day]');
  const rows = page.getByRole('region', { name: 'Table by day' }).locator('tbody tr');
  await expect(days).toHaveCount(7);
  for (let day = 0; day < 7; day++) {
    const share = await rows.nth(day).locator('td').nth(2).innerText();
    await expect(days.nth(day).locator('text').last(), `day ${day}`).toHaveText(share);
  }
  const today = picture.locator(`[data-day="${date}"]`);
  const index = await days.evaluateAll((all, date) => all.findIndex((day) => day.getAttribute('data-day') === date), date);
  await expect(rows.nth(index).locator('td').nth(1)).toHaveText('20 min');
  const widths = await today.locator('.c-cover').evaluateAll((bars) => bars.map((bar) => Number(bar.getAttribute('width'))));
  const minutes = widths.reduce((sum, width) => sum + width, 0) / MINUTE_WIDE;
  expect(Math.abs(minutes - 20), `${minutes} minutes are drawn`).toBeLessThan(1);

  // Each number in the picture is explained, and nothing else is.
  const pins = await picture.locator('.c-pin').allTextContents();
  const listed = page.locator('.pin');
  expect(pins.length).toBeGreaterThan(0);
  expect(pins).toEqual(await listed.allInnerTexts());
  await expect(page.locator('tbody tr', { has: listed })).toContainText('15 min');
  await expect(page.locator('tbody tr', { has: listed })).toContainText('Marta Nowak, signed off');
  await expectAccessible(page);
  await page.setViewportSize({ width: 320, height: 640 });
  await expectNoSidewaysScrolling(page);
});

test('one reads why one is offline, by whom, and in whose words', async ({ signIn, addProject, addPerson }) => {
  const support = await addProject('Support');
  const tomas = await signIn(await addPerson('Tomás Herrera', { admin: [support] }));
  const marta = await signIn(await addPerson('Marta Nowak', { agent: [support] }));
  await goOnline(marta, { minutes: 60 });
  const { agents } = await (await tomas.request.get(`/api/v1/agents?project=${support.key}`)).json();
  const reason = 'The shift is over, go home.';
  const door = await tomas.request.post(`/api/v1/agents/${agents[0].id}/offline`, { data: { reason } });
  expect(door.ok()).toBe(true);

  const page = await marta.newPage();
  await open(page, '/presence');
  await parts(page).dialog.getByRole('button', { name: 'All right' }).click();
  await page.getByRole('link', { name: 'Why am I offline?' }).first().click();
  await expect(page.getByRole('heading', { name: 'Your history' })).toBeVisible();
  const why = page.getByRole('region', { name: 'Why am I offline?' });
  await expect(why).toContainText(/You are offline since \d\d:\d\d because Tomás Herrera put you offline/);
  await expect(why).toContainText(reason);
  const last = page.locator('tbody tr').last();
  await expect(last).toContainText('Tomás Herrera');
  await expectAccessible(page);
});
