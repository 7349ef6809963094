// One chart: what a query gave over a time, where it turns bad, what happened meanwhile; and the same as words and as a table.

import {namesOf} from './ask.js';
import {draw, dress, keep, make, say} from './dom.js';
import {at, band, curve, grid, limitWords, marked, outlook, stretches} from './drawing.js';
import {extent, linear} from './scale.js';
import {table} from './table.js';
import {shown} from './units.js';
import {between, clock, words} from './words.js';

const MOST_DRAWN = 24;
const MOST_NAMED = 8;
const COLOURS = 8;
const LEAST_DRAG = 8;

/**
 * Makes a chart. `onTime(seconds or null)` is told where the reader points, `onZoom(from, to)` what they drew over.
 *
 * `show(model)` draws `{title, query, note, unit, from, to, step, series, before, line, bad, marks, open, forecast, trouble}`;
 * `point(seconds or null)` moves the crosshair.
 */
export function chart({onTime, onZoom, small = false}) {
  const margin = small ? {left: 4, right: 4, top: 4, bottom: 4} : {left: 62, right: 12, top: 8, bottom: 22};
  let model = null;
  let drawn = [];
  let x = null;
  let y = null;
  let pointed = null;
  const plot = draw('g');
  const cross = draw('g', {class: 'cross', 'aria-hidden': 'true'});
  const chosen = draw('rect', {class: 'chosen', y: 0, height: 0});
  const svg = draw('svg', {class: 'plot', role: 'img'}, plot, cross, chosen);
  const empty = make('p', {class: 'nothing'});
  const legend = make('ul', {class: 'legend'});
  const more = make('p', {class: 'faint'});
  const foreseen = make('p', {class: 'foreseen'});
  const rows = table();
  const element = make('div', {class: small ? 'chart small' : 'chart'}, make('div', {class: 'area'}, svg, empty), legend, foreseen, more, small ? null : rows.element);
  const size = new ResizeObserver(() => model !== null && redraw());
  size.observe(svg);

  function box() {
    const width = Math.max(margin.left + margin.right + 20, svg.clientWidth);
    const height = Math.max(margin.top + margin.bottom + 10, svg.clientHeight);
    return {left: margin.left, right: width - margin.right, top: margin.top, bottom: height - margin.bottom,
      height: height - margin.top - margin.bottom};
  }

  function redraw() {
    const area = box();
    x = linear([model.from, model.to], [area.left, area.right]);
    const values = [...drawn, ...model.before].flatMap(one => one.points.map(point => point[1]));
    const ahead = (model.forecast?.courses ?? []).flatMap(one => one.points.map(point => point.expected)).map(value => Math.min(value, model.line.at * 1.05));
    const range = extent([...values, ...ahead], model.line?.at ?? null);
    y = linear(range, [area.bottom, area.top]);
    y.range = range;
    plot.replaceChildren(...layers(area).filter(layer => layer !== null));
    cursor();
  }

  function layers(area) {
    return [
      stretches(area, x, model.open, 'incident-time'),
      small ? null : grid(area, x, y, model),
      model.line === null ? null : band(area, y, model.line),
      stretches(area, x, model.bad, 'failing'),
      marked(area, x, model.marks),
      ...model.before.map(one => ({...one, place: drawn.findIndex(other => other.key === keyOf(one))})).filter(one => one.place >= 0)
        .map(one => curve(one.points, x, y, model.step, `curve before c${one.place % COLOURS}`)),
      ...drawn.map((one, i) => curve(one.points, x, y, model.step, `curve c${i % COLOURS}`)),
      ...(model.forecast?.courses ?? []).map(one => outlook(one, x, y, area)),
      model.live && model.to > model.now + model.step ? marked(area, x, [{kind: 'now', time: model.now}]) : null,
      model.line === null || small ? null : limitWords(area, y, model.line, model.unit),
    ];
  }

  function cursor() {
    const area = box();
    if (pointed === null || pointed < model.from || pointed > model.to) {
      cross.replaceChildren();
    } else {
      const near = drawn.map(one => nearest(one.points, pointed, model.step));
      cross.replaceChildren(draw('line', {x1: at(x(pointed)), x2: at(x(pointed)), y1: area.top, y2: area.bottom}), ...small ? [] : [momentWords(area)],
        ...near.flatMap((point, i) => point === null || !Number.isFinite(point[1]) ? []
          : [draw('circle', {class: `c${i % COLOURS}`, cx: at(x(point[0])), cy: at(y(point[1])), r: 3.5})]));
    }
    tell();
  }

  /** Which moment that is, over the axis, by the reader's clock. */
  function momentWords(area) {
    const [place, third] = [x(pointed), (area.right - area.left) / 3];
    const anchor = place < area.left + third / 2 ? 'start' : place > area.right - third / 2 ? 'end' : 'middle';
    return draw('text', {class: 'moment-words', x: at(place), y: area.bottom + 16, 'text-anchor': anchor}, clock(pointed * 1000));
  }

  /** The legend's numbers are those of the moment pointed at, or the latest. */
  function tell() {
    const ranked = drawn.map((one, i) => ({...one, place: i, point: pointed === null ? latest(one.points, model) : nearest(one.points, pointed, model.step)}));
    keep(legend, ranked.slice(0, small ? 1 : MOST_NAMED), one => one.key, entry);
    if (small) {
      return;
    }
    say(foreseen, model.forecast === null ? '' : outlookWords(model));
    const unnamed = Math.max(0, model.series.length - MOST_NAMED);
    say(more, unnamed === 0 ? '' : words.moreSeries(unnamed, Math.max(0, model.series.length - MOST_DRAWN)));
  }

  function entry() {
    const swatch = make('span', {'aria-hidden': 'true'});
    const name = make('span', {class: 'name'});
    const value = make('span', {class: 'now'});
    const place = make('li', {}, swatch, name, value);
    return {
      element: place,
      update(one) {
        dress(swatch, `swatch c${one.place % COLOURS}`);
        say(name, one.name);
        say(value, one.point === null ? words.noValue : shown(one.point[1], model.unit));
      },
    };
  }

  function show(next) {
    model = next;
    const names = namesOf(model.series, model.title);
    const all = model.series.map((one, i) => ({...one, name: names[i], key: keyOf(one)}));
    drawn = all.sort((a, b) => peak(b.points) - peak(a.points)).slice(0, MOST_DRAWN);
    say(empty, model.trouble ?? emptyWords());
    dress(empty, model.trouble === null ? 'nothing' : 'nothing trouble');
    svg.setAttribute('aria-label', inWords(model, drawn));
    rows.show(model, drawn);
    redraw();
  }

  function emptyWords() {
    const bare = model.series.every(one => one.points.length === 0);
    return bare && model.series.some(one => one.histogram) ? words.histogramsDrawn : model.series.length === 0 ? words.noSamples : '';
  }

  svg.addEventListener('pointermove', event => x !== null && moved(event));
  svg.addEventListener('pointerleave', () => onTime(null));
  svg.addEventListener('pointerdown', event => x !== null && event.button === 0 && !small && drag(event));

  function timeAt(event) {
    const area = box();
    return x.back(Math.min(area.right, Math.max(area.left, event.clientX - svg.getBoundingClientRect().left)));
  }

  function moved(event) {
    onTime(timeAt(event));
  }

  function drag(event) {
    const start = timeAt(event);
    const follow = moving => {
      const [from, to] = [start, timeAt(moving)].map(x).sort((a, b) => a - b);
      for (const [name, value] of Object.entries({x: at(from), width: at(to - from), y: margin.top, height: box().height})) {
        chosen.setAttribute(name, value);
      }
    };
    const end = leaving => {
      svg.removeEventListener('pointermove', follow);
      chosen.setAttribute('height', 0);
      const [from, to] = [start, timeAt(leaving)].sort((a, b) => a - b);
      if (leaving.type === 'pointerup' && x(to) - x(from) > LEAST_DRAG) {
        onZoom(from, to);
      }
    };
    svg.setPointerCapture(event.pointerId);
    svg.addEventListener('pointermove', follow);
    svg.addEventListener('pointerup', end, {once: true});
    svg.addEventListener('pointercancel', end, {once: true});
  }

  return {
    element,
    show,
    point(time) {
      pointed = time;
      if (model !== null && x !== null) {
        cursor();
      }
    },
    close: () => size.disconnect(),
  };
}

