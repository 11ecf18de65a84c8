/* One clip with one large button. The browser's own controls come out once it has been started, for seeking and sound.
 * Lines of the transcript that bear data-clip-at play from there; the one now playing says so in words.
 */
import { Controller } from "../../../community/js/vendor/stimulus.min.js";

const clock = (seconds) => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds) % 60).padStart(2, "0")}`;

export default class ClipController extends Controller {
  static targets = ["button", "word", "sound", "bar", "time"];
  static values = { pause: String };

  connect() {
    this.start = this.wordTarget.textContent;
    this.buttonTarget.hidden = false;
    this.soundTarget.hidden = true;
    this.lines = [...document.querySelectorAll("[data-clip-at]")];
    this.listen = (event) => this.from(event);
    this.lines.forEach((line) => line.addEventListener("click", this.listen));
  }

  disconnect() {
    this.lines.forEach((line) => line.removeEventListener("click", this.listen));
  }

  toggle() {
    if (this.soundTarget.paused) this.soundTarget.play();
    else this.soundTarget.pause();
  }

  from(event) {
    event.preventDefault();
    this.soundTarget.currentTime = Number(event.currentTarget.dataset.clipAt);
    this.soundTarget.play();
  }

  playing() {
    for (const other of document.querySelectorAll("audio")) if (other !== this.soundTarget) other.pause();
    this.soundTarget.hidden = false;
    this.element.classList.add("deck--playing");
    this.wordTarget.textContent = this.pauseValue;
  }

  paused() {
    this.element.classList.remove("deck--playing");
    this.wordTarget.textContent = this.start;
  }

  moved() {
    const { currentTime, duration } = this.soundTarget;
    if (!duration) return;
    const heard = (currentTime / duration) * this.barTargets.length;
    this.barTargets.forEach((bar, place) => bar.classList.toggle("heard", place < heard));
    this.timeTarget.textContent = `${clock(currentTime)} / ${this.timeTarget.dataset.length}`;
    const now = this.lines.findLast((line) => Number(line.dataset.clipAt) <= currentTime);
    this.lines.forEach((line) => {
      const here = line === now && !this.soundTarget.ended;
      line.closest(".line").classList.toggle("line--now", here);
      line.closest(".line").querySelector(".line__now").hidden = !here;
      if (here) line.setAttribute("aria-current", "time");
      else line.removeAttribute("aria-current");
    });
  }
}
