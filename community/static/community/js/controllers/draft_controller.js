/* Keeps what is typed in a form: on this phone at once, on the server a second later. It survives a reload, a crash, a
 * session that ran out and a lost net, and what is sent twice arrives once: the form's client_uuid is part of the draft.
 *
 *   <form method="post" data-controller="draft" data-draft-key-value="reply:12" data-draft-save-value="/drafts/save/">
 *
 * After restoring, `draft:restored` is dispatched on the form. On the phone a draft is
 * { values, base: the version of the server's that it builds on, dirty: whether the server lacks it,
 *   sent: the client_uuid it was sent with while no answer has come }.
 */
import { Controller } from "../vendor/stimulus.min.js";
import { deviceOf, forget, keepPage, read, write } from "../phone.js";

const PHONE_AFTER = 200;
const SERVER_AFTER = 1000;
const ANSWER_WITHIN = 15000;
// Before sending, the server is asked whether another device wrote meanwhile; it must not hold up the sending for long.
const ASK_WITHIN = 4000;
const AGAIN_AFTER = 5000;
// What browsers let a page that is being left still send.
const KEEPALIVE_LIMIT = 30000;
const NOT_KEPT = new Set(["csrfmiddlewaretoken", "draft_key", "draft_version", "draft_device", "to"]);
const WORDS = 'textarea[name], input[type="text"][name], input[name="files"]';
// Said aloud by screen readers; the others come and go too often.
const NEWS = new Set(["phone", "waiting", "failed", "out", "gone", "posted", "long"]);

const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

export default class DraftController extends Controller {
  static targets = ["state", "status", "way", "choice", "other"];
  static values = {
    key: String,
    save: String,
    version: Number,
    device: String,
    begun: Object,
    answered: Boolean,
  };

  async connect() {
    this.person = document.body.dataset.person;
    this.page = location.pathname + location.search;
    this.base = this.versionValue;
    this.served = this.fields();
    this.changes = 0;
    this.listening = new AbortController();
    this.gone = new AbortController();
    let begun;
    this.begun = new Promise((resolve) => {
      begun = resolve;
    });
    const on = (target, name, deed) => target?.addEventListener(name, deed, { signal: this.listening.signal });
    on(this.element, "input", () => this.typed());
    on(this.element, "change", () => this.typed());
    on(this.element, "submit", (event) => this.submitted(event));
    on(window, "pagehide", () => this.leave());
    on(document, "visibilitychange", () => document.visibilityState === "hidden" && this.leave());
    on(window, "online", () => this.again());
    on(this.begunForm, "submit", (event) => this.startOver(event));
    const [device, found] = await Promise.all([deviceOf(this.person), read(this.person, this.keyValue)]);
    const kept = this.bridged(found);
    this.device = device ?? crypto.randomUUID();
    this.ready = true;
    this.mark();
    this.begin(kept);
    this.element.dataset.draftReady = "";
    begun();
  }

  disconnect() {
    this.leave();
    this.listening.abort();
    for (const timer of [this.phoneSoon, this.serverSoon, this.retry]) clearTimeout(timer);
  }

  get begunForm() {
    return document.querySelector(`[data-draft-begun="${this.keyValue}"]`);
  }

  /* Beginning: what stands here, on the phone and on the server --------------------------------------------------- */

  begin(kept) {
    const fromPhone = document.body.hasAttribute("data-kept");
    if (this.answeredValue) {
      // What the server sent back is what was typed last.
      this.typed();
    } else if (kept && (kept.dirty || kept.sent || fromPhone)) {
      const elsewhere = !fromPhone && this.versionValue > kept.base && this.deviceValue !== this.device;
      this.sent = kept.sent;
      this.base = fromPhone ? kept.base : this.versionValue;
      this.restore(kept.values);
      this.dirty = kept.dirty;
      if (elsewhere && !same(kept.values, this.begunValue)) this.choose(this.begunValue, this.versionValue);
      else if (kept.dirty || kept.sent) this.save();
    } else if (this.versionValue) {
      this.restore(this.begunValue);
    } else if (kept) {
      // Sent or deleted from another device.
      forget(this.person, this.keyValue);
    }
    // What was typed before this script came.
    else if (this.typedAlready()) this.typed();
    if (this.says() && (this.versionValue || kept)) this.keepThisPage();
  }

