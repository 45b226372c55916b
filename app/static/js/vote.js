// form[data-most="3"]: says how many are chosen, and takes no more than so many.
'use strict';
(function () {
  document.querySelectorAll('form[data-most]').forEach((form) => {
    const most = Number(form.dataset.most);
    const status = form.querySelector('[data-chosen]');
    const boxes = Array.from(form.querySelectorAll('input[type=checkbox]'));
    if (!status || !boxes.length) return;

    function say(tooMany) {
      const chosen = boxes.filter((box) => box.checked).length;
      if (tooMany) status.textContent = '最多选 ' + most + ' 位，要换人请先去掉一位';
      else status.textContent = chosen ? '已选 ' + chosen + ' 位，最多 ' + most + ' 位。投出后今天不能再改' : '投出后今天不能再改';
    }

    form.addEventListener('change', (event) => {
      const chosen = boxes.filter((box) => box.checked).length;
      const tooMany = chosen > most;
      if (tooMany) event.target.checked = false;
      say(tooMany);
    });
    say(false);
  });
})();
