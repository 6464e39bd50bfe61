// One tab of a browser does something for all of them.
//
// The tab that gets the lock leads, and passes on what it has to tell; when it closes, the next tab in the
// queue gets the lock. A tab that joins is told the latest of each event. Where the browser has no locks
// (plain http beyond loopback), each tab leads for itself.
//
// A tab that stands still keeps the lock. So those that somebody looks at ask now and then whether it is there,
// and the first that gets no answer takes the lock away. Each leader has a number, higher than the one before:
// what an earlier one says when it goes on is old.

/** How often a tab asks; no answer until it would ask again is none. An answer needs no timer, which may be slow. */
const ASK_MS = 5000;

/** What a later event replaces: the one of the same key. */
function keyOf({ name, data }) {
  if (name === "roster") return name + JSON.parse(data).project;
  return name ?? "link";
}

/**
 * Joins the other tabs. `lead(tell)` begins what one tab does for all, and returns what ends it; every tab
 * hears what is told by `hear(message)`: an event (`name`, `data`), the state of the link (`link`), or that
 * the session is over (`gone`). `page` says when it goes and comes back.
 */
export function join({ name, locks, channel, page, lead, hear }) {
  let latest = null; // of each event, while this tab leads
  let end = null;
  let release = null; // gives the lock back
  let place = 0; // in the queue; an earlier one is given up
  let term = 0; // the number of the latest leader
  let unanswered = false;

  const say = (message) => channel?.postMessage({ term, ...message });

  function begin() {
    term = Math.max(Date.now(), term + 1);
    latest = new Map();
    end = lead((message) => {
      if (!message.gone) remember(message);
      say(message);
      hear(message);
    });
    say({ here: true });
  }
  function remember(message) {
    // The stream begins anew, with all there is to know.
    if (message.link) latest.clear();
    // A new `me` carries one's presence; an older one must not follow it to a tab that joins.
    if (message.name === "me") latest.delete("presence");
    latest.set(keyOf(message), message);
  }
  function stop() {
    end?.();
    end = null;
    release?.();
    release = null;
    place += 1;
  }
  function queue(options = {}) {
    const mine = ++place;
    const turn = () => {
      if (mine !== place) return;
      begin();
      return new Promise((resolve) => (release = resolve));
    };
    locks.request(name, options, turn).catch((error) => {
      if (error.name === "AbortError" && mine === place) stepDown();
    });
    say({ hello: true });
  }
  /** Another tab has taken the lock away. */
  function stepDown() {
    stop();
    queue();
  }

  if (!locks || !channel) return begin();
  channel.onmessage = ({ data: { term: theirs, ...message } }) => {
    if (message.hello || message.ask) {
      if (!end) return;
      say({ here: true });
      if (message.hello) for (const message of latest.values()) say(message);
    } else if (!(theirs < term)) {
      if (end && theirs > term) stepDown();
      term = theirs;
      unanswered = false;
      if (!message.here && (message.gone || !end)) hear(message);
    }
  };
  queue();
  setInterval(() => {
    if (end || page.document.hidden) {
      unanswered = false;
    } else if (unanswered) {
      queue({ steal: true });
    } else {
      unanswered = true;
      say({ ask: true });
    }
  }, ASK_MS);
  // A page that the browser keeps for "back" must not lead.
  page.addEventListener("pagehide", stop);
  page.addEventListener("pageshow", ({ persisted }) => {
    if (persisted) queue();
  });
}
