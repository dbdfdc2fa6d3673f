// Copies one field at a time, by its key or by a button, for typing into another system. Without it one selects by hand.
(function () {
  "use strict";
  var table = document.querySelector("[data-copy-fields]");
  if (!table || !navigator.clipboard) { return; }
  var hint = document.querySelector("[data-copy-hint]");
  hint.hidden = false;
  function copy(row) {
    var value = row.querySelector("[data-value]");
    if (!value) { return; }
    navigator.clipboard.writeText(value.textContent).then(function () {
      hint.textContent = table.dataset.copied + ": " + row.querySelector("th").textContent;
    });
  }
  Array.prototype.forEach.call(table.querySelectorAll("tbody tr"), function (row) {
    var button = document.createElement("button");
    button.type = "button";
    button.className = "btn btn-line btn-sm";
    button.textContent = row.dataset.key;
    button.setAttribute("aria-label", row.querySelector("th").textContent);
    button.addEventListener("click", function () { copy(row); });
    if (row.querySelector("[data-value]")) { row.querySelector("kbd").replaceWith(button); }
  });
  document.addEventListener("keydown", function (event) {
    if (event.ctrlKey || event.metaKey || event.altKey || /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName)) { return; }
    var row = table.querySelector('tr[data-key="' + CSS.escape(event.key.toLowerCase()) + '"]');
    if (row) { copy(row); event.preventDefault(); }
  });
})();
