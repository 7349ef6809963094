// What there is to draw of the guards, as the server says it; and what else was measured of a service.

import {ask} from './ask.js';
import {forecastOf} from './forecast.js';
import {read} from './live.js';
import {address} from './route.js';
import {unitOfPlot} from './units.js';
import {words} from './words.js';

const GRAVEST = ['firing', 'pending', 'unknown', 'inactive'];
const MOST_SERIES = 2000;

/** Also that of a guard called so, which may be a rule whose alert nobody raises now. */
export async function graphs(guard = null) {
  return (await sheet(guard)).graphs;
}

/** `{graphs, quiet}`: with how many rules there are besides, whose alerts nobody raises. */
export function sheet(guard = null) {
  return read(guard === null ? '/api/graphs' : `/api/graphs?guard=${encodeURIComponent(guard)}`);
}

/**
 * What there is to draw, kept up: read at first, after a reading that failed, and when a guard has something to say that has no graph yet.
 * `shown` is called after each reading, and `trouble` with what to say of it.
 */
export function drawing(shown, trouble) {
  let now = {graphs: [], quiet: 0};
  let unknown = null;
  let stale = true;
  let reading = false;

  async function look() {
    reading = true;
    try {
      now = await sheet();
      stale = false;
      shown();
    } catch (e) {
      stale = true;
    } finally {
      reading = false;
      trouble(stale ? words.failedToRead : '');
    }
  }

  return {
    sheet: () => now,
    trouble: () => stale ? words.failedToRead : '',
    look,
    know(state) {
      const newcomers = strangers(state, now.graphs);
      if (!reading && (stale || newcomers !== '' && newcomers !== unknown)) {
        unknown = newcomers;
        look();
      }
    },
  };
}

/** Whether a label set is of that guard. */
export function isOf(key, guard) {
  return key === guard || key.startsWith(`${guard}{`);
}

/** The guard of a label set. */
export function guardOf(key) {
  return key.replace(/\{.*/s, '');
}

/** What a graph speaks of: its guard's own resource, or those that the guard's label sets stand on now, or stood on when it last had any. */
export function subjectsOf(graph, state) {
  if (graph.on !== null) {
    return [graph.on];
  }
  const now = (state?.guards ?? []).filter(one => isOf(one.key, graph.guard)).map(one => one.on);
  const before = (state?.incidents ?? []).filter(one => isOf(one.by, graph.guard)).map(one => one.on);
  return [...new Set(now.length > 0 ? now : before)];
}

/** Whether a graph speaks of something that is no service. */
export function isHomeless(graph, state) {
  const subjects = subjectsOf(graph, state);
  return subjects.length === 0 || subjects.some(on => !state.services.some(service => service.id === on));
}

/** Guards that have something to say and no graph among these: a rule's alert appears with what it finds. */
export function strangers(state, drawn) {
  const known = new Set(drawn.map(graph => graph.guard));
  return [...new Set(state.guards.filter(one => one.standing === 'pending' || one.standing === 'firing').map(one => guardOf(one.key)))].filter(guard => !known.has(guard)).sort().join();
}

/** One pane for each thing a guard asks. Of label sets on several resources `on` chooses those that its standing is of; of an incident `foreseen` is the moment its guard fired at. */
export function panesOf(graph, state, {on = null, foreseen = null} = {}) {
  const standing = standingOf(graph.guard, state, on);
  return graph.plots.map((plot, i) => ({
    key: `${graph.guard} ${i}`,
    title: graph.guard,
    label: graph.plots.length > 1 ? `${graph.guard} (${plot.query})` : graph.guard,
    badge: standing === null ? null : {kind: standing, text: words.standing[standing]},
    query: plot.query,
    unit: unitOfPlot(plot),
    line: plot.line,
    bad: plot.bad,
    note: graph.for > 0 ? words.badFor(graph.for) : '',
    service: graph.foreseen ? /^service\/(.*)/.exec(graph.on ?? '')?.[1] ?? null : null,
    forecast: graph.foreseen ? (span, signal) => forecastOf(graph.guard, span, signal, foreseen) : null,
    foreseen,
    queryHref: address('query', null, {q: plot.query}),
  }));
}

/** The worst standing among a guard's label sets. */
export function standingOf(guard, state, on = null) {
  const all = (state?.guards ?? []).filter(one => isOf(one.key, guard) && (on === null || one.on === on)).map(one => one.standing);
  return GRAVEST.find(standing => all.includes(standing)) ?? null;
}

/** Panes for the other series that carry the service's name, its own counters as rates. */
export async function otherPanes(service, span, signal) {
  const quoted = JSON.stringify(service);
  const params = new URLSearchParams([['match[]', `{service=${quoted}}`], ['match[]', `{job=${quoted}}`],
    ['start', span.from], ['end', span.to], ['limit', MOST_SERIES]]);
  const series = await ask('series', params, signal);
  const labels = new Map(series.map(one => [one.__name__, one.service === service ? 'service' : 'job']));
  return [...labels].filter(([name]) => name !== undefined && !name.startsWith('koboshi_journey_')).sort()
    .map(([name, label]) => [name, queryFor(name, `${label}=${quoted}`, labels)]).filter(([, query]) => query !== null)
    .map(([name, query]) => ({key: query, title: name.replace(/_bucket$/, ''), badge: null, query, line: null, bad: null,
      queryHref: address('query', null, {q: query})}));
}

/** A histogram is drawn by its 95th percentile, a counter by its rate. */
function queryFor(name, selector, names) {
  if (name.endsWith('_bucket')) {
    return `histogram_quantile(0.95, sum by (le) (rate(${name}{${selector}}[5m])))`;
  }
  const stem = name.replace(/_(sum|count)$/, '');
  if (names.has(`${stem}_bucket`)) {
    return null;
  }
  return /_(total|sum|count)$/.test(name) ? `rate(${name}{${selector}}[5m])` : `${name}{${selector}}`;
}
