/* Keyboard in the queue: j and k go from item to item, x ticks; one button ticks the whole page. */
(function () {
  var boxes = Array.prototype.slice.call(document.querySelectorAll("tbody input[type=checkbox]"));
  var all = document.querySelector("[data-all]");
  var keys = document.querySelector("[data-keys]");
  if (keys) {
    keys.hidden = false;
  }
  if (all) {
    all.hidden = false;
    all.addEventListener("click", function () {
      var isEverythingTicked = boxes.every(function (box) {
        return box.checked;
      });
      boxes.forEach(function (box) {
        box.checked = !isEverythingTicked;
      });
    });
  }
  var links = Array.prototype.slice.call(document.querySelectorAll("tbody th a"));
  document.addEventListener("keydown", function (event) {
    var tag = document.activeElement.tagName;
    if (event.ctrlKey || event.metaKey || event.altKey || /^(INPUT|SELECT|TEXTAREA)$/.test(tag)) {
      if (!(tag === "INPUT" && document.activeElement.type === "checkbox")) {
        return;
      }
    }
    var row = document.activeElement.closest("tr");
    var at = links.findIndex(function (link) {
      return row && row.contains(link);
    });
    if (event.key === "j" && links.length) {
      links[Math.min(at + 1, links.length - 1)].focus();
    }
    if (event.key === "k" && links.length) {
      links[Math.max(at - 1, 0)].focus();
    }
    if (event.key === "x" && row) {
      var box = row.querySelector("input[type=checkbox]");
      if (box) {
        box.checked = !box.checked;
        event.preventDefault();
      }
    }
  });
})();
