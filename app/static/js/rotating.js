// A QR code that changes: figure[data-rotating] fetches data-src every data-seconds (or when the answer's
// X-Seconds-Left says), shows the time left as a ring, and keeps the last code, greyed, while the network is down.
'use strict';
(function () {
  const RETRY_SECONDS = 3;

  function asDataUrl(blob) {
    return new Promise((resolve, reject) => {
      const reader = new FileReader();
      reader.onload = () => resolve(reader.result);
      reader.onerror = reject;
      reader.readAsDataURL(blob);
    });
  }

  function setUp(figure) {
    const part = (name) => figure.querySelector('[data-rotating-' + name + ']');
    const seconds = Number(figure.dataset.seconds);
    let nextAt = 0;
    let length = seconds;
    let asking = false;
    let expired = false;

    function schedule(left) {
      length = Math.max(seconds, left);
      nextAt = Date.now() + left * 1000;
    }

    function shown(answer, url) {
      part('image').src = url;
      part('trouble').textContent = '';
      figure.classList.remove('h-qr-stale');
      expired = false;
      schedule(Number(answer.headers.get('X-Seconds-Left')) || seconds);
    }

    function troubled(reason) {
      part('trouble').textContent = reason === 'signed out'
        ? '登录已失效，请重新登录后再打开这个码'
        : '网络不通，上面的码可能已过期，正在重试…';
      figure.classList.add('h-qr-stale');
      expired = true;
      nextAt = Date.now() + RETRY_SECONDS * 1000;
    }

    function ask() {
      asking = true;
      fetch(figure.dataset.src, { cache: 'no-store', credentials: 'same-origin' })
        .then((answer) => {
          const type = answer.headers.get('Content-Type') || '';
          if (answer.status === 401 || answer.status === 403 || (answer.ok && !type.startsWith('image/'))) throw new Error('signed out');
          if (!answer.ok) throw new Error('refused');
          return answer.blob().then(asDataUrl).then((url) => shown(answer, url));
        })
        .catch((error) => troubled(error.message))
        .then(() => { asking = false; });
    }

    function tick() {
      const left = Math.max(0, (nextAt - Date.now()) / 1000);
      part('ring').setAttribute('stroke-dashoffset', String(expired ? 0 : 100 - (100 * left) / length));
      part('left').textContent = expired ? '等待网络' : left === 0 ? '正在更换…' : Math.ceil(left) + ' 秒后更换';
      if (left === 0 && !asking && !document.hidden) ask();
    }

    setInterval(tick, 500);
    document.addEventListener('visibilitychange', tick);
    window.addEventListener('online', () => { if (expired) nextAt = 0; });
    if (part('full')) part('full').addEventListener('click', () => toggleFull(figure));
  }

  // iPhones cannot put an element on the full screen: there it fills the window instead.
  function toggleFull(figure) {
    if (document.fullscreenElement) document.exitFullscreen();
    else if (figure.requestFullscreen) figure.requestFullscreen().catch(() => figure.classList.add('h-qr-fills'));
    else figure.classList.toggle('h-qr-fills');
    keepAwake();
  }

  function keepAwake() {
    if (navigator.wakeLock) navigator.wakeLock.request('screen').catch(() => {});
  }

  document.querySelectorAll('[data-rotating]').forEach(setUp);
})();
