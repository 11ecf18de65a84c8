/* Photos and voice in a composer. What it takes is loaded when somebody begins to write, or when files wait here.
 *
 * The plain field of the form works without any of it, and stays if this cannot be loaded.
 */
import { keepsFilesOf } from "../files/forget.js";
import { Controller } from "../vendor/stimulus.min.js";

export default class FilesController extends Controller {
  static targets = ["plain", "tools", "fault"];

  connect() {
    this.form = this.element.closest("form");
    this.listening = new AbortController();
    const { signal } = this.listening;
    const field = this.plainTarget.querySelector('input[type="file"]');
    this.plainTarget.hidden = true;
    this.toolsTarget.hidden = false;
    if (field.files.length) this.take(field);
    for (const name of ["focusin", "draft:restored"]) this.form.addEventListener(name, () => this.load(), { signal, once: true });
    // This script may come when somebody has begun already.
    if (this.waiting || this.form.contains(document.activeElement)) this.load();
  }

  disconnect() {
    this.listening.abort();
    this.composer?.leave();
    this.composer = this.loading = null;
  }

  /* A form is known by where it goes and, below a letter, by what it answers. */
  get place() {
    const answers = this.form.elements.namedItem("answers_to")?.value ?? "";
    return `${new URL(this.form.action, location.href).pathname}:${answers}`;
  }

  get waiting() {
    const { person } = document.body.dataset;
    if (keepsFilesOf(person) || this.form.querySelector('input[name="files"]')) return true;
    try {
      return sessionStorage.getItem(`keep:${person}:files:${this.place}`) !== null;
    } catch {
      return false;
    }
  }

  load() {
    this.loading ??= import("../files/composer.js")
      .then(({ Composer }) => {
        this.faultTarget.hidden = true;
        this.composer = new Composer(this.element, this.place);
        return this.composer;
      })
      .catch(() => {
        this.loading = null;
        return null;
      });
    return this.loading;
  }

  async do(deed) {
    const composer = await this.load();
    this.faultTarget.hidden = composer !== null;
    try {
      if (composer) await deed(composer);
    } catch {
      this.faultTarget.hidden = false;
    }
  }

  async take(field, kind = "picture") {
    const files = [...field.files];
    // The same photo again is a change too.
    field.value = "";
    await this.do((composer) => composer.pick(files, kind));
  }

  pictures({ target }) {
    return this.take(target);
  }

  sound({ target }) {
    return this.take(target, "voice");
  }

  record() {
    return this.do((composer) => composer.openRecorder());
  }
}
