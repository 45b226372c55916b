// Residents' pages: says when the network is gone and when it is back.
'use strict';
(function () {
  const banner = document.querySelector('[data-offline]');
  const show = () => { banner.hidden = navigator.onLine !== false; };
  window.addEventListener('online', show);
  window.addEventListener('offline', show);
  show();
})();
