// When a browser speaks and when it asks: state and the time in, a decision out. Nothing here looks at a clock,
// draws lots or touches the page; no state is changed, a new one is returned.
//
// A moment is what two clocks say, the wall's and the page's own.

/** How often somebody looks at the plan. */
export const TICK_MS = 1000;
/** A tick that comes so late means that the machine slept; a hidden page's come once a minute. */
const SLEPT_MS = 5000;
const SLEPT_HIDDEN_MS = 70_000;

const HIDDEN_EVERY_MS = 50_000;
/** What was said by a page that is gone may arrive late: what follows a change is said once more. */
const CONFIRM_MS = 4000;
const SOON_MS = 5000;
const SOON_TRIES = 12;
const LONGEST_WAIT_MS = 60_000;

/** For how long another tab is believed to be there without a word, and when to say one. */
const SHOWN_TAB_MS = 25_000;
const HIDDEN_TAB_MS = 130_000;
const ANNOUNCE_MS = 10_000;

const NEWS_MS = 60_000;
const ASK_MS = 60_000;
const FRESH_MS = 5000;

/**
 * The time between two moments, by the clock that says more: one that stood still while the machine slept, or
 * was put back, says nothing false for long.
 */
export const span = (from, to) => Math.max(0, to.wall - from.wall, to.page - from.page);

/** So many milliseconds before a moment. */
export const before = ({ wall, page }, ms) => ({ wall: wall - ms, page: page - ms });

/** Who opens a page is there; one that is loaded again by itself, or out of sight, goes on as it was. */
export const idleAtLoad = (now, { isReload, shown, touched }) =>
  (shown && !isReload) || !touched ? 0 : Math.max(0, now.wall - touched);

/** Before the first beat. */
export const begin = (now) => ({
  ticked: now,
  beaten: null, // { at, page, mine }: the browser's last beat, whichever tab it came from
  known: null, // { at, presence, awayIn, idle }: what the server said to it
  every: null, // and how often it wants one
  confirm: true, // the next beat comes sooner
  failed: null, // { at, wait, tries } while the server does not answer
});

// What happens.

/** The server answered a beat: this tab's own, or another one's that tells of it. */
export const heard = (plan, now, { page, answer }, mine) => ({
  ...plan,
  every: Math.min(Math.max(answer.every, TICK_MS), LONGEST_WAIT_MS),
  beaten: { at: now, page, mine },
  known: { at: now, ...answer },
  failed: mine ? null : plan.failed,
});

/** No answer. One waits longer each time, and never as long as everybody else: `lot` is from 0 to 1. */
export function missed(plan, now, lot) {
  const tries = (plan.failed?.tries ?? 0) + 1;
  // Three quarters of a minute without a network must not cost a minute and more: soon at first.
  const most =
    tries <= SOON_TRIES
      ? Math.min(SOON_MS, 1000 * 2 ** tries)
      : Math.min(LONGEST_WAIT_MS, SOON_MS * 2 ** (tries - SOON_TRIES));
  return { ...plan, failed: { at: now, tries, wait: most / 2 + (lot * most) / 2 } };
}

/** Which tabs there are, or which of them can be seen, has changed. */
export const changed = (plan) => ({ ...plan, confirm: true });

/** Somebody looks: they need not wait for the next try. */
export const seen = (plan) => ({ ...plan, failed: plan.failed && { ...plan.failed, wait: 0 } });

/** The network is said to be back. */
export const reached = (plan) => ({ ...plan, failed: null });

/** The clock struck: the plan as it is now, and whether it `beats`. */
export function tick(plan, now, { shown, sending }) {
  const slept = span(plan.ticked, now) > (shown ? SLEPT_MS : SLEPT_HIDDEN_MS);
  const why = slept || (!sending && due(plan, now, shown));
  return {
    ...plan,
    ticked: now,
    failed: slept ? null : plan.failed,
    confirm: plan.confirm && why !== "again",
    beats: !!why,
  };
}

/** Whether it is time for a beat; "again" if this very tab has said the last one. */
function due({ every, beaten, confirm, failed }, now, shown) {
  if (failed) return span(failed.at, now) >= failed.wait;
  if (!beaten) return true;
  const age = span(beaten.at, now);
  if (!shown) return age >= HIDDEN_EVERY_MS;
  if (beaten.page !== "shown") return true;
  if (!beaten.mine) return age >= every * 1.1;
  return age >= (confirm ? Math.min(every, CONFIRM_MS) : every) && "again";
}

// The other tabs.

/** Those that are still believed to be there. */
export const present = (tabs, now) =>
  tabs.filter(({ at, shown }) => span(at, now) < (shown ? SHOWN_TAB_MS : HIDDEN_TAB_MS));

/** Whether it is time to say to them that this one is there. */
export const isToAnnounce = (announced, now) => span(announced, now) >= ANNOUNCE_MS;

// The person.

/** What a touch is worth after so long: nothing (`null`), a "note", or that one must "say" it. */
export function worth({ known }, idle, asked) {
  if (asked || idle >= NEWS_MS) return "say";
  if (idle < TICK_MS) return null;
  return known?.presence === "away" ? "say" : "note";
}

/**
 * Whether to ask "Still there?": the milliseconds that are left, "check" where the server must say so first, or
 * `null`. One asks a minute before away, or half-way where that is short, if the server still thinks so.
 */
export function question({ known, failed }, now, { shown, asked }) {
  if (failed || known?.presence !== "online" || known.awayIn === null) return null;
  const age = span(known.at, now);
  const left = known.awayIn - age;
  // Out of sight, the next look may come a minute later.
  const early = Math.min(shown ? ASK_MS : 2 * ASK_MS, (known.awayIn + known.idle) / 2);
  if (left <= 0 || left > early) return null;
  // Somebody may be at another device.
  return !asked && age > FRESH_MS ? "check" : left;
}
