// Signs of life of a browser whose person is signed in: is it there, and for how long has nobody touched it?
//
// One browser is one device, whatever the number of its tabs. A tab that can be seen beats every 20 seconds
// or as often as the server asks, unless another has just done so; where none can be seen, one of them beats
// once a minute, for browsers let a hidden page's timers run no faster. Input in any tab counts for all.
//
// Spans are measured by the wall's clock and by the page's own, and the longer one counts: a laptop that
// slept was idle, and a clock that is wrong says nothing false for long. Only spans are ever sent.

const BEAT = "/api/v1/me/beat";
const CHANNEL = "porchlight-beats";
const TOUCHED = "porchlight_touched";
const SOUND = "porchlight_sound";

const TICK_MS = 1000;
/** A tick that comes so late means that the machine slept; a hidden page's come once a minute. */
const SLEPT_MS = 5000;
const SLEPT_HIDDEN_MS = 70_000;
const HIDDEN_EVERY_MS = 50_000;
/** What was said by a page that is gone may arrive late: what follows a change is said once more. */
const CONFIRM_MS = 4000;
/** For how long another tab is believed to be there without a word. */
const SHOWN_TAB_MS = 25_000;
const HIDDEN_TAB_MS = 130_000;
const ANNOUNCE_MS = 10_000;
const IDLE_MS = 60_000;
const ASK_MS = 60_000;
const FRESH_MS = 5000;
const YEAR_MS = 365 * 24 * 3_600_000;
const PATIENCE_MS = 10_000;
const LONGEST_WAIT_MS = 60_000;
const SOON_MS = 5000;
const SOON_TRIES = 12;
const INPUT = ["pointerdown", "pointermove", "keydown", "wheel", "touchstart", "scroll"];

const mark = (ago = 0) => ({ wall: Date.now() - ago, page: performance.now() - ago });
const since = ({ wall, page }) => Math.max(0, Date.now() - wall, performance.now() - page);

