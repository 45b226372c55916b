// Who is in, out and missing: from the server while there is network, else from what this device has seen.
import { ask, NoNetwork } from './api.js';
import { clockTime } from './judge.js';
import { openEntry } from './sealed.js';
import * as store from './store.js';

export class Roster {
  constructor(token) {
    this.token = token;
    this.people = new Map();  // in memory only: a lost phone does not keep the names
    this.opened = new Map();
    this.list = null;
  }

  async load() {
    this.list = await store.fact('list');
    for (const person of await store.all('opened')) this.opened.set(person.id, person);
  }

  /** Everybody anew, and the sealed list to keep. */
  async refresh(sessionId) {
    const query = '?session_id=' + sessionId;
    const people = await ask(this.token, '/session/people' + query);
    if (!people.ok) return;
    this.people = new Map(people.said.people.map((person) => [person.id, shortened(person)]));
    for (const person of this.opened.values()) {
      const known = this.people.get(person.id);
      if (known && known.state !== person.state) await this.see({ ...person, state: known.state });
    }
    const list = await ask(this.token, '/session/sealed-list' + query);
    if (!list.ok) return;
    await store.keep('list', list.said);
    this.list = list.said;
  }

  /** A person whose card was shown here: her entry stays open on this device. */
  async see(person) {
    this.opened.set(person.id, person);
    await store.put('opened', person);
  }

  async personOf(id) {
    if (this.people.has(id)) return this.people.get(id);
    if (this.opened.has(id)) return this.opened.get(id);
    const entry = await openEntry(this.list, id);
    if (entry) await this.see(entry);
    return entry;
  }

  /** After a scan that counts, or one that was taken back. */
  async mark(id, direction, at) {
    const change = { state: at ? direction : direction === 'in' ? 'expected' : 'in', [`${direction}_at`]: at };
    if (this.people.has(id)) this.people.set(id, { ...this.people.get(id), ...change });
    if (this.opened.has(id)) await this.see({ ...this.opened.get(id), ...change });
  }

  /** Those somebody may mean; asks the server while it answers, then looks at what is at hand. */
  async find(text, sessionId) {
    try {
      const answer = await ask(this.token, `/people?session_id=${sessionId}&q=${encodeURIComponent(text)}`);
      if (answer.ok) return { people: answer.said.people, offline: false };
    } catch (error) {
      if (!(error instanceof NoNetwork)) throw error;
    }
    const known = [...this.people.values(), ...this.opened.values()].filter((person) => person.name.includes(text) || person.number === text);
    return { people: [...new Map(known.map((person) => [person.id, person])).values()], offline: true };
  }

  async forget() {
    this.people.clear();
    this.opened.clear();
    this.list = null;
    await store.remove('facts', 'list');
    await store.empty('opened');
  }
}

function shortened(person) {
  return { ...person, in_at: person.in_at && clockTime(person.in_at), out_at: person.out_at && clockTime(person.out_at) };
}
