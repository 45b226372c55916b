// WeChat's JS-SDK: the scanner and the place, for pages with <meta name="wx-config">.
//   [data-wx-scan]   opens the scanner; goes to the scanned address if it is ours, or fills a form (data-form, data-input)
//   <meta name="wx-share">  the card people pass on from the page's menu
//   [data-locate]    hidden inputs in a form, filled just before it is sent; sent empty when the place is refused
'use strict';
(function () {
  const LOCATION_WAIT_MS = 8000;
  const meta = document.querySelector('meta[name=wx-config]');
  const wx = window.wx;
  let ready = false;

  function configure() {
    if (!meta || !wx) return;
    const signed = JSON.parse(meta.content);
    wx.config({
      debug: false, appId: signed.appId, timestamp: signed.timestamp, nonceStr: signed.nonceStr,
      signature: signed.signature, jsApiList: ['scanQRCode', 'getLocation', 'updateAppMessageShareData', 'updateTimelineShareData'],
    });
    let failed = false;
    wx.error(() => { failed = true; ready = false; });
    // ready is called after a failed config too.
    wx.ready(() => { ready = !failed; if (ready) offerCard(); });
  }

  // --- passing the page on ---

  function offerCard() {
    const card = document.querySelector('meta[name=wx-share]');
    if (!card) return;
    const shown = JSON.parse(card.content);
    wx.updateAppMessageShareData(shown);
    // A timeline shows the title only.
    wx.updateTimelineShareData({ title: shown.title, link: shown.link, imgUrl: shown.imgUrl });
  }

  // --- scanning ---

  function ours(text, button) {
    let address;
    try { address = new URL(text); } catch (notAnAddress) { return null; }
    const origins = [window.location.origin].concat((button.dataset.allowedOrigins || '').split(' ').filter(Boolean));
    return origins.includes(address.origin) ? address.href : null;
  }

  function submit(form) {
    if (form.requestSubmit) form.requestSubmit();
    else form.submit();
  }

  function use(text, button, say) {
    const form = button.dataset.form && document.getElementById(button.dataset.form);
    if (form) {
      form.elements[button.dataset.input].value = text;
      submit(form);
      return;
    }
    const address = ours(text, button);
    if (address) window.location.assign(address);
    else say('这不是本平台的二维码，请对准活动现场的签到码');
  }

  function setUpScan(button) {
    const status = button.parentElement.querySelector('[data-wx-scan-status]');
    const say = (words) => { if (status) status.textContent = words; };
    button.addEventListener('click', () => {
      say('');
      if (!ready) {
        say('扫一扫暂时打不开，请返回微信，用右上角“＋”里的“扫一扫”');
        return;
      }
      wx.scanQRCode({
        needResult: 1, scanType: ['qrCode'],
        success: (result) => use(result.resultStr, button, say),
        fail: () => say('没有扫成，请再试一次'),
      });
    });
  }

  // --- place ---

  function askWeChat(found, missing) {
    wx.getLocation({ type: 'gcj02', success: (place) => found(place, 'gcj02'), fail: missing, cancel: missing });
  }

  function askBrowser(found, missing) {
    if (!navigator.geolocation) { missing(); return; }
    const settings = { enableHighAccuracy: true, timeout: LOCATION_WAIT_MS, maximumAge: 30000 };
    navigator.geolocation.getCurrentPosition((place) => found(place.coords, 'wgs84'), missing, settings);
  }

  function setUpLocate(block) {
    const form = block.closest('form');
    const status = block.querySelector('[data-locate-status]');
    let asked = false;
    let asking = false;

    function proceed(words) {
      if (asked) return;
      asked = true;
      status.textContent = words;
      submit(form);
    }

    function found(place, coordinates) {
      if (asked) return;
      const values = { latitude: place.latitude, longitude: place.longitude, accuracy_metres: Math.round(place.accuracy || 0), coordinates: coordinates };
      Object.keys(values).forEach((name) => { block.querySelector('[name=' + name + ']').value = values[name]; });
      proceed('已取得位置，正在提交…');
    }

    form.addEventListener('submit', (event) => {
      if (asked) return;
      event.preventDefault();
      // forms.js must not see this one: it would call the form sent.
      event.stopImmediatePropagation();
      if (asking) return;
      asking = true;
      status.textContent = '正在读取位置…';
      const missing = () => proceed('没有取得位置，先替您提交');
      setTimeout(missing, LOCATION_WAIT_MS + 1000);
      (ready ? askWeChat : askBrowser)(found, missing);
    }, true);
  }

  configure();
  document.querySelectorAll('[data-wx-scan]').forEach(setUpScan);
  document.querySelectorAll('[data-locate]').forEach(setUpLocate);
})();
