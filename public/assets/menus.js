// Menus: native disclosures (`details.menu`) that close as menus do. Without this they are opened and closed by
// their button alone.

const MENU = "details.menu";

/** Closes menus by Escape, by a click or the focus beside them, and when another one opens. */
export function menus({ document } = window) {
  const open = () => [...document.querySelectorAll(`${MENU}[open]`)];
  const closeBut = (kept) => {
    for (const menu of open()) if (menu !== kept) menu.open = false;
  };
  /** The menu in which something is, if it is in one. */
  const around = (node) => node?.closest?.(MENU) ?? null;

  document.addEventListener("keydown", (event) => {
    // A dialog above the page has the key first.
    if (event.key !== "Escape" || event.defaultPrevented || document.querySelector("dialog[open]")) return;
    const menu = around(document.activeElement) ?? open().at(-1);
    if (!menu?.open) return;
    event.preventDefault();
    closeBut(null);
    menu.querySelector("summary").focus();
  });
  document.addEventListener("pointerdown", ({ target }) => closeBut(around(target)));
  document.addEventListener("focusin", ({ target }) => closeBut(around(target)));
  // Opened by a script or by find-in-page, without a pointer and without the focus.
  document.addEventListener(
    "toggle",
    ({ target }) => {
      if (target.open && target.matches?.(MENU)) closeBut(target);
    },
    { capture: true },
  );
}
