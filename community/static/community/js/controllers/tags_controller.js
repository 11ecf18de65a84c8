/* A field of words with commas between, as chips and suggestions. Without this script the same field is plain text.
 *
 *   <div data-tags-url="/boards/3/tags/"><input name="tags" data-controller="tags" …></div>
 *
 * The field itself stays in the form, hidden, and holds the words as the server reads them; what keeps forms
 * (keep_controller) reads and writes it, and says so by "input".
 */
import { Controller } from "../vendor/stimulus.min.js";

const PATIENCE = 180;

const element = (name, attributes = {}, text = "") => {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.textContent = text;
  return made;
};

export default class TagsController extends Controller {
  static values = { most: Number, longest: Number, remove: String, chosen: String, offered: String, full: String };

  connect() {
    this.listening = new AbortController();
    this.options = [];
    this.active = -1;
    this.build();
    const on = (target, name, deed) => target.addEventListener(name, deed, { signal: this.listening.signal });
    on(this.element, "input", () => {
      if (!this.writing) this.read();
    });
    on(this.typed, "input", () => this.typing());
    on(this.typed, "keydown", (event) => this.key(event));
    on(this.typed, "focus", () => this.suggest());
    // No chip is made here: the page would move under the finger that is on its way to a button.
    on(this.typed, "blur", () => this.close());
    on(this.box, "click", (event) => this.press(event));
    // Choosing with the finger or mouse must not take the focus away.
    on(this.list, "pointerdown", (event) => event.preventDefault());
    if (document.activeElement === this.element) this.goOn();
    this.read();
    this.element.hidden = true;
  }

  /* Somebody was quicker than this script: the word they are writing goes on where it is written now. */
  goOn() {
    const words = this.element.value.split(",");
    this.typed.value = words.pop().trimStart();
    this.element.value = words.join(",");
    this.typed.focus();
    queueMicrotask(() => this.store());
  }

  disconnect() {
    this.listening.abort();
    clearTimeout(this.waiting);
    this.element.id = this.typed.id;
    this.element.hidden = false;
    this.box.remove();
  }

  get url() {
    return this.element.closest("[data-tags-url]")?.dataset.tagsUrl ?? "";
  }

  build() {
    const { id } = this.element;
    this.list = element("ul", { class: "tags-field__offered", role: "listbox", id: `${id}-offered`, "aria-label": this.offeredValue, hidden: "" });
    this.typed = element("input", {
      class: "input",
      type: "text",
      role: "combobox",
      autocomplete: "off",
      autocapitalize: "none",
      enterkeyhint: "done",
      maxlength: this.longestValue,
      "aria-autocomplete": "list",
      "aria-expanded": "false",
      "aria-controls": this.list.id,
    });
    for (const name of ["aria-describedby", "aria-invalid"]) {
      if (this.element.hasAttribute(name)) this.typed.setAttribute(name, this.element.getAttribute(name));
    }
    this.chips = element("ul", { class: "tags", "aria-label": this.chosenValue, hidden: "" });
    this.full = element("p", { class: "hint", role: "status" });
    this.box = element("div", { class: "tags-field" });
    const under = element("div", { class: "tags-field__line" });
    under.append(this.typed, this.list);
    this.box.append(this.chips, under, this.full);
    // The label names what one types in now.
    this.element.removeAttribute("id");
    this.typed.id = id;
    this.element.after(this.box);
  }

  /* The words ------------------------------------------------------------------------------------------------------ */

  read() {
    this.words = [];
    for (const typed of this.element.value.split(/[,;\n]/)) this.add(typed);
    this.show();
  }

