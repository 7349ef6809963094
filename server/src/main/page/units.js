// What a query's numbers are: guessed from the names of its metrics, as the naming rules of Prometheus have them.

import {clock, language} from './words.js';

const RATES = /\b(rate|irate|deriv)\s*\(/;
const FROM_HISTOGRAM = /\bhistogram_(quantile|avg|stddev)\s*\(/;
const COUNTS = /^\s*(count|count_values|absent|changes|resets)\b/;
const COUNTED = /\b(count|changes|resets)\s*\(/;
const TIMES_HUNDRED = /\*\s*100\b|\b100\s*\*/;
const COUNTER = /_(total|count)$/;
const MOMENT = /_((start|boot|birth|creation|expiry|modification)_time|timestamp)(_seconds)?$/;
const SCALES = {
  bytes: [[1024 ** 5, 'PiB'], [1024 ** 4, 'TiB'], [1024 ** 3, 'GiB'], [1024 ** 2, 'MiB'], [1024, 'KiB'], [1, 'B']],
  seconds: [[86400, 'd'], [3600, 'h'], [60, 'min'], [1, 's'], [1e-3, 'ms'], [1e-6, 'µs']],
  ratio: [[0.01, '%']],
  number: [[1e12, 'T'], [1e9, 'G'], [1e6, 'M'], [1e4, 'k', 1e3], [1, '']],
};

/** `{kind: 'bytes' | 'seconds' | 'moment' | 'ratio' | 'number', each: '' | '/s'}` of what the query gives. */
export function unitOf(query) {
  return unitOfText(query.replace(/"[^"]*"|'[^']*'|\{[^}]*\}|\[[^\]]*\]/g, ' '));
}

/** What the server says it is, or else what its query gives. */
export function unitOfPlot(plot) {
  return plot.unit ? {kind: plot.unit, each: ''} : unitOf(plot.query);
}

function unitOfText(text) {
  const sides = COUNTS.test(text) ? null : division(text);
  if (sides !== null) {
    return {kind: TIMES_HUNDRED.test(text) ? 'number' : quotient(...sides), each: ''};
  }
  const names = namesIn(text);
  const kinds = new Set(names.map(kindOf).filter(kind => kind !== null));
  const rate = RATES.test(text) && !FROM_HISTOGRAM.test(text);
  if (COUNTS.test(text) || kinds.size !== 1) {
    return {kind: 'number', each: rate && !text.includes('/') ? '/s' : ''};
  }
  const [kind] = kinds;
  if (text.includes('/')) {
    return {kind: names.filter(name => kindOf(name) === kind).length > 1 && !TIMES_HUNDRED.test(text) ? 'ratio' : 'number', each: ''};
  }
  if (kind === 'moment') {
    return {kind: rate || COUNTED.test(text) ? 'number' : between(text, names) ? 'seconds' : 'moment', each: ''};
  }
  if (rate && kind === 'seconds') {
    return {kind: 'number', each: ''};
  }
  return {kind, each: rate ? '/s' : ''};
}

/** Whether a moment is taken from now, or from another. */
function between(text, names) {
  return /\btime\s*\(/.test(text) || text.includes('-') && names.filter(name => kindOf(name) === 'moment').length > 1;
}

/** Both sides of a division that is in no bracket; null where there is none. */
function division(text) {
  let depth = 0;
  for (let i = 0; i < text.length; i++) {
    depth += text[i] === '(' ? 1 : text[i] === ')' ? -1 : 0;
    if (text[i] === '/' && depth === 0) {
      return [text.slice(0, i), text.slice(i + 1)];
    }
  }
  return null;
}

/** Two of a kind make a share; numbers of whatever make one if both are counted. A sum by its count is the mean of what was summed. */
function quotient(top, bottom) {
  if (namesIn(top).some(name => /_sum$/.test(name)) && namesIn(bottom).some(name => /_count$/.test(name))) {
    return kindOf(namesIn(top).find(name => /_sum$/.test(name))) ?? 'number';
  }
  const [a, b] = [unitOfText(top), unitOfText(bottom)];
  const counted = a.each === '/s' || [top, bottom].every(side => namesIn(side).some(name => COUNTER.test(name)));
  return a.kind === b.kind && a.each === b.each && namesIn(bottom).length > 0 && (a.kind !== 'number' || counted) ? 'ratio' : 'number';
}

function namesIn(text) {
  return text.match(/[a-zA-Z_:][\w:]*/g) ?? [];
}

function kindOf(name) {
  if (MOMENT.test(name)) {
    return 'moment';
  }
  const found = /_(bytes|seconds|ratio)(_total|_sum|_bucket)?$/.exec(name);
  return found ? found[1] : null;
}

/** A value as a person reads it: `3.2 GiB/s`. */
export function shown(value, unit, digits = 3) {
  if (!Number.isFinite(value)) {
    return String(value);
  }
  if (unit.kind === 'moment') {
    return clock(value * 1000);
  }
  const scale = scaleOf(value, unit);
  return scaled(value, scale, unit, digits);
}

/** All ticks of an axis in the unit of the largest, so that they compare at a glance. */
export function shownAlike(values, unit) {
  if (unit.kind === 'moment') {
    return values.map(value => clock(value * 1000));
  }
  const scale = scaleOf(Math.max(...values.map(Math.abs)), unit);
  return values.map(value => value === 0 ? '0' : scaled(value, scale, unit, 6));
}

function scaleOf(value, unit) {
  const scales = SCALES[unit.kind];
  return scales.find(([from]) => Math.abs(value) >= from) ?? (value === 0 ? scales.find(([from]) => from === 1) : null) ?? scales.at(-1);
}

function scaled(value, [from, sign, by = from], unit, digits) {
  const number = (value / by + 0).toLocaleString(language, {maximumSignificantDigits: digits, useGrouping: false});
  const apart = unit.kind === 'bytes' || unit.kind === 'seconds' ? ' ' : '';
  return `${number}${apart}${sign}${unit.each}`;
}
