/* Copies an address or a code. Without script the text itself stands there to be copied.
 *
 *   <div data-controller="copy" data-copy-done-value="Copied">
 *     <code data-copy-target="text">…</code>
 *     <button type="button" data-action="copy#copy" data-copy-target="button" hidden>Copy</button>
 *     <span class="sr" role="status" data-copy-target="status"></span></div>
 */
import { Controller } from "../vendor/stimulus.min.js";

export default class CopyController extends Controller {
  static targets = ["text", "button", "status"];
  static values = { done: String };

  connect() {
    this.buttonTarget.hidden = !navigator.clipboard;
  }

  async copy() {
    const text = this.textTarget.value ?? this.textTarget.textContent.trim();
    await navigator.clipboard.writeText(text);
    if (this.hasStatusTarget) this.statusTarget.textContent = this.doneValue;
  }
}
