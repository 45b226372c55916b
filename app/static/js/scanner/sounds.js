// Three sounds one can tell apart without looking: high once, middle twice, low and long.
const NOTES = { success: [[880, 0.12]], warning: [[660, 0.1], [660, 0.1]], danger: [[220, 0.5]] };
let audio;

export function sound(tone) {
  const Audio = window.AudioContext || window.webkitAudioContext;
  if (!Audio || !NOTES[tone]) return;
  audio = audio || new Audio();
  let at = audio.currentTime;
  for (const [pitch, seconds] of NOTES[tone]) {
    const note = audio.createOscillator();
    const loud = audio.createGain();
    note.frequency.value = pitch;
    loud.gain.value = 0.2;
    note.connect(loud).connect(audio.destination);
    note.start(at);
    note.stop(at + seconds);
    at += seconds + 0.08;
  }
  if (navigator.vibrate) navigator.vibrate(tone === 'danger' ? 300 : 60);
}
