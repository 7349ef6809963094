// The figures of a week: what each guard's series did this week and the one before, how near its line it came, and what followed a change.

import {namesOf, over} from './ask.js';
import {isBad} from './chart.js';
import {WEEK, stepped} from './span.js';
import {unitOfPlot} from './units.js';

const HOUR = 3600;
const PLAIN = /^[a-zA-Z_:][\w:]*(\{[^{}]*\})?$/;
const NOTED = ['deploy', 'campaign', 'text'];
const AROUND_CHANGE = 3600;

/** Two weeks up to now in hours, the last of which ends now. */
export function twoWeeks(now) {
  const to = Math.floor(now);
  return {from: to - 2 * WEEK, to, now: to + HOUR, step: HOUR};
}

/** One row for each series of a plot: its mean in both weeks, the hours for a picture, and when it was nearest to its line. */
export async function weekOf(plot, title, now, signal) {
  const span = twoWeeks(now);
  const middle = span.to - WEEK;
  const means = await over(hourly('avg', plot.query), span, signal);
  const extremes = plot.line === null ? [] : await over(hourly(falls(plot.line) ? 'min' : 'max', plot.query), {...span, from: middle + HOUR}, signal);
  const names = namesOf(means, '');
  return means.map((one, i) => {
    const thisWeek = one.points.filter(([time]) => time > middle);
    return {
      title: names[i] === '' || names[i] === one.labels.__name__ ? title : `${title} ${names[i]}`,
      key: JSON.stringify([plot.query, plot.line, Object.entries(one.labels).sort()]),
      plot,
      before: mean(one.points.filter(([time]) => time <= middle)),
      after: mean(thisWeek),
      points: one.points,
      nearest: nearestTo(extremes.find(other => sameSeries(other.labels, one.labels))?.points ?? [], plot.line, unitOfPlot(plot).kind, median(thisWeek)),
    };
  });
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

function median(points) {
  const values = points.map(([, value]) => value).filter(Number.isFinite).sort((a, b) => a - b);
  return values.length === 0 ? null : values[values.length >> 1];
}

/**
 * The hour it came nearest to its line: `{time, value, part, crossed}`, the part being 1 at the line and more beyond it, and null where no such number makes sense.
 * `usual` is where it is in half of the hours.
 */
export function nearestTo(points, line, kind, usual) {
  if (line === null || !/[<>]/.test(line.sign)) {
    return null;
  }
  const worst = points.filter(([, value]) => !Number.isNaN(value))
    .reduce((most, one) => most === null || (falls(line) ? one[1] < most[1] : one[1] > most[1]) ? one : most, null);
  if (worst === null) {
    return null;
  }
  const [time, value] = worst;
  const part = partOf(value, line, kind, usual);
  return {time, value, crossed: isBad(value, line), part: Number.isFinite(part) && part >= 0 ? part : null};
}

/**
 * How much of the way to its line a value went. Of a share that must not fall, what is missing to the whole counts: 99 % is half of the way to 98 %. Above zero it is the
 * value beside the line, below it the way from where it usually is; and what is usually exactly at its line, such as an `up` that must not be below 1, is not near to it.
 */
function partOf(value, line, kind, usual) {
  if (falls(line) && kind === 'ratio' && line.at < 1) {
    return (1 - value) / (1 - line.at);
  }
  if (line.at <= 0) {
    return isBad(usual, line) ? null : (value - usual) / (line.at - usual);
  }
  return usual === line.at ? null : falls(line) ? line.at / value : value / line.at;
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

/** Marks that came together are one change: a reload names every part of the plan. What is noted on one service is no change of another. */
export function changesOf(marks) {
  const all = [];
  for (const mark of marks) {
    const last = all.at(-1);
    const on = NOTED.includes(mark.kind) ? mark.on : null;
    if (last !== undefined && mark.time - last.time < 60 && last.kind === mark.kind && last.on === on) {
      last.marks.push(mark);
    } else {
      all.push({kind: mark.kind, on, time: mark.time, marks: [mark]});
    }
  }
  return all;
}
