// When parts of a page are drawn again. What becomes of them is told by the stories of a browser: here is as
// little of a document as the rule needs.

import assert from "node:assert/strict";
import { test } from "node:test";
import { keepFresh } from "../assets/fresh.js";
import { settle } from "./browser.js";

/** A page with one part, and the server's answers for it. */
function page(t, { live = "" } = {}) {
  t.mock.timers.enable();
  const field = { value: "", defaultValue: "", checked: false, defaultChecked: false };
  const part = {
    id: "list",
    innerHTML: "old",
    focused: false,
    details: [{ id: "more", open: true }],
    contains: () => part.focused,
    querySelectorAll: (what) => {
      if (what === "details[open]") return part.details.filter(({ open }) => open);
      return what === "details" ? part.details : [field];
    },
    replaceChildren: (...nodes) => {
      part.innerHTML = nodes.join("");
      part.details = [{ id: "more", open: false }, { id: "other", open: false }];
    },
  };
  const answers = [];
  const browser = Object.assign(new EventTarget(), {
    location: { pathname: "/projects", search: "?of=me" },
    document: {
      hidden: false,
      querySelectorAll: () => (live === null ? [] : [part]),
      querySelector: () => (live === "minute" ? part : null),
      getElementById: () => part,
      importNode: ({ innerHTML }) => ({ childNodes: [innerHTML] }),
    },
    DOMParser: class {
      parseFromString(text) {
        return { getElementById: () => (text ? { innerHTML: text } : null) };
      }
    },
    asked: [],
    fetch(url) {
      browser.asked.push(url);
      return new Promise((resolve, reject) => answers.push({ resolve, reject }));
    },
  });
  const soon = keepFresh(browser);
  return {
    browser,
    part,
    field,
    asked: browser.asked,
    soon,
    async pass(ms) {
      t.mock.timers.tick(ms);
      await settle();
    },
    async answer(text, more) {
      answers.shift().resolve({ ok: true, redirected: false, text: async () => text, ...more });
      await settle();
    },
    async fail() {
      answers.shift().reject(new TypeError("no network"));
      await settle();
    },
    leave: () => browser.dispatchEvent(new Event("focusout")),
  };
}

test("of many changes at once the page is asked for once, a moment later", async (t) => {
  const { soon, pass, asked, answer, part } = page(t);
  soon();
  soon();
  await pass(199);
  assert.deepEqual(asked, []);
  await pass(1);
  assert.deepEqual(asked, ["/projects?of=me"]);
  await answer("new");
  assert.equal(part.innerHTML, "new");
  await pass(60_000);
  assert.equal(asked.length, 1);
});

test("what changes while the answer is under way is asked for after it", async (t) => {
  const { soon, pass, asked, answer, part } = page(t);
  soon();
  await pass(200);
  soon();
  await pass(400);
  assert.equal(asked.length, 1);
  await answer("new");
  await pass(200);
  assert.equal(asked.length, 2);
  await answer("newer");
  assert.equal(part.innerHTML, "newer");
});

test("out of reach, the next change asks again", async (t) => {
  const { soon, pass, asked, fail } = page(t);
  soon();
  await pass(200);
  await fail();
  soon();
  await pass(200);
  assert.equal(asked.length, 2);
});

for (const [what, more] of [
  ["an error", { ok: false }],
  ["a page elsewhere, for example to sign in", { redirected: true }],
]) {
  test(`${what} is not taken for the page`, async (t) => {
    const { soon, pass, answer, part } = page(t);
    soon();
    await pass(200);
    await answer("other", more);
    assert.equal(part.innerHTML, "old");
  });
}

for (const [what, use, leave] of [
  ["has the focus", ({ part }) => (part.focused = true), ({ part }) => (part.focused = false)],
  ["holds words", ({ field }) => (field.value = "x"), ({ field }) => (field.value = "")],
  ["holds a choice", ({ field }) => (field.checked = true), ({ field }) => (field.checked = false)],
]) {
  test(`a part that ${what} waits until it is left`, async (t) => {
    const all = page(t);
    use(all);
    all.soon();
    await all.pass(200);
    await all.answer("new");
    assert.equal(all.part.innerHTML, "old");
    leave(all);
    all.leave();
    await all.pass(200);
    await all.answer("newer");
    assert.equal(all.part.innerHTML, "newer");
    // Once is enough.
    all.leave();
    await all.pass(60_000);
    assert.equal(all.asked.length, 2);
  });
}

test("what was open stays open", async (t) => {
  const { soon, pass, answer, part } = page(t);
  soon();
  await pass(200);
  await answer("new");
  assert.deepEqual(part.details, [{ id: "more", open: true }, { id: "other", open: false }]);
});

test("a time that passes is drawn again each minute, while somebody can see it", async (t) => {
  const { browser, pass, asked, answer } = page(t, { live: "minute" });
  await pass(60_000);
  await pass(200);
  assert.equal(asked.length, 1);
  await answer("old");
  browser.document.hidden = true;
  await pass(60_000);
  await pass(200);
  assert.equal(asked.length, 1);
});

test("a page without such parts asks for nothing", async (t) => {
  const { soon, pass, asked } = page(t, { live: null });
  soon();
  await pass(60_000);
  assert.deepEqual(asked, []);
});
