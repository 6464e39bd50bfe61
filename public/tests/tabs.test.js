// The election of the tab that leads, and what the others hear.

import assert from "node:assert/strict";
import { test } from "node:test";
import { join } from "../assets/tabs.js";
import { Channels, Locks, event, settle } from "./browser.js";

const roster = (project, state) => ({ name: "roster", data: JSON.stringify({ project, state }) });

/** A browser whose tabs are opened one after the other. */
function browser({ withLocks = true, channels = new Channels() } = {}) {
  const locks = new Locks();
  return async function open() {
    const page = new EventTarget();
    const tab = { page, tell: null, led: 0, heard: [] };
    join({
      name: "live",
      locks: withLocks ? locks : undefined,
      channel: withLocks ? channels.open() : null,
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

test("a page that was not away does not queue twice", async () => {
  const open = browser();
  const [first, second] = [await open(), await open()];
  await show(first, false);
  await hide(first);
  assert.ok(leads(second));
  await hide(second);
  assert.equal(first.led, 1);
});

test("a follower that leaves changes nothing", async () => {
  const open = browser();
  const [first, second] = [await open(), await open()];
  await hide(second);
  assert.deepEqual([first, second].map(leads), [true, false]);
});

test("without locks each tab leads for itself, and hears itself alone", async () => {
  const open = browser({ withLocks: false });
  const [first, second] = [await open(), await open()];
  assert.deepEqual([first, second].map(leads), [true, true]);
  await tell(first, { link: true });
  assert.deepEqual([first.heard, second.heard], [[{ link: true }], []]);
});
