/* Behaviour of member pages. Every page works without it; each controller adds one thing. */
import { Application } from "./vendor/stimulus.min.js";
import AloudController from "./controllers/aloud_controller.js";
import AutogrowController from "./controllers/autogrow_controller.js";
import CopyController from "./controllers/copy_controller.js";
import KeepController, { tidyKept } from "./controllers/keep_controller.js";
import LiveController from "./controllers/live_controller.js";
import SearchController from "./controllers/search_controller.js";
import SheetController from "./controllers/sheet_controller.js";
import ToastController from "./controllers/toast_controller.js";
import WitnessController from "./controllers/witness_controller.js";

tidyKept(document.body.dataset.person ?? "");

export const application = Application.start();
application.register("aloud", AloudController);
application.register("autogrow", AutogrowController);
application.register("copy", CopyController);
application.register("keep", KeepController);
application.register("live", LiveController);
application.register("search", SearchController);
application.register("sheet", SheetController);
application.register("toast", ToastController);
application.register("witness", WitnessController);
// Rooms with a script of their own register their controller on this application.
window.Stimulus = application;
