// The event stream: what it tells, how it comes back, how it ends.

import assert from "node:assert/strict";
import { test } from "node:test";
import { stream } from "../assets/stream.js";
import { fakeWindow, settle } from "./browser.js";

/** A stream in a browser of its own, under the test's clock. */
function follow(t) {
  t.mock.timers.enable();
  const browser = fakeWindow();
  const told = [];
  const close = stream("/events", (message) => told.push(message), browser);
  const { streams, asked } = browser;
  return {
    browser,
    told,
    streams,
    asked,
    close,
    latest: () => streams.at(-1),
    signal: (where, name) => where.dispatchEvent(new Event(name)),
    async pass(ms) {
      t.mock.timers.tick(ms);
      await settle();
    },
  };
}

/** What a stream tells that has begun. */
const BEGUN = [{ link: true }, { name: "me", data: "0" }];

test("it tells of each event, and with the first that it is there", (t) => {
  const { told, streams, asked } = follow(t);
  assert.equal(streams[0].url, "/events");
  streams[0].opens();
  assert.deepEqual(told, []);
  streams[0].says("me", "1");
  streams[0].says("presence", "2");
  streams[0].says("roster", "3");
  streams[0].says("something new", "4");
  assert.deepEqual(told, [
    { link: true },
    { name: "me", data: "1" },
    { name: "presence", data: "2" },
    { name: "roster", data: "3" },
  ]);
  assert.deepEqual(asked, []);
});

/** How long it waits after each failure in a row, in milliseconds. */
async function waits(t, lot) {
  const { browser, streams, pass, latest, asked } = follow(t);
  browser.Math.random = () => lot;
  const waited = [];
  for (let failure = 0; failure < 7; failure++) {
    latest().breaks();
    let ms = 0;
    for (const before = streams.length; streams.length === before; ms += 50) await pass(50);
    waited.push(ms);
  }
  assert.ok(asked.every(({ url, method }) => url === "/api/v1/me/presence" && method === "HEAD"));
  assert.equal(asked.length, 7);
  return waited;
}

test("it waits longer after each failure, up to ten seconds", async (t) => {
  assert.deepEqual(await waits(t, 1), [500, 1000, 2000, 5000, 10_000, 10_000, 10_000]);
});

test("it waits half as long at least, so that not all come at once", async (t) => {
  assert.deepEqual(await waits(t, 0), [250, 500, 1000, 2500, 5000, 5000, 5000]);
});

test("a stream that opens and says nothing for ten seconds is lost, and tried less and less often", async (t) => {
  const { told, streams, latest, pass } = follow(t);
  latest().opens();
  await pass(9999);
  assert.deepEqual(told, []);
  await pass(1);
  assert.deepEqual(told, [{ link: false }]);
  await pass(250);
  latest().opens();
  await pass(10_000);
  assert.deepEqual(told, [{ link: false }, { link: false }]);
  await pass(250);
  assert.equal(streams.length, 2);
  await pass(250);
  assert.equal(streams.length, 3);
});

test("a stream that has said something may be silent for as long as it likes", async (t) => {
  const { told, streams, latest, pass } = follow(t);
  await pass(9000);
  latest().begins();
  await pass(60 * 60_000);
  assert.deepEqual(told, BEGUN);
  assert.equal(streams.length, 1);
});

test("a stream that the server refused is lost as well", async (t) => {
  const { told, streams, latest, pass } = follow(t);
  latest().breaks({ forGood: true });
  assert.deepEqual(told, [{ link: false }]);
  await pass(250);
  assert.equal(streams.length, 2);
});

test("signs of a network while it asks open no second stream", async (t) => {
  const { browser, streams, latest, pass, signal, asked } = follow(t);
  const answers = [];
  browser.answer = () => new Promise((resolve) => answers.push(resolve));
  latest().breaks();
  await pass(250);
  signal(browser, "online");
  signal(browser.document, "porchlight:reached");
  for (const answer of answers) answer({ status: 200 });
  await settle();
  assert.equal(asked.length, 1);
  assert.equal(streams.length, 2);
});

test("once it was there, it comes back soon again", async (t) => {
  const { streams, latest, pass, told } = follow(t);
  for (let failure = 0; failure < 4; failure++) {
    latest().breaks();
    await pass(10_000);
  }
  latest().begins();
  latest().breaks();
  await pass(250);
  assert.equal(streams.length, 6);
  assert.deepEqual(told.slice(-3), [...BEGUN, { link: false }]);
  latest().begins();
  assert.deepEqual(told.slice(-2), BEGUN);
});

test("while the server is out of reach it is asked again, and no stream is opened", async (t) => {
  const { browser, streams, latest, pass, asked } = follow(t);
  latest().begins();
  browser.answer = () => Promise.reject(new TypeError("no network"));
  latest().breaks();
  await pass(250);
  await pass(500);
  await pass(1000);
  assert.equal(asked.length, 3);
  assert.equal(streams.length, 1);
});

test("a session that is over is told once, and nothing is tried any more", async (t) => {
  const { browser, told, streams, latest, pass, asked } = follow(t);
  latest().begins();
  browser.answer = async () => ({ status: 401 });
  latest().breaks();
  await pass(60_000);
  assert.deepEqual(told, [...BEGUN, { link: false }, { gone: true }]);
  await pass(60_000);
  assert.equal(asked.length, 1);
  assert.equal(streams.length, 1);
});

for (const [sign, where] of [
  ["online", (browser) => browser],
  ["porchlight:reached", (browser) => browser.document],
]) {
  test(`at "${sign}" it tries at once, if it was lost`, async (t) => {
    const { browser, streams, latest, pass, signal } = follow(t);
    latest().begins();
    signal(where(browser), sign);
    await settle();
    assert.equal(streams.length, 1);

    for (let failure = 0; failure < 4; failure++) {
      latest().breaks();
      await pass(10_000);
    }
    latest().breaks();
    signal(where(browser), sign);
    await settle();
    assert.equal(streams.length, 6);
    // And not a second time when the wait would have been over.
    await pass(60_000);
    assert.equal(streams.length, 6);
  });
}

test("when beats find the server out of reach it does not wait for the stream to notice", async (t) => {
  const { browser, told, streams, latest, pass, signal } = follow(t);
  latest().begins();
  signal(browser.document, "porchlight:out-of-reach");
  assert.equal(streams[0].readyState, browser.EventSource.CLOSED);
  assert.deepEqual(told, [...BEGUN, { link: false }]);
  // It is lost but once.
  signal(browser.document, "porchlight:out-of-reach");
  assert.equal(told.length, 3);
  await pass(250);
  assert.equal(streams.length, 2);
});

test("once closed it stays closed, whatever happens", async (t) => {
  const { browser, told, streams, close, pass, signal } = follow(t);
  streams[0].begins();
  close();
  assert.equal(streams[0].readyState, browser.EventSource.CLOSED);
  streams[0].breaks();
  for (const where of [browser, browser.document]) {
    for (const sign of ["online", "porchlight:reached", "porchlight:out-of-reach"]) signal(where, sign);
  }
  await pass(60_000);
  assert.equal(streams.length, 1);
  assert.deepEqual(told, BEGUN);
});

test("closed while it waits, or while it asks, it opens no other stream", async (t) => {
  for (const wait of [0, 250]) {
    t.mock.timers.reset();
    const { browser, streams, latest, close, pass } = follow(t);
    let answers;
    browser.answer = () => new Promise((resolve) => (answers = resolve));
    latest().breaks();
    await pass(wait);
    close();
    answers?.({ status: 200 });
    await pass(60_000);
    assert.equal(streams.length, 1);
  }
});
