/* Photos and a voice clip beside the words of a form: tiles that say how far each is, and hidden `files` fields for
 * those that are ready. The form waits for the others when it is sent, and can be sent without them.
 *
 * Three places know of files when a page comes again: the form itself (an error, a draft), this tab (what was ready)
 * and IndexedDB (what was not). Every sentence stands in the template; here are only states.
 */
import { makeUuid } from "../uuid.js";
import { clock, Clip, drawLevels } from "./sound.js";
import { part, sentenceOf, showState } from "./states.js";
import { claim, Store } from "./store.js";
import { Line, Upload } from "./upload.js";

const UNDO_FOR = 20_000;
const PENDING = ["preparing", "queued", "arriving", "checking", "waiting", "signedOut"];

const shrink = () => import("./picture.js");

export class Composer {
  constructor(root, place) {
    this.root = root;
    this.place = place;
    this.form = root.closest("form");
    this.tiles = [];
    this.sent = false;
    this.store = new Store(document.body.dataset.person);
    this.line = new Line();
    const find = (name) => root.querySelector(`[data-files-target="${name}"]`);
    this.list = find("list");
    this.template = find("tile");
    this.status = find("status");
    this.wait = find("wait");
    this.panel = find("recorder");
    this.field = this.form.querySelector('textarea[name="body"]');
    this.mustSay = this.field?.required;
    this.listening = new AbortController();
    const { signal } = this.listening;
    root.addEventListener("click", (event) => this.click(event), { signal });
    root.addEventListener("change", (event) => this.changed(event), { signal });
    root.addEventListener("input", ({ isTrusted }) => this.remember(isTrusted ? false : this.sent), { signal });
    // Before anybody else hears of it: while it waits, nothing has been sent.
    this.form.addEventListener("submit", (event) => this.submit(event), { signal, capture: true });
    this.form.addEventListener("input", () => this.own().length && this.giveBack(), { signal });
    this.form.addEventListener("draft:restored", () => this.giveBack(), { signal });
    // A form that stays open after what it said was taken (chat) begins anew.
    this.form.addEventListener("files:taken", () => this.begin(), { signal });
    window.addEventListener("online", () => this.lookAgain(), { signal });
    this.ready = this.giveBack();
  }

  leave() {
    this.listening.abort();
    this.line.stop();
    this.recorder?.leave();
    for (const tile of this.tiles) tile.clip?.close();
  }

  get url() {
    return this.root.dataset.filesUrlValue;
  }

  get token() {
    return this.form.elements.namedItem("csrfmiddlewaretoken")?.value ?? "";
  }

  limit(name) {
    return Number(this.root.dataset[`files${name}Value`]);
  }

  say(sentence) {
    this.status.textContent = sentence;
  }

  /* Coming back ---------------------------------------------------------------------------------------------------- */

  async giveBack() {
    const overwritten = this.own();
    const given = [...this.form.querySelectorAll('input[type="hidden"][name="files"]')].filter(
      (input) => !this.list.contains(input) && input.value,
    );
    const uuids = [...overwritten, ...given.map(({ value }) => value)];
    const words = Object.fromEntries(
      uuids.map((uuid) => [uuid, this.form.elements.namedItem(`description-${uuid}`)?.value ?? ""]),
    );
    for (const uuid of uuids) {
      this.form.querySelector(`input[type="hidden"][name="description-${CSS.escape(uuid)}"]`)?.remove();
    }
    // With what stands around it for those without this script.
    for (const input of given) (input.closest(".files__given") ?? input).remove();
    const kept = this.kept();
    // A draft knows better than this tab what is ready.
    const drafted = "draftKeyValue" in this.form.dataset;
    for (const { uuid, description } of kept.filter(({ uuid }) => uuid && !drafted)) {
      if (!uuids.includes(uuid)) uuids.push(uuid);
      words[uuid] ||= description;
    }
    // At once, so that a form that is sent before the server has answered has them all.
    const back = uuids.filter((uuid) => !this.find(uuid)).map((uuid) => this.addKnown(uuid, words[uuid]));
    for (const file of await this.store.waiting(this.place)) {
      if (this.tiles.some(({ id }) => id === file.id) || !(await claim(file.id))) continue;
      const known = file.uuid && this.find(file.uuid);
      if (known) this.drop(known);
      this.addWaiting({ ...file, description: kept.find(({ id }) => id === file.id)?.description });
    }
    await Promise.all(back.map((tile) => this.lookAt(tile)));
  }

