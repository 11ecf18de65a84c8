/* Two fields under the bar: where the link leads, and what it says. */
import { type } from "./typing.js";

const ADDRESS = /^https?:\/\/[\p{L}\p{N}_-]+(\.[\p{L}\p{N}_-]+)+([:/?#]\S*)?$/iu;

export default class LinkPanel {
  constructor(field, panel, button) {
    Object.assign(this, { field, panel, button });
    const part = (name) => panel.querySelector(`[data-link="${name}"]`);
    Object.assign(this, { address: part("address"), words: part("words"), error: part("error") });
    panel.addEventListener("click", (event) => {
      const deed = event.target.closest("[data-do]")?.dataset.do;
      if (deed === "link") this.put();
      if (deed === "close") this.leave();
    });
    panel.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.leave();
      // Enter here is not the sending of the form.
      if (event.key === "Enter" && event.target.matches("input")) {
        event.preventDefault();
        this.put();
      }
    });
    // What is typed here is no part of what is kept or sent.
    panel.addEventListener("input", (event) => event.stopPropagation());
  }

  toggle() {
    if (!this.panel.hidden) return this.leave();
    const { selectionStart, selectionEnd, value } = this.field;
    this.place = [selectionStart, selectionEnd];
    const chosen = value.slice(selectionStart, selectionEnd).trim();
    const isAddress = ADDRESS.test(chosen);
    this.address.value = isAddress ? chosen : "";
    this.words.value = isAddress || chosen.includes("\n") ? "" : chosen;
    this.fault(false);
    this.panel.hidden = false;
    this.button.setAttribute("aria-expanded", "true");
    (isAddress ? this.words : this.address).focus();
  }

  put() {
    const typed = this.address.value.trim();
    const address = /^https?:\/\//i.test(typed) ? typed : `https://${typed}`;
    if (!ADDRESS.test(address)) {
      this.fault(true);
      this.address.focus();
      return;
    }
    const words = this.words.value.replace(/[[\]\n]/g, " ").trim();
    const safe = address.replaceAll("(", "%28").replaceAll(")", "%29");
    this.close();
    const [from, to] = this.place;
    const apart = /[^\s(]/.test(this.field.value[from - 1] ?? " ") ? " " : "";
    type(this.field, from, to, apart + (words ? `[${words}](${safe})` : address));
  }

  fault(shown) {
    this.error.hidden = !shown;
    if (shown) this.address.setAttribute("aria-invalid", "true");
    else this.address.removeAttribute("aria-invalid");
  }

  close() {
    this.panel.hidden = true;
    this.button.setAttribute("aria-expanded", "false");
  }

  leave() {
    this.close();
    this.field.focus();
  }
}
