// The site itself: its first admin, its people, its settings, its languages.

import { hostPage } from '../host/page.ts';
import { expect, goOnline, open, parts, test } from '../story.ts';

test('the first admin sets up the site behind a link that works once', async ({ openContext, startServer, complaints }) => {
  const server = await startServer();
  const page = await (await openContext({ baseURL: server.url })).newPage();

  // A link that works no longer is a page that is not there, and Chromium says so on its console.
  complaints.expect(/status of 404 .*\/setup/);
  // Without the link nobody gets in, whatever they open first.
  await page.goto('/');
  await expect(page.getByText('The first one is made behind a link that works once.')).toBeVisible();
  await expect(page.getByRole('button')).toHaveCount(0);

  const link = await server.setupLink();
  await page.goto(link);
  await page.getByLabel('Name').fill('Marta Nowak');
  await page.getByLabel('E-mail address').fill('marta@example.com');
  await page.getByLabel('New password').fill('the porch light is on');
  await page.getByLabel('Repeat the password').fill('the porch light is off');
  complaints.expect(/status of 422/);
  await page.getByRole('button', { name: 'Create the account' }).click();
  await expect(page.getByText('The two passwords are not the same.')).toBeVisible();
  await page.getByLabel('New password').fill('the porch light is on');
  await page.getByLabel('Repeat the password').fill('the porch light is on');
  await page.getByRole('button', { name: 'Create the account' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Projects' })).toBeVisible();
  await expect(page.getByRole('main').getByRole('status')).toHaveText('Welcome, Marta Nowak.');
  await expect(page.getByText('There is no project yet')).toBeVisible();

  // What the first admin does first.
  const main = page.getByRole('main');
  await main.getByLabel('Name').fill('Support');
  await main.getByLabel('Key').fill('SUP');
  await main.getByRole('button', { name: 'Add a project' }).click();
  await expect(main.getByRole('status')).toHaveText('Support is there. Add its agents next.');

  const stranger = await openContext({ baseURL: server.url });
  const second = await stranger.newPage();
  await second.goto(link);
  await expect(second.getByLabel('Name')).toHaveCount(0);
  await expect(second.getByRole('button', { name: 'Create the account' })).toHaveCount(0);
  const forged = await stranger.request.post(link, {
    form: { name: 'Mallory', email: 'm@example.com', password: 'let me in please', password_again: 'let me in please' },
    maxRedirects: 0,
  });
  expect(await forged.text()).not.toContain('Welcome');
  expect((await stranger.cookies()).map(({ name }) => name)).not.toContain('porchlight');
});

test('an admin hands over a link, and the new person joins and goes online', async ({ visit, openContext, addProject, addPerson, complaints }) => {
  const support = await addProject('Support');
  const marta = await addPerson('Marta Nowak', { admin: [support] });
  const page = await visit(marta, `/projects/${support.key}/members`);
  const main = page.getByRole('main');
  await main.getByLabel('E-mail address').fill(`lea.${support.key}@example.com`);
  await main.getByRole('group', { name: 'Roles' }).getByRole('checkbox', { name: /^Agent/ }).check();
  await main.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(main.getByRole('status')).toContainText('Hand over the link below: this site sends no mail.');
  const link = await main.getByLabel('Link to hand over').inputValue();

  const lea = await (await openContext()).newPage();
  await lea.goto(link);
  await expect(lea.getByRole('main')).toContainText('Marta Nowak invited you.');
  await expect(lea.getByRole('main')).toContainText('You will be in: Support');
  await lea.getByLabel('Name').fill('Léa Fournier');
  await lea.getByLabel('New password').fill('a lantern by the door');
  await lea.getByLabel('Repeat the password').fill('a lantern by the door');
  await lea.getByRole('button', { name: 'Join' }).click();
  await expect(lea.getByRole('main').getByRole('status')).toHaveText('Welcome, Léa Fournier.');

  await open(lea, `/projects/${support.key}`);
  await parts(lea).status.click();
  await parts(lea).dialog.getByRole('button', { name: /^Go online until/ }).click();
  await expect(parts(lea).status).toHaveAccessibleName(/^1 agent online\. You are online until/);
  await expect(parts(page).status).toHaveAccessibleName('1 agent online. You are offline.');

  // The link works once.
  complaints.expect(/status of 404 .*\/invitation/);
  const late = await (await openContext()).newPage();
  await late.goto(link);
  await expect(late.getByRole('heading', { name: 'This link no longer works' })).toBeVisible();
});

test.describe('in a German browser', () => {
  test.use({ locale: 'de-DE' });

  test('Porchlight speaks German, and a person’s own choice overrides it', async ({ page, addProject, addPerson }) => {
    const support = await addProject('Support');
    const jonas = await addPerson('Jonas Weber', { agent: [support] });
    await page.goto(`/projects/${support.key}`);
    await expect(page.locator('html')).toHaveAttribute('lang', 'de');
    await page.getByLabel('E-Mail-Adresse').fill(jonas.email);
    await page.getByLabel('Passwort').fill(jonas.password);
    await page.getByRole('button', { name: 'Anmelden' }).click();

    const { status } = parts(page);
    await expect(status).toHaveRole('button');
    await expect(status).toHaveAccessibleName('Keine Agenten online. Sie sind offline.');
    await status.click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('radio', { name: '2 h' }).check({ force: true });
    await dialog.getByRole('button', { name: /^Bis (morgen, )?\d\d:\d\d online gehen$/ }).click();
    await expect(status).toHaveAccessibleName(/^1 Agent online\. Sie sind bis (morgen, )?\d\d:\d\d online, noch (2 h|1 h 59 min)\.$/);
    await page.keyboard.press('Escape');

    await page.goto('/account');
    await page.getByRole('combobox').selectOption({ label: 'English' });
    await page.getByRole('region', { name: 'Über Sie' }).getByRole('button', { name: 'Speichern' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Your account' })).toBeVisible();
    await expect(page.locator('html')).toHaveAttribute('lang', 'en');
    await open(page, `/projects/${support.key}`);
    await expect(status).toHaveAccessibleName(/^1 agent online\. You are online until/);
  });
});

test('header icons stand on every page, only in projects with chat, or nowhere', async ({ startServer, visit, addProject, addPerson }) => {
  const on = await startServer();
  const support = await addProject('Support', { on });
  const archive = await addProject('Archive', { on, chat: false });
  const marta = await addPerson('Marta Nowak', { agent: [support, archive], siteAdmin: true, on });
  const page = await visit(marta, '/projects', { baseURL: on.url });
  const { status } = parts(page);

  const shows = async (paths: Record<string, number>) => {
    for (const [path, count] of Object.entries(paths)) {
      await open(page, path);
      await expect(status, path).toHaveCount(count);
    }
  };
  const choose = async (name: string) => {
    await open(page, '/settings');
    await page.getByRole('group', { name: 'Show header icons' }).getByRole('radio', { name }).check();
    await page.getByRole('button', { name: 'Save' }).click();
    await expect(page.getByRole('main').getByRole('status')).toHaveText('Saved.');
  };
  const withChat = `/projects/${support.key}`;
  const without = `/projects/${archive.key}`;

  await shows({ [withChat]: 1, [`${withChat}/members`]: 1, [without]: 0, '/projects': 0, '/presence': 0 });
  await choose('On every page');
  await shows({ [withChat]: 1, [without]: 0, '/projects': 1, '/people': 1, '/presence': 1, '/account': 1 });
  await choose('Nowhere');
  await shows({ [withChat]: 0, [without]: 0, '/projects': 0, '/presence': 0 });

  // Without an icon one still goes online, on the page.
  await page.getByRole('button', { name: 'Go online' }).click();
  await expect(page.getByRole('main').getByRole('heading', { name: 'You are online' })).toBeVisible();
});

test('a form posted from another origin is refused', async ({ signIn, addProject, addPerson, server, complaints }) => {
  const support = await addProject('Support');
  const context = await signIn(await addPerson('Marta Nowak', { agent: [support] }));
  await goOnline(context);
  // Another port is another origin, but the same site: the browser sends the cookie along.
  const evil = await hostPage(
    `<form method="post" action="${server.url}/presence">
       <input type="hidden" name="action" value="offline"><input type="hidden" name="confirm" value="yes">
       <button>Win a lantern</button>
     </form>`,
    `default-src 'none'`,
  );
  const page = await context.newPage();
  await page.goto(evil.url);
  complaints.expect(/status of 403/);
  const answer = page.waitForResponse(`${server.url}/presence`);
  await page.getByRole('button', { name: 'Win a lantern' }).click();
  expect((await answer).status()).toBe(403);
  expect((await (await answer).request().allHeaders()).cookie, 'it came with the session').toContain('porchlight=');
  const { status } = await (await context.request.get('/api/v1/me/presence')).json();
  expect(status).toBe('online');
  await evil.close();
});
