/* "Print" for pages that look well on paper. Without scripts the browser's own menu does the same.
 *
 *   <button type="button" data-controller="print" data-action="print#print" hidden>
 */
import { Controller } from "../vendor/stimulus.min.js";

export default class PrintController extends Controller {
  connect() {
    this.element.hidden = false;
  }

  print() {
    window.print();
  }
}
