// What is told where nobody looks.

import assert from "node:assert/strict";
import { test } from "node:test";
import { teller } from "../assets/tell.js";
import { Locks, Process, settle } from "./browser.js";

/** A tab of a browser whose tabs share `locks`. */
function tab({ locks = new Locks(), hidden = false, permission = "granted", kept = new Map() } = {}) {
  const notified = [];
  class Notification {
    static permission = permission;
    static asked = 0;
    static async requestPermission() {
      Notification.asked += 1;
    }
    constructor(words, { tag }) {
      Object.assign(this, { words, tag, closed: false });
      notified.push(this);
    }
    close() {
      this.closed = true;
    }
  }
  const document = Object.assign(new EventTarget(), { title: "Projects", visibilityState: hidden ? "hidden" : "visible" });
  const browser = {
    document,
    Notification,
    navigator: { locks: locks.of(new Process()) },
    localStorage: { getItem: (name) => kept.get(name) ?? null, setItem: (name, value) => kept.set(name, value) },
    focus() {},
  };
  const told = teller(browser);
  return {
    ...told,
    document,
    notified,
    Notification,
    async see(isSeen) {
      document.visibilityState = isSeen ? "visible" : "hidden";
      document.dispatchEvent(new Event("visibilitychange"));
      await settle();
    },
  };
}

test("a hidden tab tells by its title, until it is seen or no longer so", async () => {
  const page = tab();
  page.tell("door", "You were put offline");
  assert.equal(page.document.title, "Projects", "whoever sees the page needs no title");
  await page.see(false);
  assert.equal(page.document.title, "You were put offline · Projects");
  page.tell("extend", "Extend?");
  assert.equal(page.document.title, "Extend? · Projects", "the latest");
  page.tell("extend", null);
  assert.equal(page.document.title, "You were put offline · Projects");
  await page.see(true);
  assert.equal(page.document.title, "Projects");
  await page.see(false);
  page.tell("door", null);
  assert.equal(page.document.title, "Projects");
});

test("and by one notification, if it is allowed", async () => {
  const page = tab({ hidden: true });
  page.tell("door", "You were put offline");
  page.tell("door", "You were put offline");
  await settle();
  assert.deepEqual(page.notified.map(({ words, tag }) => [words, tag]), [["You were put offline", "door"]]);
  page.tell("door", null);
  assert.ok(page.notified[0].closed, "what is no longer so is taken back");
  for (const permission of ["default", "denied"]) {
    const other = tab({ hidden: true, permission });
    other.tell("door", "You were put offline");
    await settle();
    assert.deepEqual(other.notified, [], permission);
  }
});

test("whoever sees another tab of the browser is not notified", async () => {
  const locks = new Locks();
  const seen = tab({ locks });
  const hidden = tab({ locks, hidden: true });
  await settle();
  hidden.tell("door", "You were put offline");
  await settle();
  assert.deepEqual(hidden.notified, []);
  await seen.see(false);
  hidden.tell("extend", "Extend?");
  await settle();
  assert.deepEqual(hidden.notified.map(({ words }) => words), ["Extend?"]);
});

test("the browser is asked once, and only where it has not been", async () => {
  const kept = new Map();
  const page = tab({ permission: "default", kept });
  await page.ask();
  await page.ask();
  assert.equal(page.Notification.asked, 1);
  const next = tab({ permission: "default", kept });
  await next.ask();
  assert.equal(next.Notification.asked, 0, "the question was closed");
  for (const permission of ["granted", "denied"]) {
    const other = tab({ permission });
    await other.ask();
    assert.equal(other.Notification.asked, 0, permission);
  }
});

test("a browser without notifications or locks still has its title", async () => {
  const page = tab({ hidden: true });
  const bare = teller({ document: page.document, navigator: {}, localStorage: null, focus() {} });
  bare.tell("door", "You were put offline");
  await bare.ask();
  assert.equal(page.document.title, "You were put offline · Projects");
});
