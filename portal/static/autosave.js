/* Keeps a long form on the server while it is typed, and says when; without it the button does. */
(function () {
  var form = document.querySelector("form[data-autosave]");
  if (!form || !window.fetch) {
    return;
  }
  var pause = 2500;
  var status = form.querySelector("[data-status]");
  var timer = null;
  var running = false;
  var again = false;

  function say(text) {
    status.textContent = text;
  }

  function clock() {
    var now = new Date();
    return ("0" + now.getHours()).slice(-2) + "." + ("0" + now.getMinutes()).slice(-2);
  }

  function keep() {
    if (running) {
      again = true;
      return;
    }
    running = true;
    fetch(form.dataset.autosave, {
      method: "POST",
      body: new FormData(form),
      credentials: "same-origin",
    })
      .then(function (answer) {
        return answer.ok && !answer.redirected ? answer.json() : null;
      })
      .then(function (kept) {
        if (kept) {
          form.elements.revision.value = kept.revision;
        }
        say(kept ? form.dataset.saved + " " + clock() : form.dataset.lost);
      })
      .catch(function () {
        say(form.dataset.lost);
      })
      .then(function () {
        running = false;
        if (again) {
          again = false;
          keep();
        }
      });
  }

  form.addEventListener("input", function () {
    window.clearTimeout(timer);
    timer = window.setTimeout(keep, pause);
  });
  form.addEventListener("submit", function () {
    window.clearTimeout(timer);
  });
})();
