/* Behaviour of pages with sound. Without it the browser's own player plays and every time is a link. */
import { Application } from "../../community/js/vendor/stimulus.min.js";
import CopyController from "../../community/js/controllers/copy_controller.js";
import ListeningController from "./controllers/listening_controller.js";

const application = Application.start();
application.register("copy", CopyController);
application.register("listening", ListeningController);
