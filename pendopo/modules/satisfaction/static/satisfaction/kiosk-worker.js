// Behind the screen at a counter: the network first, what was kept when there is none. It keeps pages and files, no answers.
const KEPT = "layar";
const SECONDS = 5;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

const tooLate = () => new Promise((_, failed) => setTimeout(() => failed(new Error("too late")), SECONDS * 1000));

const answer = async (request) => {
  const kept = await caches.open(KEPT);
  try {
    const fresh = await Promise.race([fetch(request), tooLate()]);
    if (fresh.status >= 500) throw new Error("the server has trouble");
    if (fresh.ok) await kept.put(request, fresh.clone());
    return fresh;
  } catch {
    return (await kept.match(request, { ignoreVary: true })) || Response.error();
  }
};

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method === "GET" && new URL(request.url).origin === self.location.origin) event.respondWith(answer(request));
});
