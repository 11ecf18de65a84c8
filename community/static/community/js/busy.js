/* A live page fetches itself again while somebody is busy on it: an open fold stays open, and a form in which somebody
 * types keeps its words, though their focus is in another field. htmx passes over what bears hx-morph-skip; what is sent
 * bears it no longer, so that the answer shows, and bears it again where the sending failed. Whoever pressed what is no
 * longer there stands at the heading of what came instead, and not at the top of the page.
 */
const SKIP = "hx-morph-skip";

const held = (form) => form.closest("details") ?? form;
const isLive = (part) => Boolean(part.closest?.("[data-live-key]"));

export function leaveTheBusyAlone() {
  const hold = (form) => {
    if (form && isLive(form)) held(form).setAttribute(SKIP, "");
  };
  document.addEventListener(
    "toggle",
    ({ target }) => {
      if (target.matches?.("details") && isLive(target)) target.toggleAttribute(SKIP, target.open);
    },
    true,
  );
  document.addEventListener("input", ({ target }) => hold(target.form));
  document.addEventListener("submit", ({ target }) => held(target).removeAttribute(SKIP), true);
  for (const failure of ["htmx:error", "htmx:response:error"]) {
    document.addEventListener(failure, ({ target }) => hold(target.closest?.("form")));
  }
  let last = null;
  document.addEventListener("focusin", ({ target }) => {
    last = { target, live: target.closest("[data-live-key]") };
  });
  document.addEventListener("htmx:after:swap", () => {
    const lost = document.activeElement === document.body && last?.live?.isConnected && !last.target.isConnected;
    if (lost) last.live.querySelector('h1[tabindex="-1"]')?.focus({ preventScroll: true });
  });
}
