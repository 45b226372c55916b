// Asking the server. "No network" is everything that may be better in a minute.
const PATIENCE_MS = 5000;

export class NoNetwork extends Error {
  constructor(why, waitMs = 0) {
    super(why);
    this.waitMs = waitMs;
  }
}

export async function ask(token, path, body) {
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), PATIENCE_MS);
  try {
    const answer = await fetch('/api/v1' + path, {
      method: body ? 'POST' : 'GET',
      body: body && JSON.stringify(body),
      headers: { Authorization: 'Bearer ' + token, 'Content-Type': 'application/json' },
      cache: 'no-store',
      credentials: 'omit',
      signal: patience.signal,
    });
    // A hotel's or a station's sign-in page answers with its own page: that is no network, too.
    const ours = (answer.headers.get('Content-Type') || '').startsWith('application/json');
    if (!ours || answer.status >= 500 || answer.status === 429) throw new NoNetwork(String(answer.status), 1000 * (Number(answer.headers.get('Retry-After')) || 0));
    return { ok: answer.ok, status: answer.status, said: await answer.json() };
  } catch (error) {
    if (error instanceof NoNetwork) throw error;
    throw new NoNetwork(error.message);
  } finally {
    clearTimeout(timer);
  }
}

export const hasEnded = (answer) => !answer.ok && answer.said.code === 'device_ended';
export const tokenIsDead = (answer) => !answer.ok && ['unknown_device', 'device_revoked'].includes(answer.said.code);
