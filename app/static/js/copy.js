// A button that copies what stands in a field: [data-copy] names the field's id.
'use strict';
(function () {
  const status = document.querySelector('[data-copy-status]');

  function copyTheOldWay(field) {
    field.focus();
    field.setSelectionRange(0, field.value.length);
    return document.execCommand('copy');
  }

  document.querySelectorAll('[data-copy]').forEach((button) => {
    const field = document.getElementById(button.dataset.copy);
    const say = (done) => { status.textContent = done ? '已复制，去手机日历里粘贴吧' : '没有复制成，请长按地址自己复制'; };
    button.addEventListener('click', () => {
      if (!navigator.clipboard) { say(copyTheOldWay(field)); return; }
      navigator.clipboard.writeText(field.value).then(() => say(true), () => say(copyTheOldWay(field)));
    });
  });
})();