  /* Our own fields, as a draft may have left them: emptied or taken out, the file goes; with another value, that is a
   * file to show as well. */
  own() {
    const others = [];
    for (const tile of [...this.tiles]) {
      if (!tile.hidden) continue;
      const { value, isConnected } = tile.hidden;
      if (!value || !isConnected) this.drop(tile);
      else if (value !== tile.uuid) others.push(value);
      tile.hidden.value = tile.uuid;
    }
    return others;
  }

  find(uuid) {
    return this.tiles.find((tile) => tile.uuid === uuid);
  }

  addKnown(uuid, description) {
    const tile = this.add({ id: makeUuid(), kind: "picture", uuid, description });
    this.show(tile, "unseen");
    return tile;
  }

  /* What the server has. */
  async lookAt(tile) {
    let said;
    try {
      const response = await fetch(`${this.url}${tile.uuid}/state/`, { headers: { Accept: "application/json" } });
      if (response.status === 404) {
        this.drop(tile);
        return;
      }
      said = response.ok && !response.redirected ? await response.json() : null;
    } catch {
      // No net: it stays as it is, and goes along with the form.
    }
    if (!said || !this.tiles.includes(tile) || tile.state !== "unseen") return;
    if (said.kind && said.kind !== tile.kind) this.setKind(tile, said.kind);
    if (said.state === "ready") this.arrived(tile, said);
    else this.show(tile, "lost");
  }

  lookAgain() {
    for (const tile of this.tiles) if (tile.state === "unseen") this.lookAt(tile);
  }

  async addWaiting(file) {
    const tile = this.add(file);
    tile.bytes = file.bytes;
    if (file.kind === "voice") this.dress(tile, file);
    if (file.found) {
      part(tile.element, "found").textContent = clock(file.seconds);
      this.show(tile, "found");
      this.say(sentenceOf(tile.element));
      return;
    }
    this.send(tile);
    if (file.kind === "picture") this.showPreview(tile, await (await shrink()).previewOf(file.bytes));
  }

  /* This tab's memory of what is ready, and of the descriptions, under the same prefix and rules as the words (kept.js). */
  kept() {
    try {
      return JSON.parse(sessionStorage.getItem(this.keep))?.files ?? [];
    } catch {
      return [];
    }
  }

  get keep() {
    return keepName(this.place);
  }

  remember(sent = this.sent) {
    this.sent = sent;
    const files = this.tiles
      .filter(({ hidden, words, state }) => hidden || (words.value && state !== "removed"))
      .map(({ id, hidden, words }) => ({ id, uuid: hidden?.value, description: words.value }));
    try {
      if (files.length) sessionStorage.setItem(this.keep, JSON.stringify({ sent, files }));
      else sessionStorage.removeItem(this.keep);
    } catch {
      // Full or forbidden storage.
    }
  }

  /* Tiles ---------------------------------------------------------------------------------------------------------- */

  add({ id, kind, uuid, description = "" }) {
    const element = this.template.content.firstElementChild.cloneNode(true);
    const tile = { id, kind, uuid, element, words: part(element, "description"), state: "" };
    tile.words.id = `file-${id}`;
    part(element, "label").htmlFor = tile.words.id;
    tile.words.value = description;
    this.tiles.push(tile);
    this.list.append(element);
    this.setKind(tile, kind);
    return tile;
  }

  setKind(tile, kind) {
    tile.kind = kind;
    for (const element of tile.element.querySelectorAll("[data-kind]")) {
      element.hidden = element.dataset.kind !== kind;
    }
    tile.element.classList.toggle("attach__tile--voice", kind === "voice");
    this.arrange();
  }

  show(tile, state) {
    tile.state = state;
    showState(tile.element, state);
    const goes = ["ready", "unseen"].includes(state);
    if (goes && !tile.hidden) {
      tile.hidden = document.createElement("input");
      Object.assign(tile.hidden, { type: "hidden", name: "files", value: tile.uuid });
      tile.words.name = `description-${tile.uuid}`;
      tile.element.append(tile.hidden);
    } else if (!goes) {
      tile.hidden?.remove();
      tile.hidden = null;
      tile.words.removeAttribute("name");
    }
    this.arrange();
    this.remember();
    this.list.dispatchEvent(new Event("input", { bubbles: true }));
  }

