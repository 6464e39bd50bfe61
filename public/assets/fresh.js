// Parts of a page that stay as the server would draw them now.

const SOON_MS = 200;
const MINUTE_MS = 60_000;

/**
 * Keeps the elements that have `data-live` and an id; `data-live="minute"` holds a time that passes. Returns
 * what to call when something changed. Where somebody types or has the focus, nothing moves until they leave.
 */
export function keepFresh(browser = window) {
  const { document, location } = browser;
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
      const answer = await browser.fetch(location.pathname + location.search, { cache: "no-store" });
      if (answer.status === 403 || answer.status === 404) {
        // It is no page of theirs any more: the server says so better than what stands here.
        location.reload();
      } else if (answer.ok && !answer.redirected) {
        take(new browser.DOMParser().parseFromString(await answer.text(), "text/html"));
      }
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

  browser.addEventListener("focusout", () => {
    if (missed) soon();
    missed = false;
  });
  if (document.querySelector('[data-live="minute"]')) {
    setInterval(() => document.hidden || soon(), MINUTE_MS);
  }
  return soon;
}
