// The figures of a week: what each guard's series did this week and the one before, how near its line it came, and what followed a change.

import {namesOf, over} from './ask.js';
import {isBad} from './chart.js';
import {WEEK, stepped} from './span.js';
import {unitOf} from './units.js';

const HOUR = 3600;
const PLAIN = /^[a-zA-Z_:][\w:]*(\{[^{}]*\})?$/;
const AROUND_CHANGE = 3600;

/** The hours of two weeks up to now. */
export function twoWeeks(now) {
  return {from: Math.floor((now - 2 * WEEK) / HOUR) * HOUR, to: Math.floor(now / HOUR) * HOUR, step: HOUR};
}

/** One row for each series of a plot: its mean in both weeks, the hours for a picture, and when it was nearest to its line. */
export async function weekOf(plot, title, now, signal) {
  const span = twoWeeks(now);
  const middle = now - WEEK;
  const means = await over(hourly('avg', plot.query), span, signal);
  const extremes = plot.line === null ? [] : await over(hourly(falls(plot.line) ? 'min' : 'max', plot.query), {...span, from: Math.ceil(middle / HOUR) * HOUR}, signal);
  const names = namesOf(means, '');
  return means.map((one, i) => ({
    title: names[i] === '' || names[i] === one.labels.__name__ ? title : `${title} ${names[i]}`,
    plot,
    before: mean(one.points.filter(([time]) => time <= middle)),
    after: mean(one.points.filter(([time]) => time > middle)),
    points: one.points,
    nearest: nearestTo(extremes.find(other => sameSeries(other.labels, one.labels))?.points ?? [], plot.line, unitOf(plot.query).kind),
  }));
}

/** A plain series is looked at sample by sample; what must be computed is looked at every five minutes. */
function hourly(what, query) {
  return PLAIN.test(query) ? `${what}_over_time(${query}[1h])` : `${what}_over_time((${query})[1h:5m])`;
}

function sameSeries(a, b) {
  const keys = Object.keys({...a, ...b}).filter(key => key !== '__name__');
  return keys.every(key => a[key] === b[key]);
}

function falls(line) {
  return line.sign.startsWith('<');
}

function mean(points) {
  const values = points.map(([, value]) => value).filter(Number.isFinite);
  return values.length === 0 ? null : values.reduce((a, b) => a + b, 0) / values.length;
}

/** The hour it came nearest to its line: `{time, value, part}`, the part being 1 at the line and more beyond it; null where that says nothing. */
export function nearestTo(points, line, kind) {
  if (line === null || line.at === 0 || !/[<>]/.test(line.sign)) {
    return null;
  }
  return points.filter(([, value]) => Number.isFinite(value))
    .map(([time, value]) => ({time, value, part: partOf(value, line, kind), crossed: isBad(value, line)}))
    .reduce((worst, one) => worst === null || one.part > worst.part ? one : worst, null);
}

/** Of a share, such as that of good answers, what is missing to the whole counts: 99 % is twice as near to 98 % as 99.5 % is. */
function partOf(value, line, kind) {
  const part = !falls(line) ? value / line.at : kind === 'ratio' ? (1 - value) / (1 - line.at) : line.at / value;
  return Number.isFinite(part) && part > 0 ? part : 0;
}

/** How much it rose from one week to the next, as a part of what it was; null where it was not there. */
export function rise(row) {
  return row.before === null || row.after === null || row.before === 0 ? null : (row.after - row.before) / Math.abs(row.before);
}

/** What a plot did in the hour before a change and in the hour after it. */
export async function aroundChange(plot, time, now, signal) {
  const span = stepped(time - AROUND_CHANGE, Math.min(now, time + AROUND_CHANGE), false);
  const series = await over(plot.query, span, signal);
  const points = series.flatMap(one => one.points);
  return {span, series, before: mean(points.filter(([at]) => at < time)), after: mean(points.filter(([at]) => at >= time))};
}

/** Marks that came together are one change: a reload names every part of the plan. */
export function changesOf(marks) {
  const all = [];
  for (const mark of marks) {
    const last = all.at(-1);
    if (last !== undefined && mark.time - last.time < 60 && last.kind === mark.kind) {
      last.marks.push(mark);
    } else {
      all.push({kind: mark.kind, time: mark.time, marks: [mark]});
    }
  }
  return all;
}
