/* A toast stays until the next deed or eight seconds, whichever is longer; never while it is pointed at or in focus. */
import { Controller } from "../vendor/stimulus.min.js";

const LEAST = 8000;

export default class ToastController extends Controller {
  connect() {
    this.shown = Date.now();
    this.listening = new AbortController();
    const options = { signal: this.listening.signal, capture: true };
    document.addEventListener("click", (event) => this.deed(event), options);
    document.addEventListener("submit", (event) => this.deed(event), options);
  }

  disconnect() {
    this.listening.abort();
    clearTimeout(this.leaving);
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
