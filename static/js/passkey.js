// Passkeys: what a page prepared for them is shown, and the device asked. Without this file the page shows its other words.
// data-passkey="add|log-in|give" on a form; its options stand in data-options, or come from the form's own address.
(function () {
  "use strict";
  // Browsers tie passkeys to a name; at a bare number they refuse.
  var isNumber = /^[0-9.]+$|:/.test(location.hostname);
  if (!window.PublicKeyCredential || !navigator.credentials || !window.fetch || isNumber) return;

  function each(selector, act, within) {
    Array.prototype.forEach.call((within || document).querySelectorAll(selector), act);
  }

  function bytes(text) {
    var raw = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
    return Uint8Array.from(raw, function (sign) { return sign.charCodeAt(0); });
  }

  function text(buffer) {
    var raw = String.fromCharCode.apply(null, new Uint8Array(buffer));
    return btoa(raw).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  }

  function known(list) {
    return (list || []).map(function (key) { return Object.assign({}, key, { id: bytes(key.id) }); });
  }

  function ask(kind, options) {
    var wish = Object.assign({}, options.publicKey);
    wish.challenge = bytes(wish.challenge);
    if (kind === "add") {
      wish.user = Object.assign({}, wish.user, { id: bytes(wish.user.id) });
      wish.excludeCredentials = known(wish.excludeCredentials);
      return navigator.credentials.create({ publicKey: wish });
    }
    wish.allowCredentials = known(wish.allowCredentials);
    return navigator.credentials.get({ publicKey: wish });
  }

  function answer(key) {
    var said = {};
    ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"].forEach(function (part) {
      if (key.response[part]) said[part] = text(key.response[part]);
    });
    return JSON.stringify({ id: key.id, rawId: text(key.rawId), type: key.type, response: said, clientExtensionResults: {} });
  }

  function optionsOf(form) {
    if (form.dataset.options) return Promise.resolve(JSON.parse(form.dataset.options));
    return fetch(form.action, { headers: { Accept: "application/json" }, credentials: "same-origin" }).then(function (page) {
      if (!page.ok) throw new Error(page.status);
      return page.json();
    });
  }

  each("form[data-passkey]", function (form) {
    form.addEventListener("submit", function (event) {
      var button = form.querySelector("button");
      event.preventDefault();
      if (button.disabled) return;
      button.disabled = true;
      each("[data-passkey-trouble]", function (words) { words.hidden = true; }, form);
      optionsOf(form).then(ask.bind(null, form.dataset.passkey)).then(function (key) {
        form.elements.credential.value = answer(key);
        form.submit();
      }).catch(function (trouble) {
        var kind = trouble && trouble.name === "InvalidStateError" ? "known" : "failed";
        button.disabled = false;
        each("[data-passkey-trouble=" + kind + "]", function (words) { words.hidden = false; }, form);
      });
    });
  });
  each("[data-passkey-without]", function (words) { words.hidden = true; });
  each("[data-passkey-with]", function (words) { words.hidden = false; });
})();
