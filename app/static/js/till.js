// A merchant's phone: the bill's amount, the customer's code, what she pays, and yes.
import { watch } from './scanner/camera.js';

const KEPT = 'haoren-till';
const one = (name) => document.querySelector('[data-' + name + ']');
const spent = one('spent');
const code = one('code');
let token = '';
let ticket = null;
let busy = false;
let stop = null;

function tell(tone, title, name, sentence, advice) {
  one('told').className = 's-told' + (tone ? ' s-told-' + tone : '');
  one('told-title').textContent = title;
  one('told-name').textContent = name || '';
  one('told-sentence').textContent = sentence || '';
  one('told-advice').textContent = advice || '';
}

async function ask(path, body) {
  const answer = await fetch('/merchant' + path, {
    method: body ? 'POST' : 'GET',
    body: body && JSON.stringify(body),
    headers: { Authorization: 'Bearer ' + token, Accept: 'application/json', 'Content-Type': 'application/json' },
    cache: 'no-store',
    credentials: 'omit',
  });
  return { ok: answer.ok, said: await answer.json() };
}

/** Ask once at a time; no network is told, and nothing is lost by asking again. */
async function asking(path, body, then) {
  if (busy) return;
  busy = true;
  try {
    const { ok, said } = await ask(path, body);
    if (ok) await then(said);
    else refused(said);
  } catch {
    tell('danger', '网络不通', '', '请检查网络后再试一次');
  } finally {
    busy = false;
  }
}

function refused(said) {
  if (['unknown_device', 'device_revoked'].includes(said.code)) return dead(said);
  tell('danger', '不能核销', '', said.message, said.next_step);
  if (said.code !== 'below_minimum') forget();
}

function dead(said) {
  localStorage.removeItem(KEPT);
  one('till-view').hidden = true;
  one('token-view').hidden = false;
  one('dead').hidden = false;
  one('dead').textContent = said.message + '。' + said.next_step;
}

function forget() {
  ticket = null;
  one('confirm-view').hidden = true;
}

function nonce() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function look(text) {
  if (busy) return;
  forget();
  if (!spent.value.trim()) {
    tell('warning', '还没有填金额', '', '请先填本单消费多少元，再扫一次');
    spent.focus();
    return;
  }
  const amount = spent.value.trim();
  asking('/look', { code: text, spent: amount }, (said) => {
    closeCamera(); // else it reads the same code again
    ticket = { ticket: said.ticket, spent: amount, nonce: nonce() };
    tell('warning', said.title, said.sentence, '顾客同意后，请点“确认核销”');
    one('confirm-view').hidden = false;
    one('confirm').focus();
  });
}

function redeem() {
  if (!ticket) return;
  asking('/redeem', ticket, async (said) => {
    tell('success', '核销成功', '', said.sentence);
    closeCamera();
    forget();
    spent.value = '';
    await refresh().catch(() => {});
  });
}

/** What the server says against it, if anything; only a token it does not know is thrown away. */
async function refresh() {
  const { ok, said } = await ask('/till');
  if (!ok) return said;
  one('merchant').textContent = said.merchant;
  one('device').textContent = said.device;
  one('recent').replaceChildren(...said.recent.map(line));
  one('till-view').hidden = false;
  one('token-view').hidden = true;
  one('dead').hidden = true;
  return null;
}

function line(redeemed) {
  const row = document.createElement('li');
  row.className = 's-scan';
  const title = document.createElement('b');
  title.textContent = redeemed.time + ' ' + redeemed.title + (redeemed.undone ? '（已撤销）' : '');
  const amount = document.createElement('p');
  amount.textContent = redeemed.amount + ' · 核销号 ' + redeemed.number;
  row.append(title, amount);
  if (redeemed.can_undo) {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 's-button';
    button.textContent = '撤销';
    button.setAttribute('aria-label', '撤销 ' + redeemed.time + ' 的核销');
    button.addEventListener('click', () => {
      if (!window.confirm('撤销这一笔？顾客的券会退回，可以再用。')) return;
      asking('/redemptions/' + redeemed.id + '/undo', {}, async (said) => {
        tell('warning', '已撤销', '', said.sentence);
        await refresh().catch(() => {});
      });
    });
    row.append(button);
  }
  return row;
}

/** What is paid to this shop; without it coupons are redeemed all the same. */
async function showSheets() {
  const { ok, said } = await ask('/settlements');
  if (!ok) return;
  one('sheets-view').hidden = said.settlements.length === 0;
  one('sheets').replaceChildren(...said.settlements.map(sheetLine));
}

function sheetLine(sheet) {
  const row = document.createElement('li');
  row.className = 's-scan s-sheet';
  const link = document.createElement('a');
  link.href = sheet.url;
  link.textContent = sheet.days;
  const amount = document.createElement('p');
  amount.textContent = sheet.amount + ' · 编号 ' + sheet.number;
  row.append(link, amount);
  return row;
}

function closeCamera() {
  if (stop) stop();
  stop = null;
  one('camera-view').hidden = true;
}

async function camera() {
  const video = one('video');
  if (stop) return closeCamera();
  one('camera-view').hidden = false;
  one('camera-status').textContent = '把顾客的二维码对准画面中间';
  try {
    stop = await watch(video, video.dataset.decoder, look);
  } catch {
    one('camera-status').textContent = '摄像头打不开，请检查是否允许使用，或改用扫码枪';
  }
}

async function open(text) {
  token = text.includes('#') ? text.slice(text.indexOf('#') + 1) : text;
  localStorage.setItem(KEPT, token);
  try {
    const against = await refresh();
    await showSheets().catch(() => {});
    if (!against) return;
    one('till-view').hidden = false;
    refused(against);
  } catch {
    one('till-view').hidden = false;
    tell('danger', '网络不通', '', '请检查网络后刷新页面');
  }
}

one('form').addEventListener('submit', (event) => {
  event.preventDefault();
  if (code.value.trim()) look(code.value.trim());
  code.value = '';
});
one('token-form').addEventListener('submit', (event) => {
  event.preventDefault();
  open(one('token').value.trim());
});
one('camera').addEventListener('click', camera);
one('confirm').addEventListener('click', redeem);
one('cancel').addEventListener('click', () => {
  forget();
  tell('', '先填本单金额，再扫顾客的券');
});
spent.addEventListener('input', forget);

const given = location.hash.slice(1);
if (given) history.replaceState(null, '', location.pathname);
const kept = given || localStorage.getItem(KEPT);
if (kept) open(kept);
else one('token-view').hidden = false;
