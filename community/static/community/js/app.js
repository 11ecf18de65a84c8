/* Behaviour of member pages. Every page works without it; each controller adds one thing. */
import { Application } from "./vendor/stimulus.min.js";
import AloudController from "./controllers/aloud_controller.js";
import AutogrowController from "./controllers/autogrow_controller.js";
import CopyController from "./controllers/copy_controller.js";
import FilesController from "./controllers/files_controller.js";
import KeepController, { tidyKept } from "./controllers/keep_controller.js";
import LiveController from "./controllers/live_controller.js";
import PrintController from "./controllers/print_controller.js";
import SearchController from "./controllers/search_controller.js";
import SheetController from "./controllers/sheet_controller.js";
import ToastController from "./controllers/toast_controller.js";
import WitnessController from "./controllers/witness_controller.js";
import { leaveTheBusyAlone } from "./busy.js";
import { forgetFilesOfOthers } from "./files/forget.js";
import { listed, lookAfterPhone } from "./phone.js";

// What comes into a page works at once: a key pressed a moment later would send the form as if there were no script.
window.htmx.config.defaultSettleDelay = 0;

const person = document.body.dataset.person ?? "";
tidyKept(person);
forgetFilesOfOthers(person);
lookAfterPhone(person);
leaveTheBusyAlone();

export const application = Application.start();
application.register("aloud", AloudController);
application.register("autogrow", AutogrowController);
application.register("copy", CopyController);
application.register("files", FilesController);
application.register("keep", KeepController);
application.register("live", LiveController);
application.register("print", PrintController);
application.register("search", SearchController);
application.register("sheet", SheetController);
application.register("toast", ToastController);
application.register("witness", WitnessController);
// Heavy behaviour comes only to the pages that bear it.
if (document.querySelector('[data-controller~="tags"]')) {
  import("./controllers/tags_controller.js").then((tags) => application.register("tags", tags.default));
}
if (document.querySelector('[data-controller~="draft"]')) {
  import("./controllers/draft_controller.js").then((draft) => application.register("draft", draft.default));
}
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
