// The tickets of one event for no network: sealed, without names, each opened by what is shown (docs/decisions/0005).
import { ask } from './api.js';
import { openEntry } from './sealed.js';
import * as store from './store.js';

export class Tickets {
  constructor(token) {
    this.token = token;
    this.list = null;
  }

  async load() {
    const [entries, facts] = [await store.fact('tickets'), await store.fact('ticketsAsked')];
    this.list = entries && facts ? { ...entries, ...facts } : null;
  }

  /** Whole the first time, then what has changed since. */
  async refresh(eventId) {
    const known = this.list && this.list.eventId === eventId ? this.list : null;
    const askedAt = new Date().toISOString();
    const entries = new Map(known ? known.entries : []);
    const pages = [];
    let after = '';
    do {
      const asked = new URLSearchParams({ ...(known && { since: known.madeAt }), ...(after && { after }) });
      const answer = await ask(this.token, `/events/${eventId}/sealed-list?${asked}`);
      if (!answer.ok) return;
      pages.push(answer.said);
      for (const { lookup, sealed } of answer.said.entries) entries.set(lookup, sealed);
      after = answer.said.next;
    } while (after);
    const [{ salt, made_at: madeAt, good_until: goodUntil, complete_to: completeTo }] = pages;
    if (known && known.salt !== salt) {
      this.list = null;
      await this.refresh(eventId);
      return;
    }
    // The entries first: a list that says it is newer than it is would never learn what it lacks.
    if (!known || pages.some((one) => one.entries.length)) await store.keep('tickets', { eventId, salt, entries });
    await store.keep('ticketsAsked', { askedAt, madeAt, goodUntil, completeTo });
    this.list = { eventId, salt, entries, askedAt, madeAt, goodUntil, completeTo };
  }

  /** The list of an event while it may be used. */
  good(eventId, now) {
    return this.list && this.list.eventId === eventId && now <= Date.parse(this.list.goodUntil) ? this.list : null;
  }

  open(id) {
    return openEntry(this.list, id);
  }

  async forget() {
    this.list = null;
    await store.remove('facts', 'tickets');
    await store.remove('facts', 'ticketsAsked');
  }
}
