// Swaps the QR before the old one ends; the new picture is loaded first, so that nothing flickers.
(() => {
  const EVERY_MS = 10000,
    STALE_MS = 45000;
  const code = document.getElementById("code"),
    stale = document.getElementById("stale");
  const address = code.getAttribute("src");
  let loadedAt = Date.now();

  const swap = async () => {
    const next = new Image();
    next.src = `${address}?t=${Date.now()}`;
    try {
      await next.decode();
      code.src = next.src;
      loadedAt = Date.now();
    } catch {
      // The old code stays until it is certain to be refused; see below.
    }
    const isStale = Date.now() - loadedAt > STALE_MS;
    stale.hidden = !isStale;
    code.classList.toggle("gone", isStale);
  };

  setInterval(swap, EVERY_MS);
  addEventListener("online", swap);
})();
