/* Keeps what is typed in a form until it is surely stored, so that an error, a reload or a lost net costs nobody a
 * story. It stays in this tab (sessionStorage), under the person's own number, and is forgotten at sign-out.
 *
 *   <form data-controller="keep" data-keep-key-value="topic-12-reply">
 *   <form method="post" data-controller="keep" data-action="submit->keep#forgetAll">   (sign-out)
 */
import { PREFIX, read, tidyKept } from "../kept.js";
import { Controller } from "../vendor/stimulus.min.js";

const FIELDS = 'textarea, input[type="text"], input[type="search"], input[type="email"], input[type="tel"]';

function write(name, kept) {
  try {
    sessionStorage.setItem(name, JSON.stringify(kept));
  } catch {
    // Full or forbidden storage: the page works as it did without keeping.
  }
}

export default class KeepController extends Controller {
  static values = { key: String };

  connect() {
    if (!this.keyValue) return;
    const kept = read(this.name);
    if (kept) this.restore(kept);
    // Typed before this script came.
    else if (this.fields.some(({ value, defaultValue }) => value !== defaultValue)) this.keep();
    this.onInput = () => this.keep();
    this.onSubmit = () => this.keep(true);
    this.element.addEventListener("input", this.onInput);
    this.element.addEventListener("submit", this.onSubmit);
  }

  disconnect() {
    this.element.removeEventListener("input", this.onInput);
    this.element.removeEventListener("submit", this.onSubmit);
  }

  get name() {
    return `${PREFIX}${document.body.dataset.person}:${this.keyValue}`;
  }

  get fields() {
    return [...this.element.querySelectorAll(FIELDS)].filter((field) => field.name);
  }

  keep(sent = false) {
    const words = Object.fromEntries(this.fields.filter(({ value }) => value).map(({ name, value }) => [name, value]));
    if (Object.keys(words).length) write(this.name, { sent, words });
    else sessionStorage.removeItem(this.name);
  }

  restore({ words }) {
    for (const field of this.fields) {
      // What the server sent back is newer than what was kept.
      if (field.value || !words[field.name]) continue;
      field.value = words[field.name];
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
  }

  /* The form was stored without leaving the page (chat). */
  forget() {
    sessionStorage.removeItem(this.name);
  }

  forgetAll() {
    tidyKept("");
  }
}
