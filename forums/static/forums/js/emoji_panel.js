/* The small faces, fetched when they are first asked for. Arrow keys walk over them, typing finds them by name. */
import { said, type } from "./typing.js";

export default class EmojiPanel {
  constructor(field, panel, button, address) {
    Object.assign(this, { field, panel, button, address });
    panel.addEventListener("click", (event) => this.pick(event.target.closest("[data-emoji]")));
    panel.addEventListener("input", (event) => {
      event.stopPropagation();
      this.find(event.target.value);
    });
    panel.addEventListener("keydown", (event) => this.key(event));
  }

  async toggle() {
    if (!this.panel.hidden) return this.leave();
    this.place = [this.field.selectionStart, this.field.selectionEnd];
    this.panel.hidden = false;
    this.button.setAttribute("aria-expanded", "true");
    if (!this.search) await this.fetch();
    // On a phone the keyboard would cover what one came for.
    const first = matchMedia("(pointer: coarse)").matches ? this.faces[0] : this.search;
    // All of the panel, and not behind the page's own bar.
    this.panel.scrollIntoView({ block: "nearest" });
    first?.focus();
  }

  async fetch() {
    try {
      const answer = await fetch(this.address, { headers: { "HX-Request": "true" } });
      if (!answer.ok || answer.redirected) throw new Error(answer.status);
      this.panel.innerHTML = await answer.text();
      this.search = this.panel.querySelector("input");
      this.find("");
    } catch {
      this.panel.textContent = said("cannot");
    }
  }

  get faces() {
    return [...this.panel.querySelectorAll("[data-emoji]")].filter((face) => !face.hidden);
  }

  find(words) {
    const wanted = words.trim().toLowerCase();
    for (const group of this.panel.querySelectorAll(".emoji__group")) {
      const faces = [...group.querySelectorAll("[data-emoji]")];
      for (const face of faces) face.hidden = !face.getAttribute("aria-label").toLowerCase().includes(wanted);
      group.hidden = faces.every((face) => face.hidden);
    }
    const found = this.faces;
    this.panel.querySelector("[data-none]").hidden = found.length > 0;
    this.stopAt(found[0]);
  }

  stopAt(face) {
    for (const other of this.panel.querySelectorAll("[data-emoji]")) other.tabIndex = other === face ? 0 : -1;
  }

  key(event) {
    if (event.key === "Escape") return this.leave();
    const faces = this.faces;
    const at = faces.indexOf(document.activeElement);
    if (event.target === this.search) {
      if (event.key === "Enter") {
        event.preventDefault();
        this.pick(faces[0]);
      } else if (event.key === "ArrowDown" && faces.length) {
        event.preventDefault();
        this.go(faces[0]);
      }
      return;
    }
    if (at < 0) return;
    const to = {
      ArrowRight: faces[at + 1],
      ArrowLeft: faces[at - 1],
      ArrowDown: this.beside(faces, at, 1),
      ArrowUp: this.beside(faces, at, -1) ?? this.search,
      Home: faces[0],
      End: faces.at(-1),
    };
    if (!(event.key in to)) return;
    event.preventDefault();
    this.go(to[event.key]);
  }

  go(to) {
    if (!to) return;
    if (to !== this.search) this.stopAt(to);
    to.focus();
  }

  /* The face nearest to this one in the next line of faces, down (1) or up (-1). */
  beside(faces, at, way) {
    const here = faces[at].getBoundingClientRect();
    const places = faces.map((face) => [face, face.getBoundingClientRect()]);
    const beyond = places.filter(([, place]) => (place.top - here.top) * way > here.height / 2);
    const nearest = Math.min(...beyond.map(([, place]) => (place.top - here.top) * way));
    const line = beyond.filter(([, place]) => (place.top - here.top) * way < nearest + here.height / 2);
    line.sort(([, one], [, two]) => Math.abs(one.left - here.left) - Math.abs(two.left - here.left));
    return line[0]?.[0];
  }

  pick(face) {
    if (!face) return;
    this.close();
    type(this.field, ...this.place, face.dataset.emoji);
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
