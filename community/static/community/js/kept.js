/* What forms keep in this tab until it is surely stored (controllers/keep_controller.js), and who it belongs to. Small,
 * for it is on every page. */
export const PREFIX = "keep:";

function cameByLink() {
  // After "back" or "reload" the form was not answered, whatever was sent.
  return performance.getEntriesByType("navigation")[0]?.type === "navigate";
}

export function read(name) {
  try {
    return JSON.parse(sessionStorage.getItem(name));
  } catch {
    return null;
  }
}

/* At the start of every page: other people's words go; sent ones go when an ordinary page answered. */
export function tidyKept(person) {
  try {
    for (const name of Object.keys(sessionStorage)) {
      if (!name.startsWith(PREFIX)) continue;
      const own = person && name.startsWith(`${PREFIX}${person}:`);
      const answered = cameByLink() && read(name)?.sent && !document.querySelector('[aria-invalid="true"], .form-errors');
      if (!own || answered) sessionStorage.removeItem(name);
    }
  } catch {
    // No storage, nothing kept.
  }
}
