// What there is to draw of the guards, as the server says it; and what else was measured of a service.

import {ask} from './ask.js';
import {forecastOf} from './forecast.js';
import {read} from './live.js';
import {address} from './route.js';
import {unitOfPlot} from './units.js';
import {words} from './words.js';

const GRAVEST = ['firing', 'pending', 'unknown', 'inactive'];
const MOST_SERIES = 2000;

export async function graphs() {
  return (await read('/api/graphs')).graphs;
}

/** One pane for each thing a guard asks. */
export function panesOf(graph, state) {
  const standing = standingOf(graph.guard, state);
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
    forecast: graph.foreseen ? (span, signal) => forecastOf(graph.guard, span, signal) : null,
    queryHref: address('query', null, {q: plot.query}),
  }));
}

/** The worst standing among a guard's label sets. */
export function standingOf(guard, state) {
  const all = (state?.guards ?? []).filter(one => one.key === guard || one.key.startsWith(`${guard}{`)).map(one => one.standing);
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
