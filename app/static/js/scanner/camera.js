// Reading codes with the camera: by the browser where it can, else by jsQR, fetched when it is needed.
const LOOK_EVERY_MS = 200;
const SAME_CODE_RESTS_MS = 4000;
const WIDEST = 720;

async function reader(decoder) {
  if ('BarcodeDetector' in window) {
    const formats = await window.BarcodeDetector.getSupportedFormats();
    if (formats.includes('qr_code')) {
      const detector = new window.BarcodeDetector({ formats: ['qr_code'] });
      return (video) => detector.detect(video).then((codes) => codes.length && codes[0].rawValue);
    }
  }
  await new Promise((resolve, reject) => {
    const script = document.createElement('script');
    script.src = decoder;
    script.onload = resolve;
    script.onerror = () => reject(new Error('decoder'));
    document.head.append(script);
  });
  const canvas = document.createElement('canvas');
  const brush = canvas.getContext('2d', { willReadFrequently: true });
  return async (video) => {
    const scale = Math.min(1, WIDEST / video.videoWidth);
    canvas.width = video.videoWidth * scale;
    canvas.height = video.videoHeight * scale;
    brush.drawImage(video, 0, 0, canvas.width, canvas.height);
    const picture = brush.getImageData(0, 0, canvas.width, canvas.height);
    const found = window.jsQR(picture.data, picture.width, picture.height, { inversionAttempts: 'dontInvert' });
    return found && found.data;
  };
}

/** Show the camera's picture and call `seen` with each code; returns what stops it. */
export async function watch(video, decoder, seen) {
  const read = await reader(decoder);
  const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } });
  video.srcObject = stream;
  await video.play();
  let last = { text: '', at: 0 };
  let busy = false;
  const timer = setInterval(async () => {
    if (busy || video.readyState < 2) return;
    busy = true;
    try {
      const text = await read(video);
      const rests = text === last.text && Date.now() - last.at < SAME_CODE_RESTS_MS;
      if (text) last = { text, at: rests ? last.at : Date.now() };
      if (text && !rests) seen(text);
    } catch {
      // A frame that could not be read: the next one comes at once.
    } finally {
      busy = false;
    }
  }, LOOK_EVERY_MS);
  return () => {
    clearInterval(timer);
    stream.getTracks().forEach((track) => track.stop());
    video.srcObject = null;
  };
}
