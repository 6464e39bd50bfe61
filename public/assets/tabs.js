// One tab of a browser does something for all of them.
//
// The tab that gets the lock leads, and passes on what it has to tell; when it closes, the next tab in the
// queue gets the lock. A tab that joins is told the latest of each event. Where the browser has no locks
// (plain http beyond loopback), each tab leads for itself.

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

  function begin() {
    latest = new Map();
    end = lead((message) => {
      if (!message.gone) remember(message);
      channel?.postMessage(message);
      hear(message);
    });
  }
  function remember(message) {
    // The stream begins anew, with all there is to know.
    if (message.link) latest.clear();
    // A new `me` carries one's presence; an older one must not follow it to a tab that joins.
    if (message.name === "me") latest.delete("presence");
    latest.set(keyOf(message), message);
  }
  function queue() {
    locks.request(name, () => {
      begin();
      return new Promise((resolve) => (release = resolve));
    });
    channel.postMessage({ hello: true });
  }

  if (!locks || !channel) return begin();
  channel.onmessage = ({ data }) => {
    if (data.hello) {
      if (end) for (const message of latest.values()) channel.postMessage(message);
    } else if (data.gone || !end) {
      hear(data);
    }
  };
  queue();
  // A page that the browser keeps for "back" must not lead.
  page.addEventListener("pagehide", () => {
    end?.();
    end = null;
    release?.();
    release = null;
  });
  page.addEventListener("pageshow", ({ persisted }) => {
    if (persisted) queue();
  });
}
