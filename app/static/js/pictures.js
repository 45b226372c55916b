// Pictures are made smaller on the phone before they are sent: a photo of 8 MB becomes some 400 kB.
// Where the browser cannot, they are sent as they are and the server makes them smaller.
'use strict';
(function () {
  const LONGEST_SIDE = 2000;
  const QUALITY = 0.82;
  const SMALL_ENOUGH = 600 * 1024;

  function smaller(file) {
    if (!/^image\/(jpeg|png|webp)$/.test(file.type) || file.size <= SMALL_ENOUGH) return Promise.resolve(file);
    return createImageBitmap(file, { imageOrientation: 'from-image' }).then((picture) => {
      const scale = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height));
      const canvas = document.createElement('canvas');
      canvas.width = Math.round(picture.width * scale);
      canvas.height = Math.round(picture.height * scale);
      const pen = canvas.getContext('2d');
      pen.fillStyle = '#fff';
      pen.fillRect(0, 0, canvas.width, canvas.height);
      pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
      picture.close();
      return new Promise((resolve) => canvas.toBlob(resolve, 'image/jpeg', QUALITY));
    }).then((drawn) => {
      if (!drawn || drawn.size >= file.size) return file;
      return new File([drawn], file.name.replace(/\.[^.]*$/, '') + '.jpg', { type: 'image/jpeg' });
    }).catch(() => file);
  }

  async function shrink(input, status) {
    const files = Array.from(input.files);
    if (!files.length || typeof createImageBitmap !== 'function' || typeof DataTransfer !== 'function') return;
    const form = input.form;
    form.dataset.sending = 'yes';
    status.textContent = '正在处理图片…';
    const kept = new DataTransfer();
    // One after the other: a weak phone holds one large picture at a time.
    for (const file of files) kept.items.add(await smaller(file));
    input.files = kept.files;
    delete form.dataset.sending;
    const bytes = Array.from(kept.files).reduce((sum, file) => sum + file.size, 0);
    status.textContent = '已选 ' + kept.files.length + ' 张，共 ' + Math.max(1, Math.round(bytes / 1024)) + ' KB';
  }

  document.querySelectorAll('[data-pictures]').forEach((field) => {
    const input = field.querySelector('input[type=file]');
    const status = field.querySelector('[data-pictures-status]');
    input.addEventListener('change', () => shrink(input, status));
  });
})();
