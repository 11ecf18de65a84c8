/* The light marks at a tap: bold, list, quote, link, emoji, and a look at how it will stand. Whoever uses the buttons
 * need not know what the marks are; the words in the field stay the truth, also without this script.
 *
 *   <div data-controller="marks" data-marks-preview-value="…" data-marks-emoji-value="…">…<textarea>…</div>
 */
import { Controller } from "../../community/js/vendor/stimulus.min.js";
import EmojiPanel from "./emoji_panel.js";
import LinkPanel from "./link_panel.js";
import { help, isTyping, lineEnd, lineStart, said, type } from "./typing.js";

const BOLD = /\*\*(\S(?:.*?\S)?)\*\*/g;
const LINE_MARK = /^(\s*(?:[-*•] +|\d{1,3}[.)] +|> ?)?)(.*?)(\s*)$/;
const GOES_ON = /^(\s*)([-*•]|>|(\d{1,3})([.)])) +(.*)$/;
const inWord = (letter) => letter !== undefined && /[\p{L}\p{N}]/u.test(letter);

export default class MarksController extends Controller {
  static values = { preview: String, emoji: String };

  connect() {
    this.field = this.element.querySelector("textarea");
    if (!this.field || this.bar || !(this.bar = help(".marks"))) return;
    const link = help('[data-panel="link"]');
    const faces = help('[data-panel="emoji"]');
    this.shown = help(".marks__preview");
    this.field.before(this.bar, link, faces);
    this.field.after(this.shown);
    if (this.field.id) this.bar.setAttribute("aria-controls", this.field.id);

    // A tap on a button leaves the caret, and a phone's keyboard, where they are.
    this.bar.addEventListener("pointerdown", (event) => event.preventDefault());
    this.bar.addEventListener("click", (event) => this.press(event.target.closest("button")));
    this.bar.addEventListener("keydown", (event) => this.walk(event));
    this.field.addEventListener("keydown", (event) => this.shortcut(event));
    this.field.addEventListener("beforeinput", (event) => this.newLine(event));
    this.linkPanel = new LinkPanel(this.field, link, this.button("link"));
    this.emojiPanel = new EmojiPanel(this.field, faces, this.button("emoji"), this.emojiValue);
  }

  /* The bar ------------------------------------------------------------------------------------------------------- */

  get buttons() {
    return [...this.bar.querySelectorAll("button")];
  }

  button(mark) {
    return this.bar.querySelector(`[data-mark="${mark}"]`);
  }

  press(button) {
    if (!button || button.getAttribute("aria-disabled") === "true") return;
    this.stopAt(button);
    this[button.dataset.mark]();
  }

  stopAt(button) {
    for (const other of this.buttons) other.tabIndex = other === button ? 0 : -1;
  }

  walk(event) {
    const buttons = this.buttons;
    const at = buttons.indexOf(document.activeElement);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: buttons.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    const next = buttons[(to + buttons.length) % buttons.length];
    this.stopAt(next);
    next.focus();
  }

