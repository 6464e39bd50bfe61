// The event stream of those who are signed in.

const EVENTS = ["me", "presence", "roster"];
const AGAIN_AFTER_MS = [500, 1000, 2000, 5000, 10000];

/**
 * Holds the stream at `url`, and another one whenever it is lost. Tells of each event (`name`, `data`), whether
 * the stream is there (`link`), and when the session is over (`gone`). Returns what closes it.
 */
export function stream(url, tell, browser = window) {
  const { EventSource, document, Math } = browser;
  let source = null;
  let tries = 0;
  let timer = 0;
  let closed = false;

  const open = () => {
    if (closed) return;
    source = new EventSource(url);
    source.onopen = () => {
      tries = 0;
      tell({ link: true });
    };
    for (const name of EVENTS) source.addEventListener(name, ({ data }) => tell({ name, data }));
    source.onerror = lose;
  };
  const isLost = () => source?.readyState === EventSource.CLOSED;
  const lose = () => {
    if (closed || isLost()) return;
    source?.close();
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
    if (closed) return;
    try {
      const answer = await browser.fetch("/api/v1/me/presence", { method: "HEAD", cache: "no-store" });
      if (answer.status === 401) return tell({ gone: true });
    } catch {
      return again();
    }
    open();
  };
  const now = () => {
    if (!isLost()) return;
    tries = 0;
    clearTimeout(timer);
    check();
  };

  // A stream may wait for minutes before it notices that the network is gone; beats notice sooner.
  const signs = [
    [browser, "online", now],
    [document, "porchlight:reached", now],
    [document, "porchlight:out-of-reach", lose],
  ];
  for (const [where, name, then] of signs) where.addEventListener(name, then);
  open();
  return () => {
    closed = true;
    clearTimeout(timer);
    for (const [where, name, then] of signs) where.removeEventListener(name, then);
    source?.close();
  };
}
