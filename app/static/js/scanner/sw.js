// Keeps the scanner's page for no network. VERSION and FILES stand above: the server writes them.
'use strict';
const CACHE = 'scanner-' + VERSION;
const KEPT = new Set(FILES);

self.addEventListener('install', (event) => {
  const fresh = FILES.map((file) => new Request(file, { cache: 'reload' }));
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(fresh)).then(() => self.skipWaiting()));
});

self.addEventListener('activate', (event) => {
  const old = (name) => name.startsWith('scanner-') && name !== CACHE;
  event.waitUntil(
    caches.keys()
      .then((names) => Promise.all(names.filter(old).map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  );
});

self.addEventListener('fetch', (event) => {
  const address = new URL(event.request.url);
  const file = address.pathname + address.search;
  if (event.request.method !== 'GET' || address.origin !== self.location.origin || !KEPT.has(file)) return;
  event.respondWith(
    caches.open(CACHE).then((cache) => cache.match(file)).then((kept) => kept || fetch(event.request)),
  );
});
