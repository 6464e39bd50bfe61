// For whom a page was drawn. What its scripts ask is asked for that person: where somebody else has signed in since,
// in another tab, the server knows nobody, and the page loads itself again.

const person = globalThis.document?.documentElement?.dataset?.person ?? "";

/** The address, as this person's. */
export const own = (url) => (person ? `${url}?for=${person}` : url);

/** The name, as this person's: tabs of two people do not hear each other. */
export const ownName = (name) => (person ? `${name}-${person}` : name);

const AGAIN_MS = 2000;

/** Calls `then`, once, when the server answers again. */
export async function whenReached(then) {
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
    const answer = await fetch("/healthz", { cache: "no-store" }).catch(() => null);
    if (answer) return then();
  }
}