  typedAlready() {
    return [...this.element.querySelectorAll(WORDS)].some((field) => field.value !== field.defaultValue);
  }

  /* IndexedDB answers too late for a page that is being left this moment: until it has the words, the tab has them,
   * under the prefix that is tidied away when others come and at sign-out (kept.js). */
  get bridge() {
    return `keep:${this.person}:draft:${this.keyValue}`;
  }

  bridged(found) {
    try {
      const { values, base, sent } = JSON.parse(sessionStorage.getItem(this.bridge)) ?? {};
      return values ? { base, sent, ...found, values, dirty: true } : found;
    } catch {
      return found;
    }
  }

  toBridge() {
    try {
      const { base, sent = "" } = this;
      sessionStorage.setItem(this.bridge, JSON.stringify({ values: this.fields(), base, sent }));
    } catch {
      // Full or forbidden storage: a fifth of a second's words may be lost.
    }
  }

  dropBridge() {
    try {
      sessionStorage.removeItem(this.bridge);
    } catch {
      // There is none.
    }
  }

  restore(values) {
    this.restoring = true;
    const now = this.fields();
    for (const field of this.element.querySelectorAll('input[type="checkbox"]')) field.checked = false;
    for (const [name, texts] of Object.entries(values)) {
      // What was typed while we looked is newer.
      if (NOT_KEPT.has(name) || (this.changes && !same(now[name], this.served[name]))) continue;
      // Words typed anew are no second sending of the old ones.
      if (name === "client_uuid" && this.changes) continue;
      const fields = [...this.element.querySelectorAll(`[name="${CSS.escape(name)}"]:not(button, [type="file"])`)];
      if (fields[0]?.type === "radio" || fields[0]?.type === "checkbox") {
        for (const field of fields) field.checked = texts.includes(field.value);
        continue;
      }
      texts.forEach((text, index) => {
        (fields[index] ?? this.anotherField(name)).value = text;
      });
    }
    for (const field of this.element.querySelectorAll('textarea, input[type="text"][name]')) {
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
    this.dispatch("restored");
    this.restoring = false;
    if (this.begunForm) this.begunForm.hidden = !this.says();
  }

  /* One name may have several values, such as the files that hang on. */
  anotherField(name) {
    const field = document.createElement("input");
    Object.assign(field, { type: "hidden", name });
    this.element.append(field);
    return field;
  }

  /* Keeping --------------------------------------------------------------------------------------------------------- */

  fields() {
    const values = {};
    for (const [name, value] of new FormData(this.element)) {
      if (typeof value === "string" && !NOT_KEPT.has(name)) (values[name] ??= []).push(value.replaceAll("\r\n", "\n"));
    }
    return values;
  }

  says() {
    return [...this.element.querySelectorAll(WORDS)].some(({ value }) => value.trim());
  }

  typed() {
    if (this.restoring) return;
    this.changes += 1;
    this.dirty = true;
    this.toBridge();
    // Whoever writes on while it waits for the net sends by themselves when they are done.
    if (this.waiting) this.wait(null);
    this.phoneSoon ??= setTimeout(() => this.toPhone(), PHONE_AFTER);
    clearTimeout(this.serverSoon);
    this.serverSoon = setTimeout(() => this.save(), SERVER_AFTER);
    if (this.says()) this.keepThisPage();
  }

  /* A step of a bevidning was taken. */
  keep() {
    if (this.restoring || !this.ready) return;
    this.typed();
    this.save();
  }

  async keepThisPage() {
    if (this.pageKept) return;
    this.pageKept = true;
    this.pageKept = await keepPage(this.person, this.page, this.gone.signal);
  }

  async toPhone() {
    clearTimeout(this.phoneSoon);
    this.phoneSoon = null;
    if (!this.ready || this.done) return;
    const { person, keyValue: key, base, dirty, sent = "", page, changes } = this;
    if (this.says()) await write({ person, key, values: this.fields(), base, dirty: Boolean(dirty), sent, page });
    else await forget(person, key);
    if (changes === this.changes) this.dropBridge();
  }

  /* Gives how it went: saved, posted, choice, or why not. One at a time. */
  async save(within = ANSWER_WITHIN, leaving = false) {
    if (!this.ready || this.done) return "done";
    if (this.choosing) return "choice";
    if (this.saving) await this.saving;
    this.saving ??= this.toServer(within, leaving).finally(() => {
      this.saving = null;
    });
    return this.saving;
  }

  async toServer(within, leaving) {
    clearTimeout(this.serverSoon);
    clearTimeout(this.retry);
    const before = this.changes;
    const kept = this.toPhone();
    if (!this.says() && !this.base) return "saved";
    const body = new FormData(this.element);
    for (const [name, value] of [...body]) if (typeof value !== "string") body.delete(name);
    body.set("draft_key", this.keyValue);
    this.say("saving");
    let answer;
    try {
      answer = await this.post(this.saveValue, body, within, { Accept: "application/json" }, leaving);
    } catch {
      await kept;
      this.say("phone");
      this.retry = setTimeout(() => this.again(), AGAIN_AFTER);
      return "phone";
    }
    const refused = this.refused(answer);
    if (refused) return refused;
    const said = await answer.json();
    if (answer.status === 409) {
      this.choose(said.values, said.version);
      return "choice";
    }
    if (said.posted) return this.arrived(said.posted);
    this.base = said.version;
    this.dirty = this.changes !== before;
    this.mark();
    await this.toPhone();
    this.say("saved");
    return "saved";
  }

  /* A page that is being left may still send a little; a page that stays must learn whether it arrived. */
  async post(url, body, within, headers, leaving = false) {
    const fields = new URLSearchParams();
    for (const [name, value] of body) if (typeof value === "string") fields.append(name, value);
    const files = [...body.values()].some((value) => typeof value !== "string" && value.size);
    const keepalive = leaving && !files && fields.toString().length < KEEPALIVE_LIMIT;
    const signal = AbortSignal.timeout(within);
    return fetch(url, { method: "POST", body: files ? body : fields, headers, redirect: "manual", keepalive, signal });
  }

  /* Why the server did not take it, said to the person; "" where it did. */
  refused({ type, status }) {
    let why = "";
    if (type === "opaqueredirect" || status === 401 || status === 403) why = "out";
    else if (status === 404) why = "gone";
    else if (status === 422 || status === 413 || status === 400) why = "long";
    else if (status >= 500) why = "failed";
    if (why) this.say(why);
    return why;
  }

  /* The fields by which the form says what its draft builds on. */
  mark() {
    this.element.querySelector('[name="draft_version"]').value = this.base;
    this.element.querySelector('[name="draft_device"]').value = this.device;
  }

  leave() {
    if (!this.ready || this.done || !this.dirty) return;
    this.toPhone();
    if (!this.saving && !this.waiting) this.save(ANSWER_WITHIN, true);
  }

  again() {
    if (this.waiting) this.send(this.waiting);
    else if (this.dirty) this.save();
    if (this.says() && this.dirty) this.keepThisPage();
  }

  async startOver(event) {
    if (navigator.onLine) {
      this.done = true;
      this.dropBridge();
      forget(this.person, this.keyValue);
      return;
    }
    event.preventDefault();
    for (const field of this.element.querySelectorAll(WORDS)) field.value = "";
    this.typed();
    this.dispatch("restored");
    event.target.hidden = true;
  }

  /* Sending --------------------------------------------------------------------------------------------------------- */

  get uuid() {
    return this.element.querySelector('[name="client_uuid"]');
  }

  submitted(event) {
    const button = event.submitter;
    if (event.defaultPrevented || (button?.name === "to" && button.value !== "send")) return;
    if (button?.hasAttribute("formaction")) {
      // "Save for later" goes its ordinary way, or stays here while there is none.
      if (!navigator.onLine) {
        event.preventDefault();
        this.save();
      }
      return;
    }
    event.preventDefault();
    if (!this.sending) this.send(button ?? true);
  }

  async send(button) {
    if (this.sending) return;
    this.sending = true;
    this.wait(null);
    try {
      // Whoever sends before the phone has answered is sent as soon as it has.
      await this.begun;
      const state = this.changes !== this.sentChanges || !this.sent ? await this.save(ASK_WITHIN) : "";
      if (["choice", "out", "gone", "posted", "done"].includes(state)) return;
      this.sent = this.uuid?.value;
      this.sentChanges = this.changes;
      await this.toPhone();
      this.say("sending");
      await this.handOver(button);
    } finally {
      this.sending = false;
    }
  }

  async handOver(button) {
    const body = new FormData(this.element);
    if (button.name) body.set(button.name, button.value);
    let answer;
    try {
      answer = await this.post(this.element.action, body, ANSWER_WITHIN, { "X-Sent-By": "script" });
    } catch {
      this.wait(button);
      return;
    }
    if (answer.type === "opaqueredirect" || answer.status >= 500) {
      this.refused(answer);
    } else if (answer.headers.get("Content-Type")?.startsWith("application/json")) {
      const { url } = await answer.json();
      this.done = true;
      // Who goes back to this page finds no words in it that stand elsewhere already.
      this.element.reset();
      this.gone.abort();
      this.dropBridge();
      await forget(this.person, this.keyValue);
      const next = new URL(url, location.href);
      const here = next.pathname + next.search === location.pathname + location.search;
      location.assign(next);
      if (here) location.reload();
    } else {
      // The server has something to say: the ordinary way shows its page.
      if (button.name) Object.assign(this.anotherField(button.name), { value: button.value });
      HTMLFormElement.prototype.submit.call(this.element);
    }
  }

  /* Sent by itself when the net is back, with the same client_uuid. */
  wait(button) {
    clearTimeout(this.retry);
    this.waiting = button;
    if (!button) return;
    this.say("waiting");
    this.retry = setTimeout(() => this.again(), AGAIN_AFTER);
  }

  /* This very form stands already: the answer was lost, or another device sent it. What was written since stays. */
  async arrived(url) {
    const lost = this.sent && (this.sentChanges ?? 0) === this.changes;
    this.base = 0;
    this.sent = "";
    this.wait(null);
    if (this.uuid) this.uuid.value = crypto.randomUUID();
    if (lost) {
      this.restoring = true;
      for (const field of this.element.querySelectorAll(WORDS)) {
        if (field.name === "files") field.remove();
        else field.value = "";
        field.dispatchEvent(new Event("input", { bubbles: true }));
      }
      this.restoring = false;
      this.dirty = false;
      if (this.begunForm) this.begunForm.hidden = true;
    }
    this.mark();
    await this.toPhone();
    this.say("posted", url);
    return "posted";
  }

  /* Two devices ----------------------------------------------------------------------------------------------------- */

  choose(values, version) {
    this.choosing = { values, version };
    const choice = this.choiceTarget.content.cloneNode(true).firstElementChild;
    choice.querySelector("[data-mine]").textContent = this.textOf(this.fields());
    choice.querySelector("[data-theirs]").textContent = this.textOf(values);
    this.choiceTarget.before(choice);
    this.chosen = choice;
    this.say("");
    choice.focus();
  }

  textOf(values) {
    const names = [...this.element.querySelectorAll(WORDS)].map(({ name }) => name).filter((name) => name !== "files");
    const texts = [...new Set(names)].flatMap((name) => values[name] ?? []);
    return texts.filter((text) => text.trim()).join("\n\n");
  }

  keepMine() {
    this.decide(this.choosing.values);
    this.dirty = true;
    this.save();
  }

  takeTheirs() {
    const { values } = this.choosing;
    this.decide(this.fields());
    this.changes = 0;
    this.restore(values);
    this.dirty = false;
    this.toPhone();
  }

  /* The text that was not chosen stays on the page until the other is sent. */
  decide(other) {
    this.base = this.choosing.version;
    this.choosing = null;
    this.mark();
    const details = this.otherTarget.content.cloneNode(true).firstElementChild;
    details.querySelector("[data-other]").textContent = this.textOf(other);
    this.chosen.replaceWith(details);
    details.querySelector("summary").focus();
  }

  /* In words --------------------------------------------------------------------------------------------------------- */

  say(name, url = "") {
    const words = this.stateTarget.dataset[name] ?? "";
    this.stateTarget.textContent = words;
    this.element.dataset.draftState = name;
    if (NEWS.has(name) && this.told !== name) this.statusTarget.textContent = words;
    else if (name === "saved" && NEWS.has(this.told)) this.statusTarget.textContent = words;
    if (NEWS.has(name) || name === "saved") this.told = name;
    const way = this.wayTarget;
    way.hidden = !way.dataset[name];
    way.textContent = way.dataset[name] ?? "";
    if (name === "out") way.href = `${way.dataset.href}?next=${encodeURIComponent(this.page)}`;
    else if (url) way.href = url;
  }
}
