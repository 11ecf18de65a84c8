/* What this phone keeps for the person who is signed in: drafts (IndexedDB) and the pages that hold them (caches, served
 * by the service worker when the net is away). Both carry the person's number and go at sign-out, when somebody else's
 * page opens, and with time. docs/decisions/0007-drafts-and-the-service-worker.md says why.
 */
const DATABASE = "nextwork-drafts";
const STORE = "drafts";
const KEPT = "nextwork-kept-";
const DRAFTS_FOR = 90 * 24 * 3600 * 1000;

let opening;

function open() {
  opening ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(DATABASE, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: "id" });
    request.onerror = () => reject(request.error);
    request.onsuccess = () => {
      request.result.onversionchange = () => request.result.close();
      resolve(request.result);
    };
  });
  return opening;
}

/* A phone that keeps nothing (full, forbidden) gives undefined; the page works as it did without. */
async function ask(mode, deed) {
  try {
    const database = await open();
    return await new Promise((resolve, reject) => {
      const request = deed(database.transaction(STORE, mode).objectStore(STORE));
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  } catch {
    return undefined;
  }
}

const all = async () => (await ask("readonly", (store) => store.getAll())) ?? [];
const idOf = (person, key) => `${person}:${key}`;

/* Everything of the person's whose key begins so, the oldest first. */
export async function listed(person, prefix) {
  const own = (await all()).filter((row) => row.person === person && row.key.startsWith(prefix));
  return own.sort((one, other) => one.at - other.at);
}

export function read(person, key) {
  return ask("readonly", (store) => store.get(idOf(person, key)));
}

export function write(draft) {
  const { person, key } = draft;
  return ask("readwrite", (store) => store.put({ ...draft, id: idOf(person, key), at: Date.now() }));
}

/* The draft, and its page where no other draft needs it. */
export async function forget(person, key) {
  const gone = await read(person, key);
  await ask("readwrite", (store) => store.delete(idOf(person, key)));
  if (gone?.page && !(await all()).some(({ page }) => page === gone.page)) await dropPage(person, gone.page);
}

/* A number that this phone makes for itself and for this person. */
export async function deviceOf(person) {
  const known = await read(person, "device");
  if (known) return known.device;
  const device = crypto.randomUUID();
  await write({ person, key: "device", device });
  return device;
}

/* Pages ------------------------------------------------------------------------------------------------------------ */

/* Keep this page with the files it is made of, so that a reload without net opens it. Gives whether it is kept. The
 * signal says that its draft is gone meanwhile. */
export async function keepPage(person, page, signal) {
  try {
    const answer = await fetch(page, { headers: { Accept: "text/html" }, signal });
    if (!answer.ok || answer.redirected) return false;
    // The page knows by this mark that what the server says in it may be old.
    const text = (await answer.text()).replace("<body", "<body data-kept");
    const headers = new Headers(answer.headers);
    for (const name of ["Content-Encoding", "Content-Length"]) headers.delete(name);
    headers.set("X-Kept-At", Date.now());
    const cache = await caches.open(KEPT + person);
    await cache.put(page, new Response(text, { headers }));
    const made = performance.getEntriesByType("resource").map(({ name }) => new URL(name));
    const files = made.filter(({ origin, pathname }) => origin === location.origin && pathname.startsWith("/static/"));
    await cache.addAll([...new Set(files.map(({ href }) => href))]);
    if (signal.aborted) {
      await dropPage(person, page);
      return false;
    }
    return true;
  } catch {
    return false;
  }
}

async function dropPage(person, page) {
  try {
    const cache = await caches.open(KEPT + person);
    await cache.delete(page);
    await dropEmpty(person);
  } catch {
    // No caches, nothing kept.
  }
}

/* The files of pages go with the last page. */
async function dropEmpty(person) {
  const kept = await (await caches.open(KEPT + person)).keys();
  if (kept.every(({ url }) => new URL(url).pathname.startsWith("/static/"))) await caches.delete(KEPT + person);
}

/* Whose phone it is ------------------------------------------------------------------------------------------------ */

/* Everything that is not this person's goes, and what is too old. Nobody's ("") is all of it. */
export async function tidy(person) {
  const oldest = Date.now() - DRAFTS_FOR;
  for (const { id, person: whose, at } of await all()) {
    if (whose !== person || at < oldest) await ask("readwrite", (store) => store.delete(id));
  }
  try {
    for (const name of await caches.keys()) {
      if (!name.startsWith(KEPT)) continue;
      if (name !== KEPT + person) await caches.delete(name);
      else await dropEmpty(person);
    }
  } catch {
    // No caches, nothing kept.
  }
}

/* On every member page. A visitor's page clears nothing: a session that ran out loses no words. */
export function lookAfterPhone(person) {
  if (!person) return;
  tidy(person);
  navigator.serviceWorker?.register("/sw.js").catch(() => {});
  document.addEventListener("submit", ({ target }) => {
    if (target.matches("[data-signs-out]")) tidy("");
    if (target.dataset.draftGone) forget(person, target.dataset.draftGone);
  });
}
