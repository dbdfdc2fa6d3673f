// A button that prints the page; without scripts it isn't shown, and the browser's own menu does it.
(function () {
  "use strict";
  Array.prototype.forEach.call(document.querySelectorAll("[data-print]"), function (place) {
    place.hidden = false;
    place.querySelector("button").addEventListener("click", function () { window.print(); });
  });
})();
