/* Keeps what a person writes while the page is open, copies and prints the code, fills it in. */
(function () {
  var form = document.querySelector("form[data-draft]");
  var keep = function (name) {
    return "suara-loket:" + name;
  };
  function store(act) {
    try {
      return act(window.sessionStorage);
    } catch (_refused) {
      return null;
    }
  }

  if (form) {
    var name = keep(form.dataset.draft);
    var fields = Array.prototype.filter.call(form.elements, function (field) {
      return field.name && field.type !== "hidden";
    });
    var kept = store(function (box) {
      return JSON.parse(box.getItem(name) || "null");
    });
    var text = form.elements.text;
    if (kept && text && !text.value) {
      fields.forEach(function (field) {
        if (!(field.name in kept)) {
          return;
        }
        if (field.type === "radio" || field.type === "checkbox") {
          field.checked = kept[field.name].indexOf(field.value) !== -1;
        } else if (!field.value) {
          field.value = kept[field.name][0] || "";
        }
      });
    }
    form.addEventListener("input", function () {
      var draft = {};
      fields.forEach(function (field) {
        var isChoice = field.type === "radio" || field.type === "checkbox";
        draft[field.name] = draft[field.name] || [];
        if (!isChoice || field.checked) {
          draft[field.name].push(field.value);
        }
      });
      store(function (box) {
        box.setItem(name, JSON.stringify(draft));
      });
    });
    // Without a network the browser would leave the page for an error; the words stay instead.
    var offline = form.querySelector("[data-offline]");
    form.addEventListener("submit", function (event) {
      offline.hidden = navigator.onLine !== false;
      if (!offline.hidden) {
        event.preventDefault();
        offline.scrollIntoView({ block: "center" });
      }
    });
    window.addEventListener("online", function () {
      offline.hidden = true;
    });
  }

  var code = document.getElementById("kode");
  if (code) {
    store(function (box) {
      box.removeItem(keep("pengaduan"));
    });
    var copy = document.querySelector("[data-copy]");
    if (copy && navigator.clipboard) {
      copy.hidden = false;
      copy.addEventListener("click", function () {
        navigator.clipboard.writeText(code.textContent.trim()).then(function () {
          copy.textContent = copy.dataset.done;
        });
      });
    }
    var print = document.querySelector("[data-print]");
    print.hidden = false;
    print.addEventListener("click", function () {
      window.print();
    });
  }

  var typed = document.querySelector("input[name=code]");
  if (typed && !typed.value && location.hash.length > 1) {
    typed.value = decodeURIComponent(location.hash.slice(1));
    history.replaceState(null, "", location.pathname);
  }
})();
