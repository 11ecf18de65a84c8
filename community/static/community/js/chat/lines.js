/* Drawing log entries as lines of the chat, from the templates of the page. Nothing here knows the net. */
const PAUSE = 15 * 60 * 1000;
const TONES = ["", "av--sun", "av--clay"];
const ZONE = "Europe/Copenhagen";
const MANY = 5;
// As community/addresses.py reads them, but for those without a scheme, which become links with the next look.
const ADDRESS = /(?<![\p{L}\p{N}_@./-])https?:\/\/[\p{L}\p{N}_-]+(?:\.[\p{L}\p{N}_-]+)+(?::\d{1,5})?(?=[/?#.,;:!?'…*)\s]|$)(?:[/?#][^\s<>"„“”]*)?/gu;
const SENTENCE_ENDS = /[.,;:!?'…*)]+$/;

export class Lines {
  constructor(controller) {
    this.page = controller;
  }

  get words() {
    return this.page.wordsValue;
  }

  find(seq) {
    return document.getElementById(`m-${seq}`);
  }

  /* A new message at the end, under a line of its day where one begins. */
  append(entry) {
    const { listTarget: list, meValue: me } = this.page;
    const mine = entry.author.id === me;
    const at = new Date(entry.at);
    const last = this.last?.parentNode === list ? this.last : [...list.querySelectorAll(".msg")].at(-1);
    const lastAt = last ? new Date(last.dataset.at) : null;
    const newDay = !lastAt || dayOf(lastAt) !== dayOf(at);
    if (newDay) list.append(this.dayLine(at));
    const named = newDay || Number(last.dataset.author) !== entry.author.id || at - lastAt >= PAUSE;
    const line = this.page.templateTarget.content.firstElementChild.cloneNode(true);
    line.id = `m-${entry.seq}`;
    Object.assign(line.dataset, { seq: entry.seq, author: entry.author.id, at: entry.at });
    line.querySelector(".msg__said").id = `said-${entry.seq}`;
    const [name, face] = ["name", "av"].map((part) => line.querySelector(`.${part}`));
    line.classList.toggle("msg--more", !named);
    if (mine) {
      line.classList.add("msg--me");
      name.className = "sr";
      name.textContent = `${this.words.you} `;
      face.remove();
      // "Sent" stands under the last of one's own alone.
      for (const state of [...list.getElementsByClassName("state")]) state.remove();
      line.append(this.page.sentTemplateTarget.content.cloneNode(true));
    } else {
      const { name: called, words, role_shape: shape, id } = entry.author;
      name.textContent = words ? `${called}, ${words}` : called;
      name.classList.toggle("sr", !named);
      if (named) dressFace(face, called, shape, id);
      else face.remove();
      line.classList.toggle("msg--staff", shape === "staff");
    }
    this.fill(line, entry);
    list.append(line);
    this.last = line;
    return line;
  }

  /* What the message says now, in its line. Files are drawn by the server. */
  fill(line, message) {
    const said = line.querySelector(".msg__said");
    if (message.deleted || message.hidden) {
      line.querySelector(".state")?.remove();
      const gone = this.page.goneTemplateTarget.content.firstElementChild.cloneNode(true);
      gone.textContent = message.author.id === this.page.meValue ? this.words.goneMine : this.words.gone;
      if (!message.deleted) gone.textContent = this.words.hidden;
      else if (message.author.id === this.page.meValue && message.undo) {
        const undo = this.page.undoTemplateTarget.content.firstElementChild.cloneNode(true);
        undo.dataset.seq = message.seq;
        gone.append(" ", undo);
      }
      said.replaceChildren(gone);
      return;
    }
    const whole = this.page.templateTarget.content.firstElementChild.querySelector(".msg__said").cloneNode(true);
    const quoted = whole.querySelector(".quoted");
    if (message.reply_to) {
      quoted.href = `?at=${message.reply_to.seq}#m-${message.reply_to.seq}`;
      quoted.dataset.seq = message.reply_to.seq;
      quoted.querySelector("strong").textContent = message.reply_to.name;
      const muted = this.page.mutedValue.includes(message.reply_to.author);
      quoted.querySelector("span").textContent = muted ? this.words.muted : message.reply_to.body || this.words.gone;
    } else quoted.remove();
    const bubble = whole.querySelector(".bubble");
    bubble.title = timeOf(new Date(message.at));
    if (this.page.mutedValue.includes(message.author.id)) bubble.replaceWith(this.folded(message));
    else if (message.body) bubble.replaceChildren(...withLinks(message.body));
    else bubble.remove();
    whole.querySelector(".msg__edited").hidden = !message.edited;
    const more = whole.querySelector(".msg__more");
    more.href = `${this.page.urlValue}messages/${message.seq}/`;
    more.setAttribute("aria-label", this.words.more.replace("%(name)s", message.author.name));
    said.replaceChildren(...whole.childNodes);
    this.chips(line, message.reactions ?? {});
  }

  folded({ body }) {
    const folded = document.createElement("details");
    folded.className = "bubble bubble--muted";
    const summary = document.createElement("summary");
    summary.textContent = this.words.muted;
    const words = document.createElement("p");
    words.replaceChildren(...withLinks(body));
    folded.append(summary, words);
    return folded;
  }

  /* The words that were given under it, and how often. */
  chips(line, reactions) {
    const foot = line.querySelector(".msg__foot");
    for (const chip of foot.querySelectorAll(".react")) chip.remove();
    for (const [pk, text] of Object.entries(this.page.reactionsValue)) {
      const times = reactions[pk];
      if (!times) continue;
      const chip = document.createElement("span");
      chip.className = "react";
      chip.textContent = `${text} ${times >= MANY ? this.words.several : times}`;
      foot.append(chip);
    }
    foot.hidden = !foot.querySelector(":scope > :not([hidden])");
  }

  dayLine(at) {
    const line = document.createElement("li");
    line.className = "day";
    const time = document.createElement("time");
    time.dateTime = dayOf(at);
    time.textContent =
      dayOf(at) === dayOf(new Date())
        ? this.words.today
        : new Intl.DateTimeFormat(document.documentElement.lang, { day: "numeric", month: "long", timeZone: ZONE }).format(at);
    line.append(time);
    return line;
  }
}

function dressFace(face, name, shape, id) {
  face.textContent = (name.match(/[\p{L}\p{N}]/u)?.[0] ?? "·").toUpperCase();
  const look = { staff: "av--staff", firm: "av--firm" }[shape] ?? TONES[id % TONES.length];
  if (look) face.classList.add(look);
}

function dayOf(at) {
  return new Intl.DateTimeFormat("sv-SE", { dateStyle: "short", timeZone: ZONE }).format(at);
}

function timeOf(at) {
  return new Intl.DateTimeFormat(document.documentElement.lang, { timeStyle: "short", timeZone: ZONE }).format(at);
}

/* The words as text, and addresses in them as links that lead away without saying from where. */
function withLinks(body) {
  const parts = [];
  let from = 0;
  for (const { 0: found, index } of body.matchAll(ADDRESS)) {
    const address = found.replace(SENTENCE_ENDS, "");
    const link = Object.assign(document.createElement("a"), { href: address, textContent: address, rel: "nofollow noopener noreferrer ugc" });
    parts.push(body.slice(from, index), link);
    from = index + address.length;
  }
  return [...parts, body.slice(from)].filter((part) => part !== "");
}
