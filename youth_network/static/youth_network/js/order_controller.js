/* The host drags the table into another order, by finger or mouse. Buttons do the same without this script.
 *
 *   <div data-controller="order"><form …><input type="hidden" name="order" data-order-target="keys"></form>
 *     <ol data-order-target="list"><li data-order-target="item" data-order-key="12">…
 *
 * The new order is posted at once; the answer is the table as it then stands, so that a refused order springs back.
 */
import { Controller } from "../../community/js/vendor/stimulus.min.js";
import Sortable from "../../community/js/vendor/sortable.min.js";

const STILL = matchMedia("(prefers-reduced-motion: reduce)");

export default class OrderController extends Controller {
  static targets = ["list", "item", "keys"];

  connect() {
    this.sortable = Sortable.create(this.listTarget, {
      draggable: '[data-order-target="item"]',
      filter: "a, button, input, label, summary",
      preventOnFilter: false,
      animation: STILL.matches ? 0 : 150,
      ghostClass: "item--dragged",
      // A finger that scrolls does not drag.
      delay: 200,
      delayOnTouchOnly: true,
      onEnd: ({ oldIndex, newIndex }) => {
        if (oldIndex !== newIndex) this.post();
      },
    });
  }

  disconnect() {
    this.sortable.destroy();
  }

  post() {
    this.keysTarget.value = this.itemTargets.map((item) => item.dataset.orderKey).join(",");
    this.keysTarget.form.requestSubmit();
  }
}
window.Stimulus.register("order", OrderController);
