// The list for no network: an entry opens only with the card it belongs to (docs/decisions/0005).
const text = new TextEncoder();
const bytesOf = (base64) => Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
const base64Of = (bytes) => btoa(String.fromCharCode(...bytes));
const CARD_BYTES = 30;

/** What a card or a ticket's code says without asking anybody: whose it is, and when it was made. Null: neither. */
export function readCard(code) {
  const last = code.trim().split('?')[0].replace(/\/+$/, '').split('/').pop();
  if (!/^[A-Za-z0-9_-]{40}$/.test(last)) return null;
  const bytes = bytesOf(last.replace(/-/g, '+').replace(/_/g, '/'));
  if (bytes.length !== CARD_BYTES) return null;
  const made = new DataView(bytes.buffer).getUint32(16);
  return { code: last, id: idOf(bytes.slice(0, 16)), madeAt: made * 1000 };
}

function idOf(bytes) {
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

const secretOf = (id) => Uint8Array.from(id.replace(/-/g, '').match(/../g), (pair) => parseInt(pair, 16));

async function keyed(salt, word, secret) {
  const key = await crypto.subtle.importKey('raw', salt, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
  const said = new Uint8Array([...text.encode(word), ...secret]);
  return new Uint8Array(await crypto.subtle.sign('HMAC', key, said));
}

/** The entry a card or a ticket opens in a list, or null when it is not in it. */
export async function openEntry(list, id) {
  if (!list || !crypto.subtle) return null;
  const salt = bytesOf(list.salt);
  const secret = secretOf(id);
  const lookup = (await keyed(salt, 'lookup', secret)).slice(0, 16);
  const found = base64Of(lookup);
  const entry = list.entries instanceof Map ? list.entries.get(found) : (list.entries.find((one) => one.lookup === found) || {}).sealed;
  if (!entry) return null;
  const key = await crypto.subtle.importKey('raw', await keyed(salt, 'entry', secret), 'AES-GCM', false, ['decrypt']);
  const sealed = bytesOf(entry);
  const opened = await crypto.subtle.decrypt({ name: 'AES-GCM', iv: sealed.slice(0, 12), additionalData: lookup }, key, sealed.slice(12));
  return { id, ...JSON.parse(new TextDecoder().decode(opened)) };
}
