/* The service worker: what opens while the net is away. Three things and nothing else:
 * - a writing page that this phone keeps because an unsent draft stands in it (phone.js puts it into the cache, with the
 *   files it is made of, and takes it away); with net the net is always asked first;
 * - for every other page one that says so, with whom to call;
 * - files below /static/, which are the same for everybody.
 * It keeps nothing private by itself: docs/decisions/0007-drafts-and-the-service-worker.md.
 */
const OFFLINE = "nextwork-offline-{{ version }}";
const PAGE = "{{ page }}";
const FILES = [{% for file in files %}"{{ file }}"{% if not forloop.last %}, {% endif %}{% endfor %}];
const KEPT = "nextwork-kept-";
// Milliseconds that a kept page gives the net, and for which it is kept.
const PATIENCE = 5000;
const KEPT_FOR = 7 * 24 * 3600 * 1000;

self.addEventListener("install", (event) => {
  const fresh = [PAGE, ...FILES].map((url) => new Request(url, { cache: "reload", credentials: "omit" }));
  event.waitUntil(
    caches
      .open(OFFLINE)
      .then((cache) => cache.addAll(fresh))
      // Pages know of the worker only by the names of caches, so a new one may take over open pages at once.
      .then(() => self.skipWaiting()),
  );
});

async function takeOver() {
  for (const name of await caches.keys()) {
    if (name.startsWith("nextwork-offline-") && name !== OFFLINE) await caches.delete(name);
  }
  await self.registration.navigationPreload?.enable();
  await self.clients.claim();
}

self.addEventListener("activate", (event) => event.waitUntil(takeOver()));

/* The page as this phone keeps it; what is too old goes. */
async function kept(url) {
  for (const name of await caches.keys()) {
    if (!name.startsWith(KEPT)) continue;
    const cache = await caches.open(name);
    const page = await cache.match(url);
    if (!page) continue;
    if (Date.now() - Number(page.headers.get("X-Kept-At")) < KEPT_FOR) return page;
    await cache.delete(url);
  }
  return null;
}

async function navigate(event) {
  const { pathname, search } = new URL(event.request.url);
  const page = await kept(pathname + search);
  const fromNet = (async () => (await event.preloadResponse) ?? fetch(event.request))();
  try {
    if (!page) return await fromNet;
    fromNet.catch(() => {});
    let timer;
    const patience = new Promise((resolve) => {
      timer = setTimeout(() => resolve(page), PATIENCE);
    });
    return await Promise.race([fromNet, patience]).finally(() => clearTimeout(timer));
  } catch {
    return page ?? (await (await caches.open(OFFLINE)).match(PAGE)) ?? Response.error();
  }
}

async function file(request) {
  try {
    return await fetch(request);
  } catch {
    return (await caches.match(request.url)) ?? Response.error();
  }
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin) return;
  if (request.mode === "navigate") {
    if (!pathname.startsWith("/admin/")) event.respondWith(navigate(event));
  } else if (pathname.startsWith("/static/")) {
    event.respondWith(file(request));
  }
});
