// The page after a scanned code sends its form by itself; the button stands by for when that does not work.
'use strict';
(function () {
  const WECHAT_WAIT_MS = 2500;
  const block = document.querySelector('[data-send-itself]');
  const form = block && block.querySelector('form');
  if (!form || !form.requestSubmit) return;
  let sent = false;

  function send() {
    if (sent) return;
    sent = true;
    form.requestSubmit();
  }

  // Where the place is asked for, WeChat's own answer is better than the browser's: wait for it a little.
  const asksWeChat = window.wx && document.querySelector('meta[name=wx-config]') && form.querySelector('[data-locate]');
  if (asksWeChat) {
    window.wx.ready(send);
    setTimeout(send, WECHAT_WAIT_MS);
  } else {
    send();
  }
})();
