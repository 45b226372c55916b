// Good persons one after the other: every 15 seconds, by arrow keys, paused by space or the button; new ones after each round.
'use strict';
(function () {
  const TURN_EVERY_MS = 15000;
  const ROUNDS_BEFORE_RELOAD = 3;
  const wall = document.querySelector('[data-wall]');
  const people = Array.from(document.querySelectorAll('[data-wall-person]'));
  const pause = document.querySelector('[data-wall-pause]');
  const full = document.querySelector('[data-wall-full]');
  let at = 0;
  let rounds = 0;
  let paused = false;

  function show(next) {
    people.forEach((one, place) => {
      one.classList.toggle('wall-shown', place === next);
      one.setAttribute('aria-hidden', place === next ? 'false' : 'true');
      // The one after is fetched while this one is read.
      const soon = place === next || place === (next + 1) % people.length;
      if (soon) one.querySelectorAll('img').forEach((picture) => { picture.loading = 'eager'; });
    });
    at = next;
  }

  function turn(by) {
    if (!people.length) return;
    const next = (at + by + people.length) % people.length;
    if (by > 0 && next === 0) {
      rounds += 1;
      if (rounds >= ROUNDS_BEFORE_RELOAD && navigator.onLine) { window.location.reload(); return; }
    }
    show(next);
  }

  function toggle() {
    paused = !paused;
    pause.setAttribute('aria-pressed', String(paused));
    pause.textContent = paused ? '继续' : '暂停';
  }

  if (!people.length) return;
  wall.classList.add('wall-turning');
  show(0);
  setInterval(() => { if (!paused && !document.hidden) turn(1); }, TURN_EVERY_MS);
  pause.addEventListener('click', toggle);
  full.addEventListener('click', () => {
    if (document.fullscreenElement) document.exitFullscreen();
    else if (document.documentElement.requestFullscreen) document.documentElement.requestFullscreen().catch(() => {});
  });
  document.addEventListener('keydown', (event) => {
    if (event.target.closest('button, a')) return;
    if (event.key === 'ArrowRight') turn(1);
    else if (event.key === 'ArrowLeft') turn(-1);
    else if (event.key === ' ') { event.preventDefault(); toggle(); }
  });
  if (navigator.wakeLock) navigator.wakeLock.request('screen').catch(() => {});
})();
