// The election of the tab that leads, and what the others hear.

import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";
import { join } from "../assets/tabs.js";
import { Channels, Locks, Process, event, settle } from "./browser.js";

beforeEach(() => mock.timers.enable());
afterEach(() => mock.timers.reset());

const roster = (project, state) => ({ name: "roster", data: JSON.stringify({ project, state }) });

/** A browser whose tabs are opened one after the other. */
function browser({ withLocks = true, channels = new Channels() } = {}) {
  const locks = new Locks();
  return async function open() {
    const page = Object.assign(new EventTarget(), { document: { hidden: false } });
    const process = new Process();
    const tab = { page, process, tell: null, led: 0, heard: [] };
    join({
      name: "live",
      locks: withLocks ? locks.of(process) : undefined,
      channel: withLocks ? channels.open(process) : null,
      page,
      lead(tell) {
        tab.tell = tell;
        tab.led += 1;
        return () => (tab.tell = null);
      },
      hear: (message) => tab.heard.push(message),
    });
    await settle();
    return tab;
  };
}

const leads = (tab) => tab.tell !== null;
const hide = async ({ page }) => {
  page.dispatchEvent(event("pagehide", { persisted: true }));
  await settle();
};
const show = async ({ page }, persisted = true) => {
  page.dispatchEvent(event("pageshow", { persisted }));
  await settle();
};
/** Time passes, second by second. */
const pass = async (seconds) => {
  for (let second = 0; second < seconds; second++) {
    mock.timers.tick(1000);
    await settle();
  }
};
const tell = async (tab, ...messages) => {
  for (const message of messages) tab.tell(message);
  await settle();
};

test("the first tab leads, the second follows, and both hear all that is told", async () => {
  const open = browser();
  const [first, second] = [await open(), await open()];
  assert.deepEqual([first, second].map(leads), [true, false]);
  const told = [{ link: true }, { name: "me", data: "1" }, { link: false }, { gone: true }];
  await tell(first, ...told);
  assert.deepEqual(first.heard, told);
  assert.deepEqual(second.heard, told);
  // Who joins after the end of the session finds out by themselves; it may be the next session.
  assert.deepEqual((await open()).heard, [{ link: false }, { name: "me", data: "1" }]);
});

test("a leader believes itself; but the end of the session, whoever tells of it", async () => {
  const channels = new Channels();
  const open = browser({ channels });
  const first = await open();
  const other = channels.open();
  other.postMessage({ link: false });
  other.postMessage({ name: "me", data: "old" });
  other.postMessage({ gone: true });
  await settle();
  assert.deepEqual(first.heard, [{ gone: true }]);
});

test("a tab that joins is told the latest of each event, and the others nothing twice", async () => {
  const open = browser();
  const [first, second] = [await open(), await open()];
  await tell(
    first,
    { link: true },
    { name: "me", data: "1" },
    roster("a", 1),
    { name: "presence", data: "1" },
    { name: "presence", data: "2" },
    roster("b", 1),
    roster("a", 2),
  );
  first.heard.length = 0;
  const third = await open();
  assert.deepEqual(third.heard, [
    { link: true },
    { name: "me", data: "1" },
    roster("a", 2),
    { name: "presence", data: "2" },
    roster("b", 1),
  ]);
  assert.deepEqual(first.heard, []);
  // They have heard it before: what is told once more is as true as it was.
  assert.deepEqual(second.heard.slice(-5), third.heard);
});

test("an older `presence` does not follow a newer `me`", async () => {
  const open = browser();
  const first = await open();
  await tell(first, { link: true }, { name: "presence", data: "old" }, { name: "me", data: "new" });
  const second = await open();
  assert.deepEqual(second.heard, [{ link: true }, { name: "me", data: "new" }]);
});

test("a tab that joins while the link is lost is told so, and what was known before", async () => {
  const open = browser();
  const first = await open();
  await tell(first, { link: true }, { name: "me", data: "1" }, { link: false });
  const second = await open();
  assert.deepEqual(second.heard, [{ link: false }, { name: "me", data: "1" }]);
});

test("what an earlier stream said is forgotten when the link is there again", async () => {
  const open = browser();
  const first = await open();
  await tell(first, { link: true }, roster("left since", 1), { link: false }, { link: true });
  assert.deepEqual((await open()).heard, [{ link: true }]);
});

test("when the leader leaves, the next in the queue leads, and tells the rest", async () => {
  const open = browser();
  const [first, second, third] = [await open(), await open(), await open()];
  await hide(first);
  assert.deepEqual([first, second, third].map(leads), [false, true, false]);
  await tell(second, { link: true });
  assert.deepEqual(third.heard, [{ link: true }]);
  await hide(second);
  assert.ok(leads(third));
});

test("a page that is kept for \"back\" queues again when it is shown, and is told what it missed", async () => {
  const open = browser();
  const [first, second] = [await open(), await open()];
  await tell(first, { link: true }, { name: "me", data: "1" });
  await hide(first);
  await tell(second, { link: true }, { name: "me", data: "2" });
  first.heard.length = 0;
  await show(first);
  assert.deepEqual([first, second].map(leads), [false, true]);
  assert.deepEqual(first.heard, [{ link: true }, { name: "me", data: "2" }]);
  await hide(second);
  assert.ok(leads(first));
  assert.equal(first.led, 2);
  // It knows nothing yet that it could tell another tab.
  assert.deepEqual((await open()).heard, []);
});

