/* The sun crosses the sky while an item runs. The server says when it began and ends and what its clock shows, so that
 * a phone whose clock is wrong shows the same minutes as everybody. It turns warmer at the end and never alarms.
 *
 *   <div data-controller="timer" data-timer-now-value="…ms" data-timer-begun-value="…ms" data-timer-ends-value="…ms">
 */
import { Controller } from "../../community/js/vendor/stimulus.min.js";

const MINUTE = 60000;

export default class TimerController extends Controller {
  static targets = ["gone", "sun", "words", "said"];
  static values = { now: Number, begun: Number, ends: Number, texts: Object };

  connect() {
    this.ticking = setInterval(() => this.draw(), 1000);
  }

  disconnect() {
    clearInterval(this.ticking);
  }

  // Each time the page is fetched again the server's clock comes with it.
  nowValueChanged() {
    this.skew = this.nowValue - Date.now();
    this.draw();
  }

  endsValueChanged() {
    this.draw();
  }

  draw() {
    if (this.skew === undefined) return;
    const now = Date.now() + this.skew;
    const gone = Math.min(Math.max((now - this.begunValue) / Math.max(this.endsValue - this.begunValue, 1), 0), 1);
    const angle = Math.PI * (1 - gone);
    const x = (200 + 180 * Math.cos(angle)).toFixed(1);
    const y = (150 - 120 * Math.sin(angle)).toFixed(1);
    this.goneTarget.setAttribute("d", `M20 150A180 120 0 0 1 ${x} ${y}`);
    for (const sun of this.sunTargets) {
      sun.setAttribute("cx", x);
      sun.setAttribute("cy", y);
    }
    const left = this.endsValue - now;
    this.element.classList.toggle("timer--last", left > 0 && left <= MINUTE);
    this.element.classList.toggle("timer--over", left <= 0);
    const words = this.wordsFor(left);
    if (this.wordsTarget.textContent === words) return;
    this.wordsTarget.textContent = words;
    // Aloud only at the turns: the last minute, and when the time has gone.
    if (words === this.textsValue.last || words === this.textsValue.up) this.saidTarget.textContent = words;
  }

  wordsFor(left) {
    const texts = this.textsValue;
    const say = (n, one, many) => (n === 1 ? one : many.replace("{n}", n));
    if (left > MINUTE) return say(Math.ceil(left / MINUTE), texts.one, texts.many);
    if (left > 0) return texts.last;
    const over = Math.floor(-left / MINUTE);
    return over < 1 ? texts.up : say(over, texts.overOne, texts.overMany);
  }
}
window.Stimulus.register("timer", TimerController);
