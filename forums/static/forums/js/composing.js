/* What helps one write: loaded on pages with a composer only. Without it one writes in a plain field. */
import MarksController from "./marks_controller.js";
import NamesController from "./names_controller.js";
import QuoteController from "./quote_controller.js";

window.Stimulus.register("marks", MarksController);
window.Stimulus.register("names", NamesController);
window.Stimulus.register("quote", QuoteController);