  /* Numbers, what can still be added, and whether words are needed. */
  arrange() {
    let number = 0;
    for (const tile of this.tiles) {
      const counts = tile.kind === "picture" && tile.state !== "removed";
      if (counts) number += 1;
      part(tile.element, "number").textContent = counts ? number : "";
    }
    const there = this.tiles.filter(({ state }) => !["removed", "refused", "lost"].includes(state));
    this.list.hidden = !this.tiles.length;
    const voice = there.some(({ kind }) => kind === "voice");
    this.root.querySelector("[data-files-target=voice]").hidden = voice || this.panel.hidden === false;
    if (this.field) this.field.required = this.mustSay && !there.length;
    if (!this.wait.hidden) this.goOn();
  }

  name(tile) {
    const shown = [...tile.element.querySelectorAll("[data-part=name] > :not([hidden])")];
    return shown.map(({ textContent }) => textContent.trim()).join(" ");
  }

  tell(tile) {
    const sentence = sentenceOf(tile.element);
    if (sentence) this.say(`${this.name(tile)}: ${sentence}`);
  }

  /* Photos --------------------------------------------------------------------------------------------------------- */

  async pick(files, kind) {
    const room = this.limit("Pictures") - this.tiles.filter((tile) => tile.kind === "picture" && tile.state !== "removed").length;
    const chosen = [...files];
    const full = this.root.querySelector("[data-files-target=full]");
    full.hidden = kind === "voice" || chosen.length <= room;
    if (!full.hidden) this.say(full.textContent.trim());
    const taken = kind === "voice" ? chosen.slice(0, 1) : chosen.slice(0, Math.max(0, room));
    const tiles = taken.map((file) => {
      const tile = this.add({ id: makeUuid(), kind });
      claim(tile.id);
      this.show(tile, "preparing");
      return [tile, file];
    });
    if (kind === "voice") this.recorder?.close();
    this.arrange();
    // One after the other: a phone has not the memory for six open photos.
    for (const [tile, file] of tiles) {
      if (kind === "voice") {
        tile.bytes = file;
        this.dress(tile, {});
      } else {
        const { bytes, preview } = await (await shrink()).prepare(file);
        tile.bytes = bytes;
        this.showPreview(tile, preview);
      }
      if (tile.state === "preparing") this.send(tile);
    }
  }

  showPreview(tile, preview) {
    if (!preview) return;
    preview.className = "attach__picture";
    part(tile.element, "look").replaceChildren(preview);
  }

  /* Voice ---------------------------------------------------------------------------------------------------------- */

  async openRecorder() {
    const { Recorder } = await import("./recorder.js");
    this.recorder ??= new Recorder(this.panel, {
      store: this.store,
      place: this.place,
      longest: this.limit("Seconds"),
      say: (sentence) => this.say(sentence),
      done: (file, why) => this.recorded(file, why),
    });
    this.recorder.open();
    this.arrange();
  }

  recorded(file, why) {
    if (!file) {
      // Nothing was heard at all.
      this.shut();
      return;
    }
    for (const old of this.tiles.filter(({ kind, state }) => kind === "voice" && state === "removed")) this.drop(old);
    const tile = this.add(file);
    tile.bytes = file.bytes;
    this.dress(tile, file);
    this.send(tile);
    const note = part(tile.element, why);
    if (note) {
      note.hidden = false;
      this.say(note.textContent.trim());
    }
    part(tile.element, "listen").focus();
  }

  /* The length and the shape of a clip in hand. */
  async dress(tile, { seconds = 0 }) {
    tile.clip = new Clip(tile.bytes);
    tile.seconds = seconds;
    this.hear(tile);
    try {
      const read = await tile.clip.read();
      tile.seconds = read.seconds;
      tile.levels = read.levels;
    } catch {
      // Not readable here; the server reads more, and then it is heard from there.
      tile.clip = null;
    }
    this.hear(tile);
  }

