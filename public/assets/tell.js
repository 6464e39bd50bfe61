// What a person must know, told where nobody looks at the page: in the title of a hidden tab, and by a notification
// where the browser may show one.

import { ownName } from "./person.js";

/** Held, together, by every tab that can be seen: who sees one of them needs no notification. */
const SEEN = "porchlight-seen";

/**
 * Begins to tell. Returns `tell(key, words)`, which tells until it is called with `null` for the same key, and
 * `ask()`, which asks the browser for notifications, once: to be called when somebody has just clicked.
 */
export function teller(browser = window) {
  const { document, navigator } = browser;
  const title = document.title;
  const told = new Map(); // of each key, the words
  const shown = new Map(); // and the notification
  let letGo = null;

  const isHidden = () => document.visibilityState === "hidden";
  const draw = () => {
    const [words] = [...told.values()].reverse();
    document.title = words && isHidden() ? `${words} · ${title}` : title;
  };
  const holdWhileSeen = () => {
    letGo?.();
    letGo = null;
    if (isHidden()) return;
    navigator.locks?.request(SEEN, { mode: "shared" }, () => new Promise((resolve) => (letGo = resolve))).catch(() => {});
  };
  const unlessSeen = (act) =>
    navigator.locks ? navigator.locks.request(SEEN, { ifAvailable: true }, (lock) => lock && act()) : act();

  function notify(key, words) {
    const { Notification } = browser;
    if (!isHidden() || Notification?.permission !== "granted") return;
    unlessSeen(() => {
      if (told.get(key) !== words) return;
      try {
        // Tabs that tell the same share its tag, and so one notification.
        const notification = new Notification(words, { tag: ownName(key), icon: "/assets/house.svg" });
        notification.onclick = () => {
          browser.focus();
          notification.close();
        };
        shown.set(key, notification);
      } catch {
        // Some browsers let nothing but a service worker notify: the title tells.
      }
    });
  }

  document.addEventListener("visibilitychange", () => {
    holdWhileSeen();
    draw();
  });
  holdWhileSeen();
  return {
    tell(key, words) {
      if ((told.get(key) ?? null) === words) return;
      told.delete(key);
      if (words === null) {
        shown.get(key)?.close();
        shown.delete(key);
      } else {
        told.set(key, words);
        notify(key, words);
      }
      draw();
    },
    async ask() {
      const { Notification } = browser;
      if (Notification?.permission !== "default") return;
      // Whoever has closed the question is not asked again.
      if (browser.localStorage?.getItem("porchlight_asked_to_tell")) return;
      browser.localStorage?.setItem("porchlight_asked_to_tell", "yes");
      await Notification.requestPermission();
    },
  };
}

let page = null;
const ofThePage = () => (page ??= teller());

/** Tells this, until it is told `null`. */
export const tell = (key, words) => ofThePage().tell(key, words ?? null);

/** Asks whether the browser may notify. */
export const askToTell = () => ofThePage().ask();
