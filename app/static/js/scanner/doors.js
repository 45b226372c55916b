// What an event's door let in or counted: kept as scans are, sent in order, each taken once.
import { ask, tokenIsDead } from './api.js';
import { Queue } from './queue.js';

/**
 * A ticket read: `code`, `key` (the id in it, or the number typed), `people` let in, null while nobody here knows how
 * many seats it has, 0 when it has to be taken back. A tap: `people`, below nothing when some went out again.
 * `answers` are what the server said of it: when, by how many more came in, and how many on the ticket in all.
 */
export class DoorQueue extends Queue {
  constructor(options) {
    super({ ...options, kept: 'doors' });
    this.turn = 0;  // goes up with each question and answer
    this.listAskedAt = '';
  }

  /** Whether nobody came in since a turn: counts asked for meanwhile would know of her, or not. */
  quietSince(turn) {
    return this.turn === turn && !this.inHand.size && !this.sending;
  }

  question(scan, moments = {}) {
    this.turn += 1;
    const door = `/events/${scan.eventId}`;
    const { nonce, code, people, kind } = scan;
    if (kind === 'tap') return [`${door}/taps`, { nonce, people, ...moments }];
    if (people === 0) return this.fewer(scan, 0);
    return [`${door}/scans`, { nonce, code, ...(people && { people }), ...moments }];
  }

  fewer({ eventId, nonce }, people) {
    return [`/events/${eventId}/scans/${nonce}/people`, { people }];
  }

  /** What was sent may have arrived before fewer were said to have come: then they are put right. */
  async finish(scan, answer) {
    const more = answer.ok && scan.kind === 'ticket' && scan.people && answer.said.people > scan.people;
    const finished = await super.finish(scan, more ? await ask(this.token, ...this.fewer(scan, scan.people)) : answer);
    this.turn += 1;
    if (finished && scan.kind === 'ticket' && scan.people === 0) await this.drop(scan);
    return finished;
  }

  learnt(said, scan) {
    const at = new Date().toISOString();
    const counted = scan.state === 'taken' ? scan.people : 0;
    const answers = (change) => [...(scan.answers || []), { at, change, admitted: said.admitted }];
    if (scan.kind === 'tap') return { state: 'taken', answers: answers(scan.people) };
    const { ticket, people, seats, sentence } = said;
    const problem = { state: 'refused', sentence: `放行了 ${scan.people} 人，票上只剩 ${people} 个座位，算 ${people} 人`, advice: '' };
    const short = scan.state === 'waiting' && scan.people > people;
    return { state: 'taken', sentence, ticket, people, seats, answers: answers(people - counted), ...(short && problem) };
  }

  /** Fewer came than were counted, now or once there is network. */
  async correct(scan, people) {
    if (scan.state === 'waiting') return this.write(scan, { people });
    return this.write(scan, { undo: 'wanted', wanted: people, problem: '' });
  }

  async sendUndo(scan) {
    const answer = await ask(this.token, ...this.fewer(scan, scan.wanted));
    this.turn += 1;
    if (tokenIsDead(answer)) return this.dead(answer.said);
    this.network(true);
    if (await this.isOfAnother(scan, answer.said)) return undefined;
    return this.write(scan, answer.ok ? { ...this.learnt(answer.said, scan), undo: null } : { undo: null, problem: answer.said.message });
  }

  /** A list fetched before an answer does not know of it: until then it stays. */
  needsNoMore(scan) {
    return (scan.answers || []).every((one) => one.at < this.listAskedAt);
  }

  those(eventId, kind) {
    return this.list().filter((scan) => scan.eventId === eventId && scan.kind === kind);
  }

  /** By how many a scan changes what the server knows, once it is sent. */
  pending(scan) {
    if (scan.undo === 'wanted') return scan.wanted - scan.people;
    return scan.state === 'waiting' && !this.inHand.has(scan.nonce) ? scan.people || 0 : 0;
  }

  /** How many more came in than the server said at a moment, as far as anybody here knows. */
  peopleSince(eventId, kind, moment) {
    const since = (scan) => (scan.answers || []).filter((one) => one.at >= moment).reduce((sum, one) => sum + one.change, 0);
    return this.those(eventId, kind).reduce((sum, scan) => sum + since(scan) + this.pending(scan), 0);
  }

  /** How many came in on a ticket: what the list says, or an answer that is newer, and what waits here. */
  admittedOn({ ticket, admitted }, eventId) {
    const known = this.those(eventId, 'ticket').filter((scan) => scan.ticket === ticket);
    const newer = known.flatMap((scan) => scan.answers || []).filter((one) => one.at >= this.listAskedAt);
    const latest = newer.sort((one, other) => (one.at < other.at ? 1 : -1))[0];
    return (latest ? latest.admitted : admitted) + known.reduce((sum, scan) => sum + this.pending(scan), 0);
  }

  /** The same number, or the same unknown ticket, that waits here. */
  waitingWith(key, eventId) {
    return this.those(eventId, 'ticket').find((scan) => scan.key === key && scan.state === 'waiting' && !this.inHand.has(scan.nonce));
  }
}