  hear(tile) {
    const { element, clip, seconds = 0, levels = [] } = tile;
    const playing = Boolean(clip?.playing);
    // The browser's own player says all of it itself.
    for (const name of ["listen", "levels", "time"]) part(element, name).hidden = !clip;
    for (const word of element.querySelectorAll("[data-playing]")) word.hidden = (word.dataset.playing === "yes") !== playing;
    part(element, "time").textContent = clip?.second ? `${clock(clip.second)} / ${clock(seconds)}` : seconds ? clock(seconds) : "";
    drawLevels(part(element, "levels"), levels, seconds ? (clip?.second ?? 0) / seconds : 0);
  }

  async listen(tile) {
    for (const other of this.tiles) if (other !== tile) other.clip?.pause();
    if (tile.clip.playing) {
      tile.clip.pause();
      return;
    }
    await tile.clip.play(() => this.hear(tile));
  }

  async again(tile) {
    this.remove(tile);
    await this.openRecorder();
    await this.recorder.start();
  }

  /* Sending -------------------------------------------------------------------------------------------------------- */

  send(tile) {
    const { id, kind, bytes } = tile;
    this.store.keep({ id, kind, place: this.place, bytes, type: bytes.type, uuid: tile.uuid });
    this.show(tile, "queued");
    tile.upload = new Upload({
      url: this.url,
      token: this.token,
      id,
      kind,
      bytes,
      tell: (state, details) => this.heard(tile, state, details),
    });
    this.line.add(tile.upload);
  }

  heard(tile, state, details) {
    if (tile.state === "removed") return;
    tile.uuid = details?.uuid ?? tile.upload.uuid ?? tile.uuid;
    if (state === "arriving") {
      const percent = Math.round(details.done * 100);
      part(tile.element, "percent").textContent = percent;
      part(tile.element, "bar").value = percent;
    } else if (state === "checking") {
      part(tile.element, "bar").value = 100;
    }
    if (state === "ready") {
      this.store.forget(tile.id);
      this.arrived(tile, details);
      this.tell(tile);
    } else if (state === "refused") {
      this.store.forget(tile.id);
      part(tile.element, "sentence").textContent = details.sentence ?? "";
      this.show(tile, "refused");
      this.tell(tile);
    } else if (state !== tile.state) {
      this.show(tile, state);
      if (["waiting", "signedOut"].includes(state)) this.tell(tile);
    }
  }

  arrived(tile, { url, preview_url: preview, seconds, waveform, width, height, description }) {
    const look = part(tile.element, "look");
    if (tile.kind === "picture" && !look.querySelector("canvas") && preview) {
      const picture = document.createElement("img");
      Object.assign(picture, { src: preview, alt: "", className: "attach__picture" });
      if (width) Object.assign(picture, { width, height });
      look.replaceChildren(picture);
    }
    if (!tile.words.value && description) tile.words.value = description;
    this.show(tile, "ready");
    if (tile.kind === "voice") {
      tile.seconds ||= seconds;
      tile.levels ??= waveform?.map((level) => level / 100);
      const player = part(tile.element, "player");
      player.hidden = Boolean(tile.clip);
      if (!tile.clip && url) player.src = url;
      this.hear(tile);
    }
  }

  /* Deeds ---------------------------------------------------------------------------------------------------------- */

  click({ target }) {
    const button = target.closest("[data-deed]");
    if (!button) return;
    const tile = this.tiles.find(({ element }) => element.contains(button));
    const deeds = {
      listen: () => this.listen(tile),
      remove: () => this.remove(tile, true),
      undo: () => this.undo(tile),
      again: () => this.again(tile),
      use: () => this.use(tile),
      retry: () => this.line.wake(),
      start: () => this.recorder.start(),
      pause: () => this.recorder.pause(),
      resume: () => this.recorder.resume(),
      stop: () => this.recorder.stop(),
      close: () => this.shut(),
      choose: () => this.root.querySelector("[data-files-target=sound]").click(),
      without: () => this.goWithout(),
      stay: () => this.stay(),
    };
    deeds[button.dataset.deed]?.();
  }

