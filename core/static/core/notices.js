// Shows a line when something new waits for the reader. Without a socket nothing is lost: Today shows it anyway.
(() => {
  const region = document.querySelector("[data-notices]");
  if (!region || !("WebSocket" in window)) return;
  const ENDED = 4401;
  let tries = 0;
  const show = () => {
    if (region.querySelector(".message")) return;
    region.classList.add("messages");
    region.append(region.querySelector("template").content.cloneNode(true));
  };
  const open = () => {
    const socket = new WebSocket(new URL(region.dataset.notices, location.href.replace(/^http/, "ws")));
    socket.addEventListener("open", () => { tries = 0; });
    socket.addEventListener("message", (event) => {
      if (JSON.parse(event.data).type === "new") show();
    });
    socket.addEventListener("close", (event) => {
      if (event.code === ENDED || tries > 8) return;
      tries += 1;
      // Later each time, and never all pages at once.
      setTimeout(open, Math.min(60000, 1000 * 2 ** tries) * (0.5 + Math.random()));
    });
  };
  open();
})();
