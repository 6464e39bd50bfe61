// How menus close. Here is as little of a document as the rule needs: two menus, a field beside them, and events.

import assert from "node:assert/strict";
import { test } from "node:test";
import { menus } from "../assets/menus.js";
import { event } from "./browser.js";

/** A page with two menus, the first of them open with the focus in it. */
function page() {
  const dialog = { open: false };
  const all = ["first", "second"].map((name) => {
    const menu = { name, open: false, matches: () => true };
    menu.button = { closest: () => menu, focus: () => document.focus(menu.button) };
    menu.item = { closest: () => menu };
    menu.querySelector = () => menu.button;
    return menu;
  });
  const document = Object.assign(new EventTarget(), {
    activeElement: null,
    querySelectorAll: () => all.filter(({ open }) => open),
    querySelector: () => (dialog.open ? dialog : null),
    focus(node) {
      document.activeElement = node;
      document.says("focusin", { target: node });
    },
    says(name, more = {}) {
      const { target, ...rest } = more;
      const said = event(name, rest);
      said.preventDefault = () => Object.defineProperty(said, "defaultPrevented", { value: true });
      if (target) Object.defineProperty(said, "target", { value: target });
      document.dispatchEvent(said);
      return said;
    },
  });
  menus({ document });
  const [first, second] = all;
  first.open = true;
  document.focus(first.item);
  return { document, dialog, first, second, beside: { closest: () => null } };
}

test("Escape closes a menu, and the focus is back on its button", () => {
  const { document, first } = page();
  const said = document.says("keydown", { key: "Escape" });
  assert.equal(first.open, false);
  assert.equal(document.activeElement, first.button);
  assert.equal(said.defaultPrevented, true, "nobody else takes the key");
});

test("Escape closes a menu whose focus went nowhere", () => {
  const { document, first } = page();
  document.activeElement = null;
  document.says("keydown", { key: "Escape" });
  assert.equal(first.open, false);
  assert.equal(document.activeElement, first.button);
});

for (const [what, prepare, key] of [
  ["another key", () => {}, "Tab"],
  ["Escape for a dialog above the page", ({ dialog }) => (dialog.open = true), "Escape"],
]) {
  test(`${what} closes no menu`, () => {
    const all = page();
    prepare(all);
    const said = all.document.says("keydown", { key });
    assert.equal(all.first.open, true);
    assert.equal(said.defaultPrevented, false);
  });
}

test("Escape without an open menu is left to others", () => {
  const { document, first } = page();
  first.open = false;
  assert.equal(document.says("keydown", { key: "Escape" }).defaultPrevented, false);
});

test("a click beside a menu closes it and takes the focus from nobody", () => {
  const { document, first, beside } = page();
  document.says("pointerdown", { target: beside });
  assert.equal(first.open, false);
  assert.equal(document.activeElement, first.item);
});

test("a click within leaves it open", () => {
  const { document, first } = page();
  document.says("pointerdown", { target: first.item });
  assert.equal(first.open, true);
});

test("a menu closes when the focus leaves it", () => {
  const { document, first, beside } = page();
  document.focus(beside);
  assert.equal(first.open, false);
});

test("one menu is open at a time, however it was opened", () => {
  for (const name of ["focusin", "toggle", "pointerdown"]) {
    const { document, first, second } = page();
    second.open = true;
    document.says(name, { target: name === "toggle" ? second : second.button });
    assert.deepEqual([first.open, second.open], [false, true], name);
  }
});

test("what is no menu opens beside one without closing it", () => {
  const { document, first } = page();
  document.says("toggle", { target: { open: true, matches: () => false } });
  assert.equal(first.open, true);
});
