// What a query's numbers are: guessed from the names of its metrics, as the naming rules of Prometheus have them.

import {language} from './words.js';

const RATES = /\b(rate|irate|deriv)\s*\(/;
const FROM_HISTOGRAM = /\bhistogram_(quantile|avg|stddev)\s*\(/;
const COUNTS = /^\s*(count|count_values|absent|changes|resets)\b/;
const SCALES = {
  bytes: [[1024 ** 5, 'PiB'], [1024 ** 4, 'TiB'], [1024 ** 3, 'GiB'], [1024 ** 2, 'MiB'], [1024, 'KiB'], [1, 'B']],
  seconds: [[86400, 'd'], [3600, 'h'], [60, 'min'], [1, 's'], [1e-3, 'ms'], [1e-6, 'µs']],
  ratio: [[0.01, '%']],
  number: [[1e12, 'T'], [1e9, 'G'], [1e6, 'M'], [1e4, 'k', 1e3], [1, '']],
};

/** `{kind: 'bytes' | 'seconds' | 'ratio' | 'number', each: '' | '/s'}` of what the query gives. */
export function unitOf(query) {
  const names = query.replace(/"[^"]*"|'[^']*'|\{[^}]*\}|\[[^\]]*\]/g, ' ').match(/[a-zA-Z_:][\w:]*/g) ?? [];
  const kinds = new Set(names.map(kindOf).filter(kind => kind !== null));
  const rate = RATES.test(query) && !FROM_HISTOGRAM.test(query);
  if (COUNTS.test(query) || kinds.size !== 1) {
    return {kind: 'number', each: rate ? '/s' : ''};
  }
  const [kind] = kinds;
  if (divides(query)) {
    return {kind: names.filter(name => kindOf(name) === kind).length > 1 ? 'ratio' : 'number', each: ''};
  }
  if (rate && kind === 'seconds') {
    return {kind: 'number', each: ''};
  }
  return {kind, each: rate ? '/s' : ''};
}

function divides(query) {
  return query.replace(/"[^"]*"|'[^']*'/g, '').includes('/');
}

function kindOf(name) {
  const found = /_(bytes|seconds|ratio)(_total|_sum|_bucket)?$/.exec(name);
  return found ? found[1] : null;
}

/** A value as a person reads it: `3.2 GiB/s`. */
export function shown(value, unit, digits = 3) {
  if (!Number.isFinite(value)) {
    return String(value);
  }
  const scale = scaleOf(value, unit);
  return scaled(value, scale, unit, digits);
}

/** All ticks of an axis in the unit of the largest, so that they compare at a glance. */
export function shownAlike(values, unit) {
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
