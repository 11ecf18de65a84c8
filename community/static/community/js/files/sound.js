/* Hearing one's own clip, and seeing it.
 *
 * It is played by Web Audio from the bytes in hand: that needs no net, no upload first and no `blob:` in the policy for
 * media, and a clip without a length in its head (which is what recorders make) still has one.
 */
const HERTZ = 24_000;
const BAR = 3;
const GAP = 2;

export function clock(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  return `${Math.floor(whole / 60)}.${String(whole % 60).padStart(2, "0")}`;
}

/* Levels 0..1 as bars from the start; up to `heard` (0..1) in the colour of what was heard. */
export function drawLevels(canvas, levels, heard = 0) {
  const ratio = window.devicePixelRatio || 1;
  const width = canvas.clientWidth;
  const height = canvas.clientHeight;
  if (!width) return;
  canvas.width = width * ratio;
  canvas.height = height * ratio;
  const pen = canvas.getContext("2d");
  pen.scale(ratio, ratio);
  const style = getComputedStyle(canvas);
  const bars = Math.max(1, Math.floor(width / (BAR + GAP)));
  for (let bar = 0; bar < bars; bar += 1) {
    const level = levels.length ? levels[Math.floor((bar / bars) * levels.length)] : 0;
    const tall = Math.max(BAR, Math.min(1, level) * height);
    pen.fillStyle = bar / bars < heard ? style.getPropertyValue("--heard") : style.color;
    pen.fillRect(bar * (BAR + GAP), (height - tall) / 2, BAR, tall);
  }
}

function levelsOf(buffer, count = 64) {
  const samples = buffer.getChannelData(0);
  const step = Math.max(1, Math.floor(samples.length / count));
  const levels = [];
  for (let start = 0; start + step <= samples.length; start += step) {
    let peak = 0;
    for (let at = start; at < start + step; at += 16) peak = Math.max(peak, Math.abs(samples[at]));
    levels.push(peak);
  }
  const loudest = Math.max(0.05, ...levels);
  return levels.map((level) => level / loudest);
}

export class Clip {
  constructor(bytes) {
    this.bytes = bytes;
    this.at = 0;
  }

  /* {seconds, levels}; throws where this browser cannot read the sound. */
  async read() {
    if (!this.buffer) {
      const reader = new OfflineAudioContext(1, HERTZ, HERTZ);
      this.buffer = await reader.decodeAudioData(await this.bytes.arrayBuffer());
    }
    return { seconds: this.buffer.duration, levels: levelsOf(this.buffer) };
  }

  get playing() {
    return Boolean(this.source);
  }

  async play(onChange) {
    this.context ??= new AudioContext();
    // In the same moment as the press: later the browser would not allow it.
    const awake = this.context.resume();
    await this.read();
    await awake;
    if (this.playing) return;
    this.onChange = onChange;
    this.source = this.context.createBufferSource();
    this.source.buffer = this.buffer;
    this.source.connect(this.context.destination);
    const source = this.source;
    source.onended = () => {
      if (source !== this.source) return;
      this.source = null;
      this.at = 0;
      this.rest();
    };
    source.start(0, this.at);
    this.began = this.context.currentTime - this.at;
    this.ticking = setInterval(() => onChange(), 250);
    onChange();
  }

  pause() {
    if (!this.source) return;
    this.at = this.second;
    const { source } = this;
    this.source = null;
    source.stop();
    this.rest();
  }

  rest() {
    clearInterval(this.ticking);
    this.onChange?.();
  }

  get second() {
    return this.playing ? Math.min(this.context.currentTime - this.began, this.buffer.duration) : this.at;
  }

  close() {
    this.onChange = null;
    this.pause();
    this.context?.close();
    this.context = null;
  }
}
