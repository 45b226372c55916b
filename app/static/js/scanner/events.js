// The door of an event for an audience: tickets are read, people without one are counted by taps.
// Only with network: whether a seat has been used already, nobody knows without asking.
import { ask, NoNetwork, tokenIsDead } from './api.js';
import { watch } from './camera.js';
import { clockTime } from './judge.js';
import { newNonce } from './queue.js';
import { sound } from './sounds.js';
import { part, show } from './view.js';

const state = { token: '', event: null, tap: null, stopCamera: null, reading: Promise.resolve(), last: '', lastAt: 0 };
const SAME_CODE_MS = 3000;

/** The events whose doors this token opens now; none without network. */
export async function eventsFor(token) {
  const answer = await ask(token, '/events');
  return answer.ok ? answer.said.events : [];
}

/** Each event as a button below the sessions. */
export function offerEvents(events, choose) {
  const box = part('sessions');
  if (events.length) box.querySelector('.s-note')?.remove();
  for (const event of events) {
    const row = document.createElement('button');
    row.type = 'button';
    row.className = 's-person';
    const title = document.createElement('b');
    title.textContent = event.title;
    const when = document.createElement('span');
    when.textContent = `${clockTime(event.starts_at)}–${clockTime(event.ends_at)} · 观众入场`;
    row.append(title, when);
    row.addEventListener('click', () => choose(event));
    box.append(row);
  }
}

export function openDoor(token, event) {
  state.token = token;
  state.event = event;
  part('title').textContent = event.title;
  part('when').textContent = `${clockTime(event.starts_at)}–${clockTime(event.ends_at)} · ${event.venue}`;
  part('event-taps').hidden = event.by_ticket;
  part('event-how').textContent = event.by_ticket ? '请观众打开“我的票”' : '不用领票：点人数，或扫服务卡';
  tellCounts();
  show('event');
  part('event-text').focus();
}

/** The counts as they are now, also what other devices counted. */
export async function refreshDoor() {
  const events = await asked(() => eventsFor(state.token));
  const found = events && events.find((one) => one.id === state.event.id);
  if (found) state.event = found;
  tellCounts();
}

function tellCounts() {
  part('event-scanned').textContent = state.event.scanned;
  part('event-tapped').textContent = state.event.tapped;
}

function tell(tone, title, sentence = '', advice = '') {
  part('event-told').className = 's-told s-told-' + tone;
  part('event-told-title').textContent = title;
  part('event-told-sentence').textContent = sentence;
  part('event-told-advice').textContent = advice;
  sound(tone);
}

function refused(title, said) {
  tell('danger', title, said.message, said.next_step);
}

/** Ask, and say so when there is no network. Null then. */
async function asked(question) {
  try {
    const answer = await question();
    part('net').className = 's-net s-net-on';
    part('net').textContent = '在线';
    return answer;
  } catch (error) {
    if (!(error instanceof NoNetwork)) throw error;
    part('net').className = 's-net s-net-off';
    part('net').textContent = '离线';
    return null;
  }
}

function noNetwork() {
  tell('warning', '没有网络', '票要联网才能核对，现在连不上', '请先让观众稍等，或记下人数，联网后在工作台登记现场清点人数。');
}

/** One scan after the other; a ticket held before the camera is read once. */
function read(text) {
  const code = text.trim();
  const same = code === state.last && Date.now() - state.lastAt < SAME_CODE_MS;
  if (!code || same) return;
  state.last = code;
  state.reading = state.reading.then(() => scan(code));
}

async function scan(code) {
  const nonce = newNonce();
  part('event-fewer').replaceChildren();
  const path = `/events/${state.event.id}/scans`;
  const body = { nonce, code: code.split('/').pop() };
  const answer = (await asked(() => ask(state.token, path, body))) || (await asked(() => ask(state.token, path, body)));
  state.lastAt = Date.now();
  if (!answer) return noNetwork();
  if (tokenIsDead(answer) || !answer.ok) return refused('不能入场', answer.said);
  const { people, sentence } = answer.said;
  state.event.scanned += people;
  tellCounts();
  tell('success', '请进', sentence);
  return offerFewer(nonce, people);
}

/** Fewer came than the ticket has seats: one button a number. */
function offerFewer(nonce, people) {
  const box = part('event-fewer');
  for (let came = people - 1; came > 0; came -= 1) {
    box.append(button(`只来了 ${came} 人`, () => fewer(nonce, came, people)));
  }
}

async function fewer(nonce, came, before) {
  const path = `/events/${state.event.id}/scans/${nonce}/people`;
  const answer = await asked(() => ask(state.token, path, { people: came }));
  if (!answer) return noNetwork();
  if (!answer.ok) return refused('没有改成', answer.said);
  state.event.scanned -= before - came;
  tellCounts();
  part('event-fewer').replaceChildren();
  return tell('success', '请进', answer.said.sentence);
}

/** A tap that got no answer keeps its nonce: tapped again, it counts once. */
async function tap(people) {
  const one = state.tap && state.tap.people === people ? state.tap : { nonce: newNonce(), people };
  state.tap = one;
  const answer = await asked(() => ask(state.token, `/events/${state.event.id}/taps`, one));
  if (!answer) return tell('warning', '还没有记上', '没有网络', '有网络后再点一次，不会重复。');
  state.tap = null;
  if (!answer.ok) return refused('没有记上', answer.said);
  state.event.tapped = answer.said.tapped;
  tellCounts();
  return tell('success', people > 0 ? `加 ${people} 人` : `撤回 ${-people} 人`, `现场点数共 ${answer.said.tapped} 人`);
}

function button(words, action) {
  const made = document.createElement('button');
  made.type = 'button';
  made.className = 's-button';
  made.textContent = words;
  made.addEventListener('click', action);
  return made;
}

part('event-form').addEventListener('submit', (event) => {
  event.preventDefault();
  const { value } = part('event-text');
  part('event-text').value = '';
  state.last = '';
  read(value);
});
for (const one of document.querySelectorAll('[data-tap]')) {
  one.addEventListener('click', () => { state.reading = state.reading.then(() => tap(Number(one.dataset.tap))); });
}
part('event-other').addEventListener('click', () => location.reload());
part('event-camera').addEventListener('click', async () => {
  if (state.stopCamera) {
    state.stopCamera();
    state.stopCamera = null;
    part('event-camera-view').hidden = true;
    return;
  }
  const video = part('event-video');
  part('event-camera-view').hidden = false;
  part('event-camera-status').textContent = '正在打开摄像头…';
  try {
    state.stopCamera = await watch(video, video.dataset.decoder, read);
    part('event-camera-status').textContent = '把票上的二维码对准画面中间';
  } catch {
    part('event-camera-status').textContent = '摄像头打不开，请检查是否允许使用，或改用扫码枪、输入票号';
  }
});
