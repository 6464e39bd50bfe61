// Hours: of a desk, of an agent, and what customers learn of them.

import { expectAccessible } from '../fixtures.ts';
import { nextMinute, secondsUntil, setHours, zoneAtNoon } from '../hours.ts';
import {
  chooseOtherLength,
  availability,
  expect,
  expectNoSidewaysScrolling,
  open,
  openWithClock,
  parts,
  passTime,
  test,
} from '../story.ts';

test('the end of the shift ends the time online', async ({ signIn, startServer, addProject, addPerson }) => {
  const on = await startServer();
  const desk = { baseURL: on.url };
  const support = await addProject('Support', { on });
  const tomas = await signIn(await addPerson('Tomás Herrera', { admin: [support], on }), desk);
  const marta = await signIn(await addPerson('Marta Nowak', { agent: [support], on }), desk);

  const { zone, clock } = zoneAtNoon();
  const end = nextMinute();
  await setHours(tomas, `/projects/${support.key}/schedule`, { zone, from: '09:00', to: clock(end) });
  const page = await openWithClock(marta, `/projects/${support.key}`);
  const { status, dialog } = parts(page);
  await status.click();
  await chooseOtherLength(dialog, 'End of shift');
  await dialog.getByRole('button', { name: /^Go online until (tomorrow, )?\d\d:\d\d$/ }).click();
  await expect(dialog.getByRole('heading', { name: 'You are online' })).toBeVisible();
  const presence = await (await marta.request.get('/api/v1/me/presence')).json();
  expect(Date.parse(presence.until)).toBe(end);
  expect(await availability(on, support)).toMatchObject({ status: 'online', next_open: null });

  await passTime(on, [page], secondsUntil(end));
  await expect(status).toHaveAccessibleName('No agents online. You are offline.');
  const after = await availability(on, support);
  expect(after.status).toBe('offline');
  expect(Date.parse(after.since)).toBe(end);
  // Tomorrow at nine, by the desk's clock.
  expect(clock(Date.parse(after.next_open!))).toBe('09:00');
  await expect(dialog.getByRole('radio', { name: 'End of shift' })).toBeHidden();
});

