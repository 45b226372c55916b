// Rows of a form that come and go ([data-rows-button]): the server draws them, only [data-rows-part] is put in place.
// Without this script, or when the network fails, the same buttons send the whole form.
'use strict';
(function () {
  function firstNewField(before, part) {
    return Array.from(part.querySelectorAll('input:not([type=hidden])')).find((input) => !before.has(input.name));
  }

  function redraw(button) {
    const form = button.form;
    const part = form.querySelector('[data-rows-part]');
    const before = new Set(Array.from(form.elements, (input) => input.name));
    const sent = new FormData(form);
    sent.append(button.name, button.value);
    button.setAttribute('aria-disabled', 'true');
    // Not form.action: a button of that name stands before the address.
    return fetch(form.getAttribute('action') || window.location.href, { method: 'POST', body: sent, credentials: 'same-origin' })
      .then((answer) => { if (!answer.ok) throw new Error('refused'); return answer.text(); })
      .then((text) => {
        const drawn = new DOMParser().parseFromString(text, 'text/html').querySelector('[data-rows-part]');
        if (!drawn) throw new Error('no rows');
        part.replaceWith(drawn);
        const next = firstNewField(before, drawn) || drawn.querySelector('[data-rows-button]');
        next.focus();
      });
  }

  document.addEventListener('click', (event) => {
    const button = event.target.closest('[data-rows-button]');
    if (!button || button.dataset.plain) return;
    event.preventDefault();
    redraw(button).catch(() => {
      // Let the browser send the form and say what is wrong.
      button.dataset.plain = 'yes';
      button.removeAttribute('aria-disabled');
      button.click();
    });
  });
})();
