// Sets up the widgets of Wagtail's editor, where it would write a script behind each of them. An element of its own is
// told at once when it comes into the page, like a script: also in a row that is added, in a dialog, in what is fetched.
// Stimulus is told a moment later, when a panel has already asked for the chooser of the row that it just added.

// Only these: what is called by name must not be whatever a page could be made to name.
const MADE = ["Chooser", "DocumentChooser", "ImageChooser", "InlinePanel", "MultipleChooserPanel", "PageChooser", "SnippetChooser"];
const CALLED = ["createTaskChooser", "initDateChooser", "initDateTimeChooser", "initTimeChooser"];

class Widget extends HTMLElement {
  connectedCallback() {
    // A row that is moved leaves the page and comes back.
    if (this.isSetUp) return;
    this.isSetUp = true;
    const { name, field, options } = this.dataset;
    // The options keep their \u0022: a panel finds by them where the number of a new row belongs.
    const told = [field, options && JSON.parse(JSON.parse(`"${options}"`))].filter((one) => one !== undefined);
    if (MADE.includes(name)) new window[name](...told);
    if (CALLED.includes(name)) window[name](...told);
  }
}

customElements.define("nw-widget", Widget);

// The frame around what matters in a picture finds out by a script in an attribute whether there is touch, unless told.
document.addEventListener("DOMContentLoaded", () => {
  if (window.jQuery?.Jcrop) window.jQuery.Jcrop.defaults.touchSupport = "ontouchstart" in window;
});
