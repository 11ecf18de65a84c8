/* A toast stays until the next deed or ten seconds, whichever is longer; never while it is pointed at or in focus. Where
 * the address leads down the page, it stands there: seen, read out, and its button one Shift+Tab away. */
import { Controller } from "../vendor/stimulus.min.js";

const LEAST = 10000;

export default class ToastController extends Controller {
  connect() {
    this.shown = Date.now();
    this.goThere();
    this.listening = new AbortController();
    const options = { signal: this.listening.signal, capture: true };
    document.addEventListener("click", (event) => this.deed(event), options);
    document.addEventListener("submit", (event) => this.deed(event), options);
  }

  disconnect() {
    this.listening.abort();
    clearTimeout(this.leaving);
  }

  goThere() {
    const all = this.element.parentElement;
    const place = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!place || "there" in all.dataset || !place.closest("main") || place.id === "main") return;
    all.dataset.there = "";
    // A list holds nothing but its items.
    if (place.matches("li")) place.prepend(all);
    else (place.closest("details") ?? place).before(all);
    all.scrollIntoView({ block: "nearest" });
    // What comes with the page is seldom read out; what is put there afterwards is.
    for (const words of all.querySelectorAll(".toast > span")) words.replaceChildren(...words.childNodes);
  }

  deed(event) {
    if (this.element.contains(event.target)) return;
    clearTimeout(this.leaving);
    this.leaving = setTimeout(() => this.leave(), Math.max(0, LEAST - (Date.now() - this.shown)));
  }

  leave() {
    if (this.element.matches(":hover, :focus-within")) this.leaving = setTimeout(() => this.leave(), 1000);
    else this.element.hidden = true;
  }
}
