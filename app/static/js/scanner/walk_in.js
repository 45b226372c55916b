// Somebody at the door without a sign-up: where there is room, and a place with a check-in in one act. Only with
// network: whether a place is free, and a guardian is here, nobody knows without asking.
import { ask, NoNetwork, tokenIsDead } from './api.js';
import { newNonce } from './queue.js';

/** Who was refused for want of a sign-up, and may have a place here by the card she has just shown. */
export const mayJoin = (scan, said, session) => said.code === 'not_signed_up' && scan.direction === 'in' && Boolean(scan.who.card) && session.device.walk_ins;

/** An offer is one act however often it is tapped: it has one nonce, and so one answer. */
export async function offerFor(token, session, scan) {
  const answer = await quietly(ask(token, '/session/positions?session_id=' + session.id));
  return { nonce: newNonce(), card: scan.who.card, refused: scan, positions: answer && answer.ok ? answer.said.positions : null };
}

/** Null when there is no network: it may have been done all the same, and may be tapped again. */
export function join(token, session, offer, position) {
  const { nonce, card } = offer;
  return quietly(ask(token, '/walk-ins', { nonce, card, session_id: session.id, position_id: position.id }));
}

/** What is told of an answer that was no yes; `over`: the same offer leads nowhere any more. */
export function whyNotJoined(answer) {
  if (!answer) return { over: false, told: { tone: 'warning', title: '还没有加入', sentence: '现场加入需要网络，现在连不上', advice: '有网络后再点一次，不会重复。' } };
  const { message, next_step: advice, code } = answer.said;
  return { over: code === 'card_expired' || tokenIsDead(answer), told: { tone: 'danger', title: '没有加入', sentence: message, advice } };
}

async function quietly(asked) {
  try {
    return await asked;
  } catch (error) {
    if (!(error instanceof NoNetwork)) throw error;
    return null;
  }
}
