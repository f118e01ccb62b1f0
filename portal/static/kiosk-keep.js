// Keeps the kiosk's pages from its first visit on, in every language and for every service, so
// that a tablet which loses its network right after pairing still opens.
(() => {
  const HOUR_MS = 3600000;
  const { body } = document,
    workers = navigator.serviceWorker,
    home = new URL(body.dataset.home, location.href);
  // A page without questions has nothing to keep for later.
  if (!workers || !document.querySelector("#kiosk, [data-keep]")) return;

  // What passes the worker is kept by it; before it took over, nothing passed it.
  const workerInCharge = async () => {
    await workers.register(body.dataset.worker);
    if (workers.controller) return;
    await new Promise((there) => {
      workers.addEventListener("controllerchange", there, { once: true });
      if (workers.controller) there();
    });
  };

  const isFresh = async (address) => {
    const kept = await caches.match(address);
    return Boolean(kept) && Math.abs(Date.now() - Date.parse(kept.headers.get("date"))) < HOUR_MS;
  };

  const fetched = async (address) => {
    const answer = await fetch(address);
    if (!answer.ok) throw new Error(answer.status);
    return answer;
  };

  const RECORDING = /data-audio="([^"]+)"/g;

  // A page with the recordings that it names, whose addresses change with them.
  const fetchedPage = async (address) => {
    const words = await (await fetched(address)).text();
    for (const [, sound] of words.matchAll(RECORDING))
      if (!(await caches.match(sound))) await fetched(sound);
  };

  const files = () =>
    [...document.querySelectorAll("link[rel=stylesheet], script[src]")].map(
      (each) => each.href || each.src,
    );

  const pagesIn = (language) =>
    [home.href, ...[...document.querySelectorAll("[data-keep]")].map((link) => link.href)].map(
      (address) => {
        const page = new URL(address);
        page.searchParams.set("lang", language);
        return page.href;
      },
    );

  // An address with a language makes it the tablet's: the page's own language comes last.
  const keepAll = async () => {
    await workerInCharge();
    for (const file of files()) if (!(await caches.match(file))) await fetched(file);
    await fetched(home.href);
    for (const link of document.querySelectorAll("footer [hreflang]"))
      for (const page of pagesIn(link.hreflang))
        if (!(await isFresh(page))) await fetchedPage(page);
    for (const page of pagesIn(document.documentElement.lang)) await fetchedPage(page);
    document.getElementById("kept").hidden = false;
  };

  // Without a network, or without room, the page serves as it stands.
  keepAll().catch(() => {});
})();
