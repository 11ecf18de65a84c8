/* A live page fetches itself again while somebody is busy on it: an open fold stays open, and a form in which somebody
 * types keeps its words, though their focus is in another field. htmx passes over what bears hx-morph-skip; what is sent
 * bears it no longer, so that the answer shows, and bears it again where the sending failed. Whoever pressed what is no
 * longer there stands at the heading of what came instead, and not at the top of the page.
 *
 * A form with words in it that is no longer part of the page moves below it, to where it can still be sent:
 *
 *   <section data-left-over hidden><h2>…</h2></section>      data-about on the form says what it is about
 */
const SKIP = "hx-morph-skip";

const held = (form) => form.closest("details") ?? form;
const isLive = (part) => Boolean(part.closest?.("[data-live-key]"));
const isLeft = (part) => Boolean(part.closest?.("[data-left-over]"));

/* Forms with words in them that were not sent yet. */
const begun = new Set();
let last = null;

function hold(form) {
  if (!form || !(isLive(form) || isLeft(form))) return;
  begun.add(form);
  if (isLive(form)) held(form).setAttribute(SKIP, "");
}

function release(form) {
  begun.delete(form);
  held(form).removeAttribute(SKIP);
}

function keepWhatWasLeft() {
  const shelf = document.querySelector("[data-left-over]");
  for (const form of begun) {
    if (form.isConnected) continue;
    if (!shelf) begun.delete(form);
    else lay(form, shelf);
  }
}

function lay(form, shelf) {
  const part = document.createElement("div");
  part.className = "stack gap-2";
  if (form.dataset.about) part.append(Object.assign(document.createElement("h3"), { textContent: form.dataset.about }));
  form.removeAttribute(SKIP);
  part.append(form);
  shelf.append(part);
  shelf.hidden = false;
  window.htmx.process(form);
  if (form.contains(last?.target)) last.target.focus();
}

/* What was laid below is done with once it was taken. A refusal stands on the page, and the words stay. */
function clearWhatWasTaken(form) {
  const shelf = form.closest?.("[data-left-over]");
  if (!shelf || begun.has(form) || document.querySelector("[data-live-key] .form-errors")) return;
  form.parentElement.remove();
  shelf.hidden = !shelf.querySelector("form");
}

export function leaveTheBusyAlone() {
  document.addEventListener(
    "toggle",
    ({ target }) => {
      if (target.matches?.("details") && isLive(target)) target.toggleAttribute(SKIP, target.open);
    },
    true,
  );
  document.addEventListener("input", ({ target }) => hold(target.form));
  document.addEventListener("submit", ({ target }) => release(target), true);
  // Some forms are sent when a field is left.
  document.addEventListener("htmx:before:request", ({ target }) => {
    if (target.matches?.("form")) release(target);
  });
  for (const failure of ["htmx:error", "htmx:response:error"]) {
    document.addEventListener(failure, ({ target }) => hold(target.closest?.("form")));
  }
  document.addEventListener("focusin", ({ target }) => {
    last = { target, live: target.closest("[data-live-key]") };
  });
  document.addEventListener("htmx:after:swap", ({ target }) => {
    keepWhatWasLeft();
    clearWhatWasTaken(target);
    const lost = document.activeElement === document.body && last?.live?.isConnected && !last.target.isConnected;
    if (lost) last.live.querySelector('h1[tabindex="-1"]')?.focus({ preventScroll: true });
  });
}