  changed({ target }) {
    if (target.dataset.part !== "description") return;
    const tile = this.tiles.find(({ words }) => words === target);
    if (!tile?.hidden) return;
    // So that the words come along when a draft is opened elsewhere; the form carries them too.
    fetch(`${this.url}${tile.uuid}/describe/`, {
      method: "POST",
      headers: { Accept: "application/json", "X-CSRFToken": this.token },
      body: new URLSearchParams({ description: target.value }),
      keepalive: true,
    }).catch(() => {});
  }

  shut() {
    this.recorder.close();
    this.arrange();
    this.root.querySelector("[data-files-target=voice]").focus();
  }

  use(tile) {
    this.send(tile);
    part(tile.element, "listen").focus();
  }

  remove(tile, focus = false) {
    tile.clip?.pause();
    tile.before = tile.state;
    tile.upload?.cancel();
    this.store.forget(tile.id);
    for (const why of ["full", "interrupted"]) part(tile.element, why).hidden = true;
    this.show(tile, "removed");
    this.tell(tile);
    if (focus) part(tile.element, "undo").focus();
    tile.going = setTimeout(() => this.gone(tile), UNDO_FOR);
  }

  undo(tile) {
    clearTimeout(tile.going);
    // While a new one is being recorded, the old one can still be had back: it then ends the new one.
    if (tile.kind === "voice") this.recorder?.drop();
    if (["ready", "unseen", "refused", "lost", "found"].includes(tile.before)) this.show(tile, tile.before);
    else if (tile.bytes) this.send(tile);
    else this.show(tile, "preparing");
    if (tile.kind === "voice") this.hear(tile);
    part(tile.element, "remove").focus();
  }

  /* Removed for good, but never from under somebody's finger. */
  gone(tile) {
    if (tile.element.contains(document.activeElement)) tile.going = setTimeout(() => this.gone(tile), UNDO_FOR);
    else this.drop(tile, true);
  }

  begin() {
    for (const tile of [...this.tiles]) this.drop(tile);
    this.remember(false);
  }

  drop(tile, everywhere = false) {
    clearTimeout(tile.going);
    tile.clip?.close();
    tile.upload?.cancel();
    this.store.forget(tile.id);
    // What stands in a post already is taken away when the change is saved; the server keeps it until then.
    // What was refused is gone there already.
    if (everywhere && tile.uuid && !["refused", "lost"].includes(tile.before)) {
      fetch(`${this.url}${tile.uuid}/remove/`, {
        method: "POST",
        headers: { Accept: "application/json", "X-CSRFToken": this.token },
      }).catch(() => {});
    }
    this.tiles = this.tiles.filter((other) => other !== tile);
    tile.state = "gone";
    tile.element.remove();
    this.arrange();
    this.remember();
  }

  /* The form ------------------------------------------------------------------------------------------------------- */

  get pending() {
    return this.tiles.filter(({ state }) => PENDING.includes(state));
  }

  async submit(event) {
    // Put away for later: the browser and the draft know all that is here.
    if (event.submitter?.hasAttribute("formaction")) return;
    if (!this.recorder?.running && !this.pending.length) {
      this.remember(true);
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
    this.submitter = event.submitter;
    await this.recorder?.stop();
    this.refusedBefore = this.tiles.filter(({ state }) => state === "refused");
    this.wait.hidden = false;
    this.say(sentenceOf(this.wait));
    this.wait.focus();
    this.line.wake();
    this.goOn();
  }

  /* All that was waited for is there, or was refused: then the person decides. */
  goOn() {
    if (this.pending.length || this.recorder?.running) return;
    this.wait.hidden = true;
    const refused = this.tiles.find((tile) => tile.state === "refused" && !this.refusedBefore.includes(tile));
    if (refused) {
      part(refused.element, "remove").focus();
      return;
    }
    this.form.requestSubmit(this.submitter?.isConnected ? this.submitter : undefined);
  }

  goWithout() {
    this.wait.hidden = true;
    for (const tile of this.pending) this.drop(tile, true);
    this.form.requestSubmit(this.submitter?.isConnected ? this.submitter : undefined);
  }

  stay() {
    this.wait.hidden = true;
    this.submitter?.focus();
  }
}

/* Where this tab remembers the files of a composer. */
export function keepName(place) {
  return `keep:${document.body.dataset.person}:files:${place}`;
}
