// Round numbers for axes, and places on a chart.

const SECONDS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10800, 21600, 43200, 86400, 172800, 604800];

/** A straight way from values to places. */
export function linear([from, to], [start, end]) {
  const slope = to === from ? 0 : (end - start) / (to - from);
  const place = value => start + (value - from) * slope;
  place.back = at => slope === 0 ? from : from + (at - start) / slope;
  return place;
}

/** About so many round values within a range; bytes are round in powers of two, seconds by the clock. */
export function ticks([from, to], about, kind) {
  const step = roundStep((to - from) / about, kind);
  const all = [];
  for (let n = Math.ceil(from / step - 1e-9); n * step <= to + step * 1e-9; n++) {
    all.push(n * step);
  }
  return all;
}

function roundStep(rough, kind) {
  if (kind === 'bytes' && rough >= 1024) {
    const unit = 1024 ** Math.floor(Math.log(rough) / Math.log(1024));
    return unit * 2 ** Math.ceil(Math.log2(rough / unit));
  }
  if (kind === 'seconds' && rough > 30) {
    return SECONDS.find(one => one >= rough) ?? decimal(rough / 86400) * 86400;
  }
  return decimal(rough);
}

function decimal(rough) {
  const power = 10 ** Math.floor(Math.log10(rough));
  return power * [1, 2, 5, 10].find(one => one * power >= rough * 0.999);
}

/** The step of a range query that gives about so many points, a whole number of seconds that people know. */
export function stepOf(seconds, points) {
  return SECONDS.find(one => one >= seconds / points) ?? Math.ceil(seconds / points / 86400) * 86400;
}

/** Round moments of the reader's own clock, in seconds since 1970. */
export function moments([from, to], about) {
  const step = stepOf(to - from, about);
  const shift = new Date(from * 1000).getTimezoneOffset() * 60;
  const all = [];
  for (let at = Math.ceil((from - shift) / step) * step + shift; at <= to; at += step) {
    all.push(at);
  }
  return {step, all};
}

/** The range that all values fit in, with some air; zero belongs to it unless the values keep far from it. */
export function extent(values, line) {
  const finite = values.filter(Number.isFinite);
  if (finite.length === 0) {
    return line === null ? [0, 1] : [Math.min(0, line * 1.25), Math.max(line * 1.25, 1e-9)];
  }
  let low = finite.reduce((a, b) => Math.min(a, b));
  let high = finite.reduce((a, b) => Math.max(a, b));
  if (line !== null && near(line, low, high)) {
    low = Math.min(low, line);
    high = Math.max(high, line);
  }
  if (low > 0 && low < high * 0.8) {
    low = 0;
  }
  const air = (high - low || Math.abs(high) || 1) * 0.08;
  return [low === 0 ? 0 : low - air, high === 0 && low < 0 ? 0 : high + air];
}

/** Whether a line can be shown without pressing the curve flat. */
function near(line, low, high) {
  const reach = Math.max(high - Math.min(low, 0), Math.abs(high), 1e-12) * 5;
  return line <= Math.max(high, 0) + reach && line >= Math.min(low, 0) - reach;
}
