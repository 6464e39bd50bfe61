// Everything with the keyboard alone.

import type { Locator, Page } from '@playwright/test';
import { availability, expect, goOnline, parts, test } from '../story.ts';

/** Presses Tab until the locator has the focus, as somebody would who cannot point. */
async function tabTo(page: Page, target: Locator, key = 'Tab'): Promise<void> {
  for (let steps = 0; steps < 40; steps++) {
    if (await target.evaluate((element) => element === document.activeElement).catch(() => false)) return;
    await page.keyboard.press(key);
  }
  await expect(target, 'reached with Tab').toBeFocused();
}

test('the icon opens and closes its dialog, and the focus goes in and back', async ({ visit, addProject, addPerson }) => {
  const support = await addProject('Support');
  const page = await visit(await addPerson('Marta Nowak', { agent: [support] }), `/projects/${support.key}`);
  const { status, dialog } = parts(page);

  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'Skip to the content' })).toBeFocused();
  await tabTo(page, status);
  await expect(status).toHaveCSS('outline-style', 'solid');

  for (const key of ['Space', 'Enter']) {
    await page.keyboard.press(key);
    await expect(dialog).toBeVisible();
    await expect(status).toHaveAttribute('aria-expanded', 'true');
    await expect(dialog.getByRole('radio', { name: '4 h' })).toBeFocused();
    await page.keyboard.press('Escape');
    await expect(dialog).toBeHidden();
    await expect(status).toHaveAttribute('aria-expanded', 'false');
    await expect(status).toBeFocused();
  }

  // Nothing behind the dialog can be reached while it is open.
  await page.keyboard.press('Enter');
  await expect(dialog.getByRole('radio', { name: '4 h' })).toBeFocused();
  for (let steps = 0; steps < 20; steps++) {
    await page.keyboard.press('Tab');
    const outside = await page.evaluate(() => {
      const focused = document.activeElement;
      return focused !== document.body && !focused?.closest('dialog');
    });
    expect(outside, 'the focus stays in the dialog').toBe(false);
  }
  await tabTo(page, dialog.getByRole('button', { name: 'Close' }));
  await page.keyboard.press('Enter');
  await expect(dialog).toBeHidden();
  await expect(status).toBeFocused();
});

test('one goes online, changes and extends it, and goes offline', async ({ visit, server, addProject, addPerson }) => {
  const support = await addProject('Support');
  const page = await visit(await addPerson('Marta Nowak', { agent: [support] }), `/projects/${support.key}`);
  const { status, dialog } = parts(page);
  await tabTo(page, status);
  await page.keyboard.press('Enter');
  await expect(dialog.getByRole('radio', { name: '4 h' })).toBeFocused();
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('Enter');
  await expect(dialog.getByRole('heading', { name: 'You are online' })).toBeVisible();
  await expect(status).toHaveAccessibleName(/(1 h|59 min) left\.$/);
  await expect(dialog.locator(':focus'), 'the focus is not lost').toHaveCount(1);

  const change = dialog.locator('summary').filter({ hasText: 'Change your time online' });
  await tabTo(page, change);
  await page.keyboard.press('Enter');
  await expect(dialog.getByRole('radio', { name: '4 h' })).toBeVisible();
  await tabTo(page, dialog.getByRole('radio', { name: '4 h' }));
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await expect(status).toHaveAccessibleName(/(8 h|7 h 59 min) left\.$/);
  await expect(dialog.getByRole('radio', { name: '4 h' }), 'the choice is folded away again').toHaveCount(0);

  await tabTo(page, dialog.getByRole('button', { name: '+ 1 h' }));
  await page.keyboard.press('Space');
  await expect(status).toHaveAccessibleName(/(9 h|8 h 59 min) left\.$/);
  await expect(dialog.getByRole('button', { name: '+ 1 h' })).toBeFocused();

  await tabTo(page, dialog.getByRole('button', { name: 'Go offline' }));
  await page.keyboard.press('Enter');
  await expect(dialog.getByRole('button', { name: 'Stay online' })).toBeFocused();
  await tabTo(page, dialog.getByRole('button', { name: 'Go offline all the same' }));
  await page.keyboard.press('Enter');
  await expect(dialog.getByRole('heading', { name: 'You are offline' })).toBeVisible();
  await expect(dialog.getByRole('radio', { name: '4 h' })).toBeFocused();
  expect(await availability(server, support)).toMatchObject({ status: 'offline' });
});

test('the door opens and shuts', async ({ signIn, visit, addProject, addPerson }) => {
  const support = await addProject('Support');
  const agent = await signIn(await addPerson('Jonas Weber', { agent: [support] }));
  await goOnline(agent);
  const told = await agent.newPage();
  await told.goto(`/projects/${support.key}`);

  const page = await visit(await addPerson('Marta Nowak', { admin: [support] }), `/projects/${support.key}`);
  const { status, dialog } = parts(page);
  await tabTo(page, status);
  await page.keyboard.press('Enter');
  await expect(dialog.locator(':focus')).toHaveCount(1);
  const door = dialog.getByRole('button', { name: 'Put Jonas Weber offline' });
  await tabTo(page, door);
  await expect(door, 'seen while it has the focus').toHaveCSS('opacity', '1');
  await page.keyboard.press('Enter');
  await expect(dialog.getByLabel('Reason')).toBeFocused();
  await page.keyboard.type('Lunch is ready.');
  await tabTo(page, dialog.getByRole('button', { name: 'Put offline' }));
  await page.keyboard.press('Enter');
  await expect(dialog).toContainText('Nobody is online');
  await expect(dialog.locator(':focus'), 'the focus is not lost').toHaveCount(1);
  await page.keyboard.press('Escape');
  await expect(status).toBeFocused();

  const notice = parts(told).dialog;
  await expect(notice).toContainText('Lunch is ready.');
  await expect(notice.getByRole('button', { name: 'All right' })).toBeFocused();
  await told.keyboard.press('Enter');
  await expect(notice).toBeHidden();
});
