/* Behaviour of member pages. Every page works without it; each controller adds one thing. */
import { Application } from "./vendor/stimulus.min.js";
import FilesController from "./controllers/files_controller.js";
import KeepController from "./controllers/keep_controller.js";
import LiveController from "./controllers/live_controller.js";
import { leaveTheBusyAlone } from "./busy.js";
import { forgetFilesOfOthers } from "./files/forget.js";
import { tidyKept } from "./kept.js";
import { listed, lookAfterPhone } from "./phone.js";

// What comes into a page works at once: a key pressed a moment later would send the form as if there were no script.
window.htmx.config.defaultSettleDelay = 0;

const person = document.body.dataset.person ?? "";
tidyKept(person);
forgetFilesOfOthers(person);
lookAfterPhone(person);
leaveTheBusyAlone();

export const application = Application.start();
// At once: what somebody types or chooses in the first second is theirs.
application.register("files", FilesController);
application.register("keep", KeepController);
application.register("live", LiveController);

// All other behaviour comes with what bears it, on this page or in what is put into it later.
const later = {
  aloud: () => import("./controllers/aloud_controller.js"),
  autogrow: () => import("./controllers/autogrow_controller.js"),
  copy: () => import("./controllers/copy_controller.js"),
  draft: () => import("./controllers/draft_controller.js"),
  print: () => import("./controllers/print_controller.js"),
  search: () => import("./controllers/search_controller.js"),
  sheet: () => import("./controllers/sheet_controller.js"),
  tags: () => import("./controllers/tags_controller.js"),
  toast: () => import("./controllers/toast_controller.js"),
  witness: () => import("./controllers/witness_controller.js"),
};

function fetchWhatIsBorne() {
  for (const [name, fetched] of Object.entries(later)) {
    if (!document.querySelector(`[data-controller~="${name}"]`)) continue;
    delete later[name];
    // On a net that breaks the page works as it does without scripts.
    fetched().then((one) => application.register(name, one.default), () => {});
  }
}

fetchWhatIsBorne();
new MutationObserver(fetchWhatIsBorne).observe(document.body, { childList: true, subtree: true });
// What was said in a chat and has not arrived goes on from whatever page is open.
if (person) {
  listed(person, "outbox:").then((waiting) => {
    if (waiting.length) import("./chat/outbox.js").then(({ outboxOf }) => outboxOf(person).pump());
  });
}
// Whoever sent what could not be taken is led to what needs another look.
document.querySelector('main [aria-invalid="true"]')?.focus();
// Rooms with a script of their own register their controller on this application.
window.Stimulus = application;
