// Keeps the kiosk's own pages and files, so that they open while the network is away.

const KEPT = "kiosk-1",
  PATIENCE_MS = 4000;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

const isOurs = (url) =>
  url.origin === location.origin &&
  (url.pathname.startsWith("/kiosk/") || url.pathname.startsWith("/static/"));

// Kept before it is answered: who was answered may count on it. Without room it is only answered.
const keep = async (request, answer) => {
  try {
    await (await caches.open(KEPT)).put(request.url, answer);
  } catch {
    // The next answer may fit.
  }
};

// The pairing page is answered as 401 and never kept, nor is a part of a file (206).
const fromNetwork = async (request) => {
  const answer = await fetch(request, { signal: AbortSignal.timeout(PATIENCE_MS) });
  if (answer.status >= 500) throw new Error(answer.status);
  if (answer.status === 200) await keep(request, answer.clone());
  return answer;
};

const answer = async (request) => {
  try {
    return await fromNetwork(request);
  } catch (reason) {
    const kept =
      (await caches.match(request.url)) ||
      (await caches.match(request.url, { ignoreSearch: true }));
    if (kept) return kept;
    throw reason;
  }
};

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method === "GET" && isOurs(new URL(request.url))) event.respondWith(answer(request));
});
