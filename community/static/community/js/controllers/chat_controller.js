/* A chat room that is open: new words come in by themselves, one's own are shown at once and sent until they stand.
 *
 * The server's log has numbers without holes (docs/chat.md). What the socket hands over is merged by number; whenever
 * a number is missing, the socket is new, the page becomes visible or the net returns, the log is asked for the rest.
 * Unsent words stay in this tab (sessionStorage, under the person's number) and are sent again with the same UUID, so
 * that nothing is lost and nothing stands twice.
 */
import { makeUuid } from "../uuid.js";
import { Controller } from "../vendor/stimulus.min.js";

const PAUSE = 15 * 60 * 1000;
const NEAR_THE_END = 120;
const WAITS = [1000, 2000, 4000, 8000, 15000, 30000];
const ANSWER_WITHIN = 15000;
// Also a socket that looks open can be deaf; the log is asked now and then while somebody looks.
const ASK_EVERY = 60000;
const TONES = ["", "av--sun", "av--clay"];
const ZONE = "Europe/Copenhagen";

export default class ChatController extends Controller {
  static targets = [
    "live",
    "list",
    "echoes",
    "template",
    "echoTemplate",
    "sentTemplate",
    "form",
    "field",
    "refusal",
    "down",
    "empty",
    "newLine",
  ];
  static values = {
    room: Number,
    me: Number,
    seq: Number,
    send: String,
    log: String,
    read: String,
    words: Object,
  };

  connect() {
    this.early = new Map();
    this.outbox = this.readOutbox();
    this.failures = 0;
    this.readTo = 0;
    for (const waiting of this.outbox) this.showEcho(waiting);
    if (this.hasNewLineTarget) this.newLineTarget.scrollIntoView({ block: "center" });
    else this.toEnd();
    this.asking = setInterval(() => this.wake(), ASK_EVERY);
    this.pump();
    this.markRead();
  }

  disconnect() {
    clearInterval(this.asking);
    clearTimeout(this.pumping);
    clearTimeout(this.reading);
  }

  /* What others say ------------------------------------------------------------------------------------------------ */

  heard({ detail }) {
    this.merge(detail.entries);
  }

  wake() {
    if (document.visibilityState !== "visible") return;
    this.catchUp();
    this.failures = 0;
    this.pump();
    this.markRead();
  }

  async catchUp() {
    // One question at a time; who asks meanwhile is answered by the next.
    if (this.catching) {
      this.askAgain = true;
      return;
    }
    this.catching = true;
    try {
      do {
        this.askAgain = false;
        const response = await fetch(`${this.logValue}?after=${this.seqValue}`, {
          headers: { Accept: "application/json" },
          signal: AbortSignal.timeout(ANSWER_WITHIN),
        });
        if (!response.ok || response.redirected) return;
        const log = await response.json();
        this.merge(log.entries);
        if (log.more) this.askAgain = true;
      } while (this.askAgain);
    } catch {
      // No net: the next sign of life asks again.
    } finally {
      this.catching = false;
    }
  }

  merge(entries) {
    const follow = this.atEnd;
    let added = false;
    for (const entry of entries) if (entry.seq > this.seqValue) this.early.set(entry.seq, entry);
    while (this.early.has(this.seqValue + 1)) {
      const entry = this.early.get(this.seqValue + 1);
      this.early.delete(entry.seq);
      this.append(entry);
      this.seqValue = entry.seq;
      added = true;
    }
    if (this.early.size) this.catchUp();
    if (!added) return;
    if (follow) this.toEnd();
    else this.downTarget.hidden = false;
    this.markRead();
  }

