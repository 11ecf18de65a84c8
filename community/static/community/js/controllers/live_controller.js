/* One socket per page, on <body>. It only listens: which things changed, and new chat entries.
 *
 *   <section data-live-key="topic:12" hx-get="…" hx-trigger="live:changed">
 *
 * Every element with data-live-key hears about its key as DOM events: `live:changed` (fetch yourself again),
 * `live:entries`, `live:typing` and `live:here` (detail holds the message), `live:subscribed` and `live:refused`.
 * Elements that htmx brings in are found by themselves.
 * Presence and typing go up with a `live:send` event on window, detail = the message; say them again after
 * `live:subscribed`, since a new socket has said nothing yet.
 */
import { Controller } from "../vendor/stimulus.min.js";

const FIRST_WAIT = 1000;
const LONGEST_WAIT = 30000;
const PING_EVERY = 25000;
// A socket that says nothing for so long after a ping is dead, whatever the phone believes.
const ANSWER_WITHIN = 8000;
// Whoever looks at the page again need not ask a socket that spoke a moment ago.
const HEARD_LATELY = 5000;
// Only a socket that held makes the next wait short again.
const HELD = 10000;
// A hundred readers of one topic shall not fetch in the same moment.
const SPREAD = 400;
// A lift or a tunnel is no news.
const PATIENCE = 4000;

const SIGNED_OUT = 4401;
const ACCESS_ENDED = 4403;

export default class LiveController extends Controller {
  static targets = ["offline", "waiting"];
  static values = { url: { type: String, default: "/ws/" }, signIn: String, home: String };

  connect() {
    this.keys = new Set();
    this.confirmed = new Set();
    this.followed = new Set();
    this.pending = new Map();
    this.attempts = 0;
    this.stopped = false;
    this.listening = new AbortController();
    const on = (target, name, deed) => target.addEventListener(name, deed, { signal: this.listening.signal });
    // A form that is on its way brings its own next page. Going elsewhere would throw its answer away, and with the
    // answer to "sign out" what tells the browser to forget.
    on(document, "submit", (event) => {
      if (!event.defaultPrevented) this.leaving = true;
    });
    on(window, "pageshow", () => {
      this.leaving = false;
    });
    on(document, "htmx:response:error", ({ target, detail }) => {
      const { request, response } = detail.ctx ?? {};
      const fetched = (request?.method ?? "GET").toUpperCase() === "GET" && target.matches?.("[data-live-key]");
      if (fetched && response?.status === 404) this.leave();
    });
    on(window, "online", () => {
      this.showStatus();
      this.look();
    });
    on(window, "offline", () => this.showStatus());
    on(window, "live:send", (event) => this.send(event.detail));
    on(window, "pagehide", () => this.stop());
    on(window, "pageshow", (event) => {
      if (event.persisted) this.start();
    });
    on(document, "visibilitychange", () => {
      if (document.visibilityState === "visible") this.look();
    });
    on(window, "focus", () => this.look());
    this.watcher = new MutationObserver(() => this.readKeys());
    this.watcher.observe(this.element, {
      childList: true,
      subtree: true,
      attributes: true,
      attributeFilter: ["data-live-key"],
    });
    this.start();
  }

  disconnect() {
    this.listening.abort();
    this.watcher.disconnect();
    this.stop();
  }

  start() {
    this.stopped = false;
    this.readKeys();
    this.open(true);
    clearInterval(this.pinging);
    this.pinging = setInterval(() => this.ping(), PING_EVERY);
  }

  stop() {
    this.stopped = true;
    this.away = true;
    clearInterval(this.pinging);
    clearTimeout(this.retry);
    clearTimeout(this.deadline);
    clearTimeout(this.patience);
    for (const timer of this.pending.values()) clearTimeout(timer);
    this.pending.clear();
    this.drop();
  }

  /* The socket ------------------------------------------------------------------------------------------------- */

