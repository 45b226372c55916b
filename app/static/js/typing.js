// A sheet is typed without a mouse: Enter goes to the next field, and new rows come when they are needed.
'use strict';
(function () {
  const MOST_ROWS = 200;
  const table = document.querySelector('[data-typing]');
  if (!table) return;
  const body = table.tBodies[0];
  const fields = () => Array.from(body.querySelectorAll('input'));

  function addRow() {
    if (body.rows.length >= MOST_ROWS) return null;
    const row = body.rows[body.rows.length - 1].cloneNode(true);
    const number = body.rows.length + 1;
    row.classList.remove('console-wrong');
    row.querySelectorAll('.h-field-error').forEach((error) => error.remove());
    row.cells[0].textContent = number;
    row.querySelectorAll('input').forEach((input) => {
      input.value = '';
      input.defaultValue = '';
      input.removeAttribute('aria-invalid');
      input.removeAttribute('aria-describedby');
      input.setAttribute('aria-label', input.getAttribute('aria-label').replace(/\d+/, number));
    });
    body.append(row);
    return row;
  }

  body.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.isComposing) return;
    event.preventDefault();
    const all = fields();
    const place = all.indexOf(event.target);
    if (place === all.length - 1) addRow();
    const next = fields()[place + 1];
    if (next) { next.focus(); next.select(); }
  });

  document.querySelector('[data-typing-more]').addEventListener('click', () => {
    const first = addRow();
    for (let more = 1; more < 10; more += 1) addRow();
    if (first) first.querySelector('input').focus();
  });

  const wrong = body.querySelector('[aria-invalid]');
  if (wrong) wrong.focus();
})();
