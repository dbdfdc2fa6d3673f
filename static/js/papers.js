// Photos of a paper: drawn smaller on the phone, looked at for blur and darkness, sent in parts that go on after a break.
// Without this file the form sends them as they are. Words and addresses stand in data-… of the form.
(function () {
  "use strict";
  var LONGEST = 2400, ENOUGH = 800 * 1024, LOOKED_AT = 320, DARK = 60, BLURRED = 45, MOST_WAIT = 30000;
  var form = document.querySelector("form[data-papers]");
  if (!form || !window.fetch || !window.Promise || !window.crypto || !crypto.subtle || !window.createImageBitmap) return;
  var say = form.dataset, input = form.querySelector("input[type=file]"), kept = form.querySelector("[data-kept]");
  var progress = form.querySelector("[data-progress]"), token = form.querySelector("[name=csrfmiddlewaretoken]").value;
  var button = form.querySelector("button.btn-primary"), underway = 0, wantsToSend = false;

  function line(text, isBad) {
    var one = document.createElement("p");
    one.textContent = text;
    if (isBad) one.className = "invalid-feedback";
    progress.appendChild(one);
    return one;
  }

  function draw(picture, longest) {
    var share = Math.min(1, longest / Math.max(picture.width, picture.height)), canvas = document.createElement("canvas");
    canvas.width = Math.max(1, Math.round(picture.width * share));
    canvas.height = Math.max(1, Math.round(picture.height * share));
    var pen = canvas.getContext("2d");
    pen.fillStyle = "#fff";
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
    return canvas;
  }

  function asJpeg(canvas, quality) {
    return new Promise(function (done) { canvas.toBlob(done, "image/jpeg", quality); }).then(function (blob) {
      return !blob || blob.size <= ENOUGH || quality < 0.5 ? blob : asJpeg(canvas, quality - 0.12);
    });
  }

  // Mean brightness, and how much neighbouring points differ (variance of the Laplacian): writing has sharp edges.
  function hint(picture) {
    var small = draw(picture, LOOKED_AT), w = small.width, h = small.height;
    var dots = small.getContext("2d").getImageData(0, 0, w, h).data, grey = [], sum = 0, edges = 0, squares = 0, count = 0;
    for (var i = 0; i < w * h; i++) {
      grey[i] = 0.3 * dots[4 * i] + 0.59 * dots[4 * i + 1] + 0.11 * dots[4 * i + 2];
      sum += grey[i];
    }
    for (var y = 1; y < h - 1; y++) for (var x = 1; x < w - 1; x++) {
      var at = y * w + x, edge = grey[at - 1] + grey[at + 1] + grey[at - w] + grey[at + w] - 4 * grey[at];
      edges += edge; squares += edge * edge; count++;
    }
    if (sum / (w * h) < DARK) return say.dark;
    return count && squares / count - Math.pow(edges / count, 2) < BLURRED ? say.blurred : "";
  }

  function prepare(file) {
    if (file.type.indexOf("image/") !== 0) return Promise.resolve({ blob: file, hint: "" });
    return createImageBitmap(file, { imageOrientation: "from-image" }).then(function (picture) {
      var told = hint(picture);
      return asJpeg(draw(picture, LONGEST), 0.85).then(function (blob) {
        return { blob: blob && blob.size < file.size ? blob : file, hint: told };
      });
    }).catch(function () { return { blob: file, hint: "" }; }); // the server will say what is wrong with it
  }

  function digest(blob) {
    return blob.arrayBuffer().then(function (bytes) { return crypto.subtle.digest("SHA-256", bytes); }).then(function (sum) {
      return Array.from(new Uint8Array(sum), function (one) { return ("0" + one.toString(16)).slice(-2); }).join("");
    });
  }

  function pause(milliseconds) {
    return new Promise(function (done) {
      var timer = setTimeout(go, milliseconds);
      function go() { clearTimeout(timer); removeEventListener("online", go); done(); }
      addEventListener("online", go);
    });
  }

  // Asks until there is an answer; a problem that the server names is final.
  function ask(address, options, status, tries) {
    options.method = "POST";
    options.credentials = "same-origin";
    options.headers = Object.assign({ "X-CSRFToken": token }, options.headers);
    return fetch(address, options).then(function (answer) {
      if (answer.status >= 500 || answer.status === 429) throw new Error("later");
      if (answer.redirected) location.reload(); // logged out meanwhile: what arrived is there after the log-in
      return answer.json().catch(function () { return { problem: answer.statusText || String(answer.status) }; });
    }).catch(function () {
      status.textContent = say.broken;
      return pause(Math.min(MOST_WAIT, 1000 * Math.pow(2, tries || 0))).then(function () {
        return ask(address, options, status, (tries || 0) + 1);
      });
    });
  }

  function sendParts(blob, state, name, status) {
    if (state.problem || state.whole) return Promise.resolve(state);
    status.textContent = name + ": " + say.sent + " " + Math.floor(100 * state.has / blob.size) + "%, " + say.goesOn;
    var size = Math.min(state.step, 128 * 1024);
    var body = blob.slice(state.has, state.has + size);
    var options = { body: body, headers: { "Content-Type": "application/octet-stream" } };
    return ask(state.to + "?mulai=" + state.has, options, status).then(function (next) {
      return sendParts(blob, next, name, status);
    });
  }

  // A page has arrived, so that none is missing any more.
  function takeBack() {
    var old = document.getElementById(input.id + "_error"), link = document.querySelector(".errsum a[href='#" + input.id + "']");
    if (old) old.remove();
    input.classList.remove("is-invalid");
    input.removeAttribute("aria-invalid");
    if (link && link.closest("ul").children.length === 1) link.closest(".errsum").remove();
  }

  function tick(key, name, hint) {
    if (kept.querySelector("input[value='" + key + "']")) return;
    if (!kept.firstElementChild) {
      var head = document.createElement("p");
      head.className = "form-label"; head.textContent = say.arrived;
      kept.appendChild(head);
    }
    var row = document.createElement("div"), box = document.createElement("input"), label = document.createElement("label");
    row.className = "form-check mb-3";
    box.type = "checkbox"; box.name = "kept"; box.value = key; box.checked = true; box.id = "kept-" + key;
    box.className = "form-check-input";
    label.htmlFor = box.id; label.className = "form-check-label"; label.textContent = hint ? name + ". " + hint : name;
    row.appendChild(box); row.appendChild(label);
    kept.appendChild(row);
    takeBack();
  }

  function send(file) {
    var name = file.name.slice(-40), status = line(name), told = "", said;
    underway++;
    return prepare(file).then(function (ready) {
      told = ready.hint; // said at once, then beside its page
      if (told) said = line(name + ": " + told);
      return digest(ready.blob).then(function (sum) {
        var facts = new URLSearchParams({ size: ready.blob.size, digest: sum });
        return ask(say.papers, { body: facts }, status);
      }).then(function (state) { return sendParts(ready.blob, state, name, status); });
    }).then(function (state) {
      progress.removeChild(status);
      if (said) said.className = "visually-hidden";
      if (!state.problem) return tick(state.key, name, told);
      line(name + ": " + state.problem, true);
      wantsToSend = false;
    }).then(finished, finished);
  }

  function finished() {
    underway--;
    if (!underway && wantsToSend) form.requestSubmit ? form.requestSubmit(button) : form.submit();
  }

  input.addEventListener("change", function () {
    var files = Array.from(input.files), chain = Promise.resolve();
    progress.textContent = "";
    // One after the other: pages stay in their order, and a weak line carries one best.
    underway++;
    files.forEach(function (file) { chain = chain.then(function () { return send(file); }); });
    input.value = "";
    chain.then(finished, finished);
  });

  form.addEventListener("submit", function (event) {
    if (!underway) return;
    event.preventDefault();
    wantsToSend = true;
  });
})();
