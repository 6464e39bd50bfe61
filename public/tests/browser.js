// As much of a browser as the scripts under test ask for.

/** Lets everything happen that waits for nothing but its turn. */
export async function settle() {
  for (let turn = 0; turn < 20; turn++) await Promise.resolve();
}

/** The locks of one browser: a queue for each name. */
export class Locks {
  #queues = new Map();

  request(name, options, callback = options) {
    const queue = this.#queues.get(name) ?? [];
    this.#queues.set(name, queue);
    return new Promise((resolve, reject) => {
      const place = { callback, resolve, reject, held: false };
      if (options.steal && queue[0]?.held) {
        queue.shift().reject(new DOMException("The lock was stolen.", "AbortError"));
        queue.unshift(place);
      } else if (options.ifAvailable && queue.length) {
        return resolve(callback(null));
      } else {
        queue.push(place);
      }
      this.#next(name);
    });
  }

  #next(name) {
    const queue = this.#queues.get(name);
    const [first] = queue;
    if (!first || first.held) return;
    first.held = true;
    // The lock is given back when the holder's promise ends, unless somebody took it away before.
    Promise.resolve()
      .then(() => first.callback({ name }))
      .then(first.resolve, first.reject)
      .finally(() => {
        if (queue[0] !== first) return;
        queue.shift();
        this.#next(name);
      });
  }
}

/** A channel of one browser. What a tab says, all the others hear, a moment later and as a copy. */
export class Channels {
  #ends = new Set();

  open() {
    const end = {
      onmessage: null,
      postMessage: (message) => {
        for (const other of this.#ends) {
          if (other === end) continue;
          const data = structuredClone(message);
          queueMicrotask(() => other.onmessage?.({ data }));
        }
      },
    };
    this.#ends.add(end);
    return end;
  }
}

/** An event with more to it than its name. */
export const event = (name, more) => Object.assign(new Event(name), more);

/** A browser's window, with streams and answers that the test gives. */
export function fakeWindow() {
  const streams = [];
  class EventSource extends EventTarget {
    static CLOSED = 2;
    readyState = 0;

    constructor(url) {
      super();
      this.url = url;
      streams.push(this);
    }
    close() {
      this.readyState = EventSource.CLOSED;
    }
    opens() {
      this.readyState = 1;
      this.onopen?.();
    }
    says(name, data) {
      this.dispatchEvent(event(name, { data }));
    }
    /** As the server does it: the first event comes at once. */
    begins() {
      this.opens();
      this.says("me", "0");
    }
    /** The browser would try again by itself; or, if the answer was a refusal, would not. */
    breaks({ forGood = false } = {}) {
      this.readyState = forGood ? EventSource.CLOSED : 0;
      this.onerror?.();
    }
  }
  const asked = [];
  return Object.assign(new EventTarget(), {
    EventSource,
    document: new EventTarget(),
    /** The test draws the lots. */
    Math: { min: Math.min, random: () => 0 },
    streams,
    asked,
    /** What the server answers; an error if it is out of reach. */
    answer: async () => ({ status: 200, ok: true }),
    fetch(url, init) {
      asked.push({ url, ...init });
      return this.answer(url, init);
    },
  });
}
