// Scanning volunteers' cards one after the other without leaving the page: by a reader that types and presses Enter,
// by the camera where the browser can read codes, by WeChat's scanner (js/wx.js fills the form and sends it).
'use strict';
(function () {
  const SAME_CARD_RESTS_MS = 4000;
  const LOOK_EVERY_MS = 250;
  const form = document.querySelector('[data-cards]');
  const input = form.elements.card;
  const told = document.querySelector('[data-told]');
  const sound = document.querySelector('[data-sound]');
  let sending = false;
  let lastText = '';
  let lastAt = 0;

  const walkIn = document.querySelector('[data-walk-in]');

  function show(said) {
    if (walkIn) {
      walkIn.hidden = !said.walk_in;
      walkIn.elements.card.value = said.walk_in || '';
      walkIn.elements.nonce.value = newNonce();
    }
    told.className = 'h-told h-told-' + said.tone;
    ['title', 'name', 'sentence', 'advice'].forEach((part) => {
      told.querySelector('[data-told-' + part + ']').textContent = said[part] || '';
    });
    beep(said.tone);
  }

  function beep(tone) {
    const Audio = window.AudioContext || window.webkitAudioContext;
    if (!sound.checked || !Audio) return;
    const audio = beep.audio || (beep.audio = new Audio());
    const note = audio.createOscillator();
    const loud = audio.createGain();
    note.frequency.value = tone === 'danger' ? 220 : 880;
    loud.gain.value = 0.15;
    note.connect(loud).connect(audio.destination);
    note.start();
    note.stop(audio.currentTime + (tone === 'danger' ? 0.5 : 0.12));
  }

  function newNonce() {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  }

  function refreshScans() {
    fetch(window.location.href, { credentials: 'same-origin' })
      .then((answer) => answer.text())
      .then((text) => {
        const drawn = new DOMParser().parseFromString(text, 'text/html').querySelector('[data-scans]');
        if (drawn) document.querySelector('[data-scans]').replaceWith(drawn);
      })
      .catch(() => {});
  }

  function join() {
    if (sending) return;
    sending = true;
    fetch(walkIn.action, { method: 'POST', body: new FormData(walkIn), credentials: 'same-origin', headers: { Accept: 'application/json' } })
      .then((answer) => {
        if (answer.redirected) throw new Error('signed out');
        return answer.json();
      })
      .then((said) => {
        show(said.tone ? said : { tone: 'danger', title: '没有成功', sentence: said.message, advice: said.next_step });
        refreshScans();
      })
      .catch(() => show({ tone: 'danger', title: '没有成功', sentence: '还没有加入，请重新扫一次服务卡' }))
      .then(() => { sending = false; input.focus(); });
  }

  function send() {
    if (sending || !input.value.trim()) return;
    sending = true;
    fetch(window.location.href, { method: 'POST', body: new FormData(form), credentials: 'same-origin', headers: { Accept: 'application/json' } })
      .then((answer) => {
        if (answer.redirected) throw new Error('signed out');
        return answer.json();
      })
      .then((said) => {
        show(said.tone ? said : { tone: 'danger', title: '没有成功', sentence: said.message, advice: said.next_step });
        form.elements.nonce.value = newNonce();
        input.value = '';
        refreshScans();
      })
      .catch((error) => {
        // The nonce stays: pressing Enter again sends the same scan, and it counts once.
        const signedOut = error.message === 'signed out';
        show({ tone: 'danger', title: signedOut ? '登录已失效' : '网络不通', sentence: signedOut ? '请重新登录后再扫' : '这一次还没有记上，网络好了请按回车再试' });
      })
      .then(() => { sending = false; input.focus(); });
  }

  form.addEventListener('submit', (event) => { event.preventDefault(); send(); });
  if (walkIn) walkIn.addEventListener('submit', (event) => { event.preventDefault(); join(); });
  input.addEventListener('input', () => { if (input.value.length === 1) form.elements.nonce.value = newNonce(); });

  // --- camera ---

  const camera = document.querySelector('[data-camera]');
  const view = document.querySelector('[data-camera-view]');
  const status = document.querySelector('[data-camera-status]');

  function seen(text) {
    if (text === lastText && Date.now() - lastAt < SAME_CARD_RESTS_MS) return;
    lastText = text;
    lastAt = Date.now();
    form.elements.nonce.value = newNonce();
    input.value = text;
    send();
  }

  function watch(video, detector) {
    setInterval(() => {
      if (sending || video.readyState < 2) return;
      detector.detect(video).then((codes) => { if (codes.length) seen(codes[0].rawValue); }).catch(() => {});
    }, LOOK_EVERY_MS);
  }

  function openCamera() {
    const video = view.querySelector('video');
    view.hidden = false;
    status.textContent = '正在打开摄像头…';
    navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } })
      .then((stream) => {
        video.srcObject = stream;
        return video.play();
      })
      .then(() => {
        camera.hidden = true;
        status.textContent = '把服务卡上的二维码对准画面中间';
        watch(video, new window.BarcodeDetector({ formats: ['qr_code'] }));
      })
      .catch(() => { status.textContent = '摄像头打不开，请检查是否允许使用，或改用扫码枪'; });
  }

  if ('BarcodeDetector' in window && navigator.mediaDevices) {
    camera.hidden = false;
    camera.addEventListener('click', openCamera);
  }
  const inWeChat = document.querySelector('[data-in-wechat]');
  if (inWeChat && /MicroMessenger/i.test(navigator.userAgent)) inWeChat.hidden = false;
  input.focus();
})();
