// Passkeys: the button is shown only where the browser can use one; what goes wrong is said beside it.
(function () {
  "use strict";
  if (!window.PublicKeyCredential) return;
  for (const part of document.querySelectorAll("[data-needs-passkeys]")) part.hidden = false;
  document.addEventListener("allauth.error", function (event) {
    event.preventDefault();
    for (const words of document.querySelectorAll("[data-passkey-error]")) words.hidden = false;
  });
})();
