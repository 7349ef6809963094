// Questions about series, asked of our own server: a few at a time, each ended when nobody waits for it any more.

const AT_ONCE = 3;
const waiting = [];
let running = 0;

/** A question that was not answered; `column` is where the query stops being one, counted from 1, or null. */
export class Unanswered extends Error {
  constructor(text) {
    super(text.replace(/^invalid parameter "query": /, ''));
    const at = /(?:^|\s|: )(\d+):(\d+):/.exec(text);
    this.column = at === null ? null : Number(at[2]);
    this.row = at === null ? null : Number(at[1]);
  }
}

/** The `data` of an answer of Prometheus's API, or of a door that answers alike. */
export async function ask(path, params, signal) {
  await turn();
  try {
    signal?.throwIfAborted();
    const answer = await fetch(`${path.startsWith('/') ? path : `/api/v1/${path}`}?${new URLSearchParams(params)}`, {headers: {Accept: 'application/json'}, signal});
    if (answer.status === 401) {
      location.assign('/login');
    }
    const body = await answer.json();
    if (body.status !== 'success') {
      throw new Unanswered(body.error ?? String(answer.status));
    }
    return body.data;
  } finally {
    leave();
  }
}

async function turn() {
  if (running < AT_ONCE) {
    running++;
    return;
  }
  await new Promise(resolve => waiting.push(resolve));
}

/** Whoever waits longest takes the place over. */
function leave() {
  const next = waiting.shift();
  if (next === undefined) {
    running--;
  } else {
    next();
  }
}

/**
 * A query over a range, at moments that stay the same from one look to the next.
 *
 * `span` has `from`, `to`, `now` and `step` in seconds; what is to come is not asked for, since the last sample would count there for minutes.
 * `back` asks for as many seconds earlier and shows the answer here.
 */
export async function over(query, span, signal, back = 0) {
  const {from, now = span.to, step} = span;
  const to = back > 0 ? span.to : Math.max(from, Math.min(span.to, Math.floor(now / step) * step));
  const data = await ask('query_range', {query, start: from - back, end: to - back, step}, signal);
  return data.result.map(one => ({labels: one.metric ?? {}, points: pointsOf(one, back), histogram: (one.histograms ?? []).length > 0}));
}

function pointsOf(one, back) {
  return (one.values ?? []).map(([at, value]) => [at + back, numberOf(value)]);
}

export function numberOf(text) {
  return text === '+Inf' ? Infinity : text === '-Inf' ? -Infinity : Number(text);
}

/** What tells series apart: each one's labels without those that are the same in all. */
export function namesOf(all, otherwise) {
  const keys = [...new Set(all.flatMap(one => Object.keys(one.labels)))].sort();
  const telling = keys.filter(key => all.some(one => one.labels[key] !== all[0].labels[key]));
  return all.map(one => telling.filter(key => one.labels[key] !== undefined)
    .map(key => telling.length === 1 ? one.labels[key] : `${key}=${one.labels[key]}`).join(', ') || one.labels.__name__ || otherwise);
}
