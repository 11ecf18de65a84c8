/* The player of an episode and its transcript: one button, a line to seek on, speed, skipping, the passage that is heard,
 * and the place one had come to, which this browser alone keeps. Nothing plays by itself.
 */
import { Controller } from "../../../community/js/vendor/stimulus.min.js";

const BACK = 15;
const AHEAD = 30;
/* Seconds from either end at which there is no place worth keeping. */
const ENDS = 10;
const PLACE = "heard:";
const SPEED = "heard-speed";

export default class ListeningController extends Controller {
  static targets = [
    "audio", "bar", "button", "chapter", "found", "line", "now", "part", "pauseIcon", "playIcon", "player", "said", "seek",
    "speed", "wanted",
  ];
  static values = { key: String, at: Number };

  connect() {
    if (!this.hasAudioTarget) return;
    this.stop = new AbortController();
    const listen = (names, deed) => {
      for (const name of names) this.audioTarget.addEventListener(name, deed, { signal: this.stop.signal });
    };
    listen(["play", "pause", "ended"], () => this.showState());
    listen(["timeupdate", "seeked", "loadedmetadata"], () => this.showPlace());
    listen(["loadedmetadata"], () => this.goOn());
    listen(["pause", "seeked"], () => this.keepPlace());
    listen(["ended"], () => this.forgetPlace());
    listen(["error"], () => this.say("gone"));
    listen(["play"], () => this.hushOthers());
    // A phone puts the page to sleep without a word more.
    document.addEventListener("visibilitychange", () => this.keepPlace(), { signal: this.stop.signal });
    window.addEventListener("pagehide", () => this.keepPlace(), { signal: this.stop.signal });
    this.audioTarget.controls = false;
    this.playerTarget.classList.add("player--ours");
    for (const part of [this.buttonTarget, ...this.partTargets]) part.hidden = false;
    this.chooseSpeed(this.kept(SPEED));
    this.nameForLockScreen();
    this.showState();
    if (this.audioTarget.readyState > 0) this.goOn();
  }

  disconnect() {
    this.stop?.abort();
    this.audioTarget?.pause();
  }

  /* --- playing --- */
  toggle() {
    if (this.audioTarget.paused) this.play();
    else this.audioTarget.pause();
  }

  async play() {
    try {
      await this.audioTarget.play();
    } catch (problem) {
      // Pressed again before it began is no fault.
      if (problem.name !== "AbortError") this.say("gone");
    }
  }

  back() {
    this.goTo(this.audioTarget.currentTime - BACK);
  }

  ahead() {
    this.goTo(this.audioTarget.currentTime + AHEAD);
  }

  seek() {
    this.goTo(Number(this.seekTarget.value));
  }

  jump(event) {
    // A link that is opened elsewhere is a link.
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    this.goTo(Number(event.currentTarget.dataset.start));
    this.play();
  }

  hurry() {
    this.chooseSpeed(this.speedTarget.value);
    this.keep(SPEED, this.speedTarget.value);
  }

  /* Keys of the player alone: elsewhere on the page letters are letters. */
  press(event) {
    if (event.metaKey || event.ctrlKey || event.altKey || event.target.matches("select")) return;
    const deeds = { k: "toggle", j: "back", l: "ahead" };
    const deed = event.key === " " && event.target === this.playerTarget ? "toggle" : deeds[event.key.toLowerCase()];
    if (!deed) return;
    event.preventDefault();
    this[deed]();
  }

  goTo(seconds) {
    const wanted = Math.max(0, Math.min(seconds, this.end - 0.1));
    if (this.audioTarget.readyState > 0) {
      this.audioTarget.currentTime = wanted;
    } else {
      this.wanted = wanted;
      this.audioTarget.load();
    }
  }

  chooseSpeed(speed) {
    const known = [...this.speedTarget.options].some(({ value }) => value === speed);
    this.speedTarget.value = known ? speed : "1";
    this.audioTarget.defaultPlaybackRate = this.audioTarget.playbackRate = Number(this.speedTarget.value);
  }

  hushOthers() {
    for (const other of document.querySelectorAll("audio")) if (other !== this.audioTarget) other.pause();
  }

  /* --- showing --- */
  get end() {
    return Number.isFinite(this.audioTarget.duration) ? this.audioTarget.duration : Number(this.seekTarget.max);
  }

  showState() {
    const { paused } = this.audioTarget;
    this.buttonTarget.setAttribute("aria-label", this.buttonTarget.dataset[paused ? "paused" : "playing"]);
    this.playIconTarget.hidden = !paused;
    this.pauseIconTarget.hidden = paused;
    if (!paused) this.saidTarget.hidden = true;
    this.showPlace();
  }

