// Forms in every layout, by data attributes. Without this script they still work as plain forms.
//   form[data-busy]        sent once: a second press is ignored, the button says so
//   any form              not sent without a network: the browser's error page would take its place
//   form[data-keep="key"]  what was typed outlives a reload or a lost network, until it is sent
//   [data-confirm="…?"]    on a form or a submit button: asks first
//   [data-send-code]       asks for a code by SMS and counts down to the next one
//   [data-counter-for]     how many characters are left in a textarea
'use strict';
(function () {
  const SLOW_NETWORK_MS = 20000;
  const all = (selector, root) => Array.from((root || document).querySelectorAll(selector));
  document.documentElement.classList.add('js');

  // --- sent once ---

  function setBusy(form, button) {
    form.dataset.sending = 'yes';
    if (!button) return;
    button.dataset.words = button.innerHTML;
    // Not `disabled`: a disabled button's name and value would be left out of what is sent.
    button.setAttribute('aria-disabled', 'true');
    button.textContent = '正在提交…';
    setTimeout(() => setIdle(form), SLOW_NETWORK_MS);
  }

  function setIdle(form) {
    delete form.dataset.sending;
    all('[aria-disabled][data-words]', form).forEach((button) => {
      button.innerHTML = button.dataset.words;
      button.removeAttribute('aria-disabled');
      delete button.dataset.words;
    });
  }

  function buttonOf(form, event) {
    const pressed = event.submitter;
    if (pressed && !pressed.classList.contains('h-unseen')) return pressed;
    return all('button[type=submit]:not(.h-unseen):not([data-send-code])', form).pop();
  }

  document.addEventListener('submit', (event) => {
    const form = event.target;
    const pressed = event.submitter;
    const question = (pressed && pressed.dataset.confirm) || form.dataset.confirm;
    if (form.dataset.sending) return event.preventDefault();
    if (navigator.onLine === false) {
      event.preventDefault();
      return window.alert('现在没有网络，还没有提交。填写的内容都在，连上网后请再点一次。');
    }
    if (question && !window.confirm(question)) return event.preventDefault();
    if (form.dataset.keep) keepAsSent(form);
    if ('busy' in form.dataset) setBusy(form, buttonOf(form, event));
  });

  window.addEventListener('pageshow', (event) => {
    if (event.persisted) all('form[data-sending]').forEach(setIdle);
  });

  // --- kept until sent ---

  const keyOf = (form) => 'haoren-kept:' + form.dataset.keep;

  function isKept(input) {
    if (!input.name || 'private' in input.dataset || input.autocomplete === 'one-time-code') return false;
    return !['hidden', 'password', 'file', 'submit', 'button'].includes(input.type);
  }

  function store(key, value) {
    try { sessionStorage.setItem(key, JSON.stringify(value)); } catch (full) { /* private mode: nothing is kept */ }
  }

  function stored(key) {
    try { return JSON.parse(sessionStorage.getItem(key)); } catch (unreadable) { return null; }
  }

  function typed(form) {
    return Array.from(form.elements).filter(isKept).map((input) => (
      { name: input.name, value: input.value, checked: input.checked }
    ));
  }

  const keep = (form) => store(keyOf(form), { sent: false, typed: typed(form) });
  const keepAsSent = (form) => store(keyOf(form), { sent: true, typed: typed(form) });

  function isChoice(input) { return input.type === 'checkbox' || input.type === 'radio'; }

  function restore(form) {
    const kept = stored(keyOf(form));
    // After a refusal the server has already filled the form in: its answer is newer.
    if (!kept || form.querySelector('[data-error-summary]')) return;
    Array.from(form.elements).filter(isKept).forEach((input) => {
      const same = kept.typed.filter((one) => one.name === input.name);
      if (isChoice(input)) {
        const match = same.find((one) => one.value === input.value);
        if (match) input.checked = match.checked;
      } else if (same.length && !input.value) {
        input.value = same[0].value;
      }
    });
  }

  // A form that was sent is forgotten by the next page that arrives; if none arrives, it is still there.
  function forgetSent() {
    const here = all('form[data-keep]').map(keyOf);
    const done = document.querySelector('.h-notice-success, .h-confirmation-success');
    let keys = [];
    try { keys = Object.keys(sessionStorage); } catch (barred) { return; }
    keys.filter((key) => key.startsWith('haoren-kept:')).forEach((key) => {
      const kept = stored(key);
      if (kept && kept.sent && (done || !here.includes(key))) sessionStorage.removeItem(key);
    });
  }

  // --- a code by SMS ---

  function countDown(button, seconds) {
    const words = button.dataset.label || button.textContent;
    button.dataset.label = words;
    button.disabled = true;
    const until = Date.now() + seconds * 1000;
    const timer = setInterval(() => {
      const left = Math.ceil((until - Date.now()) / 1000);
      if (left > 0) { button.textContent = left + ' 秒后可重发'; return; }
      clearInterval(timer);
      button.disabled = false;
      button.textContent = words;
    }, 250);
  }

  function sendCode(button) {
    const status = button.parentElement.querySelector('[data-send-code-status]');
    status.textContent = '正在发送…';
    delete status.dataset.failed;
    button.disabled = true;
    const request = { method: 'POST', body: new FormData(button.form), headers: { Accept: 'application/json' }, credentials: 'same-origin' };
    fetch(button.formAction, request)
      .then((answer) => answer.json().then((said) => ({ ok: answer.ok, said: said })))
      .then((result) => {
        status.textContent = result.said.message || (result.ok ? '验证码已发出，请留意短信' : '没有发出，请稍后再试');
        button.disabled = false;
        if (!result.ok) status.dataset.failed = '';
        if (result.ok) countDown(button, result.said.wait_seconds || Number(button.dataset.seconds));
      })
      .catch(() => {
        button.disabled = false;
        status.dataset.failed = '';
        status.textContent = '网络不通，验证码没有发出，请再试一次';
      });
  }

  // --- textarea counter ---

  function count(counter) {
    const area = document.getElementById(counter.dataset.counterFor);
    const show = () => {
      counter.textContent = '还可以写 ' + (Number(counter.dataset.most) - area.value.length) + ' 字';
    };
    area.addEventListener('input', show);
    show();
  }

  forgetSent();
  all('form[data-keep]').forEach((form) => {
    restore(form);
    form.addEventListener('input', () => keep(form));
    form.addEventListener('change', () => keep(form));
  });
  all('[data-counter-for]').forEach(count);
  all('[data-send-code]').forEach((button) => button.addEventListener('click', (event) => {
    event.preventDefault();
    sendCode(button);
  }));
  const summary = document.querySelector('[data-error-summary]');
  if (summary) summary.focus();
})();
