// Moving an entry of the calendar ([data-move]) by mouse, or by keys: M takes it up, arrows move it, Enter puts it down,
// Esc leaves it. Alt and an arrow do the first two at once. The server answers: done, or what it would mean.
'use strict';
(function () {
  const form = document.querySelector('[data-move-form]');
  const table = document.querySelector('[data-calendar]');
  const live = document.querySelector('[data-calendar-live]');
  if (!form || !table) return;
  const HOUR = 3600e3;
  const DAY = 24 * HOUR;
  const monthly = table.dataset.calendar === 'month';
  const STEPS = { ArrowLeft: -DAY, ArrowRight: DAY, ArrowUp: monthly ? -7 * DAY : -HOUR, ArrowDown: monthly ? 7 * DAY : HOUR };
  let held = null;

  // Times of the page are Shanghai's and stay so: they are counted as if they were UTC.
  const read = (text) => new Date(text + 'Z');
  const written = (at) => at.toISOString().slice(0, 16);
  const said = (at) => (at.getUTCMonth() + 1) + '月' + at.getUTCDate() + '日 周' + '日一二三四五六'[at.getUTCDay()] + ' ' + written(at).slice(11);
  const say = (words) => { live.textContent = words; };
  const name = (entry) => entry.querySelector('span').textContent;

  function cellOf(at) {
    const day = '[data-day="' + written(at).slice(0, 10) + '"]';
    return table.querySelector(monthly ? day : day + '[data-hour="' + written(at).slice(11, 13) + '"]');
  }

  function mark(cell) {
    table.querySelectorAll('.cal-target').forEach((one) => one.classList.remove('cal-target'));
    if (cell) { cell.classList.add('cal-target'); cell.scrollIntoView({ block: 'nearest', inline: 'nearest' }); }
  }

  function takeUp(entry) {
    held = { entry: entry, at: read(entry.dataset.at) };
    entry.classList.add('cal-held');
    mark(cellOf(held.at));
    say('拿起“' + name(entry) + '”，现在是 ' + said(held.at) + '。方向键移动，回车放下，Esc 不改。');
  }

  function letGo() {
    if (!held) return;
    held.entry.classList.remove('cal-held');
    mark(null);
    held = null;
  }

  function carry(step) {
    held.at = new Date(held.at.getTime() + step);
    mark(cellOf(held.at));
    say('移到 ' + said(held.at));
  }

  function putDown(entry, at) {
    const to = written(at);
    letGo();
    if (to === entry.dataset.at) return say('没有改动');
    say('正在改到 ' + said(at));
    form.setAttribute('action', entry.dataset.move);
    form.elements.to.value = to;
    form.elements.version.value = entry.dataset.version;
    form.submit();
  }

  // --- keys ---

  table.addEventListener('keydown', (event) => {
    const entry = event.target.closest('[data-move]');
    if (!entry || event.ctrlKey || event.metaKey) return;
    const step = STEPS[event.key];
    if (!held && (event.key === 'm' || event.key === 'M') && !event.altKey) takeUp(entry);
    else if (step && (held || event.altKey)) { if (!held) takeUp(entry); carry(step); }
    else if (held && event.key === 'Enter') putDown(held.entry, held.at);
    else if (held && event.key === 'Escape') { letGo(); say('没有改动'); }
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  table.addEventListener('focusout', (event) => { if (held && event.target === held.entry) letGo(); });

  // --- mouse ---

  table.addEventListener('dragstart', (event) => {
    const entry = event.target.closest('[data-move]');
    if (!entry) return;
    held = { entry: entry, at: read(entry.dataset.at) };
    event.dataTransfer.setData('text/plain', name(entry));
    event.dataTransfer.effectAllowed = 'move';
  });
  table.addEventListener('dragend', letGo);
  table.addEventListener('dragover', (event) => {
    const cell = event.target.closest('td[data-day]');
    if (!held || !cell) return;
    event.preventDefault();
    mark(cell);
  });
  table.addEventListener('drop', (event) => {
    const cell = event.target.closest('td[data-day]');
    if (!held || !cell) return;
    event.preventDefault();
    const time = written(held.at).slice(11);
    const hour = cell.dataset.hour ? cell.dataset.hour + time.slice(2) : time;
    putDown(held.entry, read(cell.dataset.day + 'T' + hour));
  });
})();
