/* Keyboard in the queue: j and k go from item to item, x ticks; links and buttons do the rest. */
(function () {
  "use strict";
  var links = Array.prototype.slice.call(document.querySelectorAll("tbody th a"));
  document.addEventListener("keydown", function (event) {
    var tag = document.activeElement.tagName;
    if (event.ctrlKey || event.metaKey || event.altKey || /^(INPUT|SELECT|TEXTAREA)$/.test(tag)) {
      if (!(tag === "INPUT" && document.activeElement.type === "checkbox")) { return; }
    }
    var row = document.activeElement.closest("tr");
    var at = links.findIndex(function (link) { return row && row.contains(link); });
    if (event.key === "j" && links.length) { links[Math.min(at + 1, links.length - 1)].focus(); }
    if (event.key === "k" && links.length) { links[Math.max(at - 1, 0)].focus(); }
    if (event.key === "x" && row) {
      var box = row.querySelector("input[type=checkbox]");
      if (box) { box.checked = !box.checked; event.preventDefault(); }
    }
  });
})();
