// Keeps the empty page, its style and its script on the phone, so that a reload without a network is never a blank page.
const KEPT = "motcua-VERSION", PATIENCE = 6_000;
const SHELL = ["/t?lang=vi", "/t?lang=en", "/static/look-up.css?v=VERSION", "/static/look-up.js?v=VERSION", "/static/mark.svg?v=VERSION"];

addEventListener("install", (event) => {
  skipWaiting();
  event.waitUntil(caches.open(KEPT).then((kept) => kept.addAll(SHELL)));
});

addEventListener("activate", (event) => {
  event.waitUntil(caches.keys().then((names) => Promise.all(names.filter((name) => name !== KEPT).map((name) => caches.delete(name)))));
  event.waitUntil(clients.claim());
});

async function page(request) {
  try {
    return await fetch(request, { signal: AbortSignal.timeout(PATIENCE) });
  } catch (lost) {
    const kept = (await caches.match(request)) ?? (await caches.match("/t?lang=vi"));
    if (kept) return kept;
    throw lost;
  }
}

addEventListener("fetch", (event) => {
  const { pathname } = new URL(event.request.url);
  if (event.request.method !== "GET") return;
  if (pathname === "/t") event.respondWith(page(event.request));
  else if (pathname.startsWith("/static/")) event.respondWith(caches.match(event.request).then((kept) => kept ?? fetch(event.request)));
});

addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(clients.matchAll({ type: "window" }).then(([first]) => first?.focus()));
});
