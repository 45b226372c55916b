// The console by keyboard. Single keys rest while one types, and can be turned off in the "?" window.
//   /       to the search box           j k    next row, previous row
//   x       choose this row             a      choose the whole page
//   y       the main action of the page, on what is chosen (approve)
//   Enter   open this row (tr[data-url]) ?      show the keys      Esc   close
'use strict';
(function () {
  const OFF = 'haoren-keys-off';
  const one = (selector) => document.querySelector(selector);
  const all = (selector, root) => Array.from((root || document).querySelectorAll(selector));
  const help = one('[data-shortcuts]');
  const side = one('[data-side]');

  // --- rows ---

  const rows = () => all('[data-rows] tbody tr');
  const cursor = () => one('tr[data-cursor]');

  function moveTo(row) {
    if (!row) return;
    const before = cursor();
    if (before) before.removeAttribute('data-cursor');
    row.setAttribute('data-cursor', '');
    row.tabIndex = -1;
    row.focus({ preventScroll: true });
    row.scrollIntoView({ block: 'nearest' });
  }

  function step(by) {
    const list = rows();
    const at = list.indexOf(cursor());
    moveTo(at < 0 ? list[0] : list[Math.min(list.length - 1, Math.max(0, at + by))]);
  }

  function chooseRow() {
    const row = cursor();
    const box = row && row.querySelector('[data-select-row]');
    if (box) box.click();
  }

  function openRow() {
    const row = cursor();
    if (row && row.dataset.url) window.location.assign(row.dataset.url);
  }

  // --- choosing many ---

  function setUpBatch(form) {
    const boxes = all('[data-select-row]', form);
    const whole = form.querySelector('[data-select-all]');
    const matching = form.querySelector('[data-all-matching]');
    const words = form.querySelector('[data-batch-count]');

    function show() {
      const chosen = boxes.filter((box) => box.checked).length;
      const everything = Boolean(matching && matching.checked);
      const count = everything ? Number(matching.dataset.most) : chosen;
      words.textContent = count ? '已选 ' + count + ' ' + form.dataset.noun : '勾选后可批量处理';
      boxes.forEach((box) => box.closest('tr').toggleAttribute('data-chosen', everything || box.checked));
      all('[data-batch-action]', form).forEach((button) => { button.disabled = count === 0; });
      if (!whole) return;
      whole.checked = chosen > 0 && chosen === boxes.length;
      whole.indeterminate = chosen > 0 && chosen < boxes.length;
    }

    form.addEventListener('change', (event) => {
      if (event.target === whole) boxes.forEach((box) => { box.checked = whole.checked; });
      show();
    });
    window.addEventListener('pageshow', show);
    show();
  }

  // --- navigation on a small screen ---

  function showSide(shown) {
    side.classList.toggle('side-shown', shown);
    one('[data-side-open]').setAttribute('aria-expanded', String(shown));
    (shown ? side.querySelector('a[aria-current], a') : one('[data-side-open]')).focus();
  }

  function setUpSide() {
    const opener = one('[data-side-open]');
    if (!side || !opener) return;
    opener.setAttribute('aria-expanded', 'false');
    opener.addEventListener('click', (event) => { event.preventDefault(); showSide(true); });
    one('[data-side-close]').addEventListener('click', (event) => { event.preventDefault(); showSide(false); });
    document.addEventListener('click', (event) => {
      if (side.classList.contains('side-shown') && !side.contains(event.target) && !opener.contains(event.target)) showSide(false);
    });
  }

  // --- keys ---

  function keysAreOff() {
    try { return localStorage.getItem(OFF) === 'yes'; } catch (barred) { return false; }
  }

  function typing(target) {
    return target.isContentEditable || /^(SELECT|TEXTAREA)$/.test(target.tagName) ||
      (target.tagName === 'INPUT' && !/^(checkbox|radio|button|submit)$/.test(target.type));
  }

  const keys = {
    '/': () => { const box = one('main [data-search]') || one('[data-search]'); if (box) { box.focus(); box.select(); } },
    j: () => step(1),
    k: () => step(-1),
    x: chooseRow,
    a: () => { const whole = one('[data-select-all]'); if (whole) whole.click(); },
    y: () => { const main = one('.btn-primary[data-batch-action]:not(:disabled), [data-main-action]'); if (main) main.click(); },
    '?': () => help.showModal(),
  };

  function close() {
    const menu = one('.bar-me[open]');
    if (menu) { menu.open = false; menu.querySelector('summary').focus(); }
    if (side && side.classList.contains('side-shown')) showSide(false);
    if (typing(document.activeElement)) document.activeElement.blur();
  }

  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || help.open) return;
    if (event.key === 'Escape') return close();
    if (event.key === 'Enter' && event.target === cursor()) return openRow();
    if (typing(event.target) || keysAreOff() || !Object.prototype.hasOwnProperty.call(keys, event.key)) return;
    event.preventDefault();
    keys[event.key]();
  });

  const off = one('[data-shortcuts-off]');
  off.checked = keysAreOff();
  off.addEventListener('change', () => {
    try { localStorage.setItem(OFF, off.checked ? 'yes' : 'no'); } catch (barred) { off.checked = false; }
  });
  all('[data-shortcuts-open]').forEach((button) => button.addEventListener('click', () => help.showModal()));
  all('[data-print]').forEach((button) => button.addEventListener('click', () => window.print()));
  all('[data-batch]').forEach(setUpBatch);
  setUpSide();
})();
