// Scans are written down first and sent then; what was not answered is sent again until it is.
import { ask, NoNetwork, tokenIsDead } from './api.js';
import * as store from './store.js';

const FIRST_WAIT_MS = 2000;
const LONGEST_WAIT_MS = 60000;
const FORGET_AFTER_MS = 15 * 60 * 1000;

/**
 * One device's scans. `changed` is called when something in it changed, `network` with true or false. `mark` tells
 * the token that took a scan from another one: what an older token left behind waits until somebody hands it over.
 * `kept` is the store they are kept in. A door's queue (doors.js) asks other questions and learns other things.
 */
export class Queue {
  constructor({ token, mark, changed, network, dead, kept = 'scans' }) {
    Object.assign(this, { token, mark, changed, network, dead, kept });
    this.scans = new Map();
    this.inHand = new Set();  // being decided at this moment: nobody else sends them
    this.waitMs = FIRST_WAIT_MS;
    this.sending = null;
    this.timer = null;
  }

  async load() {
    for (const scan of await store.all(this.kept)) this.scans.set(scan.nonce, scan);
    await this.forgetOld();
  }

  list() {
    return [...this.scans.values()].sort((one, other) => (one.at < other.at ? 1 : -1));
  }

  waiting() {
    return this.list().filter((scan) => !this.isLeft(scan) && this.isUnsent(scan)).reverse();
  }

  /** Not sent yet, or not yet put right. */
  isUnsent(scan) {
    return scan.state === 'waiting' || scan.undo === 'wanted';
  }

  isLeft(scan) {
    return Boolean(scan.of) && scan.of !== this.mark;
  }

  left() {
    return this.list().filter((scan) => this.isLeft(scan) && this.isUnsent(scan));
  }

  /** Send with this token what an older one left, each with the moment it was scanned at. */
  async handOver() {
    for (const scan of this.left()) await this.write(scan, { of: this.mark, handedOver: true, elsewhere: false });
    return this.flush();
  }

  async write(scan, changes = {}) {
    Object.assign(scan, changes);
    await store.put(this.kept, scan);
    this.scans.set(scan.nonce, scan);
    this.changed();
  }

  async drop(scan) {
    await store.remove(this.kept, scan.nonce);
    this.scans.delete(scan.nonce);
    this.changed();
  }

  /** Send one scan now, counted by the server's clock. Null when there is no network. */
  async sendNow(scan) {
    try {
      await this.write(scan, { tried: true });
      const answer = await ask(this.token, ...this.question(scan));
      if (!tokenIsDead(answer)) return await this.finish(scan, answer);
      // Scanned after the token was taken back: nothing to keep, the person is standing there.
      await this.drop(scan);
      await this.dead(answer.said);
      return answer;
    } catch (error) {
      if (!(error instanceof NoNetwork)) throw error;
      this.failed(error.waitMs);
      return null;
    }
  }

  /** Send what waits, the oldest first, each with the moment it was scanned at. One run at a time. */
  flush() {
    this.sending = this.sending || this.sendAll().finally(() => { this.sending = null; });
    return this.sending;
  }

  async sendAll() {
    clearTimeout(this.timer);
    try {
      for (const scan of this.waiting().filter((one) => !this.inHand.has(one.nonce))) {
        if (scan.state === 'waiting') {
          await this.write(scan, { tried: true });
          const moments = { scanned_at: scan.at, sent_at: new Date().toISOString() };
          if (!(await this.finish(scan, await ask(this.token, ...this.question(scan, moments))))) return;
        }
        if (scan.undo === 'wanted') await this.sendUndo(scan);
      }
      this.waitMs = FIRST_WAIT_MS;
    } catch (error) {
      if (!(error instanceof NoNetwork)) throw error;
      this.failed(error.waitMs);
    }
  }

  async finish(scan, answer) {
    if (tokenIsDead(answer)) {
      this.dead(answer.said);
      return null;
    }
    this.network(true);
    const { said } = answer;
    if (await this.isOfAnother(scan, said)) return answer;
    const refused = { state: 'refused', undo: null, sentence: said.message, advice: said.next_step };
    await this.write(scan, answer.ok ? this.learnt(said, scan) : refused);
    return answer;
  }

  /** Handed over to a token of another session or place: it waits for one of its own. */
  async isOfAnother(scan, said) {
    if (!scan.handedOver || said.code !== 'not_this_session') return false;
    await this.write(scan, { of: 'another session', handedOver: false, elsewhere: true });
    return true;
  }

  /** Where a scan is sent, and what is said; `moments` when it is sent later than it was made. */
  question(scan, moments = {}) {
    return ['/scans', { nonce: scan.nonce, direction: scan.direction, session_id: scan.sessionId, ...scan.who, ...moments }];
  }

  /** What is known of a scan once it counts. */
  learnt(said) {
    return { state: 'taken', sentence: said.sentence, repeated: said.repeated, id: said.person.id, name: said.person.name };
  }

  async sendUndo(scan) {
    if (scan.state !== 'taken') return;
    const moments = { undone_at: scan.undoneAt, sent_at: new Date().toISOString() };
    const answer = await ask(this.token, `/scans/${scan.nonce}/undo`, moments);
    this.network(true);
    if (answer.ok) await this.write(scan, { state: 'undone', undo: null, sentence: answer.said.sentence });
    else await this.write(scan, { undo: null, problem: answer.said.message });
  }

  /** Take a scan back: what never left is simply forgotten, the rest is asked for. */
  async undo(scan) {
    if (scan.state === 'waiting' && !scan.tried) return this.drop(scan);
    await this.write(scan, { undo: 'wanted', undoneAt: new Date().toISOString(), problem: '' });
    return this.flush();
  }

  /** Try again later; not before the moment the server named. */
  failed(leastMs = 0) {
    this.network(false);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.flush(), Math.max(this.waitMs, leastMs));
    this.waitMs = Math.min(this.waitMs * 2, LONGEST_WAIT_MS);
  }

  /** What is done needs no keeping once it cannot be undone; a refusal stays until somebody has read it. */
  async forgetOld() {
    const old = new Date(Date.now() - FORGET_AFTER_MS).toISOString();
    for (const scan of this.list()) {
      const done = scan.state === 'taken' || scan.state === 'undone';
      if (done && !scan.undo && scan.at < old && this.needsNoMore(scan)) await this.drop(scan);
    }
  }

  /** Whether nobody will ask again what became of it. */
  needsNoMore() {
    return true;
  }
}

/** Another token comes: what waits says from now on that it is not that one's. */
export async function leaveBehind() {
  for (const kept of ['scans', 'doors']) {
    for (const scan of await store.all(kept)) await store.put(kept, { ...scan, of: scan.of || 'an older token', elsewhere: false });
  }
}

export function newNonce() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