  shortcut(event) {
    if (event.key === "Escape") {
      this.linkPanel.close();
      this.emojiPanel.close();
    }
    if ((event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === "b") {
      event.preventDefault();
      this.bold();
    }
  }

  /* Marks --------------------------------------------------------------------------------------------------------- */

  bold() {
    const { field } = this;
    const { value, selectionStart: caret } = field;
    let [from, to] = [field.selectionStart, field.selectionEnd];
    if (from === to) {
      const start = lineStart(value, caret);
      for (const match of value.slice(start, lineEnd(value, caret)).matchAll(BOLD)) {
        const [begin, end] = [start + match.index, start + match.index + match[0].length];
        if (begin <= caret && caret <= end) {
          const kept = Math.min(Math.max(caret - 2, begin), end - 4);
          return type(field, begin, end, match[1], kept);
        }
      }
      while (inWord(value[from - 1])) from -= 1;
      while (inWord(value[to])) to += 1;
      if (from === to) {
        const words = said("bold");
        return type(field, from, to, `**${words}**`, from + 2, from + 2 + words.length);
      }
      return type(field, from, to, `**${value.slice(from, to)}**`, caret + 2);
    }
    while (from < to && /\s/.test(value[from])) from += 1;
    while (from < to && /\s/.test(value[to - 1])) to -= 1;
    const words = value.slice(from, to);
    if (value.slice(from - 2, from) === "**" && value.slice(to, to + 2) === "**") {
      return type(field, from - 2, to + 2, words, from - 2, to - 2);
    }
    // Bold ends with its line: each line gets its own.
    const lines = words.split("\n").map((line) => line.match(LINE_MARK));
    const isBold = lines.every(([, , line]) => !line || (line.length > 4 && /^\*\*.*\*\*$/.test(line)));
    const made = lines.map(([, mark, line, rest]) => {
      if (!line) return mark + rest;
      return `${mark}${isBold ? line.slice(2, -2) : `**${line.replaceAll("**", "")}**`}${rest}`;
    });
    const text = made.join("\n");
    const around = made.length === 1 && !isBold ? 2 : 0;
    return type(field, from, to, text, from + around, from + text.length - around);
  }

  list() {
    this.mark(/^\s*[-*•] +/, "- ");
  }

  quote() {
    this.mark(/^\s{0,3}> ?/, "> ");
  }

  /* Puts the mark before each line of the selection, or takes it away where all have it. */
  mark(pattern, mark) {
    const { field } = this;
    const { value, selectionStart, selectionEnd } = field;
    const from = lineStart(value, selectionStart);
    const to = lineEnd(value, selectionEnd);
    const lines = value.slice(from, to).split("\n");
    const full = lines.filter((line) => line.trim());
    const marked = full.length > 0 && full.every((line) => pattern.test(line));
    const made = lines.map((line) => {
      if (!line.trim()) return lines.length > 1 ? line : marked ? "" : mark;
      return marked ? line.replace(pattern, "") : mark + line;
    });
    const text = made.join("\n");
    if (selectionStart === selectionEnd) {
      const moved = selectionStart + text.length - (to - from);
      type(field, from, to, text, Math.max(from, moved));
    } else {
      type(field, from, to, text, from, from + text.length);
    }
  }

  /* Enter goes on with a list or a quote; on an empty item it ends it. */
  newLine(event) {
    if (isTyping() || event.isComposing || !["insertLineBreak", "insertParagraph"].includes(event.inputType)) return;
    const { field } = this;
    const { value, selectionStart: caret, selectionEnd } = field;
    if (caret !== selectionEnd) return;
    const from = lineStart(value, caret);
    const match = value.slice(from, caret).match(GOES_ON);
    if (!match) return;
    const [, indent, sign, number, dot, words] = match;
    if (number && !this.counts(value, from, Number(number))) return;
    event.preventDefault();
    if (!words.trim() && !value.slice(caret, lineEnd(value, caret)).trim()) {
      type(field, from, lineEnd(value, caret), "");
    } else {
      type(field, caret, caret, `\n${indent}${number ? `${Number(number) + 1}${dot}` : sign} `);
    }
  }

  /* "7. november" is a day and no list: a list begins with 1, or goes on from the line before. */
  counts(value, from, number) {
    const before = value.slice(lineStart(value, from - 1), Math.max(0, from - 1)).match(/^\s*(\d{1,3})[.)] /);
    return number === 1 || Number(before?.[1]) === number - 1;
  }

  /* Panels and the look -------------------------------------------------------------------------------------------- */

  link() {
    this.emojiPanel.close();
    this.linkPanel.toggle();
  }

  emoji() {
    this.linkPanel.close();
    this.emojiPanel.toggle();
  }

  /* Shows the words as the server will make them, in the place of the field; the same button leads back. */
  async preview() {
    if (!this.shown.hidden) return this.write();
    // Pressed again while the answer is on its way: one goes on writing.
    if (this.asking) return this.asking.abort();
    this.linkPanel.close();
    this.emojiPanel.close();
    if (!this.field.value.trim()) return this.look(said("empty"));
    const form = new FormData(this.field.form);
    const body = new URLSearchParams({
      csrfmiddlewaretoken: form.get("csrfmiddlewaretoken"),
      body: this.field.value,
      meant: form.get("meant") ?? "",
    });
    const asking = (this.asking = new AbortController());
    try {
      const answer = await fetch(this.previewValue, {
        method: "POST",
        body,
        headers: { "HX-Request": "true" },
        signal: asking.signal,
      });
      const words = await answer.text();
      if (answer.ok && !answer.redirected) this.look(words, true);
      else this.look(answer.status === 422 || answer.status === 429 ? words : said("cannot"));
    } catch {
      if (!asking.signal.aborted) this.look(said("cannot"));
    } finally {
      this.asking = null;
    }
  }

  look(words, made = false) {
    if (made) this.shown.innerHTML = words;
    else this.shown.textContent = words;
    this.shown.hidden = false;
    this.field.hidden = true;
    this.button("preview").setAttribute("aria-pressed", "true");
    for (const button of this.buttons) button.setAttribute("aria-disabled", button.dataset.mark !== "preview");
    this.shown.focus({ preventScroll: true });
  }

  write() {
    this.shown.hidden = true;
    this.field.hidden = false;
    this.button("preview").setAttribute("aria-pressed", "false");
    for (const button of this.buttons) button.removeAttribute("aria-disabled");
    this.field.focus();
  }
}
