/* A piece of page that has states: what has data-when shows in the states that it names, what has data-unless in all
 * others. */
export function showState(root, state) {
  root.dataset.state = state;
  for (const element of root.querySelectorAll("[data-when], [data-unless]")) {
    const { when, unless = "" } = element.dataset;
    element.hidden = when ? !when.split(" ").includes(state) : unless.split(" ").includes(state);
  }
}

export function part(root, name) {
  return root.querySelector(`[data-part="${name}"]`);
}

/* The sentence that the state shows, for those who hear the page. */
export function sentenceOf(root) {
  const shown = [...root.querySelectorAll("[data-say]")].find((element) => !element.closest("[hidden]"));
  return shown?.textContent.replace(/\s+/g, " ").trim() ?? "";
}