  open(now = false) {
    if (this.stopped || !navigator.onLine || (this.socket && this.socket.readyState <= WebSocket.OPEN)) return;
    clearTimeout(this.retry);
    if (!now) {
      const wait = Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** this.attempts);
      this.attempts += 1;
      this.retry = setTimeout(() => this.open(true), wait * (0.5 + Math.random() / 2));
      return;
    }
    const address = new URL(this.urlValue, location.href);
    address.protocol = address.protocol.replace("http", "ws");
    const socket = new WebSocket(address);
    this.socket = socket;
    this.askedAt = this.heardAt = 0;
    clearTimeout(this.deadline);
    this.deadline = setTimeout(() => {
      if (socket !== this.socket || socket.readyState !== WebSocket.CONNECTING) return;
      this.drop();
      this.open();
    }, ANSWER_WITHIN);
    socket.onopen = () => this.opened();
    socket.onmessage = (event) => this.heard(JSON.parse(event.data));
    socket.onclose = (event) => {
      if (socket === this.socket) this.closed(event.code);
    };
  }

  opened() {
    this.openedAt = this.heardAt = performance.now();
    clearTimeout(this.deadline);
    this.confirmed.clear();
    this.showStatus();
    for (const key of this.keys) this.send({ type: "subscribe", key });
  }

  closed(code) {
    this.socket = null;
    clearTimeout(this.deadline);
    if (this.openedAt && performance.now() - this.openedAt > HELD) this.attempts = 0;
    this.openedAt = 0;
    this.away = true;
    delete this.element.dataset.liveState;
    if (this.leaving && code === SIGNED_OUT) {
      this.stopped = true;
    } else if (code === SIGNED_OUT && this.signInValue) {
      this.stopped = true;
      location.assign(`${this.signInValue}?next=${encodeURIComponent(location.pathname + location.search)}`);
    } else if (code === ACCESS_ENDED) {
      this.leave();
    } else {
      this.showStatus();
      this.open();
    }
  }

  /* What was open is no longer the person's: home says what still is. A form of the page that is under way, such as the
     undo that took it away, knows better where to go on. */
  leave() {
    this.stopped = true;
    if (!this.leaving) location.assign(this.homeValue || "/");
  }

  drop() {
    const socket = this.socket;
    this.socket = null;
    socket?.close();
  }

  send(message) {
    if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify(message));
  }

  /* Somebody looks, or the net is back: open what is closed, and find out soon whether what is open still lives. */
  look() {
    this.open(true);
    if (performance.now() - this.heardAt > HEARD_LATELY) this.ping();
  }

  ping() {
    // One that waits for its answer has its deadline already.
    if (this.socket?.readyState !== WebSocket.OPEN || this.askedAt > this.heardAt) return;
    this.send({ type: "ping" });
    this.askedAt = performance.now();
    clearTimeout(this.deadline);
    this.deadline = setTimeout(() => this.overdue(), ANSWER_WITHIN);
  }

  overdue() {
    if (this.askedAt <= this.heardAt) return;
    // A page that slept wakes with this timer before it hears what came meanwhile: it asks once more.
    if (performance.now() - this.askedAt > 2 * ANSWER_WITHIN) {
      this.askedAt = 0;
      this.ping();
    } else {
      this.openAnew();
    }
  }

  openAnew() {
    this.drop();
    this.away = true;
    delete this.element.dataset.liveState;
    this.showStatus();
    this.open(true);
  }

  /* What is heard ------------------------------------------------------------------------------------------------ */

  heard(message) {
    this.heardAt = performance.now();
    const { type, key } = message;
    if (type === "acknowledge") {
      // All that was sent before has come. Who does not say so is cut, and catches up by asking.
      this.send({ type: "ack", n: message.n });
    } else if (type === "subscribed") {
      this.confirmed.add(key);
      this.followed.add(key);
      this.tell(key, "subscribed", message);
      this.catchUp(key, message.sequence);
      this.settled();
    } else if (type === "refused") {
      // What stood open here is read by fewer now, and no longer by this person.
      if (this.followed.has(key) && this.keys.has(key)) return this.leave();
      this.confirmed.add(key);
      this.tell(key, "refused", message);
      this.settled();
    } else if (type === "changed") {
      this.changed(key);
    } else if (type === "entries" || type === "typing" || type === "here") {
      this.tell(key, type, message);
    }
  }

  /* Every key has its answer: from here on nothing is missed. Said on the page, for style sheets and tests. */
  settled() {
    if (![...this.keys].every((known) => this.confirmed.has(known))) return;
    this.away = false;
    this.element.dataset.liveState = "open";
  }

  /* What happened while we were away, or between the page and the subscription. */
  catchUp(key, sequence) {
    const behind = this.elementsOf(key).some(({ dataset }) => Number(dataset.liveSequence) < sequence);
    if (this.away || behind) this.changed(key);
  }

  changed(key) {
    if (this.pending.has(key)) return;
    const timer = setTimeout(() => {
      this.pending.delete(key);
      this.tell(key, "changed", { key });
    }, Math.random() * SPREAD);
    this.pending.set(key, timer);
  }

  tell(key, name, detail) {
    for (const element of this.elementsOf(key)) element.dispatchEvent(new CustomEvent(`live:${name}`, { detail }));
  }

  elementsOf(key) {
    return [...document.querySelectorAll("[data-live-key]")].filter((element) => element.dataset.liveKey === key);
  }

  readKeys() {
    const present = new Set();
    for (const element of document.querySelectorAll("[data-live-key]")) present.add(element.dataset.liveKey);
    present.delete("");
    for (const key of this.keys) if (!present.has(key)) this.send({ type: "unsubscribe", key });
    for (const key of present) if (!this.keys.has(key)) this.send({ type: "subscribe", key });
    this.keys = present;
  }

  /* One calm line -------------------------------------------------------------------------------------------------- */

  showStatus() {
    clearTimeout(this.patience);
    const offline = !navigator.onLine;
    const connected = this.socket?.readyState === WebSocket.OPEN;
    if (this.hasOfflineTarget) this.offlineTarget.hidden = !offline;
    if (!this.hasWaitingTarget) return;
    if (offline || connected) {
      this.waitingTarget.hidden = true;
    } else {
      this.patience = setTimeout(() => {
        this.waitingTarget.hidden = this.socket?.readyState === WebSocket.OPEN || !navigator.onLine;
      }, PATIENCE);
    }
  }
}
