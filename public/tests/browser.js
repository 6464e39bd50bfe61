// As much of a browser as the scripts under test ask for.

/** Lets everything happen that waits for nothing but its turn. */
export async function settle() {
  for (let turn = 0; turn < 20; turn++) await Promise.resolve();
}

/** What runs a tab. It may stand still; what it should have done by then, it does when it goes on. */
export class Process {
  #stopped = false;
  #backlog = [];

  run(task) {
    if (this.#stopped) this.#backlog.push(task);
    else queueMicrotask(task);
  }
  stops() {
    this.#stopped = true;
  }
  goesOn({ lastFirst = false } = {}) {
    this.#stopped = false;
    const backlog = this.#backlog.splice(0);
    for (const task of lastFirst ? backlog.reverse() : backlog) this.run(task);
  }
}

/** The locks of one browser: a queue for each name. `of` is what a tab sees of them. */
export class Locks {
  #queues = new Map();

  of(process) {
    return { request: (...args) => this.#request(process, ...args) };
  }

  #request(process, name, options, callback = options) {
    const queue = this.#queues.get(name) ?? [];
    this.#queues.set(name, queue);
    return new Promise((resolve, reject) => {
      if (options.ifAvailable && queue.length) {
        process.run(async () => resolve(await callback(null)));
        return;
      }
      const place = { process, callback, resolve, reject, held: false };
      if (options.steal && queue[0]?.held) {
        const robbed = queue.shift();
        const error = new DOMException("The lock was stolen.", "AbortError");
        robbed.process.run(() => robbed.reject(error));
        queue.unshift(place);
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
    const end = () => {
      // Unless somebody took it away before.
      if (queue[0] !== first) return;
      queue.shift();
      this.#next(name);
    };
    first.process.run(async () => {
      try {
        first.resolve(await first.callback({ name }));
      } catch (error) {
        first.reject(error);
      }
      end();
    });
  }
}

/** A channel of one browser. What a tab says, all the others hear, a moment later and as a copy. */
export class Channels {
  #ends = new Set();

  open(process = new Process()) {
    const end = {
      onmessage: null,
      postMessage: (message) => {
        for (const other of this.#ends) {
          if (other === end) continue;
          const data = structuredClone(message);
          other.process.run(() => other.onmessage?.({ data }));
        }
      },
      process,
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
