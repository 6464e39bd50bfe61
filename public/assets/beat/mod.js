// Signs of life of a browser whose person is signed in: is it there, and for how long has nobody touched it?
//
// One browser is one device, whatever the number of its tabs. A tab that can be seen beats every 20 seconds
// or as often as the server asks, unless another has just done so; where none can be seen, one of them beats
// once a minute, for browsers let a hidden page's timers run no faster. Input in any tab counts for all.
//
// When it is time for what is in `plan.js`; here the plan meets the page. Only spans are ever sent.

import { own, ownName } from "../person.js";
import { onInput } from "./input.js";
import * as plans from "./plan.js";
import { forAll, keep, kept } from "./shared.js";
import { stillThere } from "./still-there.js";
import { turns } from "./turns.js";

const BEAT = own("/api/v1/me/beat");
const CHANNEL = ownName("porchlight-beats");
const TOUCHED = "porchlight_touched";
const YEAR_MS = 365 * 24 * 3_600_000;

const now = () => ({ wall: Date.now(), page: performance.now() });
const isShown = () => document.visibilityState === "visible";
/** Tells the other scripts of the page. */
const notice = (name) => document.dispatchEvent(new Event(`porchlight:${name}`));

/** Beats for as long as the page lives. Calls `onGone()` when the session is over. */
export function beat(onGone = () => location.reload()) {
  const me = crypto.getRandomValues(new Uint32Array(2)).join("-");
  const channel = "BroadcastChannel" in window ? new BroadcastChannel(CHANNEL) : null;
  const tell = (message) => channel?.postMessage({ from: me, ...message });

  let plan = plans.begin(now());
  let touched = plans.before(now(), idleAtLoad()); // by anybody, in any tab
  let announced = null;
  let left = false;
  const others = new Map(); // the other tabs of this browser
  const question = stillThere();
  const beats = turns(say);

  const otherTabs = () => plans.present([...others.values()], now());
  const otherIsShown = () => otherTabs().some(({ shown }) => shown);
  const idle = () => plans.span(touched, now());
  const announce = (more) => {
    announced = now();
    tell({ shown: isShown(), ...more });
  };
  const body = (page) => JSON.stringify({ idle_s: Math.round(Math.min(idle(), YEAR_MS)) / 1000, page });
  const sayForAll = () => forAll(CHANNEL, beats.ask);

  // What is said.

  async function say(signal) {
    const page = isShown() || otherIsShown() ? "shown" : "hidden";
    const then = idle();
    try {
      const answer = await fetch(BEAT, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: body(page),
        cache: "no-store",
        signal,
      });
      if (answer.status === 401) {
        tell({ gone: true });
        onGone();
        return;
      }
      if (!answer.ok) throw new Error(`a beat was answered with ${answer.status}`);
      hear(page, then, await answer.json());
    } catch (error) {
      if (!left) miss(error instanceof TypeError || error.name === "AbortError");
    }
  }

  function hear(page, idle, { now: theirs, presence, away_at, every_s }) {
    const awayIn = away_at ? Date.parse(away_at) - Date.parse(theirs) : null;
    const told = { page, answer: { presence, awayIn, idle, every: every_s * 1000 } };
    tell({ beat: told });
    const wasMissed = plan.failed;
    plan = plans.heard(plan, now(), told, true);
    if (wasMissed) notice("reached");
  }

  function miss(outOfReach) {
    plan = plans.missed(plan, now(), Math.random());
    // Once may be a hiccup.
    if (outOfReach && plan.failed.tries > 1) {
      tell({ outOfReach: true });
      notice("out-of-reach");
    }
  }

  // When it is said.

  function tick() {
    plan = plans.tick(plan, now(), { shown: isShown(), sending: beats.isUnderWay() });
    if (left) return;
    if (plans.isToAnnounce(announced, now())) announce();
    if (plan.beats) sayForAll();
    const asks = plans.question(plan, now(), { shown: isShown(), asked: question.isAsked() });
    if (asks === "check") sayForAll();
    else question.ask(asks);
  }

  onInput(() => {
    const worth = plans.worth(plan, idle(), question.isAsked());
    if (!worth) return;
    touched = now();
    remember();
    tell({ touched: true });
    question.ask(null);
    if (worth === "say") beats.ask();
  });

  // The other tabs.

  if (channel) {
    channel.onmessage = ({ data }) => {
      if (data.gone) return onGone();
      if (data.bye) {
        others.delete(data.from);
        plan = plans.changed(plan);
        if (!left) sayForAll();
        return;
      }
      if ("shown" in data) others.set(data.from, { at: now(), shown: data.shown });
      if (data.hello && !left) announce();
      if (data.touched) {
        touched = now();
        question.ask(null);
      }
      if (data.beat) plan = plans.heard(plan, now(), data.beat, false);
      if (data.outOfReach) notice("out-of-reach");
    };
  }

  // The page.

  document.addEventListener("visibilitychange", () => {
    if (left) return;
    announce();
    plan = plans.changed(plan);
    if (isShown()) {
      plan = plans.seen(plan);
      if (plan.beaten?.page !== "shown") beats.ask();
    } else {
      // The next tab may be seen already.
      setTimeout(() => !left && !isShown() && !otherIsShown() && beats.ask(), plans.TICK_MS / 2);
    }
  });
  addEventListener("online", () => {
    plan = plans.reached(plan);
    sayForAll();
  });
  addEventListener("pagehide", () => {
    left = true;
    beats.end();
    remember();
    tell({ bye: true });
    // Where another tab lives on, the browser is not left.
    if (!otherTabs().length) navigator.sendBeacon(BEAT, new Blob([body("left")], { type: "application/json" }));
  });
  addEventListener("pageshow", ({ persisted }) => {
    if (!persisted) return;
    left = false;
    touched = now();
    plan = plans.changed(plan);
    announce({ hello: true });
    beats.ask();
  });

  function remember() {
    keep(TOUCHED, String(touched.wall));
  }

  announce({ hello: true });
  beats.ask();
  setInterval(tick, plans.TICK_MS);
}

function idleAtLoad() {
  const [load] = performance.getEntriesByType("navigation");
  const isReload = load?.type === "reload";
  return plans.idleAtLoad(now(), { isReload, shown: isShown(), touched: Number(kept(TOUCHED)) });
}
