/* The composer of good practice: "a young person in work placement" at one tap, where one was writing.
 *
 *   <form data-controller="nameless"> … <button data-action="nameless#insert" data-nameless-word-param="…">
 */
import { Controller } from "../../community/js/vendor/stimulus.min.js";
import { type } from "../../forums/js/typing.js";

class NamelessController extends Controller {
  connect() {
    this.written = ({ target }) => {
      if (target.matches("textarea, input[type='text']")) this.field = target;
    };
    this.element.addEventListener("focusin", this.written);
  }

  disconnect() {
    this.element.removeEventListener("focusin", this.written);
  }

  insert({ params }) {
    const field = this.field ?? this.element.querySelector("textarea");
    const { selectionStart: from, selectionEnd: to, value } = field;
    const before = from > 0 && !/\s$/.test(value.slice(0, from)) ? " " : "";
    const after = value[to] && !/^[\s.,;:!?]/.test(value.slice(to)) ? " " : "";
    type(field, from, to, `${before}${params.word}${after}`);
    field.focus();
  }
}

window.Stimulus.register("nameless", NamelessController);
