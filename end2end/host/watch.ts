// What a page is waiting for: calls that nobody has answered yet, and the next timer. It is told by the page
// itself, so that a test moves the clock from one event to the next, and waits for exactly what is under way:
// on a machine that is busy with other things that takes longer, and goes no other way.

import { expect, type Page } from '@playwright/test';
import type { StubServer } from './stub.ts';

/** What a call still lacks: its answer, the answer's body, a stream's beginning, or its first word. */
type Lack = 'answer' | 'body' | 'stream' | 'word';

interface Watch {
  /** The calls under way, and in how many milliseconds the next timer is due. */
  look: () => { calls: [number, Lack][]; due: number | null };
  /** Waits until none of these lacks what it lacked. */
  moved: (calls: [number, Lack][]) => Promise<void>;
  /** How many streams the page believes to be open. */
  streams: () => number;
}

type Watched = Window & { watch: Watch };

/** In the page, before any other script: notes each call and each timer. */
function watch(): void {
  const calls = new Map<number, Lack>();
  const due = new Map<number, number>();
  const streams = new Set<EventSource>();
  let waiting: (() => void)[] = [];
  // A number is never that of another page's call.
  let last = Math.floor(Math.random() * 2 ** 40);

  const set = (call: number, lack?: Lack) => {
    if (lack) calls.set(call, lack);
    else calls.delete(call);
    waiting.splice(0).forEach((go) => go());
  };
  const until = async <T>(lack: Lack, promise: Promise<T>): Promise<T> => {
    const call = ++last;
    set(call, lack);
    try {
      return await promise;
    } finally {
      set(call);
    }
  };

  const { fetch, setTimeout, clearTimeout, performance } = window;
  window.fetch = (...given) => until('answer', fetch.call(window, ...given));
  for (const read of ['json', 'text'] as const) {
    const body = Response.prototype[read];
    Response.prototype[read] = function () {
      return until('body', body.call(this));
    };
  }
  window.EventSource = class extends EventSource {
    constructor(url: string | URL) {
      super(url);
      const call = ++last;
      set(call, 'stream');
      streams.add(this);
      this.addEventListener('open', () => calls.has(call) && set(call, 'word'));
      this.addEventListener('availability', () => set(call));
      this.addEventListener('error', () => set(call));
      const close = this.close.bind(this);
      this.close = () => {
        close();
        set(call);
      };
    }
  };
  Object.assign(window, {
    setTimeout: (job: () => void, wait = 0, ...given: unknown[]) => {
      const timer = setTimeout(() => {
        due.delete(timer);
        job();
      }, wait, ...given);
      due.set(timer, performance.now() + wait);
      return timer;
    },
    clearTimeout: (timer: number) => {
      due.delete(timer);
      clearTimeout(timer);
    },
    watch: {
      look: () => ({ calls: [...calls], due: due.size ? Math.min(...due.values()) - performance.now() : null }),
      moved: async (those) => {
        while (those.some(([call, lack]) => calls.get(call) === lack)) {
          await new Promise<void>((go) => waiting.push(go));
        }
      },
      streams: () => [...streams].filter(({ readyState }) => readyState === EventSource.OPEN).length,
    } satisfies Watch,
  });
}

/** The desk that a page asks, and the calls that it was told never to answer. */
const held = new WeakMap<Page, { desk: StubServer; calls: Map<number, boolean> }>();

/** Stops the page's clock at a moment, and watches the page from then on. */
export async function stopClock(page: Page, desk: StubServer, at: Date): Promise<void> {
  held.set(page, { desk, calls: new Map() });
  await page.clock.install({ time: at.getTime() - 60_000 });
  await page.clock.pauseAt(at);
  await page.addInitScript(watch);
}

/** Whether the desk never answers a call. It is asked at first sight: what it does with later ones may change. */
function isHeld(page: Page, call: number, lack: Lack): boolean {
  const { desk, calls } = held.get(page)!;
  const never =
    (lack === 'answer' && desk.answers === 'never') ||
    (lack === 'stream' && desk.streams === 'never') ||
    (lack === 'word' && desk.streams === 'buffered');
  const known = calls.get(call) || never;
  calls.set(call, known);
  return known;
}

/** Waits until every call has its answer and the light has read it; returns when the next timer is due. */
export async function settle(page: Page): Promise<number | null> {
  for (;;) {
    const { calls, due } = await page.evaluate(() => (window as unknown as Watched).watch.look());
    const open = calls.filter(([call, lack]) => !isHeld(page, call, lack));
    if (open.length === 0) return due;
    await page.evaluate((open) => (window as unknown as Watched).watch.moved(open), open);
  }
}

/** Time passes, from one timer to the next, and whatever is asked in it is answered in it. */
export async function pass(page: Page, time: number): Promise<void> {
  for (let left = time; left > 0; ) {
    const due = await settle(page);
    const step = Math.min(left, Math.max(1, Math.ceil(due ?? left)));
    await page.clock.runFor(step);
    left -= step;
  }
  await settle(page);
}

/** Breaks the line, and waits until the page has noticed. */
export async function cut(page: Page, desk: StubServer): Promise<void> {
  desk.cut();
  await expect.poll(() => page.evaluate(() => (window as unknown as Watched).watch.streams())).toBe(0);
  await expect.poll(() => desk.open).toBe(0);
}
