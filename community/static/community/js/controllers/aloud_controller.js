/* Reads a post aloud, in a Danish voice where the device has one. The button goes where the browser cannot. */
import { Controller } from "../vendor/stimulus.min.js";

export default class AloudController extends Controller {
  static targets = ["label"];
  static values = { stop: String };

  connect() {
    // It stands from the beginning, so that focus comes back to it when a post is fetched again.
    this.element.hidden = !("speechSynthesis" in window);
    this.word = this.labelTarget.textContent;
  }

  disconnect() {
    if (this.speaking) speechSynthesis.cancel();
  }

  toggle() {
    const going = this.speaking;
    speechSynthesis.cancel();
    if (going) return;
    const post = this.element.closest("article, .letter-reply");
    const texts = [...post.querySelectorAll("h1, .words, .letter .said, .letter .to")];
    const utterance = new SpeechSynthesisUtterance(texts.map(({ innerText }) => innerText).join(".\n"));
    utterance.lang = document.documentElement.lang || "da";
    const voices = speechSynthesis.getVoices();
    utterance.voice = voices.find(({ lang }) => lang.toLowerCase().startsWith(utterance.lang)) ?? null;
    utterance.onend = utterance.onerror = () => this.say(false);
    this.say(true);
    speechSynthesis.speak(utterance);
  }

  say(speaking) {
    this.speaking = speaking;
    this.labelTarget.textContent = speaking ? this.stopValue : this.word;
  }
}
