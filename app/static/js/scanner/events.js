// The door of an event for an audience: tickets are read, people without one are counted by taps, also without network.
import { judgeDoor, judgeTicket } from './admit.js';
import { ask, hasEnded, tokenIsDead } from './api.js';
import { watch } from './camera.js';
import { clockTime } from './judge.js';
import { newNonce } from './queue.js';
import { readCard } from './sealed.js';
import { sound } from './sounds.js';
import * as store from './store.js';
import { button, element, part, show } from './view.js';

const SAME_CODE_MS = 5000;  // longer than the camera rests
const state = { house: null, event: null, stopCamera: null, reading: Promise.resolve(), last: '', lastAt: 0, busyWith: '' };

/** The events whose doors this token opens now, so many at a time. */
export async function eventsFor(token, page = 1) {
  const answer = await ask(token, '/events?page=' + page);
  return answer.ok ? answer.said : { events: [], page, pages: page };
}

/** Each event as a button below the sessions, and one for those that follow. */
export function offerEvents({ events, page, pages }, choose, more) {
  const box = part('sessions');
  if (events.length) box.querySelector('.s-note')?.remove();
  for (const event of events) {
    const row = button('', () => choose(event), 's-person');
    row.append(element('b', event.title), element('span', `${clockTime(event.starts_at)}–${clockTime(event.ends_at)} · 观众入场`));
    box.append(row);
  }
  if (page >= pages) return;
  const next = button('再看后面的场次', () => { next.remove(); more(page + 1); });
  box.append(next);
}

/** `house`: the token, what the door keeps (`doors`, `tickets`), and whether there is network and why nothing goes. */
export async function openDoor(house, event) {
  Object.assign(state, { house, event: { askedAt: new Date().toISOString(), ...event } });
  await store.keep('event', state.event);
  part('title').textContent = event.title;
  part('when').textContent = `${clockTime(event.starts_at)}–${clockTime(event.ends_at)} · ${event.venue}`;
  part('event-taps').hidden = event.by_ticket;
  part('event-how').textContent = event.by_ticket ? '请观众打开“我的票”' : '不用领票：点人数，或扫服务卡';
  drawDoor();
  show('event');
  part('event-text').focus();
}

/** How it stands by now, also by other devices; the list for no network. What the server answered. */
export async function refreshDoor() {
  const { house: { token, doors, tickets }, event: { id } } = state;
  const { turn } = doors;
  const askedAt = new Date().toISOString();
  const answer = await ask(token, `/events/${id}`);
  if (tokenIsDead(answer) || hasEnded(answer)) return answer;
  if (!answer.ok) return closed(answer);
  // Somebody came in meanwhile: these counts may know of her or not, the next ones will.
  if (doors.quietSince(turn)) await keepEvent({ ...answer.said, askedAt });
  await tickets.refresh(id);
  doors.listAskedAt = tickets.list ? tickets.list.askedAt : '';
  drawDoor();
  return answer;
}

/** No longer this token's to open: nobody is let in by what it has kept. */
async function closed(answer) {
  await keepEvent({ ...state.event, closed: answer.said.message });
  await state.house.tickets.forget();
  drawDoor();
  return answer;
}

async function keepEvent(event) {
  state.event = event;
  await store.keep('event', event);
}

export function drawDoor() {
  if (!state.event) return;
  const { event, house: { doors, tickets, now } } = state;
  part('event-scanned').textContent = event.scanned + doors.peopleSince(event.id, 'ticket', event.askedAt);
  part('event-tapped').textContent = tapped();
  const list = tickets.good(event.id, now());
  part('event-list').textContent = list ? `离线名单 ${clockTime(list.madeAt)} 更新：没有网络也能验票` : '还没有离线名单：没有网络时只能先记下';
  listProblems(doors);
}

const tapped = () => state.event.tapped + state.house.doors.peopleSince(state.event.id, 'tap', state.event.askedAt);

/** What was sent later and did not count: somebody should read it. */
function listProblems(doors) {
  const rows = doors.list().filter((scan) => scan.state === 'refused').map((scan) => {
    const row = element('li', '', 's-scan s-scan-refused');
    const come = scan.people < 0 ? `撤回 ${-scan.people} 人` : scan.people ? `${scan.people} 人` : '';
    row.append(element('span', clockTime(scan.shownAt)), element('b', scan.label), element('span', come), element('p', scan.sentence));
    row.append(button('知道了', () => doors.drop(scan)));
    return row;
  });
  part('event-problems').hidden = !rows.length;
  part('event-problem-rows').replaceChildren(...rows);
}

function tell({ tone, title, sentence = '', advice = '' }) {
  part('event-told').className = 's-told s-told-' + tone;
  part('event-told-title').textContent = title;
  part('event-told-sentence').textContent = sentence;
  part('event-told-advice').textContent = advice;
  sound(tone);
}

/** Why nothing goes here any more: the token was taken back, or has ended. */
export function refuseAtDoor({ message, next_step: advice }, title = '不能入场') {
  tell({ tone: 'danger', title, sentence: message, advice });
}

/** One scan after the other; a ticket held before the camera is read once. */
function read(text) {
  const code = text.trim();
  const same = code === state.last && (code === state.busyWith || Date.now() - state.lastAt < SAME_CODE_MS);
  if (!code || same) return;
  Object.assign(state, { last: code, busyWith: code });
  inTurn(() => scan(code.split('?')[0].replace(/\/+$/, '').split('/').pop()).finally(() => {
    if (state.busyWith === code) state.busyWith = '';
  }));
}

