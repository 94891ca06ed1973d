/* What a phone has marked and not yet sent, in IndexedDB; in memory where there is none. Rules: docs/attendance.md. */

const STORES = { meta: "key", marks: "client_id", walk_ins: "client_id", refused: "client_id", known: "session" };

function done(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

function openDatabase() {
  const request = indexedDB.open("training", 1);
  request.onupgradeneeded = () => {
    for (const [name, keyPath] of Object.entries(STORES)) request.result.createObjectStore(name, { keyPath });
  };
  return done(request);
}

class InMemory {
  constructor() { this.stores = Object.fromEntries(Object.keys(STORES).map((name) => [name, new Map()])); }
  async put(name, rows) { for (const row of rows) this.stores[name].set(row[STORES[name]], row); }
  async remove(name, keys) { for (const key of keys) this.stores[name].delete(key); }
  async get(name, key) { return this.stores[name].get(key); }
  async all(name) { return [...this.stores[name].values()]; }
}

class InDatabase {
  constructor(database) { this.database = database; }
  change(name, act) {
    return new Promise((resolve, reject) => {
      const transaction = this.database.transaction(name, "readwrite");
      transaction.oncomplete = () => resolve();
      transaction.onerror = transaction.onabort = () => reject(transaction.error);
      act(transaction.objectStore(name));
    });
  }
  put(name, rows) { return this.change(name, (store) => rows.forEach((row) => store.put(row))); }
  remove(name, keys) { return this.change(name, (store) => keys.forEach((key) => store.delete(key))); }
  get(name, key) { return done(this.database.transaction(name).objectStore(name).get(key)); }
  all(name) { return done(this.database.transaction(name).objectStore(name).getAll()); }
}

export async function openQueue() {
  let store;
  try { store = new InDatabase(await openDatabase()); } catch { store = new InMemory(); }
  let device = await store.get("meta", "device");
  if (!device) {
    device = { key: "device", value: crypto.randomUUID() };
    await store.put("meta", [device]);
  }
  const [last, clock] = await Promise.all([store.get("meta", "last"), store.get("meta", "clock")]);
  return new Queue(store, device.value, last ? last.value : 0, clock);
}

class Queue {
  constructor(store, device, last, clock) {
    this.clock = clock;
    this.store = store;
    this.device = device;
    this.last = last;
  }

  /* The device's clock, never twice the same and never backwards: of two taps the second one holds. */
  now() {
    this.last = Math.max(Date.now(), this.last + 1);
    return new Date(this.last).toISOString();
  }

  /* By how much the server's clock is ahead, from the quickest answer of the last ten minutes. */
  measure(asked, answered, serverTime) {
    const took = answered - asked;
    if (this.clock && took > this.clock.took && answered - this.clock.at < 600_000 && answered >= this.clock.at) return;
    const offset = Date.parse(serverTime) - (asked + answered) / 2;
    this.clock = { key: "clock", offset, took, at: answered };
    this.store.put("meta", [this.clock]);
  }

  async mark(session, changes) {
    const rows = changes.map((change) => ({ ...change, session, client_id: crypto.randomUUID(), at: this.now() }));
    await this.store.put("marks", rows);
    this.store.put("meta", [{ key: "last", value: this.last }]);
    return rows;
  }

  async admit(session, person) {
    const row = { ...person, session, client_id: crypto.randomUUID() };
    await this.store.put("walk_ins", [row]);
    return row;
  }

  async pending(session) {
    const [marks, walkIns] = await Promise.all([this.store.all("marks"), this.store.all("walk_ins")]);
    const mine = (row) => session === undefined || row.session === session;
    return { marks: marks.filter(mine).sort((a, b) => (a.at < b.at ? -1 : 1)), walkIns: walkIns.filter(mine) };
  }

  /* What the server has taken or refused leaves the queue; what it refused stays readable. */
  async settle(session, answer) {
    const { marks, walkIns } = await this.pending(session);
    const refused = [...marks, ...walkIns]
      .filter((row) => row.client_id in answer.refused)
      .map((row) => ({ ...row, why: answer.refused[row.client_id] }));
    await this.store.put("refused", refused);
    const gone = [...answer.accepted, ...Object.keys(answer.refused)];
    await Promise.all([this.store.remove("marks", gone), this.store.remove("walk_ins", gone)]);
  }

  async refused(session) { return (await this.store.all("refused")).filter((row) => row.session === session); }
  forgetRefused(rows) { return this.store.remove("refused", rows.map((row) => row.client_id)); }
  known(session) { return this.store.get("known", session); }
  remember(session, rows, at) { return this.store.put("known", [{ session, rows, at }]); }
}