  add(typed) {
    const word = typed.replace(/^[#\s]+/, "").replace(/\s+/g, " ").trim().toLowerCase();
    if (word && !this.words.includes(word)) this.words.push(word);
  }

  take(typed) {
    if (!typed.trim()) return;
    for (const part of typed.split(/[,;]/)) if (this.words.length < this.mostValue) this.add(part);
    this.typed.value = "";
    this.write();
  }

  write() {
    this.store();
    this.show();
  }

  /* The field holds the word that is half written too: sent or kept, it is no less said. */
  store() {
    this.writing = true;
    this.element.value = [...this.words, this.typed.value.trim()].filter(Boolean).join(", ");
    this.element.dispatchEvent(new Event("input", { bubbles: true }));
    this.writing = false;
  }

  show() {
    this.chips.replaceChildren(
      ...this.words.map((word) => {
        const item = element("li");
        const button = element("button", { type: "button", class: "tags__tag tags__tag--own", "aria-label": `${this.removeValue} ${word}` });
        button.dataset.word = word;
        button.append(element("span", {}, word), element("span", { "aria-hidden": "true" }, "×"));
        item.append(button);
        return item;
      }),
    );
    this.chips.hidden = !this.words.length;
    // More than fit came from the server with its own sentence.
    const full = this.words.length >= this.mostValue;
    this.typed.readOnly = full;
    this.full.textContent = full ? this.fullValue : "";
    if (full) this.close();
  }

  press(event) {
    const chip = event.target.closest("[data-word]");
    const option = event.target.closest("[role=option]");
    if (chip) {
      this.words = this.words.filter((word) => word !== chip.dataset.word);
      this.write();
      this.typed.focus();
    } else if (option) {
      this.choose(option.textContent);
    }
  }

  choose(word) {
    this.close();
    this.take(word);
    this.suggest();
  }

  /* The suggestions -------------------------------------------------------------------------------------------------- */

  typing() {
    this.select(-1);
    if (/[,;]/.test(this.typed.value)) this.take(this.typed.value);
    else this.store();
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.suggest(), PATIENCE);
  }

  async suggest() {
    const begins = this.typed.value.trim();
    if (!this.url || this.words.length >= this.mostValue) return this.close();
    this.asking?.abort();
    this.asking = new AbortController();
    try {
      const answer = await fetch(`${this.url}?begins=${encodeURIComponent(begins)}`, {
        headers: { Accept: "application/json" },
        signal: this.asking.signal,
      });
      const { tags } = answer.ok ? await answer.json() : { tags: [] };
      if (document.activeElement === this.typed) this.offer(tags.filter((tag) => !this.words.includes(tag)));
    } catch {
      // No net, no suggestions; one can type all the same.
    }
  }

  offer(tags) {
    this.active = -1;
    this.options = tags.map((tag, number) => element("li", { role: "option", id: `${this.list.id}-${number}`, "aria-selected": "false" }, tag));
    this.list.replaceChildren(...this.options);
    this.list.hidden = !tags.length;
    this.typed.setAttribute("aria-expanded", String(Boolean(tags.length)));
    this.typed.removeAttribute("aria-activedescendant");
  }

  close() {
    this.offer([]);
  }

  move(step) {
    if (!this.options.length) return this.suggest();
    const from = this.active < 0 && step < 0 ? 0 : this.active;
    this.select((from + step + this.options.length) % this.options.length);
  }

  /* Which suggestion Enter takes; none while one types on. */
  select(number) {
    this.options[this.active]?.setAttribute("aria-selected", "false");
    this.active = number;
    const option = this.options[number];
    option?.setAttribute("aria-selected", "true");
    option?.scrollIntoView({ block: "nearest" });
    if (option) this.typed.setAttribute("aria-activedescendant", option.id);
    else this.typed.removeAttribute("aria-activedescendant");
  }

  key(event) {
    if (event.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      this.move(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Enter" && (this.active >= 0 || this.typed.value.trim())) {
      // Enter takes the word; the form waits for its button.
      event.preventDefault();
      if (this.active >= 0) this.choose(this.options[this.active].textContent);
      else this.take(this.typed.value);
    } else if (event.key === "Escape" && !this.list.hidden) {
      event.preventDefault();
      this.close();
    } else if (event.key === "Backspace" && !this.typed.value && this.words.length) {
      this.words.pop();
      this.write();
    }
  }
}
