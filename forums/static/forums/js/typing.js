/* Changing the words of a textarea as if a hand had typed it: one step of undo, and an input event that drafts hear. */

let typing = false;

export const isTyping = () => typing;

/* Puts `text` in place of what stands from..to, and the selection at begin..end. */
export function type(field, from, to, text, begin = from + text.length, end = begin) {
  field.focus({ preventScroll: true });
  field.setSelectionRange(from, to);
  typing = true;
  try {
    // The old command is the only one that keeps the browser's own undo.
    const typed = from === to && !text ? true : document.execCommand(text ? "insertText" : "delete", false, text);
    if (!typed) {
      field.setRangeText(text, from, to, "end");
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
  } finally {
    typing = false;
  }
  field.setSelectionRange(begin, end);
}

export const lineStart = (value, place) => value.lastIndexOf("\n", place - 1) + 1;

export function lineEnd(value, place) {
  const end = value.indexOf("\n", place);
  return end < 0 ? value.length : end;
}

/* A copy of one part of the page's writing help, with every part of its own. */
export function help(selector) {
  const part = document.getElementById("writing-help")?.content.querySelector(selector);
  return part ? document.importNode(part, true) : null;
}

export const said = (name) => help(`[data-said="${name}"]`)?.textContent ?? "";
