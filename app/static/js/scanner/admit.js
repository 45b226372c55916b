// What a door tells people without network. The server decides later, by the same rules and the scan's moment.
import { cardIsOld, clockTime } from './judge.js';

const refused = (title, sentence, advice = '') => ({ tone: 'danger', title, sentence, advice, keep: false });
const TAKING_LASTS_MS = 60 * 1000;  // one that was begun in time may be written after the list was read
const LATER = '没有网络，联网后自动上传';
const LOOK = '请看一眼观众手机上的票：是不是这一场、写着几人。';

/** Why nobody may come in at all, or null. */
export function judgeDoor({ event, now }) {
  if (now < Date.parse(event.opens_at)) return refused('不能入场', `还没到入场时间，${clockTime(event.opens_at)} 起入场`);
  if (now > Date.parse(event.ends_at)) return refused('不能入场', `这一场已于 ${clockTime(event.ends_at)} 结束`);
  return event.closed ? refused('不能入场', event.closed) : null;
}

/**
 * `shown` when a `code` was read, null when a number was typed; `list` while it is good; `ticket` the entry it opened, and
 * `admitted` how many came in on it. `before`: the same number, or unknown ticket, that waits here. `keep` says whether
 * it is worth sending later, `people` how many come in, null while nobody here knows.
 */
export function judgeTicket({ event, now, code, shown, list, ticket, admitted, before }) {
  const closed = judgeDoor({ event, now });
  if (closed) return closed;
  if (!shown && !/^\d{8}$/.test(code)) return refused('不能入场', '这不是票', '请观众打开“我的票”，出示票上的二维码，或输入八位票号。');
  if (shown && cardIsOld(shown, now)) return refused('不能入场', '二维码已过期，可能是截图', '请观众刷新“我的票”；刷新不了的，输入票上的八位票号。');
  if (ticket) return judgeKnown({ ticket, admitted });
  if (before) return { tone: 'warning', title: '刚才已经记下', sentence: `${clockTime(before.shownAt)} 在这台设备上扫过`, keep: false };
  if (shown && !event.by_ticket) return { tone: 'success', title: '请进，1 人', sentence: LATER, keep: true, people: 1 };
  if (shown && list && isOlder(shown.id, list.completeTo) && hasEveryTicket(list, event)) {
    return refused('不是本场的票', '这一场的名单里没有', '请观众看看票上的时间和地点；确实领了这一场的，输入票上的八位票号。');
  }
  return { tone: 'warning', title: '已记下，还没有核对', sentence: LATER, advice: LOOK, keep: true, people: null };
}

function judgeKnown({ ticket, admitted }) {
  if (!ticket.held) return refused('已退票', '这张票已经退了', '有网络后，还有座位的可以重新领。');
  const left = ticket.seats - admitted;
  if (left <= 0) return refused('已经入场', `票上 ${ticket.seats} 个座位都已用完${ticket.in_at ? `，${ticket.in_at} 入场` : ''}`, '如果观众说没有入场，请本人打开“我的票”核对。');
  return { tone: 'success', title: `请进，${left} 人`, sentence: admitted ? `前面已进 ${admitted} 人。${LATER}` : LATER, keep: true, people: left };
}

/** Whether it was made before the list was: an id begins with its moment. */
const isOlder = (id, completeTo) => id.replace(/-/g, '').slice(0, completeTo.length) < completeTo;

/** Whether no ticket was taken since: a card is as old as who holds it, and her ticket may be newer than the list. */
const hasEveryTicket = (list, event) => Date.parse(list.madeAt) - TAKING_LASTS_MS > Date.parse(event.tickets_until);
