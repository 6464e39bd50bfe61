// The portal's light in a page that turns into another one, however its script came there, and an element that
// is moved about: there is one light, it is true, and there is one stream.

import type { Page } from '@playwright/test';
import { expect, HOUR, offline, pass, setHidden, settle, state, test } from '../host/visit.ts';

/** What the old page makes of itself: the desk's script stood in its head. */
const TURNS: [string, () => void][] = [
  ['swaps the body', () => document.documentElement.replaceChild(document.createElement('body'), document.body)],
  ['swaps head and body', () => document.documentElement.replaceChildren(document.createElement('head'), document.createElement('body'))],
  ['writes the body anew', () => void (document.body.innerHTML = '<h1>Orders</h1>')],
  ['writes the body’s own tag anew', () => void (document.body.outerHTML = '<body><h1>Orders</h1></body>')],
  ['empties the body piece by piece', () => document.body.replaceChildren()],
  ['writes the whole page anew', () => void (document.documentElement.innerHTML = '<head></head><body><h1>Orders</h1></body>')],
  [
    'swaps the whole page',
    () => {
      const page = document.createElement('html');
      page.append(document.createElement('head'), document.createElement('body'));
      document.replaceChild(page, document.documentElement);
    },
  ],
  [
    'opens the document anew',
    () => {
      document.open();
      document.write('<!doctype html><title>Orders</title><body><h1>Orders</h1>');
      document.close();
    },
  ],
  [
    'is away for a moment',
    () => {
      const { documentElement } = document;
      documentElement.remove();
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => {
        documentElement.replaceChildren(document.createElement('body'));
        document.append(documentElement);
      };
      port2.postMessage(0);
    },
  ],
];

