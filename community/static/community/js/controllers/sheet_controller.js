/* Opens a <dialog> instead of following a link to the page with the same form.
 *
 *   <a href="/report/…" data-controller="sheet" data-sheet-dialog-value="report" data-action="sheet#open">
 */
import { Controller } from "../vendor/stimulus.min.js";

export default class SheetController extends Controller {
  static values = { dialog: String };

  open(event) {
    const dialog = document.getElementById(this.dialogValue);
    if (!dialog?.showModal || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    dialog.showModal();
  }
}
