// What keeps a page true: the event stream, one for all tabs of a browser, and the parts that follow it.
//
// Six connections an origin is all that HTTP/1.1 gives a browser, so ten tabs cannot each hold a stream.

import { keepFresh } from "./fresh.js";
import { own, ownName } from "./person.js";
import { stream } from "./stream.js";
import { join } from "./tabs.js";

const CHANNEL = ownName("porchlight-tabs");

/**
 * Follows `url`, and keeps what the page marks as live. Calls `onEvent(name, data)` for each event,
 * `onLink(true | false)` when the stream is there or not, and `onGone()` when the session is over.
 */
export function follow(url, onEvent = () => {}, onLink = () => {}, onGone = () => location.reload()) {
  const refreshSoon = keepFresh();
  const { locks } = navigator;
  // The tab that holds the stream may stand still: each tab hears by itself that the network is gone.
  addEventListener("offline", () => onLink(false));
  join({
    name: CHANNEL,
    locks,
    channel: locks && "BroadcastChannel" in window ? new BroadcastChannel(CHANNEL) : null,
    page: window,
    lead: (tell) => stream(own(url), tell),
    hear({ name, data, link, gone }) {
      if (gone) return onGone();
      if (name === undefined) return onLink(link);
      onEvent(name, data);
      refreshSoon();
    },
  });
}
