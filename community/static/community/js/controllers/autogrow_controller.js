/* A textarea that grows with its words, where the browser cannot do it by `field-sizing: content`. */
import { Controller } from "../vendor/stimulus.min.js";

export default class AutogrowController extends Controller {
  connect() {
    if (CSS.supports("field-sizing", "content")) return;
    this.onInput = () => this.grow();
    this.element.addEventListener("input", this.onInput);
    this.grow();
  }

  disconnect() {
    if (this.onInput) this.element.removeEventListener("input", this.onInput);
  }

  grow() {
    this.element.style.blockSize = "auto";
    this.element.style.blockSize = `${this.element.scrollHeight + 4}px`;
  }
}
