// The page: what is shown, and nothing about why.
import { clockTime, WORDS } from './judge.js';
import { sound } from './sounds.js';

export const part = (name) => document.querySelector(`[data-${name}]`);
const STATES = { expected: '未到', in: '在场', out: '已签退', missed: '没有签退', waiting: '候补' };
const UNDO_WITHIN_MS = 15 * 60 * 1000;

export function show(name) {
  for (const one of document.querySelectorAll('[data-view]')) one.hidden = one.dataset.view !== name;
}

export function tell({ tone = 'info', title = '', name = '', sentence = '', advice = '' }, quiet = false) {
  part('told').className = 's-told s-told-' + tone;
  for (const [key, text] of Object.entries({ title, name, sentence, advice })) part('told-' + key).textContent = text || '';
  if (!quiet) sound(tone);
}

export function tellNetwork(online, waiting, takenBack = false) {
  const net = part('net');
  if (takenBack) {
    net.className = 's-net s-net-off';
    net.textContent = waiting ? `已停用，${waiting} 条未上传` : '已停用';
    return;
  }
  net.className = 's-net ' + (online ? 's-net-on' : 's-net-off');
  net.textContent = online ? (waiting ? `正在上传 ${waiting} 条` : '在线') : (waiting ? `离线，${waiting} 条待上传` : '离线');
}

/** What an older link left unsent: offered to be sent by this one; what it may not send is kept and said. */
export function tellLeft(scans, handOver) {
  const box = part('left');
  box.hidden = !scans.length;
  if (!scans.length) return;
  const elsewhere = scans.filter((scan) => scan.elsewhere).length;
  const rest = scans.length - elsewhere;
  const words = [`这台设备上还有 ${scans.length} 条用以前的链接扫的没有上传，扫码的时间都记着。`];
  if (elsewhere) words.push(`其中 ${elsewhere} 条是别的场次的，这个链接不能上传：请工作人员生成那一场的设备链接，用这台设备打开。`);
  const rows = [element('p', words.join(''))];
  if (rest) rows.push(button(`用现在的链接上传 ${rest} 条`, handOver, 's-button s-button-main s-button-wide'));
  box.replaceChildren(...rows);
}

export function tellSession(session) {
  part('title').textContent = session.title;
  const day = new Date(session.starts_at).toLocaleDateString('zh-CN', { month: 'long', day: 'numeric' });
  part('when').textContent = `${day} ${clockTime(session.starts_at)}–${clockTime(session.ends_at)} · ${session.venue} · ${session.device.name}`;
}

/** Whether one may walk away from the network already. */
export function tellList(kept, stopped) {
  part('list').hidden = stopped;
  part('list').textContent = kept ? '离线名单已备好：没有网络也能签到、签退' : '离线名单还没有取到：没有网络时只能先记下';
}

export function tellCounts({ expected, came, left }) {
  part('count-in').textContent = came - left;
  part('count-out').textContent = left;
  part('count-missing').textContent = Math.max(0, expected - came);
}

export function element(kind, words, className = '') {
  const made = document.createElement(kind);
  made.textContent = words;
  if (className) made.className = className;
  return made;
}

export function button(words, action, className = 's-button') {
  const made = element('button', words, className);
  made.type = 'button';
  made.addEventListener('click', action);
  return made;
}

/** People to choose from, each a button; `more` is a last line, or a button of its own. */
export function offer(people, choose, more) {
  const rows = people.map((person) => {
    const row = button('', () => choose(person), 's-person');
    row.append(element('b', person.name), element('span', person.number), element('span', STATES[person.state], 's-state s-state-' + person.state));
    return row;
  });
  if (more && more.action) rows.push(button(more.words, more.action));
  else if (more) rows.push(element('p', more.words, 's-note'));
  part('found').replaceChildren(...rows);
}

/** Positions with room for somebody without a sign-up, each a button; null when the server could not be asked. */
export function offerPlaces(positions, choose) {
  const rows = (positions || []).map((position) => {
    const row = button('', () => choose(position), 's-person s-place');
    row.append(element('b', `现场加入：${position.name}`), element('span', `还有 ${position.left} 个名额`));
    return row;
  });
  const note = positions ? (rows.length ? '愿意参加的，点一个岗位：占一个名额，马上签到' : '各个岗位都满了，不能现场加入') : '现场加入需要网络，有网络后再扫一次';
  part('found').replaceChildren(element('p', note, 's-note'), ...rows);
}

export function listPeople(people, state, choose, note) {
  const wanted = people.filter((person) => !state || person.state === state);
  const rows = wanted.map((person) => {
    const row = button('', () => choose(person), 's-person');
    row.append(element('b', person.name), element('span', person.number), element('span', STATES[person.state], 's-state s-state-' + person.state));
    return row;
  });
  if (note) rows.unshift(element('p', note, 's-note'));
  else if (!rows.length) rows.push(element('p', '没有人', 's-note'));
  part('people').replaceChildren(...rows);
}

function standing(scan) {
  if (scan.undo === 'wanted') return '正在撤销，联网后生效';
  if (scan.state === 'waiting') return '待上传';
  return scan.problem || scan.sentence + (scan.advice ? ' ' + scan.advice : '');
}

export function listScans(scans, { undo, dismiss }) {
  const rows = scans.map((scan) => {
    const row = element('li', '', 's-scan s-scan-' + scan.state);
    const who = scan.name || scan.label;
    row.append(element('span', clockTime(scan.shownAt)), element('b', who), element('span', WORDS[scan.direction]), element('p', standing(scan)));
    const mayUndo = !scan.undo && (scan.state === 'waiting' || (scan.state === 'taken' && !scan.repeated)) && Date.now() - Date.parse(scan.at) < UNDO_WITHIN_MS;
    if (mayUndo) row.append(button('撤销', () => undo(scan)));
    if (scan.state === 'refused') row.append(button('知道了', () => dismiss(scan)));
    return row;
  });
  part('scans').replaceChildren(...(rows.length ? rows : [element('li', '这台设备还没有扫过', 's-note')]));
  const refused = scans.filter((scan) => scan.state === 'refused').length;
  part('refused').textContent = refused ? `${refused} 条没有记上` : '';
}

export function offerSessions(sessions, choose) {
  const rows = sessions.map((session) => {
    const row = button('', () => choose(session), 's-person');
    row.append(element('b', session.title), element('span', `${clockTime(session.starts_at)}–${clockTime(session.ends_at)}`));
    return row;
  });
  part('sessions').replaceChildren(...(rows.length ? rows : [element('p', '今天没有可以签到的场次', 's-note')]));
}
