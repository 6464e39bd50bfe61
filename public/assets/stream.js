// The event stream of those who are signed in.

import { own } from "./person.js";

const EVENTS = ["me", "presence", "roster"];
const AGAIN_AFTER_MS = [500, 1000, 2000, 5000, 10000];
/** For how long a stream may say nothing at first. */
const PATIENCE_MS = 10_000;

/**
 * Holds the stream at `url`, and another one whenever it is lost. Tells of each event (`name`, `data`), whether
 * the stream is there (`link`), and when the session is over (`gone`). Returns what closes it.
 *
 * It is there when it has said something, which it does at once: some proxies open a stream and keep to themselves
 * what it says.
 */
export function stream(url, tell, browser = window) {
  const { EventSource, document, Math } = browser;
  let source = null;
  let tries = 0;
  let timer = 0;
  let live = false; // it has said something
  let lost = false; // until the next one is opened
  let asking = false;
  let closed = false;

  const open = () => {
    if (closed) return;
    live = lost = false;
    source = new EventSource(url);
    for (const name of EVENTS) source.addEventListener(name, ({ data }) => hear({ name, data }));
    source.onerror = lose;
    timer = setTimeout(lose, PATIENCE_MS);
  };
  const hear = (event) => {
    if (!live) {
      live = true;
      tries = 0;
      clearTimeout(timer);
      tell({ link: true });
    }
    tell(event);
  };
  const lose = () => {
    // A stream that was refused is closed already, and lost all the same.
    if (closed || lost) return;
    lost = true;
    source.close();
    tell({ link: false });
    again();
  };
  const again = () => {
    const base = AGAIN_AFTER_MS[Math.min(tries++, AGAIN_AFTER_MS.length - 1)];
    clearTimeout(timer);
    timer = setTimeout(check, base / 2 + (Math.random() * base) / 2);
  };
  // A stream does not tell why it failed; this does.
  const check = async () => {
    if (closed || asking) return;
    asking = true;
    const answer = await browser.fetch(own("/api/v1/me/presence"), { method: "HEAD", cache: "no-store" }).catch(() => null);
    asking = false;
    if (!answer) again();
    else if (answer.status === 401) tell({ gone: true });
    else open();
  };
  const now = () => {
    if (!lost) return;
    tries = 0;
    clearTimeout(timer);
    check();
  };

  // A stream may wait for minutes before it notices that the network is gone; beats notice sooner.
  const signs = [
    [browser, "online", now],
    [document, "porchlight:reached", now],
    [browser, "offline", lose],
    [document, "porchlight:out-of-reach", lose],
  ];
  for (const [where, name, then] of signs) where.addEventListener(name, then);
  open();
  return () => {
    closed = true;
    clearTimeout(timer);
    for (const [where, name, then] of signs) where.removeEventListener(name, then);
    source.close();
  };
}
