// The scanner: opens with a token, takes scans, and goes on without network by itself.
import { ask, hasEnded, NoNetwork, tokenIsDead } from './api.js';
import { watch } from './camera.js';
import { DoorQueue } from './doors.js';
import { drawDoor, eventsFor, offerEvents, openDoor, refreshDoor, refuseAtDoor } from './events.js';
import { clockTime, judge, WORDS } from './judge.js';
import { leaveBehind, newNonce, Queue } from './queue.js';
import { Roster } from './roster.js';
import { readCard } from './sealed.js';
import * as store from './store.js';
import { Tickets } from './tickets.js';
import * as view from './view.js';
import { join, mayJoin, offerFor, whyNotJoined } from './walk_in.js';

const REFRESH_MS = 20000;
const TAB_NAMES = ['scan', 'people', 'scans'];
const state = { token: '', session: null, direction: 'in', online: true, stopped: null, filter: '', clockOffset: 0, stopCamera: null, reading: Promise.resolve(), offer: null, event: false };
let queue;
let doors;
let roster;
let tickets;

const now = () => Date.now() + state.clockOffset;

// --- opening ---

async function open() {
  if ('serviceWorker' in navigator) navigator.serviceWorker.register('/scanner/sw.js', { scope: '/scanner/' });
  if (navigator.storage && navigator.storage.persist) navigator.storage.persist();
  const given = location.hash.slice(1);
  if (given) {
    history.replaceState(null, '', location.pathname);
    await take(given);
  }
  state.token = (await store.fact('token')) || '';
  if (!state.token) return view.show('token');
  const of = { token: state.token, mark: (await store.fact('mark')) || '', changed: draw, network, dead };
  queue = new Queue(of);
  doors = new DoorQueue(of);
  roster = new Roster(state.token);
  tickets = new Tickets(state.token);
  for (const one of [queue, doors, roster, tickets]) await one.load();
  state.clockOffset = (await store.fact('clockOffset')) || 0;
  state.session = (await store.fact('session')) || null;
  state.stopped = (await store.fact('stopped')) || null;
  state.event = Boolean(await store.fact('event'));
  if (state.session) enter();
  if (state.event) await enterDoor(await store.fact('event'));
  if (taken()) tellDead();
  await refresh();
  setInterval(refresh, REFRESH_MS);
  return undefined;
}

/** Another token: what the old one left unsent stays, for it was scanned; the names go. */
async function take(token) {
  if (token === (await store.fact('token'))) return;
  await leaveBehind();
  await store.keep('mark', newNonce());
  await store.keep('token', token);
  for (const old of ['session', 'stopped', 'list', 'event', 'tickets', 'ticketsAsked']) await store.remove('facts', old);
  await store.empty('opened');
}

async function choose(session) {
  state.session = session;
  await store.keep('session', session);
  enter();
  await refresh();
}

function enter() {
  view.tellSession(state.session);
  view.tellCounts(state.session);
  view.show('scanner');
  draw();
  view.part('text').focus();
}

async function chooseEvent(event) {
  await enterDoor(event);
  await refresh();
}

async function enterDoor(event) {
  state.event = true;
  doors.listAskedAt = tickets.list ? tickets.list.askedAt : '';
  const { token } = state;
  await openDoor({ token, doors, tickets, now, online: () => state.online, stopped: () => state.stopped }, event);
}

// --- network ---

function network(online) {
  state.online = online;
  view.tellNetwork(online, waiting(), taken());
}

const waiting = () => queue.waiting().length + doors.waiting().length;

/** Whether staff took the token back; one that has only ended still sends what it scanned in time. */
function taken() {
  return Boolean(state.stopped && state.stopped.takenBack);
}

/** What the token may no longer do is remembered, also for a start without network. */
async function stop(said, takenBack) {
  state.stopped = said && { ...said, takenBack };
  if (said) await store.keep('stopped', state.stopped);
  else await store.remove('facts', 'stopped');
  if (state.stopped && state.stopCamera) closeCamera();
}

/** Taken back: nothing more is sent, and the names are forgotten. */
async function dead(said) {
  const known = taken();
  await stop(said, true);
  if (!known) view.tell({ tone: 'danger', title: '这台设备不能再签到', sentence: said.message, advice: said.next_step });
  if (!known && state.event) refuseAtDoor(said, '这台设备不能再验票');
  await roster.forget();
  await tickets.forget();
  draw();
}

