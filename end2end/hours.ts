// Hours for stories: a desk's clock that shows noon whenever the story is told, and forms that set hours.

import { expect, type BrowserContext } from '@playwright/test';

const MINUTE = 60_000;
const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

/** A zone whose clocks show some time after twelve now, so that no story meets a midnight. */
export function zoneAtNoon(): { zone: string; clock: (at: number) => string; date: string } {
  const offset = 12 - new Date().getUTCHours();
  // The names have the sign the other way round.
  const zone = offset === 0 ? 'UTC' : `Etc/GMT${offset > 0 ? '-' : '+'}${Math.abs(offset)}`;
  const local = (at: number) => new Date(at + offset * 60 * MINUTE).toISOString();
  return { zone, clock: (at) => local(at).slice(11, 16), date: local(Date.now()).slice(0, 10) };
}

/** The next full minute that leaves time to get ready. */
export function nextMinute(): number {
  return Math.ceil((Date.now() + 10_000) / MINUTE) * MINUTE;
}

/** So much time must pass until then has passed, whatever this test has done meanwhile. */
export function secondsUntil(at: number): number {
  return Math.ceil((at - Date.now()) / 1000) + 1;
}

/** Sets the same hours on every day, by the form of a page. */
export async function setHours(
  context: BrowserContext,
  path: string,
  { zone, from, to, holidays = '' }: { zone: string; from: string; to: string; holidays?: string },
): Promise<void> {
  const form: Record<string, string> = { zone, holidays, revision: '0', action: 'save' };
  for (const day of DAYS) {
    form[`${day}_from`] = from;
    form[`${day}_to`] = to;
  }
  const answer = await context.request.post(path, { form, maxRedirects: 0 });
  expect(answer.status(), await answer.text()).toBe(303);
}
