/* A bevidning, one question a screen, without leaving the page: the words never wait for the net until they are sent.
 * Each step is a place in the browser's history, so that "back" goes one step back. Without this script the same
 * buttons carry the words to the server and on.
 */
import { Controller } from "../vendor/stimulus.min.js";

export default class WitnessController extends Controller {
  static targets = ["step", "mark", "question", "words", "next", "skip", "place"];
  static values = { step: Number };

  connect() {
    this.onClick = (event) => this.go(event);
    this.onInput = () => this.show();
    this.onBack = ({ state }) => this.arrive(state?.witnessStep ?? 1);
    // The draft says at which step one was.
    this.onRestored = () => this.arriveAgain(Number(this.placeTarget.value) || this.stepValue);
    this.element.addEventListener("click", this.onClick);
    this.element.addEventListener("input", this.onInput);
    this.element.addEventListener("draft:restored", this.onRestored);
    window.addEventListener("popstate", this.onBack);
    // One step back, too, begins at its question and not where that step was left.
    history.scrollRestoration = "manual";
    // On a slow net the draft may have said so before this script came.
    this.onRestored();
  }

  disconnect() {
    this.element.removeEventListener("click", this.onClick);
    this.element.removeEventListener("input", this.onInput);
    this.element.removeEventListener("draft:restored", this.onRestored);
    window.removeEventListener("popstate", this.onBack);
    history.scrollRestoration = "auto";
  }

  go(event) {
    const button = event.target.closest('button[name="to"]');
    if (!button || button.value === "send") return;
    event.preventDefault();
    const step = Number(button.value);
    if (step < this.stepValue && history.state?.witnessCameForward) {
      history.back();
    } else {
      history.pushState({ witnessStep: step, witnessCameForward: true }, "");
      this.arrive(step);
    }
  }

  arriveAgain(step) {
    if (step !== this.stepValue) this.arrive(step);
    history.replaceState({ ...history.state, witnessStep: step }, "");
    this.show();
  }

  arrive(step) {
    this.stepValue = step;
    this.placeTarget.value = step;
    this.stepTargets.forEach((section, index) => {
      section.hidden = index + 1 !== step;
    });
    this.markTargets.forEach((mark, index) => {
      mark.className = index + 1 < step ? "done" : index + 1 === step ? "now" : "todo";
      if (index + 1 === step) mark.setAttribute("aria-current", "step");
      else mark.removeAttribute("aria-current");
    });
    this.show();
    window.scrollTo({ top: 0 });
    this.questionTargets[step - 1]?.focus({ preventScroll: true });
    this.dispatch("step");
  }

  /* The letter as it stands, here and beside the questions. */
  show() {
    let said = false;
    for (const { dataset, value } of this.wordsTargets) {
      const words = value.trim();
      said = said || Boolean(words);
      for (const passage of document.querySelectorAll(`[data-passage="${dataset.step}"]`)) {
        passage.hidden = !words;
        passage.querySelector("p").textContent = words;
      }
    }
    for (const nothing of document.querySelectorAll("[data-nothing-said]")) nothing.hidden = said;
    const now = this.wordsTargets[this.stepValue - 1];
    for (const skip of this.skipTargets) skip.hidden = Boolean(now?.value.trim());
  }
}
