// Folds the parts of a page that most readers pass over, those called narrow on phones alone.
// Without a script they are open; they open again for printing, and where an address leads into one.
(() => {
  const isNarrow = matchMedia("(max-width: 40rem)").matches;
  const parts = document.querySelectorAll(`details.folds${isNarrow ? "" : ":not(.narrow)"}`);
  const set = (which, isOpen) =>
    which.forEach((part) => {
      part.open = isOpen;
    });
  const follow = () => {
    const target = location.hash && document.getElementById(location.hash.slice(1));
    if (!target) return;
    for (let each = target; each; each = each.parentElement) {
      if (each.localName === "details") each.open = true;
    }
    target.scrollIntoView();
  };
  set(parts, false);
  follow();
  addEventListener("hashchange", follow);

  let folded = [];
  addEventListener("beforeprint", () => {
    folded = [...parts].filter((part) => !part.open);
    set(folded, true);
  });
  addEventListener("afterprint", () => set(folded, false));
})();
