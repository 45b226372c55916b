// What survives a restart: the token, the session or event, the sealed list, opened entries, and the scans.
const NAME = 'haoren-scanner';
const VERSION = 2;
const STORES = { facts: { keyPath: 'name' }, scans: { keyPath: 'nonce' }, opened: { keyPath: 'id' }, doors: { keyPath: 'nonce' } };
let opening;

function database() {
  opening = opening || new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, VERSION);
    request.onupgradeneeded = () => {
      for (const [name, options] of Object.entries(STORES)) {
        if (!request.result.objectStoreNames.contains(name)) request.result.createObjectStore(name, options);
      }
    };
    request.onsuccess = () => {
      // A later page wants to add to it: this one is old, and lets go.
      request.result.onversionchange = () => { request.result.close(); location.reload(); };
      resolve(request.result);
    };
    request.onerror = () => reject(request.error);
  });
  return opening;
}

async function run(store, mode, action) {
  const open = await database();
  return new Promise((resolve, reject) => {
    const work = open.transaction(store, mode, { durability: 'strict' });
    const request = action(work.objectStore(store));
    work.oncomplete = () => resolve(request.result);
    work.onerror = work.onabort = () => reject(work.error);
  });
}

export const put = (store, row) => run(store, 'readwrite', (rows) => rows.put(row));
export const get = (store, key) => run(store, 'readonly', (rows) => rows.get(key));
export const all = (store) => run(store, 'readonly', (rows) => rows.getAll());
export const remove = (store, key) => run(store, 'readwrite', (rows) => rows.delete(key));
export const empty = (store) => run(store, 'readwrite', (rows) => rows.clear());

export async function fact(name) {
  const row = await get('facts', name);
  return row && row.value;
}

export const keep = (name, value) => put('facts', { name, value });
