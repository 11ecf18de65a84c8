/* Sends files in pieces, one after the other, and goes on from where the server is: docs/files.md has the protocol.
 *
 * Nothing is given up but what the server refuses. Each failure makes the pieces smaller and the next try later; the
 * net's return, a look at the page or "try now" make it at once.
 */
const LARGEST = 256 * 1024;
const SMALLEST = 64 * 1024;
const ANSWER_WITHIN = 90_000;
const WAITS = [1000, 2000, 4000, 8000, 15_000, 30_000];

/* XMLHttpRequest, for it alone says how far a piece has come. */
function post(url, body, { token, type, onProgress, hold }) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    hold.request = request;
    request.open("POST", url);
    request.timeout = ANSWER_WITHIN;
    request.setRequestHeader("Accept", "application/json");
    request.setRequestHeader("X-CSRFToken", token);
    if (type) request.setRequestHeader("Content-Type", type);
    if (onProgress) request.upload.onprogress = ({ loaded }) => onProgress(loaded);
    request.onload = () => {
      let said = null;
      try {
        said = JSON.parse(request.responseText);
      } catch {
        // A page instead of an answer: signed out, or a fault on the way.
      }
      resolve({ status: request.status, said });
    };
    request.onerror = request.ontimeout = request.onabort = () => reject(new Error("no answer"));
    request.send(body);
  });
}

export class Upload {
  /* `tell(state, details)` hears: arriving {done}, checking, waiting, signedOut, ready {…}, refused {sentence}. */
  constructor({ url, token, id, kind, bytes, tell }) {
    Object.assign(this, { url, token, id, kind, bytes, tell });
    this.offset = 0;
    this.piece = LARGEST;
    this.hold = {};
  }

  get over() {
    return this.ended === true;
  }

  cancel() {
    this.ended = true;
    this.hold.request?.abort();
  }

  /* One try, as far as it gets. True: it is over, well or not; false: it has to be tried again. */
  async run() {
    try {
      while (!this.over) if (!(await this.step())) return this.over;
    } catch {
      if (!this.over) this.failed("waiting");
    }
    return this.over;
  }

  async step() {
    const { status, said } = this.uuid ? await this.sendPiece() : await this.begin();
    if (this.over) return true;
    if (said?.state === "ready") return this.end("ready", said);
    // Too many, or a fault of the server's, passes; another refusal does not.
    if (said?.sentence && status < 500 && status !== 429) return this.end("refused", said);
    if (status === 404 && this.uuid) {
      // The server has tidied it away meanwhile. The bytes are here, so it begins again.
      this.uuid = undefined;
      return this.failed("waiting");
    }
    if (!said || (status >= 400 && status !== 409)) {
      const signedOut = status < 500 && status !== 404 && status !== 429;
      return this.failed(signedOut ? "signedOut" : "waiting");
    }
    this.uuid ??= said.uuid;
    if (status === 202) {
      // All is there, and another request looks at it.
      this.progressed = true;
      this.offset = said.offset;
      return false;
    }
    // The same place again and again would go on for ever.
    if (status === 409 && said.offset === this.offset) return this.failed("waiting");
    this.offset = said.offset;
    if (status !== 409) this.piece = Math.min(LARGEST, this.piece * 2);
    this.progressed = true;
    return true;
  }

  begin() {
    this.tell("arriving", { done: 0 });
    const fields = new URLSearchParams({ client_uuid: this.id, kind: this.kind, size: this.bytes.size });
    return post(this.url, fields, { token: this.token, hold: this.hold });
  }

  sendPiece() {
    const { size } = this.bytes;
    const piece = this.bytes.slice(this.offset, this.offset + this.piece);
    const tell = (loaded) => {
      if (this.over) return;
      const sent = Math.min(this.offset + loaded, size);
      if (sent >= size) this.tell("checking");
      else this.tell("arriving", { done: sent / size });
    };
    tell(0);
    return post(`${this.url}${this.uuid}/bytes/?offset=${this.offset}`, piece, {
      token: this.token,
      type: "application/octet-stream",
      onProgress: tell,
      hold: this.hold,
    });
  }

  failed(state) {
    this.piece = Math.max(SMALLEST, this.piece / 2);
    this.tell(state);
    return false;
  }

  end(state, details) {
    this.ended = true;
    this.tell(state, details);
    return true;
  }
}

/* The uploads of a composer, one at a time, so that the first is there soon. */
export class Line {
  constructor() {
    this.uploads = [];
    this.failures = 0;
    this.listening = new AbortController();
    const { signal } = this.listening;
    window.addEventListener("online", () => this.wake(), { signal });
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && this.wake(), { signal });
  }

  add(upload) {
    this.uploads.push(upload);
    this.pump();
  }

  wake() {
    this.failures = 0;
    this.pump();
  }

  async pump() {
    clearTimeout(this.pumping);
    if (this.sending) return;
    this.sending = true;
    try {
      for (;;) {
        this.uploads = this.uploads.filter(({ over }) => !over);
        const [upload] = this.uploads;
        if (!upload) return;
        upload.progressed = false;
        const over = await upload.run();
        if (over || upload.progressed) this.failures = 0;
        if (over) continue;
        // The next one gets its turn, should the fault be this one's.
        this.uploads.push(this.uploads.shift());
        break;
      }
    } finally {
      this.sending = false;
    }
    const wait = WAITS[Math.min(this.failures, WAITS.length - 1)];
    this.failures += 1;
    this.pumping = setTimeout(() => this.pump(), wait * (0.75 + Math.random() / 2));
  }

  stop() {
    this.listening.abort();
    clearTimeout(this.pumping);
    for (const upload of this.uploads) upload.cancel();
  }
}
