// The code's screen: how many came, asked every few seconds; the clock; the whole screen, kept awake.
'use strict';
(function () {
  const ASK_EVERY_MS = 5000;
  const count = document.querySelector('[data-turnout]');
  const clock = document.querySelector('[data-screen-clock]');
  // The server's time, which is what counts: the clock of the machine behind the screen may be wrong.
  const ahead = Number(clock.dataset.screenClock) * 1000 - Date.now();
  const full = document.querySelector('[data-screen-full]');

  function show(turnout) {
    ['came', 'left', 'expected'].forEach((name) => {
      const place = count.querySelector('[data-turnout-' + name + ']');
      if (place && place.textContent !== String(turnout[name])) place.textContent = turnout[name];
    });
  }

  function ask() {
    if (document.hidden) return;
    fetch(count.dataset.turnout, { cache: 'no-store', credentials: 'same-origin', headers: { Accept: 'application/json' } })
      .then((answer) => { if (!answer.ok || answer.redirected) throw new Error('no count'); return answer.json(); })
      .then(show)
      .catch(() => { /* the code itself says that the network is down; an old count harms nobody */ });
  }

  function tick() {
    clock.textContent = new Date(Date.now() + ahead).toLocaleTimeString('zh-CN', { hour12: false, timeZone: 'Asia/Shanghai' });
  }

  function keepAwake() {
    if (navigator.wakeLock && !document.hidden) navigator.wakeLock.request('screen').catch(() => {});
  }

  full.addEventListener('click', () => {
    if (document.fullscreenElement) document.exitFullscreen();
    else if (document.documentElement.requestFullscreen) document.documentElement.requestFullscreen().catch(() => {});
  });
  document.addEventListener('fullscreenchange', () => {
    document.body.classList.toggle('screen-full', Boolean(document.fullscreenElement));
  });
  document.addEventListener('visibilitychange', () => { keepAwake(); ask(); });
  setInterval(ask, ASK_EVERY_MS);
  setInterval(tick, 1000);
  tick();
  keepAwake();
})();
