/* The search page: results come in below the field, and coming back from a result finds them again.
 *
 * What was asked stays with this page's own entry in the browser's history, and never in an address. It is marked with
 * who asked, so that nobody else at the same screen meets it.
 */
import { Controller } from "../vendor/stimulus.min.js";

export default class SearchController extends Controller {
  static targets = ["form", "words", "found"];

  connect() {
    this.listening = new AbortController();
    const { signal } = this.listening;
    this.element.addEventListener("submit", (event) => this.remember(event.target), { signal });
    this.element.addEventListener("htmx:after:swap", () => this.foundTarget?.focus(), { signal });
    const kept = history.state?.search;
    if (kept && kept.person === this.person && this.element.querySelector("#results .ways") === null) this.ask(kept.fields);
  }

  disconnect() {
    this.listening.abort();
  }

  get person() {
    return document.body.dataset.person ?? "";
  }

  remember(form) {
    const fields = [...new FormData(form)].filter(([name]) => name !== "csrfmiddlewaretoken");
    history.replaceState({ ...history.state, search: { person: this.person, fields } }, "");
  }

  /* Fill the form as it was and send it, once htmx listens. */
  ask(fields) {
    for (const [name, value] of fields) {
      const field = this.formTarget.elements.namedItem(name);
      if (field) {
        field.value = value;
      } else {
        // A person's posts, or a later page: asked for by a smaller form than this one.
        const hidden = document.createElement("input");
        Object.assign(hidden, { type: "hidden", name, value });
        hidden.dataset.once = "";
        this.formTarget.append(hidden);
      }
    }
    requestAnimationFrame(() => {
      this.formTarget.requestSubmit();
      for (const hidden of this.formTarget.querySelectorAll("[data-once]")) hidden.remove();
    });
  }
}
