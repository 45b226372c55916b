// form[data-draft="address"]: what is typed is saved on the server while one types; photos go with the button.
'use strict';
(function () {
  const PAUSE_MS = 1500;
  document.querySelectorAll('form[data-draft]').forEach((form) => {
    const status = form.querySelector('[data-draft-status]');
    let timer = 0;

    function save() {
      const typed = new FormData(form);
      typed.delete('pictures');
      const request = { method: 'POST', body: typed, headers: { Accept: 'application/json' }, credentials: 'same-origin' };
      fetch(form.dataset.draft, request)
        .then((answer) => answer.json().then((said) => { status.textContent = said.message; }))
        .catch(() => { status.textContent = '网络不通，已先存在这部手机上'; });
    }

    form.addEventListener('input', () => {
      clearTimeout(timer);
      timer = setTimeout(save, PAUSE_MS);
    });
    form.addEventListener('submit', () => clearTimeout(timer));
  });
})();
