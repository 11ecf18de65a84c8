/* A chat room that is open: new words come in by themselves, one's own are shown at once and sent until they stand.
 *
 * The server's log has numbers without holes (docs/chat.md). What the socket hands over is merged by number; whenever
 * a number is missing, the socket is new, the page becomes visible or the net returns, the log is asked for the rest.
 * What was said and has not arrived waits in the outbox (chat/outbox.js).
 */
import { Lines } from "../chat/lines.js";
import { outboxOf } from "../chat/outbox.js";
import { keepPage } from "../phone.js";
import { Controller } from "../vendor/stimulus.min.js";

const NEAR_THE_END = 120;
const ANSWER_WITHIN = 15000;
// Also a socket that looks open can be deaf; the log is asked now and then while somebody looks.
const ASK_EVERY = 60000;
const HERE_EVERY = 20000;
const TYPING_EVERY = 3000;
const TYPING_SHOWN = 5000;
// A screen reader hears at most one sentence in this time.
const SAID_EVERY = 3000;

export default class ChatController extends Controller {
  static targets = [
    "live", "list", "older", "echoes", "says", "template", "goneTemplate", "undoTemplate", "echoTemplate",
    "sentTemplate", "form", "field", "refusal", "down", "empty", "newLine", "answering", "typing", "deeds",
  ];
  static values = {
    room: Number, me: Number, seq: Number, url: String, send: String, log: String, read: String,
    words: Object, reactions: Object, muted: Array,
  };

  connect() {
    this.lines = new Lines(this);
    this.early = new Map();
    this.takenBack = new Set();
    this.arrived = [];
    this.readTo = 0;
    this.listening = new AbortController();
    const { signal } = this.listening;
    this.outbox = outboxOf(document.body.dataset.person);
    this.outbox.addEventListener("state", ({ detail }) => this.showState(detail), { signal });
    this.outbox.addEventListener("sent", ({ detail }) => this.stands(detail), { signal });
    this.giveBack();
    this.watchOlder();
    const wanted = location.hash.startsWith("#m-") && document.querySelector(location.hash);
    if (wanted) this.show(wanted);
    else if (this.hasNewLineTarget) this.newLineTarget.scrollIntoView({ block: "center" });
    else this.toEnd();
    this.asking = setInterval(() => this.wake(), ASK_EVERY);
    this.present = setInterval(() => this.beHere(), HERE_EVERY);
    this.markRead();
  }

  disconnect() {
    this.listening.abort();
    this.watcher?.disconnect();
    for (const timer of [this.asking, this.present]) clearInterval(timer);
    for (const timer of [this.reading, this.saying, this.quiet]) clearTimeout(timer);
  }

  /* What others say ------------------------------------------------------------------------------------------------ */

  heard({ detail }) {
    this.merge(detail.entries);
  }