function keyOf(series) {
  return JSON.stringify(series.labels);
}

function peak(points) {
  return points.reduce((most, [, value]) => Number.isFinite(value) ? Math.max(most, value) : most, -Infinity);
}

/** The last point, if it is of now: what ended long before has no value. */
export function latest(points, model) {
  const last = points.at(-1);
  return last === undefined || last[0] < model.now - model.step * 2 ? null : last;
}

export function nearest(points, time, step) {
  let low = 0;
  let high = points.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (points[middle][0] < time - step / 2) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  const point = points[low];
  return point === undefined || Math.abs(point[0] - time) > step ? null : point;
}

/** What the picture shows, for whoever does not see it. */
export function inWords(model, all) {
  if (model.trouble !== null || all.length === 0) {
    return `${model.title}: ${model.trouble ?? words.noSamples}`;
  }
  const values = all.flatMap(one => one.points.map(point => point[1])).filter(Number.isFinite);
  const low = values.reduce((a, b) => Math.min(a, b), Infinity);
  const high = values.reduce((a, b) => Math.max(a, b), -Infinity);
  const now = all.length === 1 ? latest(all[0].points, model) : null;
  return [
    `${model.title}: ${words.seriesFrom(model.series.length, clock(model.from * 1000), clock(model.to * 1000))}`,
    now === null ? null : words.nowAt(shown(now[1], model.unit)),
    values.length === 0 ? null : words.lowHigh(shown(low, model.unit), shown(high, model.unit)),
    model.line === null ? null : words.badBeyond(`${model.line.sign} ${shown(model.line.at, model.unit)}`, beyond(all, model)),
    model.bad.length === 0 ? null : words.failedTimes(model.bad.length),
    model.forecast === null ? null : outlookWords(model),
  ].filter(part => part !== null).join('; ');
}

function outlookWords(model) {
  const {courses, at: moment} = model.forecast;
  const text = courses.length === 0 ? words.noOutlook : courses.map(one => words.outlook(shown(model.line.at, model.unit), one, lengthOf)).join(words.and);
  return moment === null ? text : words.foreseenAt(clock(moment * 1000), text);
}

/** So many seconds in words. */
function lengthOf(seconds) {
  return between(0, seconds * 1000);
}

/** The part of all points that lie on the bad side, from 0 to 1. */
export function beyond(all, model) {
  const points = all.flatMap(one => one.points);
  return points.length === 0 ? 0 : points.filter(([, value]) => isBad(value, model.line)).length / points.length;
}

export function isBad(value, line) {
  switch (line.sign) {
    case '>': return value > line.at;
    case '>=': return value >= line.at;
    case '<': return value < line.at;
    case '<=': return value <= line.at;
    case '==': return value === line.at;
    default: return value !== line.at;
  }
}
