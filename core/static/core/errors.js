// A form that came back with errors: the reader is taken to the summary first.
(() => {
  const summary = document.querySelector("[data-error-summary]:not([data-shown])");
  if (!summary || document.querySelector("[data-no-error-focus]")) return;
  summary.dataset.shown = "";
  summary.focus();
})();
