/* Keeps a form in this tab until it is sent, and nowhere else: nothing of it reaches the server. */
(function () {
  function store(act) {
    try {
      return act(window.sessionStorage);
    } catch (_refused) {
      return null;
    }
  }
  function named(key) {
    return "suara-loket:" + key;
  }
  Array.prototype.forEach.call(document.querySelectorAll("[data-sitting-over]"), function (sent) {
    store(function (box) {
      box.removeItem(named(sent.dataset.sittingOver));
    });
  });
  var form = document.querySelector("form[data-sitting]");
  if (!form) {
    return;
  }
  var name = named(form.dataset.sitting);
  var fields = Array.prototype.filter.call(form.elements, function (field) {
    return field.name && field.type !== "hidden";
  });
  function isTick(field) {
    return field.type === "checkbox";
  }
  var kept = store(function (box) {
    return JSON.parse(box.getItem(name) || "null");
  });
  if (kept) {
    fields.forEach(function (field) {
      var values = kept[field.name] || [];
      if (isTick(field)) {
        field.checked = values.indexOf(field.value) !== -1;
      } else if (values.length) {
        field.value = values[0];
      }
    });
  }
  form.addEventListener("input", function () {
    var draft = {};
    fields.forEach(function (field) {
      draft[field.name] = draft[field.name] || [];
      if (!isTick(field) || field.checked) {
        draft[field.name].push(field.value);
      }
    });
    store(function (box) {
      box.setItem(name, JSON.stringify(draft));
    });
  });
})();
