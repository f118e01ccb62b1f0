// One question a screen; back to the start by itself after thanks, or when nobody is there.
(() => {
  const IDLE_MS = 60000,
    ASK_SECONDS = 20,
    THANKS_MS = 6000,
    ADVANCE_MS = 350;
  const queue = globalThis.kioskQueue,
    form = document.getElementById("kiosk");
  const dialog = document.getElementById("idle"),
    left = document.getElementById("idle-seconds");
  let idleTimer = 0,
    askTimer = 0;

  // Whoever walks away leaves nothing behind for the next in line.
  const restart = () => {
    clearInterval(askTimer);
    if (dialog.open) dialog.close();
    if (!form || form.dataset.choose) return location.assign(home);
    form.reset();
    show(0);
  };

  const ask = () => {
    let seconds = ASK_SECONDS;
    left.textContent = seconds;
    dialog.showModal();
    askTimer = setInterval(() => {
      seconds -= 1;
      left.textContent = seconds;
      if (seconds <= 0) restart();
    }, 1000);
  };

  const isStarted = () => !form || current > 0;
  const wake = () => {
    clearTimeout(idleTimer);
    if (!dialog.open) idleTimer = setTimeout(() => isStarted() && ask(), IDLE_MS);
  };

  const stay = () => {
    clearInterval(askTimer);
    dialog.close();
    wake();
  };

  // Not every browser lets a page fill the screen; an installed kiosk fills it already.
  const button = document.getElementById("whole-screen"),
    isWhole = matchMedia("(display-mode: fullscreen)");
  const offerWholeScreen = () => {
    button.hidden = !document.fullscreenEnabled || isWhole.matches || document.fullscreenElement;
  };
  button.addEventListener("click", () => document.documentElement.requestFullscreen());
  document.addEventListener("fullscreenchange", offerWholeScreen);
  offerWholeScreen();

  const home = form ? form.dataset.home : location.pathname;
  document.getElementById("idle-stay").addEventListener("click", stay);
  dialog.addEventListener("cancel", stay);
  for (const kind of ["pointerdown", "keydown", "input"]) addEventListener(kind, wake);
  wake();
  if (!form) return;

  const steps = [...form.querySelectorAll(".step")],
    dots = [...form.querySelectorAll(".dots i")],
    bar = form.querySelector(".steps-bar"),
    missed = document.getElementById("missed");
  const thanks = steps.length - 1;
  let current = 0;

  const show = (number) => {
    steps[current].classList.remove("current");
    current = Math.max(0, Math.min(number, thanks));
    steps[current].classList.add("current");
    bar.hidden = current === 0 || current === thanks;
    missed.hidden = true;
    // While somebody answers, the screen holds the question and nothing else.
    document.documentElement.classList.toggle("answering", !bar.hidden);
    dots.forEach((dot, number) => {
      dot.className = number + 1 < current ? "done" : number + 1 === current ? "now" : "";
    });
    scrollTo(0, 0);
    const start = steps[current].querySelector("legend, .large");
    if (start) {
      start.tabIndex = -1;
      start.focus({ preventScroll: true });
    }
    document.dispatchEvent(new CustomEvent("kiosk-step", { detail: steps[current] }));
    wake();
  };

  const unanswered = () =>
    steps.findIndex(
      (step) =>
        step.querySelector("input[type=radio]") && !step.querySelector("input[type=radio]:checked"),
    );

  const told = () => {
    const data = new FormData(form),
      answers = {};
    for (const name of new Set(data.keys())) answers[name] = data.getAll(name);
    for (const name of ["csrf_token", "key", "service"]) delete answers[name];
    return { service: data.get("service"), month: form.dataset.month, answers };
  };

  const submit = async (event) => {
    const missing = unanswered();
    if (missing >= 0) {
      event.preventDefault();
      show(missing);
      missed.hidden = false;
      return;
    }
    if (!queue.canSeal) return;
    event.preventDefault();
    await queue.keep(told(), form.dataset.point);
    show(thanks);
    setTimeout(restart, THANKS_MS);
  };

  // A tap on an answer goes on; arrow keys only move the choice, Enter goes on.
  const advance = (event) => {
    if (event.target.type !== "radio" || !event.detail) return;
    const from = current;
    setTimeout(() => current === from && show(from + 1), ADVANCE_MS);
  };
  const enter = (event) => {
    if (event.key !== "Enter" || event.target.type !== "radio") return;
    event.preventDefault();
    show(current + 1);
  };

  document.documentElement.classList.add("stepping");
  form.addEventListener("click", advance);
  form.addEventListener("keydown", enter);
  form.addEventListener("submit", submit);
  form.querySelector("[data-next]").addEventListener("click", () => show(1));
  form.querySelector("[data-back]").addEventListener("click", () => show(current - 1));
  show(form.querySelector(".wrong") ? steps.findIndex((step) => step.querySelector(".wrong")) : 0);
})();