/** Beats for as long as the page lives. Calls `onGone()` when the session is over. */
export function beat(onGone = () => location.reload()) {
  const me = crypto.getRandomValues(new Uint32Array(2)).join("-");
  const channel = "BroadcastChannel" in window ? new BroadcastChannel(CHANNEL) : null;
  const tell = (message) => channel?.postMessage({ from: me, ...message });

  let touched = mark(idleAtLoad()); // by anybody, in any tab
  let every = 20_000;
  let beaten = null; // { at, page, mine }: the browser's last beat, whichever tab it came from
  let known = null; // { at, presence, awayIn, idle }: what the server said to it
  let confirm = true; // the next beat comes sooner
  let failed = null; // { at, wait, tries } while the server does not answer
  let sending = null; // the beat under way
  let again = false; // and another must follow it
  let left = false;
  let ticked = mark();
  let announced = null;
  const others = new Map(); // the other tabs of this browser

  const isShown = () => document.visibilityState === "visible";
  const isThere = ({ at, shown }) => since(at) < (shown ? SHOWN_TAB_MS : HIDDEN_TAB_MS);
  const otherTabs = () => [...others.values()].filter(isThere);
  const otherIsShown = () => otherTabs().some(({ shown }) => shown);
  const announce = (more) => {
    announced = mark();
    tell({ shown: isShown(), ...more });
  };
  const body = (page) => JSON.stringify({ idle_s: Math.round(Math.min(since(touched), YEAR_MS)) / 1000, page });

  // What is said.

  /** Says how things are, after whatever is being said now. */
  async function say() {
    if (sending) {
      again = true;
      return;
    }
    const page = isShown() || otherIsShown() ? "shown" : "hidden";
    const idle = since(touched);
    sending = new AbortController();
    const patience = setTimeout(() => sending?.abort(), PATIENCE_MS);
    try {
      const answer = await fetch(BEAT, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: body(page),
        cache: "no-store",
        signal: sending.signal,
      });
      if (answer.status === 401) {
        tell({ gone: true });
        onGone();
        return;
      }
      if (!answer.ok) throw new Error(`a beat was answered with ${answer.status}`);
      hear(page, idle, await answer.json());
    } catch (error) {
      if (!left) fail(error instanceof TypeError || error.name === "AbortError");
    } finally {
      clearTimeout(patience);
      sending = null;
      if (again && !left) {
        again = false;
        say();
      }
    }
  }

  /** The same, but only if no other tab is about to: of many that notice something together, one speaks. */
  function sayForAll() {
    if (!navigator.locks) return say();
    return navigator.locks.request(CHANNEL, { ifAvailable: true }, (lock) => (lock ? say() : undefined));
  }

  function hear(page, idle, { now, presence, away_at, every_s }) {
    const awayIn = away_at ? Date.parse(away_at) - Date.parse(now) : null;
    const told = { page, answer: { presence, awayIn, idle, every: every_s * 1000 } };
    tell({ beat: told });
    take(told, true);
    if (failed) {
      failed = null;
      document.dispatchEvent(new Event("porchlight:reached"));
    }
  }

  function take({ page, answer }, mine) {
    beaten = { at: mark(), page, mine };
    known = { at: mark(), ...answer };
    every = Math.min(Math.max(known.every, TICK_MS), LONGEST_WAIT_MS);
  }

  /** Waits longer each time, and never as long as everybody else. */
  function fail(outOfReach) {
    const tries = (failed?.tries ?? 0) + 1;
    // Three quarters of a minute without a network must not cost a minute and more: soon at first.
    const most =
      tries <= SOON_TRIES
        ? Math.min(SOON_MS, 1000 * 2 ** tries)
        : Math.min(LONGEST_WAIT_MS, SOON_MS * 2 ** (tries - SOON_TRIES));
    failed = { at: mark(), tries, wait: most / 2 + (Math.random() * most) / 2 };
    // Once may be a hiccup.
    if (outOfReach && tries > 1) {
      tell({ outOfReach: true });
      document.dispatchEvent(new Event("porchlight:out-of-reach"));
    }
  }

  // When it is said.

  function isDue() {
    if (sending) return false;
    if (failed) return since(failed.at) >= failed.wait;
    if (!beaten) return true;
    const age = since(beaten.at);
    if (!isShown()) return age >= HIDDEN_EVERY_MS;
    if (beaten.page !== "shown") return true;
    if (!beaten.mine) return age >= every * 1.1;
    if (confirm && age >= Math.min(every, CONFIRM_MS)) {
      confirm = false;
      return true;
    }
    return age >= every;
  }

  function tick() {
    const gap = since(ticked);
    ticked = mark();
    if (left) return;
    if (!announced || since(announced) >= ANNOUNCE_MS) announce();
    const slept = gap > (isShown() ? SLEPT_MS : SLEPT_HIDDEN_MS);
    if (slept) failed = null;
    if (slept || isDue()) sayForAll();
    ask();
  }

  function touch(event) {
    if (!event.isTrusted || isOnlyTheLayout(event)) return;
    const idle = since(touched);
    if (idle < TICK_MS && !question.isAsked()) return;
    const isNews = idle >= IDLE_MS || question.isAsked() || known?.presence === "away";
    touched = mark();
    remember();
    tell({ touched: true });
    question.ask(null);
    if (isNews) say();
  }

  // A browser tells of a move as well when something moved below a pointer that rests.
  let pointer = null;
  function isOnlyTheLayout({ type, screenX, screenY }) {
    if (type !== "pointermove") return false;
    const before = pointer;
    pointer = { screenX, screenY };
    return !before || (before.screenX === screenX && before.screenY === screenY);
  }

  // "Still there?"

  const question = stillThere();

  /** Asks a minute before away, or half-way where that is short, if the server still thinks so. */
  function ask() {
    const remaining = known?.presence === "online" && known.awayIn !== null ? known.awayIn - since(known.at) : null;
    // Out of sight, the next look may come a minute later.
    const early = Math.min(isShown() ? ASK_MS : 2 * ASK_MS, (known?.awayIn + known?.idle) / 2);
    const isTime = remaining !== null && remaining > 0 && remaining <= early;
    if (failed || !isTime) return question.ask(null);
    // Somebody may be at another device.
    if (!question.isAsked() && since(known.at) > FRESH_MS) return sayForAll();
    question.ask(remaining);
  }

  // The other tabs.

  if (channel) {
    channel.onmessage = ({ data }) => {
      if (data.gone) return onGone();
      if (data.bye) {
        others.delete(data.from);
        confirm = true;
        if (!left) sayForAll();
        return;
      }
      if ("shown" in data) others.set(data.from, { at: mark(), shown: data.shown });
      if (data.hello && !left) announce();
      if (data.touched) {
        touched = mark();
        question.ask(null);
      }
      if (data.beat) take(data.beat, false);
      if (data.outOfReach) document.dispatchEvent(new Event("porchlight:out-of-reach"));
    };
  }

  // The page.

  for (const name of INPUT) addEventListener(name, touch, { passive: true, capture: true });
  document.addEventListener("visibilitychange", () => {
    if (left) return;
    announce();
    confirm = true;
    if (isShown()) {
      if (failed) failed.wait = 0;
      if (beaten?.page !== "shown") say();
    } else {
      // The next tab may be seen already.
      setTimeout(() => !left && !isShown() && !otherIsShown() && say(), TICK_MS / 2);
    }
  });
  addEventListener("online", () => {
    failed = null;
    sayForAll();
  });
  addEventListener("pagehide", () => {
    left = true;
    sending?.abort();
    remember();
    tell({ bye: true });
    // Where another tab lives on, the browser is not left.
    if (!otherTabs().length) navigator.sendBeacon(BEAT, new Blob([body("left")], { type: "application/json" }));
  });
  addEventListener("pageshow", ({ persisted }) => {
    if (!persisted) return;
    left = false;
    touched = mark();
    confirm = true;
    announce({ hello: true });
    say();
  });

  function remember() {
    keep(TOUCHED, String(touched.wall));
  }

  announce({ hello: true });
  say();
  setInterval(tick, TICK_MS);
}