test("a page that was not away does not join twice", async () => {
  const channels = new Channels();
  const open = browser({ channels });
  const said = [];
  channels.open().onmessage = ({ data }) => said.push(data);
  const first = await open();
  await show(first, false);
  assert.equal(said.filter(({ hello }) => hello).length, 1);
  await show(first);
  assert.equal(said.filter(({ hello }) => hello).length, 2);
});

test("a follower that leaves changes nothing", async () => {
  const open = browser();
  const [first, second] = [await open(), await open()];
  await hide(second);
  assert.deepEqual([first, second].map(leads), [true, false]);
  // It has left the queue as well.
  await hide(first);
  assert.equal(second.led, 0);
});

test("without locks each tab leads for itself, and hears itself alone", async () => {
  const open = browser({ withLocks: false });
  const [first, second] = [await open(), await open()];
  assert.deepEqual([first, second].map(leads), [true, true]);
  await tell(first, { link: true });
  assert.deepEqual([first.heard, second.heard], [[{ link: true }], []]);
});

// A tab that stands still.

test("a leader that answers leads on, for as long as it likes, and nobody hears of it", async () => {
  const open = browser();
  const [first, second] = [await open(), await open()];
  await tell(first, { link: true });
  await pass(60 * 60);
  assert.deepEqual([first, second].map(leads), [true, false]);
  assert.deepEqual([first.heard, second.heard], [[{ link: true }], [{ link: true }]]);
});

test("a leader that stands still is replaced within ten seconds, by one", async () => {
  const open = browser();
  const [first, second] = [await open(), await open()];
  await pass(1);
  const third = await open();
  first.process.stops();
  await pass(8);
  assert.deepEqual([second, third].map(leads), [false, false], "it may only be slow");
  await pass(10);
  assert.deepEqual([second, third].map(leads), [true, false]);
  await tell(second, { link: true }, { name: "me", data: "2" });
  assert.deepEqual(third.heard, [{ link: true }, { name: "me", data: "2" }]);
  await pass(60);
  assert.deepEqual([second, third].map(leads), [true, false]);
  assert.equal(third.led, 0);
});

test("of two that notice at the same moment one leads in the end", async () => {
  const open = browser();
  const [first, ...others] = [await open(), await open(), await open()];
  first.process.stops();
  await pass(10);
  assert.equal(others.filter(leads).length, 1);
  const led = others.map(({ led }) => led);
  await pass(60);
  assert.deepEqual(others.map(({ led }) => led), led);
});

for (const lastFirst of [false, true]) {
  test(`one that was replaced stops when it goes on, whatever it learns first (${lastFirst})`, async () => {
    const open = browser();
    const [first, second, third] = [await open(), await open(), await open()];
    await tell(first, { link: true }, { name: "me", data: "1" });
    third.page.document.hidden = true;
    first.process.stops();
    await pass(10);
    await tell(second, { link: true }, { name: "me", data: "2" });
    for (const tab of [first, second, third]) tab.heard.length = 0;
    // What its stream brought meanwhile it passes on before it hears of anything.
    await tell(first, { name: "me", data: "old" });
    first.process.goesOn({ lastFirst });
    await settle();
    assert.deepEqual([first, second, third].map(leads), [false, true, false]);
    assert.deepEqual(second.heard, []);
    assert.deepEqual(third.heard.filter(({ data }) => data === "old" || data === "1"), []);
    assert.deepEqual(first.heard.slice(-2), [{ link: true }, { name: "me", data: "2" }]);
    // It is in the queue again, and can lead again.
    await hide(second);
    await hide(third);
    assert.ok(leads(first));
  });
}

test("a tab that has never heard of a leader is newer than the one that stands still", async () => {
  const open = browser();
  const first = await open();
  await tell(first, { link: true });
  first.process.stops();
  const second = await open();
  await pass(10);
  assert.ok(leads(second));
  const third = await open();
  await tell(first, { name: "me", data: "old" });
  assert.deepEqual(third.heard, []);
});

test("a leader is newer than the one before, also when the clock was put back", async (t) => {
  const now = t.mock.method(Date, "now", () => 1000);
  const open = browser();
  const [first, second] = [await open(), await open()];
  await tell(first, { link: true });
  now.mock.mockImplementation(() => 10);
  first.process.stops();
  await pass(10);
  assert.ok(leads(second));
  await tell(second, { link: true });
  const third = await open();
  third.heard.length = 0;
  await tell(first, { name: "me", data: "old" });
  assert.deepEqual(third.heard, []);
});

test("where a page may have no locks it asks for one, and not for ever", async () => {
  let asked = 0;
  const request = async () => {
    asked += 1;
    throw new DOMException("Not here.", "SecurityError");
  };
  const page = Object.assign(new EventTarget(), { document: { hidden: true } });
  join({ name: "live", locks: { request }, channel: new Channels().open(), page });
  await settle();
  assert.equal(asked, 1);
});

test("a tab that nobody looks at asks for nothing, and takes no lock away", async () => {
  const open = browser();
  const [first, second] = [await open(), await open()];
  first.process.stops();
  await pass(5);
  second.page.document.hidden = true;
  await pass(60);
  assert.ok(!leads(second));
  // Seen again, it asks first.
  second.page.document.hidden = false;
  await pass(5);
  assert.ok(!leads(second));
  await pass(5);
  assert.ok(leads(second));
});

test("who gave up a place in the queue does not lead when its turn comes", async () => {
  const open = browser();
  const [first, second, third] = [await open(), await open(), await open()];
  third.page.document.hidden = true;
  first.process.stops();
  await pass(10);
  assert.ok(leads(second));
  // The place that it had before it took the lock away is the next one in the queue.
  await hide(second);
  assert.deepEqual([second, third].map(leads), [false, true]);
  assert.equal(second.led, 1);
});
