// The timing of beats: when one is due, what a failure costs, how idle somebody is, when "Still there?" is asked.

import assert from "node:assert/strict";
import { test } from "node:test";
import * as plans from "../assets/beat/plan.js";

const SECOND = 1000;
const MINUTE = 60 * SECOND;

/** A moment at which both clocks have gone on for as long. */
const at = (ms) => ({ wall: 1_800_000_000_000 + ms, page: 5000 + ms });

/** A plan whose ticks come in time. */
const begun = (ms) => plans.begin(at(ms));
const answer = (more) => ({ presence: "online", awayIn: null, idle: 0, every: 20 * SECOND, ...more });
const heard = (plan, ms, { mine = true, page = "shown", ...more } = {}) =>
  plans.heard(plan, at(ms), { page, answer: answer(more) }, mine);
const settled = (plan) => ({ ...plan, confirm: false });

/** The plan after a tick that is on time. */
const tick = (plan, ms, { shown = true, sending = false } = {}) =>
  plans.tick({ ...plan, ticked: at(ms - SECOND) }, at(ms), { shown, sending });

/** The first second at which a tick beats. */
function firstBeat(plan, view, within = 5 * MINUTE) {
  for (let ms = 0; ms <= within; ms += SECOND) {
    plan = tick(plan, ms, view);
    if (plan.beats) return ms / SECOND;
  }
  return null;
}

const ROWS = [
  ["no beat was ever answered", begun(0), {}, 0],
  ["this tab has beaten", settled(heard(begun(0), 0)), {}, 20],
  ["this tab has beaten, and the server wants more", settled(heard(begun(0), 0, { every: 5000 })), {}, 5],
  ["the server wants none at all", settled(heard(begun(0), 0, { every: 0 })), {}, 1],
  ["the server wants too few", settled(heard(begun(0), 0, { every: 10 * MINUTE })), {}, 60],
  ["another tab has beaten: it may do so again", settled(heard(begun(0), 0, { mine: false })), {}, 22],
  ["the last beat said that all are hidden", settled(heard(begun(0), 0, { page: "hidden" })), {}, 0],
  ["out of sight", settled(heard(begun(0), 0)), { shown: false }, 50],
  ["out of sight, after another tab", settled(heard(begun(0), 0, { mine: false })), { shown: false }, 50],
  ["out of sight since the last one", settled(heard(begun(0), 0, { page: "hidden" })), { shown: false }, 50],
  ["something has changed since", plans.changed(settled(heard(begun(0), 0))), {}, 4],
  ["something has changed, and beats are quick", plans.changed(heard(begun(0), 0, { every: 2000 })), {}, 2],
  ["something has changed, and another tab has said so", plans.changed(heard(begun(0), 0, { mine: false })), {}, 22],
  ["something has changed, out of sight", plans.changed(heard(begun(0), 0)), { shown: false }, 50],
  ["a beat is under way", begun(0), { sending: true }, null],
];
for (const [when, plan, view, seconds] of ROWS) {
  test(`${when}: the next beat after ${seconds} s`, () => assert.equal(firstBeat(plan, view), seconds));
}

test("what follows a change is said once more, and then as ever", () => {
  let plan = heard(begun(0), 0);
  const beats = [];
  for (let second = 1; second <= 50; second++) {
    plan = tick(plan, second * SECOND);
    if (!plan.beats) continue;
    beats.push(second);
    plan = heard(plan, second * SECOND);
  }
  assert.deepEqual(beats, [4, 24, 44]);
});

test("the same change is not said again because a beat failed in between", () => {
  const failed = plans.missed(heard(begun(0), 0), at(0), 0);
  assert.equal(tick(failed, 4 * SECOND).confirm, true);
  assert.equal(tick(plans.reached(failed), 4 * SECOND).confirm, false);
});

// Failures.

/** How long one waits after so many failures in a row. */
function waits(lot, tries) {
  let plan = begun(0);
  return Array.from({ length: tries }, () => (plan = plans.missed(plan, at(0), lot)).failed.wait);
}

