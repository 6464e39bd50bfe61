// One request at a time.

const PATIENCE_MS = 10_000;

/**
 * Takes turns at something that may last, each of them for ten seconds at most: then its signal says so. What is
 * asked for during a turn, however often, is one turn more after it.
 */
export function turns(take) {
  let underWay = null;
  let again = false;

  async function ask() {
    if (underWay) {
      again = true;
      return;
    }
    underWay = new AbortController();
    const patience = setTimeout(() => underWay.abort(), PATIENCE_MS);
    try {
      await take(underWay.signal);
    } finally {
      clearTimeout(patience);
      underWay = null;
      if (again) {
        again = false;
        ask();
      }
    }
  }
  return {
    ask,
    isUnderWay: () => !!underWay,
    /** Ends the turn that is under way; none follows. */
    end() {
      again = false;
      underWay?.abort();
    },
  };
}
