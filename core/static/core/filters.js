// On a phone the facets of a list begin folded, so that the results come first.
(() => {
  if (!matchMedia("(max-width: 59.99rem)").matches) return;
  document.querySelectorAll("[data-filters]").forEach((filters) => {
    filters.open = false;
  });
})();
