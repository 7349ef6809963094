// The parts of a chart, as SVG: grid, band, curves, marks. Places are pixels; how they look is in charts.css, by class.

import {draw} from './dom.js';
import {moments, ticks} from './scale.js';
import {shown, shownAlike} from './units.js';
import {tickWords} from './words.js';

/** A gap of more than so many steps is shown as a gap. */
const GAP = 1.6;

export function grid(box, x, y, model) {
  const values = ticks(y.range, Math.max(2, Math.floor(box.height / 42)), model.unit.kind);
  const labels = shownAlike(values, model.unit);
  const times = moments([model.from, model.to], Math.max(2, Math.floor((box.right - box.left) / 90)));
  return draw('g', {class: 'grid', 'aria-hidden': 'true'},
    ...values.map(value => draw('line', {x1: box.left, x2: box.right, y1: at(y(value)), y2: at(y(value))})),
    ...values.map((value, i) => draw('text', {x: box.left - 7, y: at(y(value) + 4), class: 'value'}, labels[i])),
    ...times.all.map(time => draw('text', {x: at(x(time)), y: box.bottom + 16, class: 'time'}, tickWords(time, times.step))));
}

/** The side of the line where values are bad, and the line itself. */
export function band(box, y, line) {
  const place = Math.min(box.bottom, Math.max(box.top, y(line.at)));
  const above = line.sign.startsWith('>');
  const sided = above || line.sign.startsWith('<');
  return draw('g', {class: 'limit', 'aria-hidden': 'true'},
    sided ? draw('rect', {class: 'bad', x: box.left, width: box.right - box.left, y: at(above ? box.top : place),
      height: at(Math.max(0, above ? place - box.top : box.bottom - place))}) : null,
    offside(box, y, line) === 0 ? draw('line', {x1: box.left, x2: box.right, y1: at(place), y2: at(place)}) : null);
}

/** The line's number, over the curves; an arrow where the line lies beyond the edge. */
export function limitWords(box, y, line, unit) {
  const beyond = offside(box, y, line);
  const place = Math.min(box.bottom, Math.max(box.top, y(line.at)));
  const under = place - 5 < box.top + 8;
  return draw('text', {class: 'limit-words', 'aria-hidden': 'true', x: box.left + 5, y: at(under ? place + 13 : place - 5)},
    `${line.sign} ${shown(line.at, unit)}${['', ' ↑', ' ↓'].at(beyond)}`);
}

/** 1 where the line lies above the chart, -1 where it lies below. */
function offside(box, y, line) {
  return y(line.at) < box.top - 1 ? 1 : y(line.at) > box.bottom + 1 ? -1 : 0;
}

/** One series as a path that breaks where nothing was measured, with dots for what stands alone. */
export function curve(points, x, y, step, classes) {
  const {path, dots} = pathOf(points, x, y, step);
  return draw('g', {class: classes},
    path === '' ? null : draw('path', {d: path}),
    ...dots.map(([cx, cy]) => draw('circle', {cx, cy, r: 2})));
}

function pathOf(points, x, y, step) {
  const parts = [];
  const dots = [];
  for (const part of unbroken(points, step)) {
    const places = part.map(([time, value]) => [at(x(time)), at(y(value))]);
    if (places.length === 1) {
      dots.push(places[0]);
    } else {
      parts.push(`M${places.map(place => place.join(' ')).join('L')}`);
    }
  }
  return {path: parts.join(''), dots};
}

function unbroken(points, step) {
  const parts = [];
  let last = -Infinity;
  for (const point of points) {
    if (!Number.isFinite(point[1])) {
      last = -Infinity;
      continue;
    }
    if (point[0] - last > step * GAP) {
      parts.push([]);
    }
    parts.at(-1).push(point);
    last = point[0];
  }
  return parts;
}

/** Stretches of time, shaded over the whole height. */
export function stretches(box, x, all, classes) {
  return draw('g', {class: classes, 'aria-hidden': 'true'}, ...all.filter(([from, to]) => x(to) > box.left && x(from) < box.right).map(([from, to]) => {
    const start = Math.max(box.left, x(from));
    return draw('rect', {x: at(start), y: box.top, width: at(Math.max(2, Math.min(box.right, x(to)) - start)), height: box.height});
  }));
}

/** Thin lines where something happened; the lane above the charts says what. */
export function marked(box, x, marks) {
  return draw('g', {class: 'marked', 'aria-hidden': 'true'}, ...marks.map(mark =>
    draw('line', {class: mark.kind, x1: at(x(mark.time)), x2: at(x(mark.time)), y1: box.top, y2: box.bottom})));
}

/** Where it goes: the line expected, between the steepest and the flattest that the samples allow. */
export function outlook(course, x, y, box) {
  const {points} = course;
  const place = (time, value) => `${at(x(time))} ${at(Math.min(box.bottom + 40, Math.max(box.top - 40, y(value))))}`;
  const high = points.map(one => place(one.time, one.high));
  const low = points.map(one => place(one.time, one.low)).reverse();
  return draw('g', {class: course.soon ? 'outlook soon' : 'outlook', 'aria-hidden': 'true'},
    draw('path', {class: 'interval', d: `M${[...high, ...low].join('L')}Z`}),
    draw('path', {class: 'expected', d: `M${points.map(one => place(one.time, one.expected)).join('L')}`}));
}

export function at(place) {
  return Math.round(place * 10) / 10;
}
