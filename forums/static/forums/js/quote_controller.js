/* "Quote" under a post puts what is selected in it, or all of it, before the answer that is being written. Without this
 * script, and where there is no field on the page, the link fetches the page with the quote in the field.
 *
 *   <a href="?quote=3#answer" data-controller="quote" data-action="quote#put" data-quote-says-value="Freja wrote:">
 */
import { Controller } from "../../community/js/vendor/stimulus.min.js";
import { type } from "./typing.js";

const LONGEST = 600;

export default class QuoteController extends Controller {
  static values = { says: String };

  put(event) {
    const answer = document.getElementById("answer");
    const field = answer?.querySelector("textarea");
    const words = this.words();
    if (!field || !words || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    if (answer.matches("details")) answer.open = true;
    const quote = [this.saysValue, ...words.split("\n")].map((line) => `> ${line}`.trimEnd()).join("\n");
    const before = field.value.trimEnd();
    type(field, before.length, field.value.length, `${before ? "\n\n" : ""}${quote}\n\n`);
    field.scrollIntoView({ block: "center" });
  }

  words() {
    const post = this.element.closest("article");
    const own = post.querySelector(".words") ?? post.querySelector("h1");
    const chosen = document.getSelection();
    let words = "";
    if (chosen && !chosen.isCollapsed && own.contains(chosen.anchorNode) && own.contains(chosen.focusNode)) {
      words = chosen.toString();
    } else {
      const copy = own.cloneNode(true);
      for (const quoted of copy.querySelectorAll("blockquote")) quoted.remove();
      for (const line of copy.querySelectorAll("br")) line.replaceWith("\n");
      for (const item of copy.querySelectorAll("li")) item.prepend("- ");
      for (const part of copy.querySelectorAll("p, li")) part.append("\n");
      words = copy.textContent;
    }
    words = words.trim().replace(/\n{3,}/g, "\n\n");
    return words.length > LONGEST ? `${words.slice(0, LONGEST - 1).trimEnd()}…` : words;
  }
}