test.describe('a page that turns', () => {
  for (const [what, turn] of TURNS) {
    test(`it ${what}, and the light is there`, async ({ page, visit, light, pill, host, desk }) => {
      host.policy = '';
      host.compose({ head: host.script() });
      await visit();
      await state(light, 'online');
      for (let pages = 1; pages < 4; pages++) {
        await page.evaluate(turn);
        await expect(pill).toBeInViewport();
        await pass(page, 1);
        await state(light, 'online');
        await expect(light).toHaveCount(1);
        await expect.poll(() => desk.open).toBe(1);
      }
      desk.flip({ status: 'offline' });
      await expect(pill).toHaveAccessibleName('Support is offline Nobody is here just now');

      // It still knows when nobody looks.
      await setHidden(page, true);
      await expect.poll(() => desk.open).toBe(0);
      const asked = desk.calls.length;
      await pass(page, HOUR);
      expect(desk.calls.length).toBe(asked);
    });
  }

  test('whoever swaps the body does not even interrupt it', async ({ page, visit, light, host, desk }) => {
    host.policy = '';
    host.compose({ head: host.script() });
    await visit();
    const first = await light.elementHandle();
    for (const [, turn] of TURNS.slice(0, 1)) await page.evaluate(turn);
    await settle(page);
    expect(await light.evaluate((now, first) => now === first, first)).toBe(true);
    expect(desk.calls).toEqual(['GET', 'stream']);
  });

  for (const [how, parse] of [
    ['run', (tag: string) => document.createRange().createContextualFragment(tag)],
    [
      'stay dead',
      (tag: string) => {
        const template = document.createElement('template');
        template.innerHTML = tag;
        return template.content;
      },
    ],
  ] as const) {
    test(`a light goes with the page that takes its script along, and comes with the next, whose scripts ${how}`, async ({ page, visit, light, host, desk }) => {
      host.policy = '';
      host.compose({ body: host.script() });
      await page.addInitScript(() => {
        Object.assign(window, { observers: 0 });
        window.MutationObserver = class extends MutationObserver {
          constructor(job: MutationCallback) {
            super(job);
            (window as unknown as { observers: number }).observers++;
          }
        };
      });
      await visit();
      await state(light, 'online');
      const observers = () => page.evaluate(() => (window as unknown as { observers: number }).observers);
      const before = await observers();
      const turn = (tag: string) =>
        page.evaluate(
          ([tag, parse]) => {
            const body = document.createElement('body');
            body.append(new Function(`return (${parse})(...arguments)`)(tag));
            document.documentElement.replaceChild(body, document.body);
          },
          [tag, parse.toString()] as const,
        );
      for (let times = 0; times < 3; times++) {
        await turn('<h1>Jobs</h1>');
        await expect(light).toHaveCount(0);
        await expect.poll(() => desk.open).toBe(0);
        for (let pages = 1; pages < 3; pages++) {
          await turn(`<h1>Help</h1>${host.script()}`);
          await expect(light).toHaveCount(1);
          await pass(page, 1);
          await state(light, 'online');
          await expect.poll(() => desk.open).toBe(1);
        }
      }
      expect(desk.calls).toEqual(['GET', ...Array(4).fill('stream')]);
      // However many pages, and however many scripts that ran.
      expect(await observers()).toBe(before);
    });
  }

  test('a script that its loader takes out has done its work', async ({ page, visit, light, host }) => {
    host.policy = '';
    host.compose({ body: host.script() });
    await visit();
    await page.evaluate(() => {
      document.querySelector('script')!.remove();
      document.body = document.createElement('body');
    });
    await pass(page, 1);
    await state(light, 'online');
  });

  test('a light that is taken away by itself stays away on that page', async ({ page, visit, light, host, desk }) => {
    host.compose({ head: host.script() });
    await visit();
    await light.evaluate((light) => light.remove());
    await expect.poll(() => desk.open).toBe(0);
    await page.evaluate(() => document.body.append('More.'));
    await settle(page);
    await expect(light).toHaveCount(0);
    await page.evaluate(() => (document.body = document.createElement('body')));
    await pass(page, 1);
    await state(light, 'online');
  });

  test('a page that brings an element of its own needs no second one', async ({ page, visit, light, host, desk }) => {
    host.compose({ head: host.script() });
    await visit();
    await page.evaluate(() => {
      const body = document.createElement('body');
      const own = document.createElement('porchlight-portal');
      own.setAttribute('project', 'SUP');
      own.setAttribute('inline', '');
      body.append(own);
      document.documentElement.replaceChild(body, document.body);
    });
    await settle(page);
    await expect(light).toHaveCount(1);
    await expect(light).toHaveAttribute('inline', '');
    expect(desk.calls).toEqual(['GET', 'stream']);
  });
});

