// The event stream of those who are signed in, one for all tabs of a browser.
//
// Six connections an origin is all that HTTP/1.1 gives a browser, so ten tabs cannot each hold a stream.
// The tab that gets the lock holds the stream and passes every event on; when it closes, the next tab in
// the queue gets the lock. A tab that joins is told the latest of each event. Where the browser has no
// locks (plain http beyond loopback), each tab holds a stream of its own.

const CHANNEL = "porchlight-live";
const AGAIN_AFTER_MS = [500, 1000, 2000, 5000, 10000];

const SOON_MS = 200;
const MINUTE_MS = 60_000;

/**
 * Follows `url`, and keeps what the page marks as live. Calls `onEvent(name, data)` for each event,
 * `onLink(true | false)` when the stream is there or not, and `onGone()` when the session is over.
 */
export function follow(url, hear = () => {}, onLink = () => {}, onGone = () => location.reload()) {
  const refreshSoon = keepFresh();
  const onEvent = (name, data) => {
    hear(name, data);
    refreshSoon();
  };
  const locks = navigator.locks;
  const channel = locks && "BroadcastChannel" in window ? new BroadcastChannel(CHANNEL) : null;
  const latest = new Map();
  let leader = null; // { close } while this tab holds the stream
  let release = null; // gives the lock back

  const keyOf = (name, data) => (name === "roster" ? name + JSON.parse(data).project : name);
  const tell = (message) => channel?.postMessage(message);

  function lead() {
    let source = null;
    let tries = 0;
    let timer = 0;
    let closed = false;

    const link = (live) => {
      latest.set("link", { link: live });
      tell({ link: live });
      onLink(live);
    };
    const open = () => {
      if (closed) return;
      source = new EventSource(url);
      source.onopen = () => {
        tries = 0;
        latest.clear();
        link(true);
      };
      for (const name of ["me", "presence", "roster"]) {
        source.addEventListener(name, ({ data }) => {
          // A new `me` carries one's presence; an older one must not follow it to a tab that joins.
          if (name === "me") latest.delete("presence");
          latest.set(keyOf(name, data), { name, data });
          tell({ name, data });
          onEvent(name, data);
        });
      }
      source.onerror = lose;
    };
    const lose = () => {
      if (closed || source?.readyState === EventSource.CLOSED) return;
      source?.close();
      link(false);
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
        const answer = await fetch("/api/v1/me/presence", { method: "HEAD", cache: "no-store" });
        if (answer.status === 401) {
          tell({ gone: true });
          onGone();
          return;
        }
      } catch {
        return again();
      }
      open();
    };
    const now = () => {
      if (source?.readyState === EventSource.CLOSED) {
        tries = 0;
        clearTimeout(timer);
        check();
      }
    };
    // A stream may wait for minutes before it notices that the network is gone; beats notice sooner.
    const signs = [
      [window, "online", now],
      [document, "porchlight:reached", now],
      [document, "porchlight:out-of-reach", lose],
    ];
    for (const [where, name, then] of signs) where.addEventListener(name, then);
    open();
    leader = {
      close() {
        closed = true;
        clearTimeout(timer);
        for (const [where, name, then] of signs) where.removeEventListener(name, then);
        source?.close();
        leader = null;
      },
    };
  }

  if (channel) {
    channel.onmessage = ({ data }) => {
      if (data.hello) {
        if (leader) for (const event of latest.values()) tell(event);
      } else if (data.gone) {
        onGone();
      } else if (!leader) {
        if ("link" in data) onLink(data.link);
        else onEvent(data.name, data.data);
      }
    };
    const queue = () => {
      locks.request(CHANNEL, () => {
        lead();
        return new Promise((resolve) => (release = resolve));
      });
      tell({ hello: true });
    };
    queue();
    // A page that the browser keeps for "back" must not keep the stream.
    addEventListener("pagehide", () => {
      leader?.close();
      release?.();
      release = null;
    });
    addEventListener("pageshow", ({ persisted }) => {
      if (persisted) queue();
    });
  } else {
    lead();
  }
}

/**
 * Keeps the elements that have `data-live` and an id as the server would draw them now; `data-live="minute"`
 * holds a time that passes. Returns what to call when something changed. Where somebody types or has the
 * focus, nothing moves until they leave.
 */
function keepFresh() {
  const ids = [...document.querySelectorAll("[data-live][id]")].map(({ id }) => id);
  if (!ids.length) return () => {};
  let timer = 0;
  let asking = false;
  let missed = false;

  const soon = () => {
    timer ||= setTimeout(refresh, SOON_MS);
  };
  async function refresh() {
    timer = 0;
    // What changes while the answer is under way may not be in it.
    if (asking) return soon();
    asking = true;
    try {
      const answer = await fetch(location.pathname + location.search, { cache: "no-store" });
      if (answer.ok && !answer.redirected) take(new DOMParser().parseFromString(await answer.text(), "text/html"));
    } catch {
      // Out of reach: the next event comes with the connection.
    }
    asking = false;
  }
  function take(page) {
    for (const id of ids) {
      const part = document.getElementById(id);
      const next = page.getElementById(id);
      if (!part || !next || part.innerHTML === next.innerHTML) continue;
      if (isInUse(part)) {
        missed = true;
        continue;
      }
      const opened = new Set([...part.querySelectorAll("details[open]")].map(({ id }) => id));
      part.replaceChildren(...document.importNode(next, true).childNodes);
      for (const details of part.querySelectorAll("details")) details.open ||= opened.has(details.id);
    }
  }
  const isInUse = (part) =>
    part.contains(document.activeElement) ||
    [...part.querySelectorAll("input, textarea")].some(
      (field) => field.value !== field.defaultValue || field.checked !== field.defaultChecked,
    );

  addEventListener("focusout", () => {
    if (missed) soon();
    missed = false;
  });
  if (document.querySelector('[data-live="minute"]')) {
    setInterval(() => document.hidden || soon(), MINUTE_MS);
  }
  return soon;
}
