// Letters: "invited" is said when it is queued, a failure is seen, and it is sent again.

import { expectAccessible } from '../fixtures.ts';
import { Mailbox } from '../mailbox.ts';
import { expect, test } from '../story.ts';

test('an invitation whose mail fails is seen, and is sent again', async ({ startServer, visit, addProject, addPerson, openContext }) => {
  const mailbox = new Mailbox();
  await mailbox.open();
  const on = await startServer({ PORCHLIGHT_SMTP_URL: mailbox.url, PORCHLIGHT_MAIL_FROM: 'Desk <desk@example.com>' });
  await mailbox.close();
  const support = await addProject('Support', { on });
  const admin = await addPerson('Tomás Herrera', { admin: [support], on });
  const page = await visit(admin, `/projects/${support.key}/members`, { baseURL: on.url });

  await page.getByLabel('E-mail address').fill('olivia@example.com');
  await page.getByRole('button', { name: 'Add' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'olivia@example.com is invited. The letter is on its way.' })).toBeVisible();
  const line = page.getByRole('listitem').filter({ hasText: 'olivia@example.com' });
  await expect(async () => {
    await page.reload();
    await expect(line).toContainText('The letter is not sent yet: the mail server does not take it. Next try:', { timeout: 500 });
  }).toPass();
  await line.getByText('What the mail server said').click();
  await expect(line).toContainText(/refused/i);
  await expectAccessible(page);

  await mailbox.open();
  await line.getByRole('button', { name: 'Send the letter to olivia@example.com again, with a new link' }).click();
  await expect.poll(() => mailbox.letters.length).toBeGreaterThan(0);
  await expect(async () => {
    await page.reload();
    await expect(line).toContainText('Letter sent:', { timeout: 500 });
  }).toPass();
  // The letter that waited is not sent as well.
  expect(mailbox.letters).toHaveLength(1);

  const link = /http\S+token=\S+/.exec(mailbox.letters[0]!)![0];
  const olivia = await (await openContext({ baseURL: on.url })).newPage();
  await olivia.goto(link);
  await olivia.getByLabel('Name').fill('Olivia Reed');
  await olivia.getByLabel('New password').fill('the porch light is on');
  await olivia.getByLabel('Repeat the password').fill('the porch light is on');
  await olivia.getByRole('button', { name: 'Join' }).click();
  await expect(olivia.getByRole('heading', { level: 1 })).toBeVisible();
  await page.reload();
  await expect(page.getByText('Olivia Reed')).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Invitations' })).toHaveCount(0);
  await mailbox.close();
});