test.describe('however the script comes', () => {
  for (const [how, kind, where] of [
    ['in the head, and everything waits for it', '', 'head'],
    ['in the head, deferred', 'defer', 'head'],
    ['in the head, whenever', 'async', 'head'],
    ['in the head, as a module', 'type="module"', 'head'],
    ['in the body, before the rest', '', 'body'],
    ['in the body, as a module', 'type="module" async', 'body'],
  ] as const) {
    test(how, async ({ visit, light, pill, host, desk }) => {
      const tag = host.script(undefined, kind);
      host.compose(where === 'head' ? { head: tag } : { body: `${tag}<p>The rest.</p>` });
      await visit();
      await expect(light).toHaveCount(1);
      await expect(pill).toHaveAccessibleName('Support is here for you Online now');
      await expect(pill).toBeInViewport();
      expect(desk.calls).toEqual(['GET', 'stream']);
    });
  }

  test('long after the page, and taken out at once', async ({ page, visit, light, host, desk }) => {
    host.policy = '';
    host.compose({});
    await page.addInitScript((origin) => {
      addEventListener('load', () => {
        const script = document.createElement('script');
        script.src = `${origin}/embed/v1/portal.js`;
        script.dataset.project = 'SUP';
        document.head.append(script);
        script.onload = () => script.remove();
      });
    }, desk.origin);
    await visit();
    await state(light, 'online');
  });

  test('as text that a loader runs by itself', async ({ page, visit, light, pill, host, desk }) => {
    host.policy = '';
    host.compose({ head: host.script('type="text/plain" data-project="SUP" data-name="Support"') });
    await page.addInitScript(() => {
      addEventListener('load', async () => {
        const { src } = document.querySelector('script')!;
        (0, eval)(await (await fetch(src)).text());
      });
    });
    await visit();
    await state(light, 'online');
    await expect(pill).toHaveAccessibleName('Support is here for you Online now');
    expect(desk.calls).toEqual(['GET', 'stream']);
  });

  test('without a project it waits for elements', async ({ page, visit, light, host, desk }) => {
    host.compose({ head: host.script('') });
    await page.addInitScript(() => {
      addEventListener('load', () => {
        const own = document.createElement('porchlight-portal');
        own.setAttribute('project', 'SUP');
        document.body.append(own);
      });
    });
    await visit();
    await expect(light).toHaveCount(1);
    await state(light, 'online');
    expect(desk.calls).toEqual(['GET', 'stream']);
  });

  test('in a frame that has no origin', async ({ page, visit, host, desk }) => {
    host.compose({ body: '<iframe sandbox="allow-scripts" src="/frame" width="900" height="400"></iframe>' + host.script() });
    host.policy = '';
    host.pages.set('/frame', `<!doctype html><title>Frame</title><body>${host.script('data-project="BIL" data-name="Billing"')}`);
    desk.put({ ...offline, project: 'BIL', status: 'online' });
    await visit();
    const frame = page.frameLocator('iframe');
    await page.clock.runFor(1000);
    await expect(frame.getByRole('button', { name: 'Billing is here for you' })).toBeInViewport();
    desk.flip({ status: 'offline' }, 'BIL');
    await expect(frame.getByRole('button', { name: 'Billing is offline' })).toBeInViewport();
  });
});

