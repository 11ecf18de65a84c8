/* Pages of one voice. They work without: the browser's own controls play it, and texts can be read by oneself. */
import { Application } from "../../community/js/vendor/stimulus.min.js";
import AloudController from "../../community/js/controllers/aloud_controller.js";
import ClipController from "./controllers/clip_controller.js";

const application = Application.start();
application.register("aloud", AloudController);
application.register("clip", ClipController);
