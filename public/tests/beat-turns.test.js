// One beat at a time.

import assert from "node:assert/strict";
import { test } from "node:test";
import { turns } from "../assets/beat/turns.js";
import { settle } from "./browser.js";

/** Turns that last until the test ends them. */
function slowTurns() {
  const begun = [];
  const take = (signal) =>
    new Promise((resolve) => {
      signal.addEventListener("abort", resolve);
      begun.push({ signal, ends: resolve });
    });
  return { begun, ...turns(take) };
}

test("what is asked for during a turn, however often, is one turn more after it", async () => {
  const { begun, ask, isUnderWay } = slowTurns();
  ask();
  ask();
  ask();
  await settle();
  assert.equal(begun.length, 1);
  begun[0].ends();
  await settle();
  assert.equal(begun.length, 2);
  assert.ok(isUnderWay());
  begun[1].ends();
  await settle();
  assert.equal(begun.length, 2);
  assert.ok(!isUnderWay());
});

test("a turn lasts ten seconds at most; the next one has ten of its own", async (t) => {
  t.mock.timers.enable();
  const { begun, ask } = slowTurns();
  ask();
  ask();
  t.mock.timers.tick(9999);
  assert.ok(!begun[0].signal.aborted);
  t.mock.timers.tick(1);
  assert.ok(begun[0].signal.aborted);
  await settle();
  t.mock.timers.tick(9999);
  assert.ok(!begun[1].signal.aborted);
  t.mock.timers.tick(1);
  assert.ok(begun[1].signal.aborted);
});

test("a turn that is over is not cut short later", async (t) => {
  t.mock.timers.enable();
  const { begun, ask } = slowTurns();
  ask();
  begun[0].ends();
  await settle();
  t.mock.timers.tick(10_000);
  assert.ok(!begun[0].signal.aborted);
});

test("a page that goes away ends its turn, and none follows", async () => {
  const { begun, ask, end, isUnderWay } = slowTurns();
  ask();
  ask();
  end();
  await settle();
  assert.ok(begun[0].signal.aborted);
  assert.equal(begun.length, 1);
  assert.ok(!isUnderWay());
  // It may come back.
  ask();
  assert.equal(begun.length, 2);
  end();
});
