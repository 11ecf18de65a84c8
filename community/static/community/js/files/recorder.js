/* Records a clip on the page: pause, go on, stop. What is said is written down every second, so that neither a call, a
 * crash nor a reload takes it away. It stops by itself when the time is up. */
import { makeUuid } from "../uuid.js";
import { clock, drawLevels } from "./sound.js";
import { part, sentenceOf, showState } from "./states.js";
import { claim } from "./store.js";

const KINDS = [
  { type: "audio/webm;codecs=opus", bits: 32_000 },
  { type: "audio/ogg;codecs=opus", bits: 32_000 },
  { type: "audio/mp4", bits: 64_000 },
];
const PIECE = 1000;
const LOOK_EVERY = 100;
const NEAR_THE_END = 10;
const SHOWN_LEVELS = 60;
const QUIET = 0.01;
const QUIET_TOO_LONG = 4;

const WHY = { NotAllowedError: "denied", SecurityError: "denied", NotFoundError: "missing", NotReadableError: "busy" };

export class Recorder {
  /* `say(sentence)` reaches the live region; `done(file)` gets a finished clip. */
  constructor(panel, { store, place, longest, say, done }) {
    Object.assign(this, { panel, store, place, longest, say, done });
    this.still = matchMedia("(prefers-reduced-motion: reduce)");
    part(panel, "longest").textContent = clock(longest);
  }

  get running() {
    return this.recorder && this.recorder.state !== "inactive";
  }

  open() {
    this.panel.hidden = false;
    this.show(this.able ? "idle" : "unable");
    this.focus(this.able ? "start" : "choose");
  }

  close() {
    this.panel.hidden = true;
  }

  get able() {
    return Boolean(navigator.mediaDevices?.getUserMedia && window.MediaRecorder && this.kind);
  }

  get kind() {
    return KINDS.find(({ type }) => MediaRecorder.isTypeSupported(type));
  }

  async start() {
    if (this.running || this.panel.dataset.state === "asking") return;
    this.show("asking");
    let stream;
    try {
      stream = await navigator.mediaDevices.getUserMedia({
        audio: { channelCount: 1, echoCancellation: true, noiseSuppression: true },
      });
    } catch (fault) {
      this.show(WHY[fault.name] ?? "busy");
      this.focus("start");
      return;
    }
    if (this.panel.hidden || !this.panel.isConnected) {
      for (const track of stream.getTracks()) track.stop();
      return;
    }
    this.begin(stream);
  }

  begin(stream) {
    const { type, bits } = this.kind;
    this.file = { id: makeUuid(), kind: "voice", place: this.place, type: type.split(";")[0] };
    this.pieces = [];
    this.levels = [];
    this.before = 0;
    this.warned = false;
    this.why = "";
    claim(this.file.id);
    this.store.keep(this.file);
    this.stream = stream;
    const [track] = stream.getAudioTracks();
    // A call, or another app: what was said so far stays.
    track.addEventListener("mute", () => this.pause("interrupted"));
    track.addEventListener("ended", () => this.stop("interrupted"));
    this.recorder = new MediaRecorder(stream, { mimeType: type, audioBitsPerSecond: bits });
    this.recorder.ondataavailable = ({ data }) => this.heard(data);
    this.recorder.onerror = () => this.stop("interrupted");
    this.recorder.onstop = () => this.finish();
    this.listen();
    this.recorder.start(PIECE);
    this.since = performance.now();
    this.looking = setInterval(() => this.look(), LOOK_EVERY);
    this.show("recording");
    this.focus("pause");
  }

  heard(bytes) {
    if (!bytes.size) return;
    this.pieces.push(bytes);
    this.store.keepPiece(this.file.id, this.pieces.length, bytes);
    this.look();
  }

  listen() {
    this.context = new AudioContext();
    this.analyser = this.context.createAnalyser();
    this.analyser.fftSize = 1024;
    this.context.createMediaStreamSource(this.stream).connect(this.analyser);
    this.samples = new Float32Array(this.analyser.fftSize);
  }

  get seconds() {
    return this.before + (this.recorder?.state === "recording" ? (performance.now() - this.since) / 1000 : 0);
  }

  /* The clock and the level, ten times a second while it runs. */
  look() {
    if (this.recorder?.state !== "recording") return;
    const { seconds } = this;
    part(this.panel, "elapsed").textContent = clock(Math.min(seconds, this.longest));
    if (seconds >= this.longest) {
      this.stop("full");
      return;
    }
    this.analyser.getFloatTimeDomainData(this.samples);
    const level = Math.sqrt(this.samples.reduce((sum, sample) => sum + sample * sample, 0) / this.samples.length);
    this.levels.push(level);
    const lately = this.levels.slice((-QUIET_TOO_LONG * 1000) / LOOK_EVERY);
    part(this.panel, "quiet").hidden = seconds < QUIET_TOO_LONG || Math.max(...lately) > QUIET;
    if (!this.still.matches) this.draw();
    if (!this.warned && seconds >= this.longest - NEAR_THE_END) {
      this.warned = true;
      part(this.panel, "soon").hidden = false;
      this.say(part(this.panel, "soon").textContent);
    }
  }

  draw() {
    const shown = this.levels.slice(-SHOWN_LEVELS).map((level) => level * 5);
    drawLevels(part(this.panel, "levels"), [...Array(SHOWN_LEVELS - shown.length).fill(0), ...shown], 1);
  }

  pause(why = "") {
    if (this.recorder?.state !== "recording") return;
    this.before = this.seconds;
    this.recorder.pause();
    // The piece so far is written down now and not when it goes on.
    this.recorder.requestData();
    this.show(why || "paused");
    this.focus("resume");
  }

  resume() {
    if (this.recorder?.state !== "paused") return;
    this.since = performance.now();
    this.recorder.resume();
    this.show("recording");
    this.focus("pause");
  }

  /* Ends the recording; the clip follows by `done`. */
  stop(why = "") {
    if (!this.running) return undefined;
    this.before = this.seconds;
    this.why = why;
    const finished = new Promise((resolve) => {
      this.finished = resolve;
    });
    this.recorder.stop();
    return finished;
  }

  async finish() {
    clearInterval(this.looking);
    for (const track of this.stream.getTracks()) track.stop();
    this.context.close();
    const bytes = new Blob(this.pieces, { type: this.file.type });
    this.panel.hidden = true;
    this.recorder = null;
    if (bytes.size) this.done({ ...this.file, bytes, seconds: Math.min(this.before, this.longest) }, this.why);
    else {
      this.store.forget(this.file.id);
      this.done(null);
    }
    this.finished?.();
  }

  /* Ends the recording and throws it away. */
  drop() {
    if (this.running) {
      this.pieces = [];
      this.recorder.ondataavailable = null;
      this.stop();
    }
    this.close();
  }

  show(state) {
    showState(this.panel, state);
    if (state !== "recording") part(this.panel, "quiet").hidden = true;
    part(this.panel, "soon").hidden = !(this.warned && this.running);
    if (this.running) part(this.panel, "levels").hidden = this.still.matches;
    this.say(sentenceOf(this.panel));
  }

  focus(deed) {
    this.panel.querySelector(`[data-deed="${deed}"]:not([hidden])`)?.focus();
  }

  /* The page goes: what is written down is found when it comes back. */
  leave() {
    clearInterval(this.looking);
    if (!this.running) return;
    this.recorder.onstop = null;
    this.recorder.stop();
    for (const track of this.stream.getTracks()) track.stop();
    this.context.close();
  }
}