function tellDead() {
  view.part('dead').hidden = false;
  view.part('dead').textContent = whyNot(state.stopped);
}

/** Why the token opens nothing, and what becomes of what it has not sent. */
function whyNot(said) {
  const count = waiting();
  const kept = `还有 ${count} 条没有上传，都留在这台设备上，请不要清除浏览器数据。用这台设备打开这场活动的新链接，就可以接着上传。`;
  return `${said.message}。${said.next_step}${count ? kept : ''}`;
}

async function handOver() {
  await queue.handOver();
  await doors.handOver();
  await refresh();
}

async function refresh() {
  try {
    if (!taken()) await queue.flush();
    if (!taken()) await doors.flush();
    if (state.event) return await refreshEvent();
    if (!state.session) return await offerSessions();
    const answer = await ask(state.token, '/session?session_id=' + state.session.id);
    network(true);
    if (tokenIsDead(answer)) return dead(answer.said);
    if (answer.ok || hasEnded(answer)) await stop(answer.ok ? null : answer.said, false);
    if (answer.ok) {
      await remember(answer.said);
      await roster.refresh(state.session.id);
    } else if (!queue.waiting().length) {
      // Ended: the names have done their work.
      await roster.forget();
      view.tell({ tone: 'warning', title: '已经结束', sentence: answer.said.message, advice: answer.said.next_step }, true);
    }
    await queue.forgetOld();
    draw();
  } catch (error) {
    if (!(error instanceof NoNetwork)) throw error;
    network(false);
  }
  return undefined;
}

async function refreshEvent() {
  const answer = await refreshDoor();
  network(true);
  if (tokenIsDead(answer)) return dead(answer.said);
  if (answer.ok) {
    state.clockOffset = Date.parse(answer.said.now) - Date.now();
    await store.keep('clockOffset', state.clockOffset);
  }
  const ended = hasEnded(answer);
  if (ended && !state.stopped) refuseAtDoor(answer.said, '已经结束');
  if (answer.ok || ended) await stop(ended ? answer.said : null, false);
  if (ended) await tickets.forget();
  await doors.forgetOld();
  return draw();
}

async function offerSessions() {
  const answer = await ask(state.token, '/sessions');
  if (!answer.ok) {
    view.show('token');
    view.part('token-problem').textContent = whyNot(answer.said);
    return;
  }
  network(true);
  const { sessions } = answer.said;
  const found = await eventsFor(state.token);
  if (sessions.length === 1 && !found.events.length) await choose(sessions[0]);
  else {
    view.offerSessions(sessions, choose);
    offerEvents(found, chooseEvent, offerMore);
    view.show('sessions');
  }
}

async function offerMore(page) {
  try {
    offerEvents(await eventsFor(state.token, page), chooseEvent, offerMore);
  } catch (error) {
    if (!(error instanceof NoNetwork)) throw error;
    network(false);
    offerEvents({ events: [], page: page - 1, pages: page }, chooseEvent, offerMore);
  }
}

async function remember(session) {
  state.session = session;
  state.clockOffset = Date.parse(session.now) - Date.now();
  await store.keep('session', session);
  await store.keep('clockOffset', state.clockOffset);
  view.tellSession(session);
  view.tellCounts(session);
}

// --- scanning ---

/** Scans come one after the other, also when a reader is faster than the network. */
function read(text) {
  state.reading = state.reading.then(() => understand(text)).catch((error) => {
    view.tell({ tone: 'danger', title: '没有成功', sentence: '这台设备出了问题，请刷新页面再试', advice: String(error.message || error) });
  });
  return state.reading;
}

