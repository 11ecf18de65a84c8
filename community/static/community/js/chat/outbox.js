/* What was said and has not arrived: kept on the phone (phone.js), sent one after the other with the same UUID until the
 * server has it, from whatever page is open, by one tab at a time. Nothing stands twice (docs/chat.md), and nothing is
 * forgotten before it stands. It goes with the person at sign-out.
 *
 * Events on the outbox: `state` (a message: sending, waiting or refused), `sent` (its entry of the log), `changed`.
 */
import { forget, listed, write } from "../phone.js";
import { makeUuid } from "../uuid.js";

const WAITS = [1000, 2000, 4000, 8000, 15000, 30000];
const ANSWER_WITHIN = 15000;

const outboxes = new Map();

export function outboxOf(person) {
  if (!outboxes.has(person)) outboxes.set(person, new Outbox(person));
  return outboxes.get(person);
}

class Outbox extends EventTarget {
  constructor(person) {
    super();
    this.person = person;
    this.failures = 0;
    // Phones that keep nothing (full, forbidden) have at least this page's own.
    this.unkept = new Map();
    this.tabs = "BroadcastChannel" in window ? new BroadcastChannel(`outbox-${person}`) : null;
    this.tabs?.addEventListener("message", ({ data }) => this.tell(data.name, data.detail));
    addEventListener("online", () => this.wake());
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && this.wake());
  }

  /* What waits, of one room or of all, in the order it was said. */
  async waiting(room = "") {
    const kept = await listed(this.person, `outbox:${room}`);
    const known = new Set(kept.map(({ uuid }) => uuid));
    const unkept = [...this.unkept.values()].filter((one) => !known.has(one.uuid));
    return [...kept, ...unkept].filter((one) => !room || one.room === room).sort((one, other) => one.order - other.order);
  }

  async put({ room, url, page, body, fields }) {
    const uuid = makeUuid();
    const message = { person: this.person, key: `outbox:${room}:${uuid}`, uuid, room, url, page, body, fields };
    message.order = Date.now() + performance.now() / 1e6;
    this.unkept.set(uuid, message);
    // Shown at once; kept before it is sent.
    this.say("state", { message, state: "sending" });
    await write(message);
    this.failures = 0;
    this.pump();
    return message;
  }

  async drop(message) {
    this.unkept.delete(message.uuid);
    await forget(this.person, message.key);
  }

  async retry(uuid) {
    const message = (await this.waiting()).find((one) => one.uuid === uuid);
    if (message) await this.keep({ ...message, refused: false });
    this.wake();
  }

  async keep(message) {
    this.unkept.set(message.uuid, message);
    await write(message);
  }

  wake() {
    this.failures = 0;
    this.pump();
  }

  /* One tab sends; what another has sent meanwhile is not here any more when it is this one's turn. */
  async pump() {
    clearTimeout(this.later);
    if (this.pumping) {
      this.again = true;
      return;
    }
    this.pumping = true;
    try {
      do {
        this.again = false;
        const send = () => this.empty();
        await (navigator.locks ? navigator.locks.request(`outbox-${this.person}`, send) : send());
      } while (this.again);
    } finally {
      this.pumping = false;
    }
  }

  async empty() {
    for (;;) {
      const message = (await this.waiting()).find((one) => !one.refused);
      if (!message) return;
      this.say("state", { message, state: "sending" });
      if (!(await this.post(message))) return;
    }
  }

  async post(message) {
    try {
      const response = await fetch(message.url, {
        method: "POST",
        headers: { Accept: "application/json" },
        body: new URLSearchParams([
          ...message.fields,
          ["body", message.body],
          ["client_uuid", message.uuid],
          ["csrfmiddlewaretoken", document.querySelector('[name="csrfmiddlewaretoken"]')?.value ?? ""],
        ]),
        signal: AbortSignal.timeout(ANSWER_WITHIN),
      });
      const answer = response.headers.get("Content-Type")?.includes("json") ? await response.json() : null;
      if (response.ok && answer?.entry) {
        this.failures = 0;
        await this.drop(message);
        this.say("sent", { message, entry: answer.entry });
        return true;
      }
      if (answer && response.status !== 429 && response.status < 500) {
        // Sending the same again would be refused again: the person decides.
        await this.keep({ ...message, refused: true });
        this.say("state", { message: { ...message, refused: true }, state: "refused", sentence: answer.sentence ?? "" });
        return true;
      }
      this.say("state", { message, state: "waiting", sentence: answer?.sentence ?? "" });
    } catch {
      // No net, or no answer in time. It may stand already; the UUID keeps it from standing twice.
      this.say("state", { message, state: "waiting" });
    }
    const wait = WAITS[Math.min(this.failures, WAITS.length - 1)];
    this.failures += 1;
    clearTimeout(this.later);
    this.later = setTimeout(() => this.pump(), wait * (0.75 + Math.random() / 2));
    return false;
  }

  /* To this tab and the person's others. */
  say(name, detail) {
    this.tell(name, detail);
    this.tabs?.postMessage({ name, detail });
  }

  tell(name, detail) {
    if (name === "sent") this.unkept.delete(detail.message.uuid);
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}