/** Who opens a page is there; one that is loaded again by itself, or out of sight, goes on as it was. */
function idleAtLoad() {
  const [load] = performance.getEntriesByType("navigation");
  if (load?.type !== "reload" && document.visibilityState === "visible") return 0;
  const touched = Number(kept(TOUCHED));
  return touched ? Math.max(0, Date.now() - touched) : 0;
}

// The browser's memory may be switched off; then it is asked for nothing and keeps nothing.

function kept(name) {
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
}

function keep(name, value) {
  try {
    localStorage.setItem(name, value);
  } catch {
    return;
  }
}

/** The question beside the icon. It takes no focus, and any input answers it. */
function stillThere() {
  const box = document.getElementById("still-there");
  const heard = document.getElementById("still-there-heard");
  const title = document.title;
  let asked = false;

  const flash = () => {
    const other = document.title === title ? `${box.dataset.title} · ${title}` : title;
    document.title = asked && document.visibilityState === "hidden" ? other : title;
  };
  return {
    isAsked: () => asked,
    /** Asks, with so many milliseconds left; `null` stops asking. */
    ask(remaining) {
      if (!box || (remaining === null && !asked)) return;
      const begins = !asked;
      asked = remaining !== null;
      if (asked && begins) {
        const at = new Date(Date.now() + remaining);
        const two = (number) => String(number).padStart(2, "0");
        box.querySelector("time").textContent = `${two(at.getHours())}:${two(at.getMinutes())}`;
        heard.textContent = box.querySelector("p").textContent;
        box.showPopover?.();
        chime();
      } else if (!asked) {
        heard.textContent = "";
        box.hidePopover?.();
      }
      flash();
    },
  };
}

/** Two soft notes, where this browser is to make a sound; in one of its tabs. */
function chime() {
  if (kept(SOUND) !== "on") return;
  const play = async () => {
    const audio = new AudioContext();
    [660, 880].forEach((pitch, index) => {
      const from = audio.currentTime + index * 0.2;
      const note = new OscillatorNode(audio, { frequency: pitch });
      const volume = new GainNode(audio, { gain: 0 });
      volume.gain.setTargetAtTime(0.12, from, 0.02);
      volume.gain.setTargetAtTime(0, from + 0.15, 0.08);
      note.connect(volume).connect(audio.destination);
      note.start(from);
      note.stop(from + 0.6);
    });
    await new Promise((resolve) => setTimeout(resolve, 1500));
    await audio.close();
  };
  // A browser in which nobody has clicked yet makes no sound.
  const quietly = () => play().catch(() => {});
  if (!navigator.locks) quietly();
  else navigator.locks.request("porchlight-chime", { ifAvailable: true }, (lock) => (lock ? quietly() : undefined));
}

/** The choice whether this browser makes a sound: a checkbox that is there only where it can work. */
class SoundChoice extends HTMLElement {
  connectedCallback() {
    const box = this.querySelector("input");
    if (!box) return;
    box.checked = box.defaultChecked = kept(SOUND) === "on";
    box.onchange = () => {
      keep(SOUND, box.checked ? "on" : "off");
      box.defaultChecked = box.checked;
      chime();
    };
    this.hidden = false;
  }
}
customElements.define("pl-sound", SoundChoice);