async function understand(text) {
  if (state.stopped) return refuse();
  const card = readCard(text);
  // A card held before the camera is read again and again, while a finger is on its way to a position.
  if (card && state.offer && state.offer.card === card.code) return undefined;
  if (card) return scan({ card: card.code }, { card, id: card.id });
  const wanted = text.trim();
  if (!wanted) return undefined;
  if (/^\d{10}$/.test(wanted)) return scan({ text: wanted }, { label: `编号 ${wanted}` });
  const found = await roster.find(wanted, state.session.id);
  const pick = (person) => { clear(); return scan({ person_id: person.id }, { id: person.id }); };
  const typed = /^\S+ +\d{4}$/.test(wanted);
  const noting = { words: `没有网络：记下“${wanted}”，联网后核对`, action: () => { clear(); return scan({ text: wanted }, { label: wanted }); } };
  const hint = found.offline ? '没有网络：只能找到这台设备见过的人。没有的，请输入“姓名 手机号后四位”，或志愿者编号。' : '名单里没有找到';
  view.offer(found.people, pick, found.offline && typed ? noting : found.people.length ? null : { words: hint });
  return undefined;
}

/** A token taken back or ended takes nothing more, and says what to do next. */
function refuse() {
  const { message, next_step: advice } = state.stopped;
  view.tell({ tone: 'danger', title: `没有${WORDS[state.direction]}`, sentence: message, advice });
}

async function scan(who, { card = null, id = '', label = '' }) {
  if (state.stopped) return refuse();
  withdrawOffer();
  const { direction } = state;
  const at = new Date().toISOString();
  const written = { nonce: newNonce(), direction, sessionId: state.session.id, who, id, label: label || '服务卡', at, of: queue.mark, shownAt: new Date(now()).toISOString(), state: 'waiting', tried: false };
  const before = queue.list().find((one) => id && one.id === id && one.direction === direction && one.state === 'waiting' && !one.undo);
  await queue.write(written);
  const answer = state.online ? await queue.sendNow(written) : null;
  if (answer) return answered(written, answer);
  if (written.state !== 'waiting') return undefined;
  return withoutNetwork(written, { card, before });
}

async function answered(written, { ok, said }) {
  const word = WORDS[written.direction];
  if (!ok) {
    const offering = mayJoin(written, said, state.session);
    view.tell({ tone: 'danger', title: `没有${word}`, name: written.name, sentence: said.message, advice: offering ? '' : said.next_step });
    return offering ? offerPlaces(written) : undefined;
  }
  const tone = said.repeated ? 'warning' : 'success';
  view.tell({ tone, title: said.repeated ? `已经${word}过` : `${word}成功`, name: said.person.name, sentence: said.sentence });
  const known = await roster.personOf(said.person.id);
  if (known) {
    await roster.see({ ...known, name: said.person.name });
    await roster.mark(said.person.id, written.direction, clockTime(said.at));
  }
  if (!said.repeated) count(written.direction, 1);
  return draw();
}

// --- at the door without a sign-up ---

async function offerPlaces(written) {
  state.offer = await offerFor(state.token, state.session, written);
  view.offerPlaces(state.offer.positions, (position) => { state.reading = state.reading.then(() => takePlace(position)); });
}

function withdrawOffer() {
  if (state.offer) view.part('found').replaceChildren();
  state.offer = null;
}

async function takePlace(position) {
  const { offer } = state;
  if (!offer) return undefined;
  const answer = await join(state.token, state.session, offer, position);
  network(Boolean(answer));
  if (!answer || !answer.ok) return tellNotJoined(answer, offer);
  const { said } = answer;
  const { refused: { label, of }, nonce } = offer;
  const scanned = { nonce, label, of, direction: 'in', sessionId: state.session.id, id: said.person.id, name: said.person.name, at: new Date().toISOString(), shownAt: said.at };
  withdrawOffer();
  await queue.drop(offer.refused);
  await queue.write({ ...scanned, state: 'taken', sentence: `现场加入“${position.name}”，${said.sentence}`, repeated: said.repeated });
  view.tell({ tone: said.repeated ? 'warning' : 'success', title: said.repeated ? '已经签到过' : '已加入并签到', name: said.person.name, sentence: said.repeated ? said.sentence : `${position.name} · ${said.sentence}` });
  return refresh();
}

async function tellNotJoined(answer, offer) {
  const { over, told } = whyNotJoined(answer);
  view.tell(told);
  if (over) withdrawOffer();
  else if (answer) await offerPlaces(offer.refused);
  if (answer && tokenIsDead(answer)) await dead(answer.said);
}

