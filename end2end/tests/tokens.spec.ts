// API tokens: their owner makes one for a program, sees whether it is used, and takes it back.

import { expectAccessible } from '../fixtures.ts';
import { expect, expectNoSidewaysScrolling, test } from '../story.ts';

for (const javaScriptEnabled of [true, false]) {
  test(`an agent makes a token, sees its use, and takes it back${javaScriptEnabled ? '' : ', without scripts'}`, async ({ visit, addProject, addPerson, openContext }) => {
    const support = await addProject('Support');
    const marta = await addPerson('Marta Nowak', { agent: [support] });
    const page = await visit(marta, '/account', { javaScriptEnabled, viewport: { width: 360, height: 740 } });
    const main = page.getByRole('main');
    await main.getByRole('link', { name: 'Your API tokens' }).click();
    await expect(main.getByText('You have no token')).toBeVisible();

    await main.getByLabel('What it is for').fill('status script');
    await main.getByRole('button', { name: 'Make the token' }).click();
    await expect(main.getByRole('status').filter({ hasText: 'The token “status script” is made.' })).toBeVisible();
    const secret = await main.getByRole('textbox', { name: 'The token' }).inputValue();
    expect(secret.length).toBeGreaterThan(20);
    await expectNoSidewaysScrolling(page);
    if (javaScriptEnabled) await expectAccessible(page);

    // A program of hers, which has nothing but the token.
    const program = (await openContext()).request;
    const ask = async () => (await program.get('/api/v1/me/presence', { headers: { authorization: `Bearer ${secret}` } })).status();
    const row = main.getByRole('listitem').filter({ hasText: 'status script' });
    await expect(row).toContainText('never used');
    expect(await ask()).toBe(200);
    await page.goto('/account/tokens');
    await expect(row).toContainText('last used');
    expect(await page.content()).not.toContain(secret);

    await row.getByRole('button', { name: 'Take back the token status script' }).click();
    await expect(main.getByRole('heading', { name: 'Take back the token “status script”?' })).toBeVisible();
    if (javaScriptEnabled) await expectAccessible(page);
    await main.getByRole('link', { name: 'Keep it' }).click();
    expect(await ask()).toBe(200);
    await row.getByRole('button', { name: 'Take back the token status script' }).click();
    await main.getByRole('region', { name: 'Take back the token “status script”?' }).getByRole('button', { name: 'Take back' }).click();
    await expect(main.getByRole('status').filter({ hasText: 'The token “status script” is taken back.' })).toBeVisible();
    await expect(main.getByText('You have no token')).toBeVisible();
    expect(await ask()).toBe(401);
  });
}
