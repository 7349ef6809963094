// The state and its changes: asked for once, then whenever the server says that something changed.

const AT_MOST_EVERY = 250;
const TRY_AGAIN = 2000;
const LINES_BEFORE = 30;

/** Follows the house; calls `onState(state)`, `onLine(line)` and `onLink('linked' | 'connecting' | 'lost')`. */
export function follow({onState, onLine, onLink}) {
  let last = null;
  let asking = false;
  let again = false;

  async function ask() {
    if (asking) {
      again = true;
      return;
    }
    asking = true;
    again = false;
    try {
      onState(await read('/api/state'));
    } catch (e) {
      onLink('lost');
    }
    setTimeout(() => {
      asking = false;
      if (again) {
        ask();
      }
    }, AT_MOST_EVERY);
  }

  function listen(after) {
    const source = new EventSource(`/api/entries?after=${after}`);
    source.onopen = () => {
      onLink('linked');
      ask();
    };
    source.onmessage = event => {
      last = Number(event.lastEventId);
      onLine(JSON.parse(event.data));
    };
    source.addEventListener('changed', ask);
    source.onerror = () => {
      onLink('lost');
      if (source.readyState === EventSource.CLOSED) {
        setTimeout(() => listen(last ?? after), TRY_AGAIN);
      }
    };
  }

  async function begin() {
    onLink('connecting');
    try {
      const state = await read('/api/state');
      onState(state);
      listen(Math.max(0, state.offset - LINES_BEFORE));
    } catch (e) {
      onLink('lost');
      setTimeout(begin, TRY_AGAIN);
    }
  }

  begin();
}

/** Reads JSON of our own server; somebody who is not logged in any more is sent to the login. */
export async function read(path) {
  const answer = await fetch(path, {headers: {Accept: 'application/json'}});
  if (answer.status === 401) {
    location.assign('/login');
  }
  if (!answer.ok) {
    throw new Error(`${path}: ${answer.status}`);
  }
  return answer.json();
}