  append(entry) {
    if (this.hasEmptyTarget) this.emptyTarget.remove();
    const mine = entry.author.id === this.meValue;
    if (mine) this.settle(entry.client_uuid);
    const at = new Date(entry.at);
    const last = [...this.listTarget.querySelectorAll(".msg")].at(-1);
    const lastAt = last ? new Date(last.dataset.at) : null;
    const newDay = !lastAt || this.dayOf(lastAt) !== this.dayOf(at);
    if (newDay) this.listTarget.append(this.dayLine(at));
    const named = newDay || Number(last.dataset.author) !== entry.author.id || at - lastAt >= PAUSE;
    const line = this.templateTarget.content.firstElementChild.cloneNode(true);
    Object.assign(line.dataset, { seq: entry.seq, author: entry.author.id, at: entry.at });
    const [name, face, bubble] = ["name", "av", "bubble"].map((part) => line.querySelector(`.${part}`));
    bubble.textContent = entry.body;
    bubble.title = this.timeOf(at);
    line.classList.toggle("msg--more", !named);
    if (mine) {
      line.classList.add("msg--me");
      name.className = "sr";
      name.textContent = `${this.wordsValue.you} `;
      face.remove();
      for (const state of this.listTarget.querySelectorAll(".state")) state.remove();
      line.append(this.sentTemplateTarget.content.cloneNode(true));
    } else {
      const { name: called, words, role_shape: shape, id } = entry.author;
      name.textContent = words ? `${called}, ${words}` : called;
      name.classList.toggle("sr", !named);
      if (named) this.dressFace(face, called, shape, id);
      else face.remove();
      line.classList.toggle("msg--staff", shape === "staff");
    }
    this.listTarget.append(line);
  }

  dressFace(face, name, shape, id) {
    face.textContent = (name.match(/[\p{L}\p{N}]/u)?.[0] ?? "·").toUpperCase();
    const look = { staff: "av--staff", firm: "av--firm" }[shape] ?? TONES[id % TONES.length];
    if (look) face.classList.add(look);
  }

  dayLine(at) {
    const line = document.createElement("li");
    line.className = "day";
    const time = document.createElement("time");
    time.dateTime = this.dayOf(at);
    const today = this.dayOf(at) === this.dayOf(new Date());
    time.textContent = today
      ? this.wordsValue.today
      : new Intl.DateTimeFormat(document.documentElement.lang, { day: "numeric", month: "long", timeZone: ZONE }).format(at);
    line.append(time);
    return line;
  }

  dayOf(at) {
    return new Intl.DateTimeFormat("sv-SE", { dateStyle: "short", timeZone: ZONE }).format(at);
  }

  timeOf(at) {
    return new Intl.DateTimeFormat(document.documentElement.lang, { timeStyle: "short", timeZone: ZONE }).format(at);
  }

  /* What one says oneself ------------------------------------------------------------------------------------------ */

  key(event) {
    // On a phone Enter is a new line; the button sends.
    const sends = event.key === "Enter" && !event.shiftKey && !event.isComposing;
    if (!sends || !matchMedia("(hover: hover) and (pointer: fine)").matches) return;
    event.preventDefault();
    this.formTarget.requestSubmit();
  }

  send(event) {
    event.preventDefault();
    const body = this.fieldTarget.value.trim();
    if (!body) return;
    const waiting = { uuid: makeUuid(), body };
    this.outbox.push(waiting);
    this.keepOutbox();
    this.fieldTarget.value = "";
    this.fieldTarget.dispatchEvent(new Event("input", { bubbles: true }));
    this.refusalTarget.textContent = "";
    this.showEcho(waiting);
    this.toEnd();
    this.failures = 0;
    this.pump();
  }

  retry(event) {
    const { uuid } = event.target.closest(".msg").dataset;
    const waiting = this.outbox.find((one) => one.uuid === uuid);
    if (waiting) waiting.refused = false;
    this.failures = 0;
    this.fieldTarget.focus();
    this.pump();
  }

  /* One after the other, so that what was said first stands first. */
  async pump() {
    clearTimeout(this.pumping);
    if (this.sending) return;
    this.sending = true;
    try {
      for (;;) {
        const waiting = this.outbox.find((one) => !one.refused);
        if (!waiting) return;
        this.showState(waiting, "sending");
        if (!(await this.post(waiting))) return;
      }
    } finally {
      this.sending = false;
    }
  }

