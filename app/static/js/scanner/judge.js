// What to tell people without network. The server decides later, by the same rules and the scan's moment.
export const WORDS = { in: '签到', out: '签退' };
const CARD_LASTS_MS = 60 * 1000;
const CLOCKS_DIFFER_MS = 2 * 60 * 1000;

export const clockTime = (moment) => new Date(moment).toLocaleTimeString('zh-CN', { hour: '2-digit', minute: '2-digit', hour12: false });
const refused = (title, sentence, advice = '') => ({ tone: 'danger', title, sentence, advice, keep: false });

/** A card or a ticket's code lives a minute; two more for a clock that is wrong. */
export const cardIsOld = (card, now) => !(now - card.madeAt >= -CLOCKS_DIFFER_MS && now - card.madeAt <= CARD_LASTS_MS + CLOCKS_DIFFER_MS);

/**
 * `card` when one was scanned, `person` when her entry could be opened, `before` her scan of the same direction
 * that waits here. `keep` says whether the scan is worth sending later.
 */
export function judge({ session, direction, now, card, person, before, label }) {
  const word = WORDS[direction];
  const title = `没有${word}`;
  if (card && cardIsOld(card, now)) {
    return refused(title, '服务卡二维码已过期', '请刷新服务卡；刷新不了的，输入志愿者编号，或“姓名 手机号后四位”。');
  }
  if (session && direction === 'in' && now < Date.parse(session.opens_at)) return refused(title, `签到还没开始，${clockTime(session.opens_at)} 起可签到`);
  const closes = session && Date.parse(direction === 'in' ? session.ends_at : session.closes_at);
  if (session && now > closes) return refused(title, `${clockTime(closes)} 已停止${word}`);
  const name = (person && person.name) || label;
  const doneAt = before ? clockTime(before.shownAt) : person && person[`${direction}_at`];
  if (doneAt) return { tone: 'warning', title: `已经${word}过`, name, sentence: `已于 ${doneAt} ${word}，无需重复`, keep: false };
  if (person && person.state === 'waiting') return refused(title, `${person.name}还在候补名单中`);
  const taken = { title: `已记下${word}`, name, keep: true };
  if (person) return { ...taken, tone: 'success', sentence: `${clockTime(now)}，联网后自动上传` };
  const joins = session && session.device.walk_ins && direction === 'in' ? '现场加入要有网络才能办理。' : '';
  return { ...taken, tone: 'warning', sentence: '现在没有网络，打不开这个人的名单，联网后核对', advice: `没有报名的人，到时不会记上。${joins}` };
}