async function withoutNetwork(written, { card, before }) {
  const person = written.id ? await roster.personOf(written.id) : null;
  const { session } = state;
  const said = judge({ session, direction: written.direction, now: now(), card, person, before, label: written.label });
  view.tell(said);
  // What was sent may have arrived: the server is asked again, whatever we think of it here.
  if (!said.keep && !written.tried) return queue.drop(written);
  await queue.write(written, { name: person ? person.name : '' });
  if (person) {
    if (card) await roster.see(person);  // her name stays after the page is opened again
    await roster.mark(person.id, written.direction, clockTime(now()));
  }
  count(written.direction, 1);
  network(false);
  queue.failed();
  return draw();
}

function count(direction, change) {
  state.session[direction === 'in' ? 'came' : 'left'] += change;
  view.tellCounts(state.session);
  store.keep('session', state.session);
}

async function undo(scanned) {
  await queue.undo(scanned);
  if (scanned.id) await roster.mark(scanned.id, scanned.direction, '');
  const who = scanned.name || scanned.label;
  const gone = scanned.state !== 'taken' || scanned.undo;
  view.tell({ tone: scanned.problem ? 'danger' : 'warning', title: scanned.problem || `已撤销${WORDS[scanned.direction]}`, name: who, sentence: gone && scanned.undo ? '联网后生效' : '' });
  if (!scanned.problem) count(scanned.direction, -1);
  draw();
}

// --- drawing ---

function draw() {
  if (!queue || !doors || !roster) return;
  view.tellNetwork(state.online, waiting(), taken());
  if (taken()) tellDead();
  view.tellLeft([...queue.left(), ...doors.left()], handOver);
  if (state.event) drawDoor();
  view.tellList(Boolean(roster.list), Boolean(state.stopped));
  view.listScans(queue.list(), { undo, dismiss: (scanned) => queue.drop(scanned) });
  const people = roster.people.size ? [...roster.people.values()] : [...roster.opened.values()];
  const note = roster.people.size ? '' : '没有网络时打开的：这里只有这台设备见过的人。';
  view.listPeople(people, state.filter, (person) => { tab('scan'); return scan({ person_id: person.id }, { id: person.id }); }, note);
}

function tab(name) {
  for (const one of TAB_NAMES) {
    view.part('panel-' + one).hidden = one !== name;
    view.part('tab-' + one).setAttribute('aria-selected', String(one === name));
  }
}

function closeCamera() {
  state.stopCamera();
  state.stopCamera = null;
  view.part('camera-view').hidden = true;
}

function clear() {
  view.part('text').value = '';
  view.part('found').replaceChildren();
}

// --- hands ---

view.part('form').addEventListener('submit', (event) => {
  event.preventDefault();
  const { value } = view.part('text');
  view.part('found').replaceChildren();
  if (readCard(value) || /^\d{10}$/.test(value.trim())) view.part('text').value = '';
  read(value);
});
view.part('token-form').addEventListener('submit', async (event) => {
  event.preventDefault();
  await take(view.part('token').value.trim().split('#').pop());
  location.reload();
});
for (const name of TAB_NAMES) view.part('tab-' + name).addEventListener('click', () => tab(name));
for (const one of document.querySelectorAll('[data-direction]')) {
  one.addEventListener('change', () => {
    state.direction = one.dataset.direction;
    withdrawOffer();
    view.part('pick-note').textContent = `点姓名即记下${WORDS[state.direction]}`;
  });
}
for (const one of document.querySelectorAll('[data-filter]')) {
  one.addEventListener('change', () => { state.filter = one.dataset.filter; draw(); });
}
view.part('camera').addEventListener('click', async () => {
  const status = view.part('camera-status');
  if (state.stopCamera) return closeCamera();
  if (state.stopped) return refuse();
  view.part('camera-view').hidden = false;
  status.textContent = '正在打开摄像头…';
  try {
    state.stopCamera = await watch(view.part('video'), view.part('video').dataset.decoder, read);
    status.textContent = '把服务卡上的二维码对准画面中间';
  } catch {
    status.textContent = '摄像头打不开，请检查是否允许使用，或改用扫码枪、输入编号';
  }
  return undefined;
});
window.addEventListener('hashchange', () => location.reload());
window.addEventListener('online', refresh);
window.addEventListener('offline', () => queue && network(false));
document.addEventListener('visibilitychange', () => { if (!document.hidden && queue) refresh(); });
open();