test("a lost beat is tried again soon for a minute, then ever less often, up to a minute", () => {
  assert.deepEqual(waits(1, 17), [2, 4, ...Array(10).fill(5), 10, 20, 40, 60, 60].map((s) => s * SECOND));
});

test("no two browsers wait equally long, and none less than half", () => {
  assert.deepEqual(waits(0, 17), waits(1, 17).map((most) => most / 2));
  assert.deepEqual(waits(0.5, 3), [1.5, 3, 3.75].map((s) => s * SECOND));
});

const FAILED = plans.missed(plans.missed(settled(heard(begun(0), 0)), at(0), 1), at(0), 1);
const FAILURES = [
  ["its wait is over", FAILED, {}, 4],
  ["its wait is over, out of sight", FAILED, { shown: false }, 4],
  ["somebody looks", plans.seen(FAILED), {}, 0],
  ["nothing had failed when somebody looks", plans.seen(settled(heard(begun(0), 0))), {}, 20],
  ["the network is back", plans.reached(FAILED), {}, 20],
  ["another tab was answered", heard(FAILED, 0, { mine: false }), {}, 4],
  ["this tab was answered", settled(heard(FAILED, 0)), {}, 20],
];
for (const [when, plan, view, seconds] of FAILURES) {
  test(`after a failure, ${when}: the next beat after ${seconds} s`, () => {
    assert.equal(firstBeat(plan, view), seconds);
  });
}

// Sleep.

for (const [gap, shown, beats] of [
  [5000, true, false],
  [5001, true, true],
  [60_000, false, false],
  [70_000, false, false],
  [70_001, false, true],
]) {
  test(`a tick after ${gap} ms, ${shown ? "shown" : "hidden"}, ${beats ? "beats at once" : "was no sleep"}`, () => {
    // Even where it is not time yet: what was said last is old, whatever the wait.
    const plan = { ...heard(begun(0), gap), ticked: at(0) };
    const failed = { ...plan, failed: { at: at(gap), tries: 9, wait: MINUTE } };
    for (const before of [plan, failed]) {
      const after = plans.tick(before, at(gap), { shown, sending: false });
      assert.equal(after.beats, beats);
      assert.equal(after.failed, beats ? null : before.failed);
      assert.deepEqual(after.ticked, at(gap));
    }
  });
}

test("a sleep is noticed while a beat is under way, which may never be answered", () => {
  assert.equal(plans.tick(begun(0), at(MINUTE), { shown: true, sending: true }).beats, true);
});

// Two clocks.

for (const [what, wall, page, ms] of [
  ["agree", 30, 30, 30],
  ["agree that no time has passed", 0, 0, 0],
  ["differ because the page's stood still in a sleep", 600, 10, 600],
  ["differ because the wall's was put forward", 3610, 10, 3610],
  ["differ because the wall's was put back", -3590, 10, 10],
  ["were both put back", -20, -10, 0],
]) {
  test(`two clocks ${what}: ${ms} s have passed`, () => {
    const from = at(0);
    const to = { wall: from.wall + wall * SECOND, page: from.page + page * SECOND };
    assert.equal(plans.span(from, to), ms * SECOND);
    assert.equal(plans.span(plans.before(to, MINUTE), to), MINUTE);
  });
}

const touched = at(-3 * MINUTE).wall;
for (const [who, page, minutes] of [
  ["opens a page", { isReload: false, shown: true, touched }, 0],
  ["opens a page behind this one", { isReload: false, shown: false, touched }, 3],
  ["has a page that loads itself again", { isReload: true, shown: true, touched }, 3],
  ["has a page that does so out of sight", { isReload: true, shown: false, touched }, 3],
  ["has a browser that remembers nothing", { isReload: true, shown: true, touched: 0 }, 0],
  ["has a browser that remembers the future", { isReload: true, shown: true, touched: at(MINUTE).wall }, 0],
]) {
  test(`who ${who} was idle for ${minutes} min`, () => {
    assert.equal(plans.idleAtLoad(at(0), page), minutes * MINUTE);
  });
}

// Touches.

