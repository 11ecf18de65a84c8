/* What the browser keeps of photos and clips until the server has them: IndexedDB, under the person's number.
 *
 * `files` holds one row per file that is not ready yet, with its bytes; a recording that is still running has a row
 * without bytes and its seconds in `pieces`. Where storage is full or forbidden everything works, but for coming back.
 */
import { DATABASE, WHOSE } from "./forget.js";

const DAYS = 7 * 24 * 3600 * 1000;

const answer = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

export class Store {
  constructor(person) {
    this.person = person;
  }

  async open() {
    if (!this.person) throw new Error("nobody");
    this.opening ??= new Promise((resolve, reject) => {
      const request = indexedDB.open(DATABASE, 1);
      request.onupgradeneeded = () => {
        request.result.createObjectStore("files", { keyPath: ["person", "id"] });
        request.result.createObjectStore("pieces", { keyPath: ["person", "id", "number"] });
      };
      request.onsuccess = () => {
        // Another tab throws everything away: do not stand in its way.
        request.result.onversionchange = () => request.result.close();
        resolve(request.result);
      };
      request.onerror = () => reject(request.error);
    });
    return this.opening;
  }

  async within(mode, deed) {
    try {
      const database = await this.open();
      const transaction = database.transaction(["files", "pieces"], mode);
      return await deed(transaction.objectStore("files"), transaction.objectStore("pieces"));
    } catch {
      return undefined;
    }
  }

  keep(file) {
    try {
      localStorage.setItem(WHOSE, this.person);
    } catch {
      // Then it is not found again after a reload.
    }
    return this.within("readwrite", (files) => answer(files.put({ at: Date.now(), ...file, person: this.person })));
  }

  keepPiece(id, number, bytes) {
    return this.within("readwrite", (_files, pieces) =>
      answer(pieces.put({ person: this.person, id, number, bytes })),
    );
  }

  async forget(id) {
    const left = await this.within("readwrite", (files, pieces) => {
      pieces.delete(IDBKeyRange.bound([this.person, id], [this.person, id, []]));
      files.delete([this.person, id]);
      return answer(files.count());
    });
    if (left === 0) localStorage.removeItem(WHOSE);
  }

  /* What waits in this composer, oldest first. A recording that was cut off comes with the bytes it had. */
  async waiting(place) {
    const all = (await this.within("readonly", (files) => answer(files.getAll(this.own())))) ?? [];
    const waiting = [];
    for (const file of all.sort((one, other) => one.at - other.at)) {
      if (Date.now() - file.at > DAYS) this.forget(file.id);
      else if (file.place === place && (file.bytes || (await this.join(file)))) waiting.push(file);
    }
    return waiting;
  }

  async join(file) {
    const range = IDBKeyRange.bound([this.person, file.id], [this.person, file.id, []]);
    const pieces = (await this.within("readonly", (_files, all) => answer(all.getAll(range)))) ?? [];
    if (!pieces.length) return false;
    file.bytes = new Blob(
      pieces.map(({ bytes }) => bytes),
      { type: file.type },
    );
    file.found = true;
    file.seconds = pieces.length;
    return true;
  }

  own() {
    return IDBKeyRange.bound([this.person], [this.person, []]);
  }
}

/* Says that this tab has the file in hand; false where another tab has. Ends with the page. */
export async function claim(id) {
  if (!navigator.locks || (await hold(id))) return true;
  // After a reload the page before may still hold it for a moment.
  await new Promise((resolve) => setTimeout(resolve, 700));
  return hold(id);
}

function hold(id) {
  return new Promise((resolve) => {
    navigator.locks
      .request(`${DATABASE}:${id}`, { ifAvailable: true }, (lock) => {
        resolve(Boolean(lock));
        return lock ? new Promise(() => {}) : undefined;
      })
      .catch(() => resolve(true));
  });
}
