/* A long form saves what is typed on the server, a moment after the last key. */
(function () {
  var form = document.querySelector("form[data-saves]");
  if (!form || !window.fetch) {
    return;
  }
  var pause = 1200;
  var saved = form.querySelector("[data-saved]");
  var unsaved = form.querySelector("[data-unsaved]");
  var timer = null;
  var isSaving = false;
  var isStale = false;
  var isSent = false;
  var waits = null;

  function tell(isKept) {
    saved.hidden = !isKept;
    unsaved.hidden = isKept;
  }

  function save() {
    if (isSaving || isSent) {
      isStale = isSaving;
      return;
    }
    isSaving = true;
    isStale = false;
    window
      .fetch(form.dataset.saves, {
        method: "POST",
        body: new FormData(form),
        credentials: "same-origin",
        redirect: "error",
      })
      .then(function (answer) {
        return answer.ok ? answer.json() : null;
      })
      .then(function (told) {
        if (told) {
          var name = form.elements.draft ? "draft" : "revision";
          document.querySelectorAll("input[name=" + name + "]").forEach(function (each) {
            each.value = told.revision;
          });
        }
        tell(Boolean(told));
      })
      .catch(function () {
        tell(false);
      })
      .then(function () {
        isSaving = false;
        if (waits) {
          form.requestSubmit(waits.by);
        } else if (isStale) {
          save();
        }
      });
  }

  form.addEventListener("input", function () {
    window.clearTimeout(timer);
    timer = window.setTimeout(save, pause);
  });
  /* What is on its way brings the revision that the form has to carry; it is sent after it. */
  form.addEventListener("submit", function (event) {
    window.clearTimeout(timer);
    if (isSaving && form.requestSubmit) {
      event.preventDefault();
      waits = { by: event.submitter };
      return;
    }
    isSent = true;
  });
})();
