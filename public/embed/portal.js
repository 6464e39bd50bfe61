/*
 * Porchlight's light for a customer portal: shows on any page whether somebody is really there.
 *
 *   <script async src="https://desk.example/embed/v1/portal.js" data-project="SUP" data-name="Support"></script>
 *
 * The script draws one light in the page's corner. It stays when a library swaps the page around it, until
 * its script goes with the old page; taken away by itself, it stays away. To choose the place yourself, put
 * the element where you want it, as often as you have projects; the script then adds none of its own for
 * that project:
 *
 *   <porchlight-portal inline project="SUP" data-name="Support"></porchlight-portal>
 *
 * Settings, the same on the script and on the element:
 *
 *   data-project     the project's key (on the element also `project`; left out, it is the script's)
 *   data-name        what the desk is called; without it the light says "we" and "us"
 *   data-position    the corner: `end` (default) or `start`, in the direction of the page's writing
 *   data-accent      the colour while online; what is written on it turns black or white
 *   data-theme       `light` or `dark`; without it the reader's system decides
 *   data-lang        the language of its words; else the page's `lang`, else the reader's own languages
 *   data-origin      the desk's server, where it is not the one that the script came from
 *   inline           (element only) stands in the text instead of the corner
 *
 * A change of the element's attributes, or of the page's `lang`, shows at once.
 *
 * For the host's own scripts: the element's `availability` is the last object that the server sent, or
 * null; `data-state` on it is `checking`, `online`, `offline`, `reconnecting` (what is known may be old, or
 * nothing is known and the desk cannot be reached) or `unavailable` (no such project, or its chat is off:
 * nothing is drawn); and every change of availability is a `porchlight:availability` event that bubbles,
 * with that object as `detail`. For the host's own styles: --pl-accent, --pl-on-accent, --pl-surface, --pl-fg,
 * --pl-muted and --pl-line on `porchlight-portal`. What is wrong is said once on the console, for the page's author.
 *
 * What this file must never do: show a state that the server has not told, set a cookie or store
 * anything, need more of a host's Content-Security-Policy than its own origin in `script-src` and
 * `connect-src`, write markup as a string (Trusted Types), throw in a page that is not its own, or weigh
 * 4 KiB or more compressed (`xtask site` measures it): it is loaded by every page of every portal.
 *
 * In other people's pages nothing is as it was: prototypes have more members, `Date.parse` is another one, and
 * `toJSON` lies, and `URL`, `CSS` or `addEventListener` are somebody's own. So only own keys are read, moments are
 * made by `new Date`, answers are compared as text, and names that a page is likely to take are not asked for.
 *
 * A message on the stream is `availability`; `beat`, which may be empty, says that the line is alive.
 */