test('personal hours start the time online, and offline by hand overrides them', async ({ signIn, startServer, addProject, addPerson }) => {
  const on = await startServer();
  const desk = { baseURL: on.url };
  const support = await addProject('Support', { on });
  const marta = await signIn(await addPerson('Marta Nowak', { agent: [support], on }), desk);
  const page = await openWithClock(marta, '/account');
  await page.getByRole('link', { name: 'Change your personal hours' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Personal hours' })).toBeVisible();
  const { zone, clock } = zoneAtNoon();
  const start = nextMinute();
  await setHours(marta, '/account/hours', { zone, from: clock(start), to: '18:00' });

  await open(page, `/projects/${support.key}`);
  const { status, dialog } = parts(page);
  await expect(status).toHaveAccessibleName('No agents online. You are offline.');
  await passTime(on, [page], secondsUntil(start));
  await expect(status).toHaveAccessibleName(/^1 agent online\. You are online until/);
  const presence = await (await marta.request.get('/api/v1/me/presence')).json();
  expect(Date.parse(presence.since)).toBe(start);
  expect(clock(Date.parse(presence.until))).toBe('18:00');

  await status.click();
  await dialog.getByRole('button', { name: 'Go offline' }).click();
  await page.getByRole('button', { name: 'Go offline all the same' }).click();
  await expect(status).toHaveAccessibleName('No agents online. You are offline.');
  // They are still running, and stay overridden.
  await page.reload();
  await expect(status).toHaveAccessibleName('No agents online. You are offline.');
});

test('a holiday closes the desk, and customers read when it opens in their own time', async ({ openContext, signIn, server, addProject, addPerson }) => {
  const support = await addProject('Support');
  const tomas = await signIn(await addPerson('Tomás Herrera', { admin: [support] }));
  const { zone, date } = zoneAtNoon();
  await setHours(tomas, `/projects/${support.key}/schedule`, { zone, from: '09:00', to: '18:00', holidays: `${date} A holiday` });
  const { next_open } = await availability(server, support);
  expect(next_open).not.toBeNull();

  for (const [locale, words] of [['en-GB', 'Opens'], ['de-DE', 'Öffnet']] as const) {
    const timezoneId = 'Asia/Kathmandu';
    const customer = await (await openContext({ locale, timezoneId })).newPage();
    await customer.goto(`/portal/${support.key}`);
    const time = new Intl.DateTimeFormat(locale, { timeStyle: 'short', timeZone: timezoneId }).format(new Date(next_open!));
    expect(time, 'a quarter to something').toMatch(/:45/);
    await expect(customer.getByText(words).first()).toContainText(time);
  }
});

test('the picture of the week and its table say the same', async ({ visit, addProject, addPerson }) => {
  const support = await addProject('Support');
  const tomas = await addPerson('Tomás Herrera', { admin: [support] });
  const page = await visit(tomas, `/projects/${support.key}`);
  await page.getByRole('link', { name: 'Schedule' }).click();

  // With the keyboard alone.
  const type = async (name: string, time: string) => {
    await page.getByLabel(name).focus();
    await page.getByLabel(name).fill(time);
  };
  await type('Monday, hours 1: from', '09:00');
  await type('Monday, hours 1: to', '12:00');
  await page.getByRole('button', { name: 'Add hours on Monday' }).press('Enter');
  await type('Monday, hours 2: from', '13:00');
  await type('Monday, hours 2: to', '17:30');
  await page.getByRole('button', { name: 'Copy Monday’s hours to Tuesday–Friday' }).press('Enter');
  await expect(page.getByLabel('Friday, hours 2: to')).toHaveValue('17:30');
  await type('Saturday, hours 1: from', '22:00');
  await type('Saturday, hours 1: to', '06:00');
  await page.getByLabel('Saturday, hours 1: to').press('Enter');
  await expect(page.getByText('The schedule was saved.')).toBeVisible();

  const rows = await page.getByRole('row').evaluateAll((rows) =>
    rows.slice(1).map((row) => {
      const picture = row.querySelector('svg')!.getBoundingClientRect();
      const minute = (x: number) => Math.round(((x - picture.left) / picture.width) * 1440);
      const bars = [...row.querySelectorAll('rect')].map((bar) => {
        const { left, right } = bar.getBoundingClientRect();
        return [minute(left), minute(right)] as [number, number];
      });
      return { day: row.querySelector('th')!.textContent, bars, words: row.querySelector('td:last-child')!.textContent! };
    }),
  );
  const minutes = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
  const told = rows.map(({ words }) =>
    words === 'closed' ? [] : words.split(', ').map((span) => span.split('–').map(minutes) as [number, number]),
  );
  expect(rows.map(({ words }) => words)).toEqual([
    ...Array<string>(5).fill('09:00–12:00, 13:00–17:30'),
    '22:00–06:00',
    'closed',
  ]);
  rows.forEach(({ day, bars }, index) => {
    // What goes on after midnight is drawn on the next day.
    const night = told[(index + 6) % 7]!.filter(([from, to]) => to < from).map(([, to]) => [0, to]);
    const own = told[index]!.map(([from, to]) => [from, to < from ? 1440 : to]);
    expect(bars, day!).toEqual([...night, ...own]);
  });

  await expectAccessible(page);
  await page.setViewportSize({ width: 320, height: 640 });
  await expectNoSidewaysScrolling(page);
});

test('what is wrong with hours is said beside them, and nothing is saved', async ({ visit, addProject, addPerson, complaints }) => {
  complaints.expect(/status of 422/);
  const support = await addProject('Support');
  const tomas = await addPerson('Tomás Herrera', { admin: [support] });
  const page = await visit(tomas, `/projects/${support.key}/schedule`, { javaScriptEnabled: false });
  await page.getByLabel('Time zone').fill('Europe/Atlantis');
  await page.getByLabel('Sunday, hours 1: from').fill('09:00');
  await page.getByLabel('Sunday, hours 1: to').fill('09:00');
  await page.getByRole('button', { name: 'Save' }).last().click();
  await expect(page.getByLabel('Time zone')).toHaveAccessibleDescription(/No time zone has this name/);
  await expect(page.getByLabel('Sunday, hours 1: from')).toHaveAccessibleDescription(/These hours end when they start/);
  await expect(page.getByText('No hours are set.')).toBeVisible();

  await page.getByLabel('iCalendar file').setInputFiles({ name: 'days.ics', mimeType: 'text/calendar', buffer: Buffer.alloc(20 * 1024 * 1024, ' ') });
  await page.getByRole('button', { name: 'Add holidays' }).click();
  await expect(page.getByLabel('iCalendar file')).toHaveAccessibleDescription(/larger than 1 MiB/);
});
