// Keys and the viewer of the desk; all of it also works as links and forms. Keys rest while somebody types, and can be put off.
(function () {
  "use strict";
  var STORE = "desk-keys", leaf = document.querySelector(".leaf"), keys = document.querySelector("[data-keys]");

  function all(selector) { return Array.prototype.slice.call(document.querySelectorAll(selector)); }

  function isOff() {
    try { return localStorage.getItem(STORE) === "off"; } catch (trouble) { return false; }
  }

  function openPoints() {
    return all(".yn").filter(function (point) { return !point.querySelector("input:checked"); });
  }

  function press(selector) {
    var found = document.querySelector(selector);
    if (found && !found.disabled) found.click();
    return !!found;
  }

  function nextPoint() {
    var open = openPoints()[0];
    if (!open) return;
    open.querySelector("input").focus();
    open.scrollIntoView({ block: "nearest" });
  }

  // The point that has the focus, else the next open one; then the one after it, so that each key is one answer.
  function answer(value) {
    var here = document.activeElement && document.activeElement.closest(".yn"), point = here || openPoints()[0];
    if (!point) return;
    var choice = point.querySelector("[value=" + value + "]"), read = value === "no" && point.parentNode.querySelector(".read-as input");
    if (!choice.checked) choice.click();
    if (read) read.focus();
    else if (openPoints().length) nextPoint();
    else choice.focus();
  }

  function isTyping(target) {
    return target.isContentEditable || /^(TEXTAREA|SELECT)$/.test(target.tagName) || (target.tagName === "INPUT" && target.type !== "radio" && target.type !== "checkbox");
  }

  document.addEventListener("keydown", function (event) {
    var key = event.key.toLowerCase();
    if (event.ctrlKey || event.altKey || event.metaKey || event.repeat || isOff() || isTyping(event.target)) return;
    if (key === "j" && !event.shiftKey) nextPoint();
    else if (!event.shiftKey && document.querySelector(".yn") && (key === "y" || key === "x")) answer(key === "y" ? "yes" : "no");
    else if (leaf && (key === "arrowup" || key === "arrowdown")) leaf.scrollBy(0, key === "arrowup" ? -80 : 80);
    else if (!/^[1-9a-z+=-]$/.test(key) || !press("[data-" + (event.shiftKey && /[a-z]/.test(key) ? "shift-" : "") + "key='" + (key === "=" ? "+" : key) + "']")) return;
    event.preventDefault();
  });

  if (keys) {
    var words = [keys.textContent, keys.dataset.off];
    var tell = function () { keys.textContent = words[isOff() ? 1 : 0]; keys.setAttribute("aria-pressed", String(!isOff())); };
    keys.hidden = false;
    tell();
    keys.addEventListener("click", function () {
      try { localStorage.setItem(STORE, isOff() ? "on" : "off"); } catch (trouble) { return; }
      tell();
    });
  }

  var every = document.querySelector("[data-choose-all]");
  if (every) {
    every.hidden = false;
    every.addEventListener("click", function () {
      var boxes = all("input[name=" + every.dataset.chooseAll + "]"), on = boxes.some(function (box) { return !box.checked; });
      boxes.forEach(function (box) { box.checked = on; });
    });
  }

  // What doesn't agree proposes its reason, and asks what is written there.
  document.addEventListener("change", function (event) {
    var reason = document.querySelector("#nilai [name=reason]");
    if (event.target.dataset.reason && reason && !reason.value) reason.value = event.target.dataset.reason;
  });

  if (leaf && leaf.querySelector("img")) {
    var scale = 100, turned = 0, shown = document.querySelector("[data-scale]");
    // A paper lying on its side takes the room it then needs, so that each corner can be scrolled to.
    var draw = function () {
      all(".leaf-p").forEach(function (picture) {
        var room = leaf.clientWidth * scale / 100, shape = picture.naturalHeight / picture.naturalWidth, aside = turned % 180 !== 0;
        var width = aside ? room / shape : room, height = width * shape;
        var moves = ["0, 0", height + "px, 0", width + "px, " + height + "px", "0, " + width + "px"];
        picture.style.maxWidth = "none";
        picture.style.width = width + "px";
        picture.style.transformOrigin = "0 0";
        picture.style.transform = "translate(" + moves[turned / 90] + ") rotate(" + turned + "deg)";
        picture.style.marginBottom = aside ? width - height + "px" : "";
      });
      shown.textContent = scale + "%";
    };
    document.querySelector("[data-viewer]").hidden = false;
    document.addEventListener("click", function (event) {
      var button = event.target.closest("[data-zoom],[data-turn]");
      if (!button) return;
      if (button.dataset.zoom) scale = Math.min(400, Math.max(50, scale + 25 * Number(button.dataset.zoom)));
      else turned = (turned + 90) % 360;
      draw();
    });
  }
})();