for (const [what, presence, idle, asked, worth] of [
  ["in the middle of others", "online", 999, false, null],
  ["after a second", "online", 1000, false, "note"],
  ["after almost a minute", "online", 59_999, false, "note"],
  ["after a minute", "online", 60_000, false, "say"],
  ["of somebody who is away", "away", 1000, false, "say"],
  ["of somebody who is away, in the middle of others", "away", 999, false, null],
  ["that answers the question", "online", 0, true, "say"],
  ["before the server said anything", null, 1000, false, "note"],
]) {
  test(`a touch ${what} is worth ${worth}`, () => {
    const plan = presence ? heard(begun(0), 0, { presence }) : begun(0);
    assert.equal(plans.worth(plan, idle, asked), worth);
  });
}

// The other tabs.

for (const [shown, age, there] of [
  [true, 24_999, true],
  [true, 25_000, false],
  [false, 129_999, true],
  [false, 130_000, false],
]) {
  test(`a ${shown ? "shown" : "hidden"} tab that said nothing for ${age} ms is ${there ? "there" : "gone"}`, () => {
    assert.equal(plans.present([{ at: at(0), shown }], at(age)).length, there ? 1 : 0);
  });
}

test("a tab says every ten seconds that it is there: twice in the time for which it is believed", () => {
  assert.equal(plans.isToAnnounce(at(0), at(9999)), false);
  assert.equal(plans.isToAnnounce(at(0), at(10_000)), true);
});

// "Still there?"

const SHOWN = { shown: true, asked: false };
const HIDDEN = { shown: false, asked: false };
const ASKED = { shown: true, asked: true };
/** The server says at the second 0: away in so many minutes, idle for so many. */
const awayIn = (minutes, idle = 0, more = {}) =>
  heard(begun(0), 0, { awayIn: minutes * MINUTE, idle: idle * MINUTE, ...more });

for (const [when, plan, seconds, view, asks] of [
  ["a minute before away", awayIn(1, 14), 0, SHOWN, 60],
  ["earlier than that", awayIn(1.01, 14), 0, SHOWN, null],
  ["at the moment of away", awayIn(0, 15), 0, SHOWN, null],
  ["after it", awayIn(0.05, 15), 4, SHOWN, null],
  ["half-way, where away comes after a minute", awayIn(0.5, 0.5), 0, SHOWN, 30],
  ["before half-way", awayIn(0.51, 0.49), 0, SHOWN, null],
  ["out of sight two minutes before", awayIn(2, 13), 0, HIDDEN, 120],
  ["earlier than that, out of sight", awayIn(2.01, 13), 0, HIDDEN, null],
  ["half-way out of sight, where away comes after two minutes", awayIn(1, 1), 0, HIDDEN, 60],
  ["before half-way, out of sight", awayIn(1.1, 0.9), 0, HIDDEN, null],
  ["what the server said is five seconds old", awayIn(1, 14), 5, SHOWN, 55],
  ["what the server said is older", awayIn(1, 14), 6, SHOWN, "check"],
  ["it is old, but the question stands", awayIn(1, 14), 6, ASKED, 54],
  ["it is old, and not time", awayIn(3, 12), 6, SHOWN, null],
  ["the question stands, and the answer has come from another device", awayIn(15), 0, ASKED, null],
  ["somebody is away already", awayIn(1, 14, { presence: "away" }), 0, SHOWN, null],
  ["somebody is offline", awayIn(1, 14, { presence: "offline" }), 0, SHOWN, null],
  ["somebody is never away, however idle", heard(begun(0), 0, { idle: 15 * MINUTE }), 0, SHOWN, null],
  ["nothing is known", begun(0), 0, SHOWN, null],
  ["the server does not answer", plans.missed(awayIn(1, 14), at(0), 0), 0, SHOWN, null],
  ["the server does not answer any more", plans.missed(awayIn(1, 14), at(0), 0), 0, ASKED, null],
]) {
  const what = asks === null ? "no question" : asks === "check" ? "the server first" : `${asks} s left`;
  test(`"Still there?" ${when}: ${what}`, () => {
    const expected = typeof asks === "number" ? asks * SECOND : asks;
    assert.equal(plans.question(plan, at(seconds * SECOND), view), expected);
  });
}
