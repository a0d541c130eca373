// Copies the text of a field. Where copying is not possible the button stays away; the text can still be selected.
(() => {
  if (!navigator.clipboard) return;
  document.querySelectorAll("[data-copy][hidden]").forEach((button) => {
    const words = button.querySelector("span");
    const before = words.textContent;
    button.hidden = false;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).value);
      words.textContent = button.dataset.copied;
      setTimeout(() => { words.textContent = before; }, 4000);
    });
  });
})();