  wake() {
    if (document.visibilityState !== "visible") return;
    this.catchUp();
    this.outbox.wake();
    this.beHere();
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
        const log = await this.fetched(`${this.logValue}?after=${this.seqValue}`, "application/json", "json");
        if (!log) return;
        if (log.first_seq > this.seqValue + 1) {
          // What lies between has been erased meanwhile: the page begins afresh, the outbox and the field stay.
          location.reload();
          return;
        }
        this.merge(log.entries);
        if (log.more) this.askAgain = true;
      } while (this.askAgain);
    } finally {
      this.catching = false;
    }
    this.beHere();
  }

  /* An answer of our own pages; nothing where there is no net or the page is somebody else's meanwhile. */
  async fetched(url, accept, kind, headers = {}) {
    try {
      const response = await fetch(url, {
        headers: { Accept: accept, ...headers },
        signal: AbortSignal.timeout(ANSWER_WITHIN),
      });
      return response.ok && !response.redirected ? await response[kind]() : null;
    } catch {
      return null;
    }
  }

  merge(entries) {
    const follow = this.scrolling != null || this.atEnd;
    const added = [];
    for (const entry of entries) if (entry.seq > this.seqValue) this.early.set(entry.seq, entry);
    while (this.early.has(this.seqValue + 1)) {
      const entry = this.early.get(this.seqValue + 1);
      this.early.delete(entry.seq);
      this.seqValue = entry.seq;
      if (entry.kind === "message") added.push(this.add(entry));
      else if (entry.message) this.became(entry.message);
    }
    if (this.early.size) this.catchUp();
    if (!added.length) return;
    if (follow) this.toEnd();
    else if (this.hasDownTarget) this.downTarget.hidden = false;
    this.markRead();
  }

  add(entry) {
    if (this.hasEmptyTarget) this.emptyTarget.remove();
    if (entry.author.id === this.meValue) this.echoOf(entry.client_uuid)?.remove();
    else if (!this.mutedValue.includes(entry.author.id)) this.sayArrived(entry);
    this.noLongerTyping(entry.author.id);
    const line = this.lines.append(entry);
    if (entry.files) this.dress(entry.seq);
    return line;
  }

  became(message) {
    const line = this.lines.find(message.seq);
    if (!line) return;
    const open = line.querySelector(".msg__deeds");
    this.lines.fill(line, { ...message, undo: this.takenBack.has(message.seq) });
    // What was unfolded under the message stays, and the focus in it.
    if (open && !message.deleted) line.querySelector(".msg__said").append(open);
    if (message.files) this.dress(message.seq);
  }

  /* Files are drawn by the server alone. */
  async dress(seq) {
    const html = await this.fetched(`${this.urlValue}messages/?seq=${seq}`, "text/html", "text");
    if (!html) return;
    const follow = this.atEnd;
    const said = new DOMParser().parseFromString(html, "text/html").querySelector(".msg__said");
    if (said) document.getElementById(said.id)?.replaceWith(said);
    if (follow) this.toEnd();
  }

  /* Older words ---------------------------------------------------------------------------------------------------- */

  watchOlder() {
    this.watcher = new IntersectionObserver(
      (seen) => {
        // Only where somebody scrolls up to it; a page that is just opened asks for nothing.
        if (this.hasScrolled && seen.some(({ isIntersecting }) => isIntersecting)) this.fetchOlder();
      },
      { rootMargin: "600px 0px 0px" },
    );
    if (this.hasOlderTarget) this.watcher.observe(this.olderTarget);
  }

  older(event) {
    event.preventDefault();
    this.fetchOlder();
  }

  async fetchOlder() {
    if (this.fetching || !this.hasOlderTarget) return;
    this.fetching = true;
    try {
      const row = this.olderTarget;
      const html = await this.fetched(row.querySelector("a").href, "text/html", "text", { "HX-Request": "true" });
      if (!html) return;
      const lines = document.createElement("template");
      lines.innerHTML = html;
      // A day that goes on keeps one line.
      const days = [...lines.content.querySelectorAll(".day time")];
      const first = this.listTarget.querySelector(".day time");
      if (first && days.at(-1)?.dateTime === first.dateTime) first.closest(".day").remove();
      const page = document.scrollingElement;
      const below = page.scrollHeight - page.scrollTop;
      const focused = row.contains(document.activeElement);
      const top = lines.content.querySelector(".msg");
      row.replaceWith(lines.content);
      scrollTo({ top: page.scrollHeight - below, behavior: "instant" });
      if (focused) [...this.listTarget.querySelectorAll(".msg")].at(0)?.focus({ preventScroll: true });
      else top?.blur();
      if (this.hasOlderTarget) this.watcher.observe(this.olderTarget);
    } finally {
      this.fetching = false;
    }
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
    const fields = this.carried;
    if (this.changing) {
      this.sendChange(body);
      return;
    }
    if (!body && !fields.some(([name]) => name === "files")) {
      this.fieldTarget.focus();
      return;
    }
    this.outbox.put({ room: String(this.roomValue), url: this.sendValue, page: location.pathname, body, fields });
    this.emptyField();
    this.formTarget.dispatchEvent(new CustomEvent("files:taken"));
    this.toEnd();
  }

  /* What goes along: files that are ready with their words, and what is answered. */
  get carried() {
    return [...new FormData(this.formTarget)].filter(
      ([name, value]) => typeof value === "string" && value && (name === "files" || name === "reply_to" || name.startsWith("description-")),
    );
  }

  emptyField() {
    this.fieldTarget.value = "";
    this.refusalTarget.textContent = "";
    this.letGo();
    // The kept words go with the empty field, and it gets its size again.
    this.fieldTarget.dispatchEvent(new Event("input", { bubbles: true }));
  }

  async giveBack() {
    for (const message of await this.outbox.waiting(String(this.roomValue))) {
      this.showState({ message, state: message.refused ? "refused" : "waiting" });
    }
    this.outbox.pump();
  }

  stands({ message, entry }) {
    if (message.room !== String(this.roomValue)) return;
    this.echoOf(message.uuid)?.remove();
    this.merge([entry]);
  }

  showState({ message, state, sentence = "" }) {
    if (message.room !== String(this.roomValue)) return;
    const echo = this.echoOf(message.uuid) ?? this.showEcho(message);
    echo.querySelector("[data-word]").textContent = this.wordsValue[state === "sending" ? "sending" : "waiting"];
    const [again, back] = echo.querySelectorAll("button");
    again.hidden = state === "sending";
    back.hidden = state !== "refused";
    if (sentence) this.refusalTarget.textContent = sentence;
    // A reload without net opens the room with what waits in it.
    if (state === "waiting") keepPage(document.body.dataset.person, this.urlValue, this.listening.signal);
  }

  showEcho(message) {
    if (this.hasEmptyTarget) this.emptyTarget.remove();
    const echo = this.echoTemplateTarget.content.firstElementChild.cloneNode(true);
    echo.dataset.uuid = message.uuid;
    echo.querySelector(".bubble").textContent = message.body || "…";
    this.echoesTarget.append(echo);
    return echo;
  }

  echoOf(uuid) {
    return [...this.echoesTarget.children].find((echo) => echo.dataset.uuid === uuid);
  }

  retry(event) {
    this.outbox.retry(event.target.closest(".msg").dataset.uuid);
    this.fieldTarget.focus();
  }

  /* What is refused as it is goes back into the field, to be said otherwise. */
  async putBack(event) {
    const { uuid } = event.target.closest(".msg").dataset;
    const message = (await this.outbox.waiting()).find((one) => one.uuid === uuid);
    if (message) {
      this.fieldTarget.value = [this.fieldTarget.value.trim(), message.body].filter(Boolean).join("\n");
      this.fieldTarget.dispatchEvent(new Event("input", { bubbles: true }));
      await this.outbox.drop(message);
    }
    this.echoOf(uuid)?.remove();
    this.fieldTarget.focus();
  }

  /* What one does with a message ------------------------------------------------------------------------------------ */

  async unfold(event) {
    event.preventDefault();
    const link = event.currentTarget;
    const line = link.closest(".msg");
    const open = line.querySelector(".msg__deeds");
    this.fold();
    if (open) return;
    const html = await this.fetched(link.href, "text/html", "text", { "HX-Request": "true" });
    if (!html) {
      location.assign(link.href);
      return;
    }
    link.setAttribute("aria-expanded", "true");
    line.querySelector(".msg__said").insertAdjacentHTML("beforeend", html);
    const deeds = line.querySelector(".msg__deeds");
    window.htmx.process(deeds);
    deeds.querySelector("button, a")?.focus({ preventScroll: true });
    deeds.scrollIntoView({ block: "nearest" });
  }

  fold() {
    for (const deeds of this.listTarget.querySelectorAll(".msg__deeds")) {
      const link = deeds.closest(".msg").querySelector(".msg__more");
      link?.removeAttribute("aria-expanded");
      if (deeds.contains(document.activeElement)) link?.focus({ preventScroll: true });
      deeds.remove();
    }
  }

  escape(event) {
    if (event.key !== "Escape") return;
    if (this.listTarget.querySelector(".msg__deeds")) this.fold();
    else if (this.hasAnsweringTarget && !this.answeringTarget.hidden) this.letGo(event);
  }

  answer(event) {
    event.preventDefault();
    const { seq, name } = event.currentTarget.dataset;
    this.letGo();
    this.formTarget.elements.namedItem("reply_to").value = seq;
    this.showAnswering(this.wordsValue.answering.replace("%(name)s", name));
  }

  change(event) {
    event.preventDefault();
    const { seq } = event.currentTarget.dataset;
    const bubble = this.lines.find(seq).querySelector(".bubble");
    this.letGo();
    this.before = this.fieldTarget.value;
    this.changing = seq;
    this.fieldTarget.value = bubble?.textContent ?? "";
    this.showAnswering(this.wordsValue.changing);
    this.fieldTarget.dispatchEvent(new Event("input", { bubbles: true }));
  }

  showAnswering(words) {
    this.fold();
    this.answeringTarget.querySelector("span").textContent = words;
    this.answeringTarget.hidden = false;
    this.fieldTarget.focus();
  }

  letGo(event) {
    event?.preventDefault();
    this.answeringTarget.hidden = true;
    this.formTarget.elements.namedItem("reply_to").value = "";
    if (!this.changing) return;
    this.changing = null;
    this.fieldTarget.value = this.before ?? "";
    this.before = "";
    this.fieldTarget.dispatchEvent(new Event("input", { bubbles: true }));
  }

  async sendChange(body) {
    const seq = this.changing;
    const answer = await this.post(`${this.urlValue}messages/${seq}/edit/`, { body });
    if (!answer?.ok) {
      this.refusalTarget.textContent = answer?.sentence || this.wordsValue.waiting;
      return;
    }
    this.refusalTarget.textContent = "";
    this.letGo();
    await this.catchUp();
    this.lines.find(seq)?.focus({ preventScroll: true });
  }

  async takeBack(event) {
    event.preventDefault();
    const seq = Number(event.currentTarget.dataset.seq);
    this.takenBack.add(seq);
    await this.post(`${this.urlValue}messages/${seq}/delete/`);
    await this.catchUp();
    this.lines.find(seq)?.querySelector("button")?.focus({ preventScroll: true });
  }

  async restore(event) {
    event.preventDefault();
    const seq = Number(event.currentTarget.closest(".msg").dataset.seq);
    const answer = await this.post(`${this.urlValue}messages/${seq}/restore/`);
    if (answer?.sentence) this.refusalTarget.textContent = answer.sentence;
    this.takenBack.delete(seq);
    await this.catchUp();
    this.lines.find(seq)?.focus({ preventScroll: true });
  }

  async post(url, fields = {}) {
    const token = document.querySelector('[name="csrfmiddlewaretoken"]').value;
    try {
      const response = await fetch(url, {
        method: "POST",
        headers: { Accept: "application/json", "X-CSRFToken": token },
        body: new URLSearchParams(fields),
        signal: AbortSignal.timeout(ANSWER_WITHIN),
      });
      const said = response.headers.get("Content-Type")?.includes("json") ? await response.json() : {};
      return { ok: response.ok && !response.redirected, ...said };
    } catch {
      return null;
    }
  }

  jump(event) {
    const line = this.lines.find(event.currentTarget.dataset.seq);
    if (!line) return;
    event.preventDefault();
    this.show(line);
  }

  show(line) {
    line.scrollIntoView({ block: "center" });
    line.focus({ preventScroll: true });
  }

  /* Who is here, and who writes ------------------------------------------------------------------------------------- */

  beHere() {
    if (document.visibilityState === "visible" && this.hasLiveTarget) this.tellOthers("here");
  }

  writing() {
    const now = Date.now();
    if (!this.fieldTarget.value || now - (this.toldTyping ?? 0) < TYPING_EVERY) return;
    this.toldTyping = now;
    this.tellOthers("typing");
  }

  tellOthers(type) {
    dispatchEvent(new CustomEvent("live:send", { detail: { type, key: `room:${this.roomValue}` } }));
  }

  typing({ detail: { person } }) {
    if (person.id === this.meValue || this.mutedValue.includes(person.id)) return;
    this.writers ??= new Map();
    this.writers.set(person.id, { name: person.name, until: Date.now() + TYPING_SHOWN });
    this.showTyping();
  }

  noLongerTyping(id) {
    if (this.writers?.delete(id)) this.showTyping();
  }

  showTyping() {
    clearTimeout(this.quiet);
    const now = Date.now();
    for (const [id, { until }] of this.writers) if (until <= now) this.writers.delete(id);
    const names = [...this.writers.values()];
    const { one, many } = this.wordsValue.typing;
    if (!this.hasTypingTarget) return;
    this.typingTarget.hidden = !names.length;
    this.typingTarget.textContent = names.length > 1 ? many : one.replace("%(name)s", names[0]?.name ?? "");
    if (names.length) this.quiet = setTimeout(() => this.showTyping(), TYPING_SHOWN);
  }

  here({ detail: { people } }) {
    const card = document.querySelector("[data-chat-here]");
    if (!card) return;
    const others = people.filter(({ id }) => id !== this.meValue);
    card.hidden = !others.length;
    card.querySelector("ul").replaceChildren(
      ...others.map(({ name }) => Object.assign(document.createElement("li"), { textContent: name })),
    );
  }

  /* One sentence for those who listen, however much comes. */
  sayArrived(entry) {
    this.arrived.push(entry);
    this.saying ??= setTimeout(() => {
      this.saying = null;
      const [first, ...others] = this.arrived.splice(0);
      const { one, many } = this.wordsValue.arrived;
      this.saysTarget.textContent = others.length
        ? many.replace("%(count)s", others.length + 1)
        : `${one.replace("%(name)s", first.author.name)}: ${first.body}`;
    }, SAID_EVERY);
  }

  /* Where one is --------------------------------------------------------------------------------------------------- */

  get atEnd() {
    const page = document.scrollingElement;
    return page.scrollHeight - page.scrollTop - innerHeight < NEAR_THE_END;
  }

  /* Once in a frame, however much came in it: each scroll makes the browser lay out the page. */
  toEnd() {
    if (this.hasDownTarget) this.downTarget.hidden = true;
    this.scrolling ??= requestAnimationFrame(() => {
      this.scrolling = null;
      scrollTo({ top: document.scrollingElement.scrollHeight, behavior: "instant" });
    });
  }

  scrolled() {
    this.hasScrolled = true;
    if (!this.atEnd) return;
    if (this.hasDownTarget) this.downTarget.hidden = true;
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
      const answer = await this.post(this.readValue, { seq });
      if (!answer?.ok) return;
      this.readTo = Math.max(this.readTo, seq);
      if (!answer.unread) this.clearLeaf();
    }, 800);
  }
}

window.Stimulus.register("chat", ChatController);