/* A very old browser sees no light; the block keeps the names of this file to itself. */
if ('popover' in HTMLElement.prototype) {
  /* Constants come first: there the minifier puts each in its place. */
  const DESK = 0, ON = 1, HERE = 2, SINCE = 3, OFF = 4, OPENS = 5, NOBODY = 6, LIGHTS = 7, CHECKING = 8, WAS_ON = 9, WAS_OFF = 10, NO_LINE = 11;

  const TAG = 'porchlight-portal';

  const SECOND = 1000;
  const MINUTE = 60 * SECOND;
  const HOUR = 60 * MINUTE;

  /* The first step of the backoff. */
  const STEP = 5 * SECOND;
  /* Questions without a stream come at most this far apart. */
  const POLL = 20 * SECOND;
  /* A question unanswered for this long has failed. */
  const TIMEOUT = 10 * SECOND;
  /* Silence on a new stream for this long: something in between holds its bytes back. */
  const FIRST_WORD = 6 * SECOND;
  /* Silence on a live stream for this long, two heartbeats of the server's and a little, is worth a question: is
     the line still there? */
  const SILENCE = 45 * SECOND;
  /* How long a break may last before the light says so. A restart of the server stays unseen. */
  const PATIENCE = 3 * SECOND;
  /* So many streams in a row that brought nothing, and the light asks from then on ... */
  const MISSES = 3;
  /* ... and tries a stream again after so many answers. */
  const AGAIN = 15;

  /*
   * THE WORDS. One list for each language, by its primary subtag: copy `en`, translate line by line, done.
   * {n} is the desk's name, {t} a time such as "14:02" or "Monday 09:00". A `|` parts the words without a
   * name from those with it. There are no other visible words in this file.
   */
  const WORDS = {
    __proto__: null,
    en: [
      'Our desk|{n}',
      'We are here for you|{n} is here for you',
      'Online now',
      'Online since {t}.',
      'We are offline|{n} is offline',
      'Opens {t}',
      'Nobody is here just now',
      'This light turns on as soon as somebody is there.',
      'Checking who is here',
      'Reconnecting, online at {t}',
      'Reconnecting, offline at {t}',
      'No connection just now',
    ],
    de: [
      'Unser Team|{n}',
      'Wir sind für Sie da|{n} ist für Sie da',
      'Jetzt online',
      'Online seit {t}.',
      'Wir sind offline|{n} ist offline',
      'Öffnet {t}',
      'Gerade ist niemand da',
      'Dieses Licht geht an, sobald jemand da ist.',
      'Wir sehen nach, wer da ist',
      'Verbinde neu, online um {t}',
      'Verbinde neu, offline um {t}',
      'Gerade keine Verbindung',
    ],
  };

  /* Elements by hand: markup in a string is what Trusted Types forbid. */
  const make = (tag, attributes, ...children) => {
    const node = document.createElementNS('http://www.w3.org/' + (/svg|path/.test(tag) ? '2000/svg' : '1999/xhtml'), tag);
    Object.entries(attributes).forEach((attribute) => node.setAttribute(...attribute));
    node.append(...children);
    return node;
  };

  /* `currentScript` is there only while the script itself runs, and never for a module. */
  const SCRIPT = 'script[src*="embed/v1/portal.js"]';
  const script = document.currentScript || document.querySelector(SCRIPT) || {};
  const settings = script.dataset || {};
  const origin = settings.origin || make('a', { href: script.src || location }).origin;

  /* Full jitter: anything up to a step that doubles and ends at a minute, but never nothing at all. */
  const backoff = (step, tries) => Math.max(SECOND / 2, Math.random() * Math.min(MINUTE, step * 2 ** tries));

  /* What the server says, if it makes sense: an error's body makes none. */
  const parse = (text) => {
    try {
      const it = JSON.parse(text);
      if (/^(on|off)line$/.test(it.status) && +new Date(it.since)) return it;
    } catch {
      /* No sense, then. */
    }
  };

  /*
   * A project's availability, for every element of the page that shows it: one stream or one question at
   * a time, and neither in a hidden page. `timer` is the next thing to do; `doubt` is the moment from
   * which the last truth is shown as no more than that.
   */
  const feedOf = (url) => {
    const draws = new Set(); // the elements' own functions
    let data, told; // the last availability object, and the text that it was told in
    let at; // when the server's last word came
    let lost; // what is known may have changed since
    let gone; // no such project, or its chat is off, until the server says something else
    let failures = 0; // broken connections in a row
    let misses = 0; // streams in a row that brought nothing, and then the answers without one
    let pause; // until which the server's answer asks for peace
    let timer, doubt, stream, request, running;

    const tell = () => {
      const state = gone ? 'unavailable' : (data ? lost : failures) ? 'reconnecting' : data?.status || 'checking';
      draws.forEach((draw) => draw(state, data, at));
    };

    const later = (wait, job) => {
      clearTimeout(timer);
      timer = setTimeout(job, wait);
    };

    const hangUp = () => {
      clearTimeout(timer);
      stream?.close();
      request?.abort();
      stream = request = null;
    };

    const lose = () => {
      lost = true;
      tell();
    };

    const worry = (patience) => {
      if (!lost && !doubt) doubt = setTimeout(lose, patience);
    };

    const trust = () => {
      clearTimeout(doubt);
      doubt = 0;
    };

    /* A stream brings its own first word, so the question is for a first look and for bad times. */
    const next = () => (data && !misses ? listen() : ask());

    const take = (word, text, wins) => {
      trust();
      lost = gone = false;
      at = Date.now();
      if (text != told && (wins || !(word.revision < data?.revision))) {
        data = word;
        told = text;
      }
      tell();
    };

    /* One question. The browser keeps the ETag and sends it by itself: no preflight, and mostly a 304. */
    const ask = async () => {
      const mine = (request = new AbortController());
      let answer, text;
      later(TIMEOUT, refused);
      try {
        answer = await fetch(url, { signal: mine.signal, cache: 'no-cache' });
        text = await answer.text();
      } catch {
        /* No connection, no permission, no `fetch`: all the same to a light. */
      }
      if (mine != request) return;
      const word = parse(text);
      if (!word) return refused(answer);

      const news = text != told;
      const polling = !stream && misses >= MISSES && misses % AGAIN;
      if (polling || stream) failures = 0;
      /* Where a stream follows, its snapshot has the last word, and an older answer of a cache has none. */
      take(word, text, polling);
      if (mine != request) return;
      if (polling) {
        misses++;
        later(backoff(POLL, 0), next);
      } else if (stream && !news) {
        heard();
      } else {
        /* Also where the server knows what a live stream did not say: that stream is dead. */
        listen();
      }
    };

    const refused = (answer) => {
      const status = answer?.status;
      let wait = backoff(STEP, failures++);
      if (status == 404) {
        gone = true;
        data = told = undefined;
      }
      /* Once, for the page's author: as long as nothing was ever known, the fault may be the page's. */
      if (!data && failures == 1) console.warn?.(`Porchlight: ${status || 'no answer'} from ${url}; check data-project and connect-src`);
      if (answer) {
        /* A little more than was asked for, so that not everybody comes at once; and showing the page again must
           not shorten it. */
        wait += gone ? HOUR : Math.max(0, Math.min(HOUR, answer.headers.get('retry-after') * SECOND || 0));
        clearTimeout(pause);
        pause = setTimeout(() => {
          pause = 0;
          if (!stream) start();
        }, wait);
      }
      if (answer && stream && !gone) return later(wait, ask); // the line is there; the stream may well be alive
      hangUp();
      lose();
      if (!answer) later(wait, next);
    };

    const broken = () => {
      hangUp();
      later(backoff(STEP / 2, failures++), next);
    };

    const heard = () => {
      at = Date.now();
      later(SILENCE, ask);
    };

    const listen = () => {
      let silent = true;
      let mine;
      hangUp();
      try {
        mine = stream = new EventSource(`${url}/events`);
      } catch {
        /* There are none here. */
        misses += MISSES;
        return later(backoff(POLL, 0), next);
      }
      later(FIRST_WORD, () => {
        misses += MISSES;
        broken();
      });
      mine.addEventListener('availability', ({ data: text }) => {
        const word = parse(text);
        if (mine != stream || !word) return;
        heard();
        misses = 0;
        /* The first word on a new stream always wins: the server may have been reset. */
        take(word, text, silent);
        silent = false;
      });
      /* A server that sends these more often than once in SILENCE is never asked whether it is there. */
      mine.addEventListener('beat', () => {
        if (mine != stream || silent) return;
        failures = 0;
        heard();
        tell();
      });
      /* The browser's own second try has no jitter, and there is none after an error of the server's. */
      mine.onerror = () => {
        if (mine != stream) return;
        if (silent) misses++;
        else worry(PATIENCE);
        broken();
      };
    };

    const stop = () => {
      hangUp();
      trust();
    };

    /* Begins afresh, as soon as the server allows it. */
    const start = () => {
      stop();
      if (!draws.size || document.hidden) return;
      worry(SECOND);
      if (!pause) later(0, next);
    };

    const react = ({ type }) => {
      if (type != 'offline') start();
      /* A browser that thinks it is offline may be wrong; a question settles it. */
      else if (stream) ask();
    };

    /* Takes an element's drawing function in, or out again: an element that moves leaves and comes at once. */
    return (draw, shown) => {
      if (shown) {
        draws.add(draw);
        tell();
        /* A page that is left is hidden first, and one that is come back to is shown. Each time: a document that was
           opened anew has forgotten its listeners, and nobody listens twice. */
        for (const type of ['online', 'offline', 'visibilitychange']) document.addEventListener.call(window, type, react, true);
        if (running) return;
        running = true;
        start();
      } else {
        draws.delete(draw);
        queueMicrotask(() => {
          if (draws.size) return;
          running = false;
          stop();
        });
      }
    };
  };

  /* One feed for each address, whatever the number of elements. */
  const feeds = {};

  /* A time in the reader's own zone, with the day where it is another one. */
  const clock = (locale, time) => {
    const date = new Date(time);
    const format = (options) => new Intl.DateTimeFormat(locale, options).format(date);
    const days = Math.abs(date - Date.now()) / HOUR / 24;
    const day =
      date.toDateString() == new Date().toDateString() ? '' : format(days < 6 ? { weekday: 'long' } : { day: 'numeric', month: 'long' }) + ' ';
    return day + format({ timeStyle: 'short' });
  };

  /* Unchanged text is left alone: a screen reader may be in the middle of it. */
  const write = (node, text) => {
    if (node.textContent != text) node.textContent = text;
  };

  /* The lamp's four shapes, laid over each other; the style shows the parts of the present one. */
  const LAMP = {
    hook: 'M12 1.3v1.5M7.6 6.5l1.6-3.7h5.6l1.6 3.7',
    glass: 'M7 7h10a2 2 0 0 1 2 2v7a2 2 0 0 1-2 2h-3.8L8.8 22v-4H7a2 2 0 0 1-2-2V9a2 2 0 0 1 2-2z',
    dots: 'M8.7 12.5h0M12 12.5h0M15.3 12.5h0',
    halo: 'M1.9 9.2a8.2 8.2 0 0 0 0 6.8M22.1 9.2a8.2 8.2 0 0 1 0 6.8',
    flame: 'M12.6 8.6c.2 1.8 2.9 2.9 2.9 5.6a3.5 3.5 0 0 1-7 0c0-1.5.8-2.5 1.6-3.1 0 .9.4 1.4 1 1.5.9-1 .3-2.6 1.5-4z',
  };

  /*
   * Values from the design tokens. A host's own rules reach `porchlight-portal` and beat this sheet there, even
   * a `* { all: unset }`: what it must not change stands on the <i> within, whose `all: initial` also keeps
   * the inherited styles out. The size of the text follows the reader's own, and survives a host whose root
   * is 10 px.
   */
  const STYLE =
    ':host{display:contents;' +
    '--pl-surface:light-dark(#fff,#1a202a);--pl-fg:light-dark(#1a2332,#e4e9f1);' +
    '--pl-muted:light-dark(#535f74,#a5b0c2);--pl-line:light-dark(#7b8699,#78859b);' +
    '--pl-accent:light-dark(#1d5bd1,#7fabff);--pl-on-accent:light-dark(#fff,#0a1833)}' +
    'i{all:initial;color-scheme:light dark;position:fixed;z-index:2147483000;inset-block-end:max(16px,16px + 68px*var(--pl-n));inset-inline-end:16px;' +
    'font:max(14px,.875rem)/1.43 system-ui,sans-serif}' +
    ':host([hidden]){display:none}' +
    ':host([data-accent]) i{--pl-on-accent:lch(from var(--pl-accent) calc((49.44 - l)*infinity) 0 0)}' +
    ':host([data-position=start]) i{inset-inline:16px auto}' +
    ':host([inline]) i{position:static;display:inline-block}' +
    ':host([data-theme=dark]) i{color-scheme:dark}' +
    ':host([data-theme=light]) i{color-scheme:light}' +
    '.unavailable{display:none}' +
    '@media print{i{display:none}}' +
    /* The pill, and what opens from it. */
    '*{box-sizing:border-box;font:inherit;text-align:start;unicode-bidi:plaintext}' +
    'button,div{padding:8px 24px 8px 16px;border:1px solid var(--pl-line);border-radius:56px;background:var(--pl-surface);color:var(--pl-fg);box-shadow:0 4px 16px #0004;max-inline-size:calc(100vw - 32px)}' +
    'button{display:flex;align-items:center;gap:12px;min-block-size:56px;cursor:pointer;anchor-name:--pill}' +
    /* Two rings, so that one of them shows on any page. */
    'button:focus-visible{outline:2px solid var(--pl-fg);box-shadow:0 0 0 4px var(--pl-surface)}' +
    'b,span span{display:block}' +
    'b{font-weight:600}' +
    'span span,svg,.reconnecting b{color:var(--pl-muted)}' +
    'span span{font-size:.857em;line-height:1.33}' +
    'div{inline-size:22em;padding:16px;border-radius:16px}' +
    '@supports(position-area:top){div{inset:auto;margin:8px 0;position-anchor:--pill;position-area:top span-left;position-try:flip-block,flip-inline,flip-block flip-inline}}' +
    'p{position:fixed;clip-path:inset(50%)}' +
    /* Where there is little room, the lamp alone; its words stay for a screen reader, and a click shows them. */
    '@media(max-width:340px){button{padding:13px}button>span{position:fixed;clip-path:inset(50%)}}' +
    /* The lamp, and its states. */
    'svg{flex:none;inline-size:2em;fill:none;stroke:currentColor;stroke-width:1.75;stroke-linecap:round;stroke-linejoin:round}' +
    /* Online and offline are known; the glass is broken and holds dots while nothing is. */
    '.glass{stroke-dasharray:3.6 3.35;stroke-dashoffset:1.8}' +
    '[class$=line] .glass{stroke-dasharray:none}' +
    '.dots{stroke-width:2.4}' +
    '@keyframes come{0%{opacity:0}}' +
    '[class$=line] .dots,i:not(.online) :is(.halo,.flame){display:none}' +
    '.flame{fill:var(--pl-accent);stroke:none}' +
    '.online .glass{fill:currentColor}' +
    '.online button{--pl-muted:var(--pl-on-accent);background:var(--pl-accent);border-color:#0000;color:var(--pl-on-accent)}' +
    /* Forced colours leave a drawing's own ones alone. */
    '@media(forced-colors:active){button{--pl-muted:ButtonText!important;--pl-accent:ButtonFace!important}}' +
    '@media(prefers-reduced-motion:no-preference){button{transition:.18s;animation:come .6s}.dots{animation:come .8s infinite alternate}}';

  /* A tag as people write them: "de_CH", "DE", "de-DE.UTF-8". */
  const primary = (tag) => /[a-z]*/i.exec(tag)[0].toLowerCase();

  const isLocale = (tag) => {
    try {
      return Intl.getCanonicalLocales(tag);
    } catch {
      /* Anything may stand in there, "en-US@posix" too. */
    }
  };

  class Portal extends HTMLElement {
    #show;

    constructor() {
      super();
      const heading = make('b', { id: 'name' });
      const line = make('span', {});
      const lamp = make('svg', { viewBox: '0 0 24 24' }, ...Object.entries(LAMP).map(([part, d]) => make('path', { class: part, d })));
      const pill = make('button', { popovertarget: 'more' }, lamp, make('span', {}, heading, line));
      /* A native popover: Escape and a click elsewhere close it, the focus is where it was, and assistive
         technology is told whether it is open. */
      const more = make('div', { id: 'more', popover: '', role: 'dialog', 'aria-labelledby': 'name' });
      const said = make('p', { role: 'status' });
      const all = make('i', {}, pill, more, said);
      more.addEventListener('toggle', (event) => write(said, event.newState == 'open' ? more.textContent : ''));

      const root = this.attachShadow({ mode: 'open' });
      root.append(all);

      /* Says what the feed knows. */
      const draw = (state, data, at) => {
        const { accent, name, lang } = this.dataset;
        /* The language that was asked for first and has words; times as the reader of it writes them. */
        const own = [].concat(navigator.languages, navigator.language);
        const language = primary([lang, document.documentElement?.lang, ...own, 'en'].find((tag) => WORDS[primary(tag)]));
        const locale = own.find((tag) => primary(tag) == language && isLocale(tag)) || language;
        const say = (key, time) => {
          const [plain, named] = WORDS[language][key].split('|');
          return ((name && named) || plain).replace('{t}', time && clock(locale, time)).replace('{n}', () => name);
        };

        let head = DESK;
        let status = say(CHECKING);
        let last = ' ' + say(LIGHTS);
        let first;
        if (state == 'online') {
          head = ON;
          status = say(HERE);
          /* How many, where the project shows it. */
          if (data.agents_online) status += ': ' + data.agents_online;
          first = say(SINCE, data.since);
          last = '';
        } else if (state == 'offline') {
          head = OFF;
          status = say(NOBODY);
          /* An hour of opening that has passed is no answer. */
          if (new Date(data.next_open) > Date.now()) {
            first = status + '. ';
            status = say(OPENS, data.next_open);
            first += status + '.';
          }
        } else if (data) {
          status = say(data.status == 'online' ? WAS_ON : WAS_OFF, at);
        } else if (state == 'reconnecting') {
          status = say(NO_LINE);
          last = '';
        }
        write(heading, say(head));
        write(line, status);
        write(more, (first || status + '.') + last);
        all.lang = language;
        all.className = state;
        /* What is no colour is not taken, and leaves the usual one. */
        all.style.color = '';
        all.style.color = accent;
        all.style.setProperty('--pl-accent', all.style.color);
        /* The lights of a page stand one above the other. */
        all.style.setProperty('--pl-n', [...document.querySelectorAll(TAG + ':not([inline])')].indexOf(this));

        const before = this.availability;
        this.availability = data || null;
        if (this.dataset.state != state) this.dataset.state = state;
        if (!data || data == before) return;
        /* A change is said aloud; what was true from the beginning is not. */
        if (before && before.status != data.status) write(said, say(head) + '. ' + status);
        this.dispatchEvent(new CustomEvent('porchlight:availability', { bubbles: true, composed: true, detail: data }));
      };

      const watcher = new MutationObserver(() => this.#show());
      let feed;
      this.#show = () => {
        const { defaultView } = this.ownerDocument;
        let next;
        watcher.disconnect();
        if (this.isConnected && defaultView) {
          const server = this.dataset.origin || origin;
          const project = this.getAttribute('project') || (this.dataset.project ||= settings.project);
          const url = `${server.replace(/\/$/, '')}/api/v1/projects/${encodeURIComponent(project)}/availability`;
          next = feeds[url] ||= feedOf(url);
          watcher.observe(this, { attributes: true });
          watcher.observe(document.documentElement, { attributeFilter: ['lang'] });
          /* A document that takes the element in from another one leaves its styles behind. */
          if (!root.adoptedStyleSheets.length) {
            const style = new defaultView.CSSStyleSheet();
            style.replaceSync(STYLE);
            root.adoptedStyleSheets = [style];
          }
        }
        if (feed != next) feed?.(draw);
        feed = next;
        feed?.(draw, true);
      };
    }

    connectedCallback() {
      this.#show();
    }

    disconnectedCallback() {
      this.#show();
    }
  }

  /* A second copy of the script brings its project and nothing else. */
  if (!customElements.get(TAG)) customElements.define(TAG, Portal);

  const { project = '' } = settings;
  const key = `project="${project.replace(/\W/g, '\\$&')}"]`;
  const light = (where) => document.querySelector(`${where + TAG}:is([${key},[data-${key})`);
  if (project && !light(':root>')) {
    const own = make(TAG, {});
    Object.assign(own.dataset, settings, { origin });
    let page; // in which the light stands, by its body

    /* The script's own light, unless the page has placed one. It stands beside the body, not in it: who swaps
       or empties the body, or hydrates what stands in it, leaves the light alone. */
    const place = () => {
      const { body, documentElement } = document;
      watcher.observe(document, { childList: true });
      if (documentElement) watcher.observe(documentElement, { childList: true });
      if (!body || page == body) return;
      /* It goes with a page that takes its script along, unless the next one has the script as well. */
      const tag = `${SCRIPT}[data-${key}`;
      if (light('body ') || (page?.querySelector(tag) && !document.querySelector(tag))) {
        own.remove();
      } else if (!light('')) {
        own.dir = body.dir;
        documentElement.append(own);
      }
      page = body;
    };
    const watcher = new MutationObserver(place);
    if (document.readyState == 'loading') document.addEventListener('DOMContentLoaded', place);
    else place();
  }
}