  showPlace() {
    const at = this.audioTarget.currentTime;
    this.nowTarget.textContent = timecode(at);
    this.seekTarget.value = Math.floor(at);
    const words = this.seekTarget.dataset.of.replace("{at}", timecode(at)).replace("{end}", timecode(this.end));
    this.seekTarget.setAttribute("aria-valuetext", words);
    const share = at / this.end;
    this.barTargets.forEach((bar, place, all) => bar.classList.toggle("heard", place / all.length < share));
    const begun = at > 0 || !this.audioTarget.paused;
    for (const line of this.lineTargets) {
      const now = begun && at >= Number(line.dataset.start) && at < Number(line.dataset.end);
      line.classList.toggle("line--now", now);
      line.querySelector(".line__now").hidden = !now;
      if (now) line.setAttribute("aria-current", "true");
      else line.removeAttribute("aria-current");
    }
    const chapter = begun && this.chapterTargets.findLast(({ dataset }) => Number(dataset.start) <= at);
    for (const one of this.chapterTargets) {
      if (one === chapter) one.setAttribute("aria-current", "true");
      else one.removeAttribute("aria-current");
    }
  }

  say(word, values = {}) {
    this.saidTarget.textContent = Object.entries(values).reduce(
      (words, [name, value]) => words.replace(`{${name}}`, value),
      this.saidTarget.dataset[word],
    );
    this.saidTarget.hidden = false;
  }

  nameForLockScreen() {
    const session = navigator.mediaSession;
    if (!session) return;
    const title = this.audioTarget.getAttribute("aria-label");
    this.audioTarget.addEventListener("play", () => {
      session.metadata = new MediaMetadata({ title, artist: document.title.split(" · ").at(-2) ?? "" });
      session.setActionHandler("seekbackward", () => this.back());
      session.setActionHandler("seekforward", () => this.ahead());
    }, { signal: this.stop.signal });
  }

  /* --- the place one had come to --- */
  goOn() {
    if (this.begun) return;
    this.begun = true;
    if (this.wanted !== undefined) {
      this.audioTarget.currentTime = this.wanted;
      return;
    }
    // Whoever came by a link to a moment wants that moment.
    if (this.atValue) {
      this.audioTarget.currentTime = this.atValue;
      return;
    }
    const place = Number(this.kept(PLACE + this.keyValue));
    if (!(place > 0 && place < this.end)) return;
    this.audioTarget.currentTime = place;
    this.say("again", { at: timecode(place) });
  }

  keepPlace() {
    const at = this.audioTarget.currentTime;
    if (at > ENDS && at < this.end - ENDS) this.keep(PLACE + this.keyValue, String(Math.floor(at)));
    else if (at > 0) this.forgetPlace();
  }

  forgetPlace() {
    this.keep(PLACE + this.keyValue, null);
  }

  kept(name) {
    try {
      return localStorage.getItem(name);
    } catch {
      // A browser that keeps nothing begins anew each time.
      return null;
    }
  }

  keep(name, value) {
    try {
      if (value === null) localStorage.removeItem(name);
      else localStorage.setItem(name, value);
    } catch {
      // See kept().
    }
  }

  /* --- looking through the transcript --- */
  find(event) {
    if (event.type === "submit") event.preventDefault();
    const wanted = this.wantedTarget.value.trim().replace(/\s+/g, " ");
    let count = 0;
    for (const line of this.lineTargets) {
      const words = line.querySelector("p");
      const text = words.textContent;
      const parts = wanted ? pieces(text, wanted) : [[text, false]];
      if (parts.some(([, found]) => found)) count += 1;
      words.replaceChildren(...parts.map(([part, found]) => (found ? marked(part) : part)));
    }
    const { none, one, many } = this.foundTarget.dataset;
    this.foundTarget.textContent = wanted ? [none, one][count] ?? many.replace("{count}", count) : "";
    if (event.type === "submit" && count) {
      const first = this.lineTargets.find((line) => line.querySelector("mark"));
      first.scrollIntoView({ block: "center" });
      first.querySelector(".at").focus({ preventScroll: true });
    }
  }
}

function timecode(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, String(whole % 60).padStart(2, "0")];
  return hours ? `${hours}:${String(minutes).padStart(2, "0")}:${rest}` : `${minutes}:${rest}`;
}

/* The text in pieces, each with whether it is what was looked for. */
function pieces(text, wanted) {
  const pattern = new RegExp(`(${wanted.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")})`, "giu");
  return text.split(pattern).map((part, place) => [part, place % 2 === 1]).filter(([part]) => part);
}

function marked(words) {
  const mark = document.createElement("mark");
  mark.textContent = words;
  return mark;
}
