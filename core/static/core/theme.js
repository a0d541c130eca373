// Light, dark, or as the device is set. The choice is a cookie, so the server draws the page right from the start.
(() => {
  const root = document.documentElement;
  const remember = (theme) => {
    const age = theme ? 60 * 60 * 24 * 365 : 0;
    const secure = location.protocol === "https:" ? "; Secure" : "";
    document.cookie = `theme=${theme}; Path=/; Max-Age=${age}; SameSite=Lax${secure}`;
  };
  const show = (theme) => {
    if (theme) root.dataset.theme = theme;
    else delete root.dataset.theme;
    document.querySelectorAll("[data-theme-switch] button").forEach((button) => {
      button.setAttribute("aria-pressed", String(button.value === theme));
    });
  };
  document.querySelectorAll("[data-theme-switch]").forEach((group) => {
    group.hidden = false;
    group.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (!button) return;
      remember(button.value);
      show(button.value);
    });
  });
  show(root.dataset.theme || "");
})();