test.describe('an element that is moved about', () => {
  const move = (page: Page, job: (light: HTMLElement) => void) => page.locator('porchlight-portal').first().evaluate(job);

  test('keeps its stream, however often it moves', async ({ page, visit, light, desk }) => {
    await visit();
    await move(page, (light) => {
      for (let moves = 0; moves < 20; moves++) document.body.prepend(light);
      light.remove();
      document.body.append(light);
    });
    await settle(page);
    await state(light, 'online');
    expect(desk.calls).toEqual(['GET', 'stream']);
    expect(desk.open).toBe(1);
  });

  test('that leaves for a while asks anew, and leaves nothing behind', async ({ page, visit, light, desk }) => {
    await visit();
    for (let times = 0; times < 5; times++) {
      const away = await light.elementHandle();
      await away!.evaluate((light) => light.remove());
      await expect.poll(() => desk.open).toBe(0);
      await pass(page, HOUR);
      desk.flip({ status: times % 2 ? 'online' : 'offline' });
      await away!.evaluate((light) => document.body.append(light as Node));
      await pass(page, 1);
      await state(light, times % 2 ? 'online' : 'offline');
      expect(desk.open).toBe(1);
    }
    expect(desk.calls).toEqual(['GET', ...Array(6).fill('stream')]);
  });

  test('is copied, and the copy shares the stream', async ({ page, visit, light, desk }) => {
    await visit();
    await move(page, (light) => {
      document.body.append(light.cloneNode(true), document.importNode(light, true));
    });
    await settle(page);
    await expect(light).toHaveCount(3);
    desk.flip({ status: 'offline' });
    await expect(page.getByRole('button', { name: 'Support is offline' })).toHaveCount(3);
    expect(desk.calls).toEqual(['GET', 'stream']);
  });

  test('goes into another shadow tree', async ({ page, visit, light, pill, desk }) => {
    await visit();
    const before = await pill.boundingBox();
    await move(page, (light) => {
      const box = document.createElement('div');
      document.body.append(box);
      box.attachShadow({ mode: 'open' }).append(light);
    });
    await settle(page);
    await state(light, 'online');
    expect(await pill.boundingBox()).toEqual(before);
    expect(desk.calls).toEqual(['GET', 'stream']);
  });

  test('goes into a frame, dressed, and comes back', async ({ page, visit, light, pill, host, desk }) => {
    host.policy = '';
    host.write(undefined, '<iframe srcdoc="<!doctype html><title>Frame</title>" width="900" height="400"></iframe>');
    await visit();
    const look = () =>
      page.evaluate(() => {
        const documents = [document, document.querySelector('iframe')!.contentDocument!];
        const [light] = documents.flatMap((document) => [...document.querySelectorAll('porchlight-portal')]);
        const pill = light!.shadowRoot!.querySelector('button')!;
        return [pill.offsetHeight, pill.ownerDocument.defaultView!.getComputedStyle(pill).borderRadius];
      });
    const before = await look();
    await move(page, (light) => {
      const { contentDocument } = document.querySelector('iframe')!;
      contentDocument!.body.append(contentDocument!.adoptNode(light));
    });
    await settle(page);
    expect(await look()).toEqual(before);
    desk.flip({ status: 'offline' });
    await expect(page.frameLocator('iframe').getByRole('button', { name: 'Support is offline' })).toBeInViewport();
    await page.evaluate(() => {
      document.body.append(document.querySelector('iframe')!.contentDocument!.querySelector('porchlight-portal')!);
    });
    await settle(page);
    expect(await look()).toEqual(before);
    await expect(pill).toHaveAccessibleName('Support is offline Nobody is here just now');
    await state(light, 'offline');
    expect(desk.calls).toEqual(['GET', 'stream']);
  });

  test('goes into a document that nobody sees, and asks nothing there', async ({ page, visit, light, desk }) => {
    await visit();
    await move(page, (light) => document.implementation.createHTMLDocument().body.append(light));
    await expect.poll(() => desk.open).toBe(0);
    await expect(light).toHaveCount(0);
    await pass(page, HOUR);
    expect(desk.calls).toEqual(['GET', 'stream']);
  });

  test('becomes another one: project, name, language and place are what they are told to be', async ({ page, visit, light, pill, desk }) => {
    desk.put({ ...offline, project: 'BIL' });
    await visit();
    const set = (name: string, value: string) => move(page, new Function('light', `light.setAttribute('${name}', '${value}')`) as never);
    await set('data-name', 'Sales');
    await expect(pill).toHaveAccessibleName('Sales is here for you Online now');
    await set('data-lang', 'de');
    await expect(pill).toHaveAccessibleName('Sales ist für Sie da Jetzt online');
    await move(page, (light) => light.removeAttribute('data-lang'));
    await expect(pill).toHaveAccessibleName('Sales is here for you Online now');
    await page.evaluate(() => (document.documentElement.lang = 'de'));
    await expect(pill).toHaveAccessibleName('Sales ist für Sie da Jetzt online');
    await set('data-accent', '#ffd54a');
    await expect.poll(() => pill.evaluate((pill) => getComputedStyle(pill).backgroundColor)).toBe('rgb(255, 213, 74)');
    await set('data-theme', 'dark');
    await expect.poll(() => pill.evaluate((pill) => getComputedStyle(pill).colorScheme)).toBe('dark');
    expect(desk.calls).toEqual(['GET', 'stream']);

    // The old desk is let go of.
    await set('data-project', 'BIL');
    await pass(page, 1);
    await expect(pill).toHaveAccessibleName('Sales ist offline Gerade ist niemand da');
    await expect.poll(() => desk.open).toBe(1);
    await set('project', 'SUP');
    await pass(page, 1);
    await state(light, 'online');
    await expect.poll(() => desk.open).toBe(1);
  });
});