function inTurn(act) {
  state.reading = state.reading.then(act).catch((error) => {
    tell({ tone: 'danger', title: '没有成功', sentence: '这台设备出了问题，请刷新页面再试', advice: String(error.message || error) });
  });
}

function written(facts) {
  const { house: { doors, now }, event } = state;
  const at = { at: new Date().toISOString(), shownAt: new Date(now()).toISOString() };
  return { nonce: newNonce(), eventId: event.id, of: doors.mark, state: 'waiting', tried: false, ...at, ...facts };
}

/** Written down first; asked if there is network; else `withoutNetwork` decides, and it is sent later. */
async function decide(scanned, withoutNetwork) {
  const { doors, online } = state.house;
  doors.inHand.add(scanned.nonce);
  try {
    await doors.write(scanned);
    const answer = online() ? await doors.sendNow(scanned) : null;
    if (!answer) await withoutNetwork(scanned);
    return answer;
  } finally {
    doors.inHand.delete(scanned.nonce);
    drawDoor();
  }
}

async function scan(code) {
  part('event-fewer').replaceChildren();
  const { doors, stopped } = state.house;
  if (stopped()) return refuseAtDoor(stopped());
  const shown = readCard(code);
  const scanned = written({ kind: 'ticket', code, key: shown ? shown.id : code, label: shown ? '二维码' : `票号 ${code}`, people: null });
  const answer = await decide(scanned, (one) => judged(one, shown));
  state.lastAt = Date.now();
  if (answer && !answer.ok) {
    await doors.drop(scanned);
    return refuseAtDoor(answer.said);
  }
  if (answer) tell({ tone: 'success', title: `请进，${answer.said.people} 人`, sentence: answer.said.sentence });
  return offerFewer(scanned);
}

async function judged(scanned, shown) {
  const { house: { doors, tickets, now }, event } = state;
  const list = tickets.good(event.id, now());
  const ticket = shown && list ? await tickets.open(shown.id) : null;
  const admitted = ticket ? doors.admittedOn(ticket, event.id) : 0;
  const said = judgeTicket({ event, now: now(), code: scanned.code, shown, list, ticket, admitted, before: doors.waitingWith(scanned.key, event.id) });
  tell(said);
  await settle(scanned, said, { people: said.keep ? said.people : 0, ...(ticket && { ticket: ticket.ticket }) });
}

/** What was sent may have arrived: then it is not forgotten, but taken back. */
async function settle(scanned, said, changes) {
  const { doors } = state.house;
  if (!said.keep && !scanned.tried) return doors.drop(scanned);
  await doors.write(scanned, changes);
  return doors.failed();
}

/** Fewer came than the ticket has seats: one button a number. */
function offerFewer(scanned) {
  const box = part('event-fewer');
  for (let came = (scanned.people || 0) - 1; came > 0; came -= 1) box.append(button(`只来了 ${came} 人`, () => inTurn(() => fewer(scanned, came))));
}

async function fewer(scanned, came) {
  const { doors, online } = state.house;
  await doors.correct(scanned, came);
  if (online()) await doors.flush();
  drawDoor();
  if (scanned.problem || scanned.state === 'refused') return refuseAtDoor({ message: scanned.problem || scanned.sentence, next_step: '' }, '没有改成');
  part('event-fewer').replaceChildren();
  const later = scanned.undo || scanned.state === 'waiting';
  return tell({ tone: 'success', title: `请进，${came} 人`, sentence: later ? '没有网络，联网后自动上传' : scanned.sentence });
}

async function tap(people) {
  const { doors, stopped } = state.house;
  if (stopped()) return refuseAtDoor(stopped(), '没有记上');
  const one = written({ kind: 'tap', people, key: '', label: '点数' });
  const answer = await decide(one, tappedOffline);
  if (answer && !answer.ok) {
    await doors.drop(one);
    return refuseAtDoor(answer.said, '没有记上');
  }
  if (answer) tellTap(people, `现场点数共 ${answer.said.tapped} 人`);
  return undefined;
}

async function tappedOffline(one) {
  const { event, house: { doors, now } } = state;
  const closedNow = judgeDoor({ event, now: now() });
  const none = one.people < 0 && tapped() + one.people < 0;
  if ((closedNow || none) && !one.tried) {
    tell(closedNow || { tone: 'warning', title: '没有可以撤回的', sentence: '这一场还没有点过人数' });
    await doors.drop(one);
    return;
  }
  doors.inHand.delete(one.nonce);
  doors.failed();
  tellTap(one.people, `现场点数共 ${tapped()} 人。没有网络，联网后自动上传`);
}

function tellTap(people, sentence) {
  tell({ tone: 'success', title: people > 0 ? `加 ${people} 人` : `撤回 ${-people} 人`, sentence });
}

part('event-form').addEventListener('submit', (event) => {
  event.preventDefault();
  const { value } = part('event-text');
  part('event-text').value = '';
  state.last = '';
  read(value);
});
for (const one of document.querySelectorAll('[data-tap]')) {
  one.addEventListener('click', () => inTurn(() => tap(Number(one.dataset.tap))));
}
part('event-other').addEventListener('click', async () => {
  if (!state.house.online()) return tell({ tone: 'warning', title: '现在换不了', sentence: '没有网络，取不到别的场次', advice: '有网络后再点一次。' });
  await store.remove('facts', 'event');
  await state.house.tickets.forget();
  return location.reload();
});
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
