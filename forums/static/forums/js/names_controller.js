/* "@" and the beginning of a name: the people here who are called so, to choose by tap, arrows, Enter or Tab.
 *
 * The text keeps "@Freja Holm"; which of several Frejas was chosen travels in the hidden field `meant`, and the server
 * looks whether she reads here. The field stays an ordinary text box for screen readers: aria-activedescendant names
 * the chosen person, and a polite line says that there is something to choose from.
 */
import { Controller } from "../../community/js/vendor/stimulus.min.js";
import { help, isTyping, said, type } from "./typing.js";

const BEGUN = /(?:^|[^\p{L}\p{N}_@/])@((?:[\p{L}\p{N}'’.-]+ ?){0,3})$/u;
const PATIENCE = 120;

export default class NamesController extends Controller {
  static values = { people: String };

  connect() {
    this.field = this.element.querySelector("textarea");
    if (!this.field || this.list || !(this.list = help(".marks__people"))) return;
    this.hint = help(".hint");
    this.status = help('[role="status"]');
    this.list.id = `${this.field.id}-people`;
    this.field.after(this.list);
    this.field.parentElement.append(this.hint, this.status);
    this.field.setAttribute("aria-autocomplete", "list");
    this.field.setAttribute("aria-controls", this.list.id);

    this.field.addEventListener("input", (event) => this.typed(event));
    this.field.addEventListener("compositionend", () => this.ask());
    this.field.addEventListener("keydown", (event) => this.key(event));
    this.field.addEventListener("click", () => this.close());
    this.field.addEventListener("blur", () => this.close());
    this.list.addEventListener("pointerdown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => this.choose(event.target.closest("[role=option]")));
  }

  disconnect() {
    clearTimeout(this.waiting);
  }

  /* What stands between the "@" and the caret; null where no name is being written. */
  get begun() {
    const { value, selectionStart, selectionEnd } = this.field;
    if (selectionStart !== selectionEnd) return null;
    return value.slice(Math.max(0, selectionStart - 80), selectionStart).match(BEGUN)?.[1] ?? null;
  }

  typed(event) {
    if (isTyping() || event.isComposing || document.activeElement !== this.field) return;
    this.ask();
  }

  ask() {
    clearTimeout(this.waiting);
    const begun = this.begun;
    // What a longer beginning cannot find a shorter one has shown already.
    if (begun === null || (this.nobody !== undefined && begun.startsWith(this.nobody))) return this.close();
    this.nobody = undefined;
    this.waiting = setTimeout(() => this.fetch(begun), PATIENCE);
  }

  async fetch(begun) {
    let words = "";
    try {
      const address = `${this.peopleValue}?begins=${encodeURIComponent(begun.trim())}`;
      const answer = await fetch(address, { headers: { "HX-Request": "true" } });
      if (!answer.ok || answer.redirected) return this.close();
      words = await answer.text();
    } catch {
      return this.close();
    }
    // Whoever has left the field meanwhile does not choose.
    if (this.begun !== begun || document.activeElement !== this.field) return;
    this.list.innerHTML = words;
    for (const option of this.options) option.id = `${this.field.id}-${option.dataset.pk}`;
    if (!this.options.length) {
      if (begun) this.nobody = begun;
      return this.close();
    }
    this.open(begun);
  }

  get options() {
    return [...this.list.querySelectorAll("[role=option]")];
  }

  open(begun) {
    this.list.hidden = false;
    this.place();
    this.point(begun ? 0 : -1);
    this.status.textContent = `${said("people")} ${this.options.map(({ dataset }) => dataset.name).join(", ")}`;
  }

  close() {
    clearTimeout(this.waiting);
    if (!this.list || this.list.hidden) return;
    this.list.hidden = true;
    this.field.removeAttribute("aria-activedescendant");
    this.status.textContent = "";
  }

  point(at) {
    const options = this.options;
    this.at = at < 0 ? -1 : at % options.length;
    options.forEach((option, index) => option.setAttribute("aria-selected", index === this.at));
    const now = options[this.at];
    if (now) {
      this.field.setAttribute("aria-activedescendant", now.id);
      now.scrollIntoView({ block: "nearest" });
    } else {
      this.field.removeAttribute("aria-activedescendant");
    }
  }

  key(event) {
    if (this.list.hidden || event.isComposing) return;
    const many = this.options.length;
    if (event.key === "ArrowDown") this.point(this.at + 1);
    else if (event.key === "ArrowUp") this.point((this.at < 0 ? many : this.at + many) - 1);
    else if ((event.key === "Enter" || event.key === "Tab") && this.at >= 0) this.choose(this.options[this.at]);
    else if (event.key === "Escape") this.close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  choose(option) {
    if (!option) return;
    const { name, pk } = option.dataset;
    const caret = this.field.selectionStart;
    const from = caret - (this.begun?.length ?? 0);
    const space = /^[\s,.!?:;)]/.test(this.field.value.slice(caret)) ? "" : " ";
    this.close();
    type(this.field, from, caret, name + space);
    const meant = this.element.querySelector('input[name="meant"]');
    const line = `${name}:${pk}`;
    if (meant && !meant.value.split("\n").includes(line)) meant.value += `${meant.value ? "\n" : ""}${line}`;
  }

  /* Under the line one writes in, or over it where the keyboard begins. */
  place() {
    const { field, list } = this;
    const style = getComputedStyle(field);
    const mirror = document.createElement("div");
    for (const name of ["font", "letterSpacing", "lineHeight", "padding", "border", "boxSizing", "tabSize"]) {
      mirror.style[name] = style[name];
    }
    Object.assign(mirror.style, {
      position: "absolute",
      visibility: "hidden",
      whiteSpace: "pre-wrap",
      overflowWrap: "break-word",
      inlineSize: `${field.clientWidth}px`,
    });
    mirror.textContent = field.value.slice(0, field.selectionStart);
    const caret = document.createElement("span");
    caret.textContent = "\u200b";
    mirror.append(caret);
    field.after(mirror);
    const line = field.offsetTop + caret.offsetTop - field.scrollTop;
    const height = caret.offsetHeight;
    mirror.remove();
    const seen = window.visualViewport ?? { offsetTop: 0, height: window.innerHeight };
    const below = seen.offsetTop + seen.height - (field.getBoundingClientRect().top + line - field.offsetTop + height);
    const over = below < list.offsetHeight + 8 && line - list.offsetHeight > field.offsetTop - 200;
    list.style.insetBlockStart = `${over ? line - list.offsetHeight - 4 : line + height + 4}px`;
  }
}
