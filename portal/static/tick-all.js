/* One button ticks every box of the page's form, or none when all are ticked. */
(() => {
  const button = document.querySelector("[data-tick-all]");
  if (!button) return;
  const boxes = [...button.form.querySelectorAll("input[type=checkbox]")];
  button.hidden = false;
  button.addEventListener("click", () => {
    const isEverythingTicked = boxes.every((box) => box.checked);
    for (const box of boxes) box.checked = !isEverythingTicked;
  });
})();
