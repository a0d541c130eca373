// What is folded stays folded when the list is drawn anew. On a phone the filters begin folded, so that the results come first.
(() => {
  const narrow = matchMedia("(max-width: 59.99rem)").matches;
  const open = new Map([["filters", !narrow]]);
  const nameOf = (details) => details.dataset.keeps || "filters";

  const apply = () => {
    document.querySelectorAll("#finding details[data-keeps], #finding details[data-filters]").forEach((details) => {
      const kept = open.get(nameOf(details));
      if (kept !== undefined) details.open = kept;
    });
  };

  document.addEventListener("toggle", (event) => {
    if (event.target.closest?.("#finding")) open.set(nameOf(event.target), event.target.open);
  }, true);
  document.addEventListener("htmx:afterSwap", apply);
  apply();
})();