  async post(waiting) {
    const fields = new URLSearchParams(new FormData(this.formTarget));
    fields.set("body", waiting.body);
    fields.set("client_uuid", waiting.uuid);
    try {
      const response = await fetch(this.sendValue, {
        method: "POST",
        headers: { Accept: "application/json" },
        body: fields,
        signal: AbortSignal.timeout(ANSWER_WITHIN),
      });
      const speaksJson = response.headers.get("Content-Type")?.includes("json");
      if (response.ok && speaksJson) {
        const { entry } = await response.json();
        this.failures = 0;
        this.settle(waiting.uuid);
        this.merge([entry]);
        return true;
      }
      if (speaksJson && response.status !== 429 && response.status < 500) {
        // Sending the same again would be refused again.
        this.refusalTarget.textContent = (await response.json()).sentence ?? "";
        waiting.refused = true;
        this.keepOutbox();
        this.showState(waiting, "waiting");
        return true;
      }
      if (speaksJson) this.refusalTarget.textContent = (await response.json()).sentence ?? "";
    } catch {
      // No net, or no answer in time. It may stand already; the UUID keeps it from standing twice.
    }
    this.showState(waiting, "waiting");
    const wait = WAITS[Math.min(this.failures, WAITS.length - 1)];
    this.failures += 1;
    this.pumping = setTimeout(() => this.pump(), wait * (0.75 + Math.random() / 2));
    return false;
  }

  settle(uuid) {
    const before = this.outbox.length;
    this.outbox = this.outbox.filter((one) => one.uuid !== uuid);
    if (this.outbox.length !== before) this.keepOutbox();
    this.echoOf(uuid)?.remove();
  }

  showEcho(waiting) {
    if (this.hasEmptyTarget) this.emptyTarget.remove();
    const echo = this.echoTemplateTarget.content.firstElementChild.cloneNode(true);
    echo.dataset.uuid = waiting.uuid;
    echo.querySelector(".bubble").textContent = waiting.body;
    this.echoesTarget.append(echo);
    this.showState(waiting, waiting.refused ? "waiting" : "sending");
  }

  showState(waiting, state) {
    const echo = this.echoOf(waiting.uuid);
    if (!echo) return;
    echo.querySelector("[data-word]").textContent = this.wordsValue[state];
    echo.querySelector("button").hidden = state === "sending";
  }

  echoOf(uuid) {
    return [...this.echoesTarget.children].find((echo) => echo.dataset.uuid === uuid);
  }

  get outboxName() {
    // The prefix and the person's number: other people's words are tidied away at the start of every page.
    return `keep:${document.body.dataset.person}:outbox:${this.roomValue}`;
  }

  readOutbox() {
    try {
      return JSON.parse(sessionStorage.getItem(this.outboxName))?.waiting ?? [];
    } catch {
      return [];
    }
  }

  keepOutbox() {
    try {
      if (this.outbox.length) sessionStorage.setItem(this.outboxName, JSON.stringify({ waiting: this.outbox }));
      else sessionStorage.removeItem(this.outboxName);
    } catch {
      // Full or forbidden storage: what is on its way stays in the page.
    }
  }

  /* Where one is --------------------------------------------------------------------------------------------------- */

  get atEnd() {
    const page = document.scrollingElement;
    return page.scrollHeight - page.scrollTop - innerHeight < NEAR_THE_END;
  }

  toEnd() {
    scrollTo({ top: document.scrollingElement.scrollHeight, behavior: "instant" });
    this.downTarget.hidden = true;
  }

  scrolled() {
    if (!this.atEnd) return;
    this.downTarget.hidden = true;
    this.markRead();
  }

  /* The sun leaf of the menu, and its word: nothing is new in any room. */
  clearLeaf() {
    for (const mark of document.querySelectorAll(":is(.bar, .rail) [aria-current] :is(.dot, .sr)")) mark.remove();
  }

  /* Read is what was on a page that somebody looked at, down to its end. */
  markRead() {
    if (document.visibilityState !== "visible" || !this.atEnd || this.seqValue <= this.readTo) return;
    clearTimeout(this.reading);
    this.reading = setTimeout(async () => {
      const seq = this.seqValue;
      const fields = new URLSearchParams(new FormData(this.formTarget));
      fields.delete("body");
      fields.set("seq", seq);
      try {
        const response = await fetch(this.readValue, {
          method: "POST",
          headers: { Accept: "application/json" },
          body: fields,
        });
        if (!response.ok || response.redirected) return;
        this.readTo = Math.max(this.readTo, seq);
        if (!(await response.json()).unread) this.clearLeaf();
      } catch {
        // The next look says it again.
      }
    }, 800);
  }
}

window.Stimulus.register("chat", ChatController);
