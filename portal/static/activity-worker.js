// Keeps the empty form of an activity and the portal's own files for days without a network.

const KEPT = "activities-1",
  PATIENCE_MS = 5000;
const BLANK = new URL("activities/new", location.href.replace(/activities\/worker\.js.*$/, ""))
  .href;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

const isFile = (url) => url.origin === location.origin && url.pathname.startsWith("/static/");

// Entries and plans are never kept: of pages only the empty form, and only when it was answered.
const fromNetwork = async (request) => {
  const answer = await fetch(request, { signal: AbortSignal.timeout(PATIENCE_MS) });
  const isKept = isFile(new URL(request.url)) || request.url === BLANK;
  if (isKept && answer.ok && !answer.redirected)
    (await caches.open(KEPT)).put(request.url, answer.clone());
  return answer;
};

const answered = async (request) => {
  try {
    return await fromNetwork(request);
  } catch (reason) {
    const kept = await caches.match(request.mode === "navigate" ? BLANK : request.url);
    if (kept) return kept;
    throw reason;
  }
};

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET") return;
  const url = new URL(request.url);
  if (isFile(url) || request.url === BLANK || request.mode === "navigate")
    event.respondWith(answered(request));
});
