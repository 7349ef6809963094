// What happened meanwhile: a lane of signs above the charts, and the same as thin lines in them.

import {make, say} from './dom.js';
import {showLines} from './incidents.js';
import {read} from './live.js';
import {linear, moments} from './scale.js';
import {language, tickWords, told, words} from './words.js';

export const SIGNS = {
  opened: '⚑', fell: '✕', ended: '⚐', 'near-miss': '≈', restart: '↻', stop: '■', start: '▶', started: '↑', deploy: '▲', campaign: '◆', text: '✎',
  eject: '⇥', drain: '⇣', ready: '⇤', freeze: '❄', thaw: '☼', reload: '⚙', clock: '◷',
};
const GRAVEST = Object.keys(SIGNS);
const APART = 22;
/** Where the charts below begin and end, so that a sign stands above its line. */
const EDGES = [72, 23];

/** The marks of a stretch: those of the resource, of its incidents, and those that concern everybody. */
export async function marksOf(span, on) {
  const {marks, whole} = await read(`/api/marks?from=${span.from}&to=${span.to}`);
  const all = marks.map(mark => ({...mark, time: new Date(mark.at).getTime() / 1000}));
  const incidents = new Set(all.filter(mark => mark.on === on).map(mark => mark.incident));
  return {whole, all: on === null ? all : all.filter(mark => mark.on === on || (mark.on === null && (mark.incident === null || incidents.has(mark.incident))))};
}

/** The stretches during which an incident on the resource was open. */
export function openTimes(incidents, on, span) {
  return incidents.filter(one => on === null || one.on === on)
    .map(one => [new Date(one.opened).getTime() / 1000, one.ended === null ? span.now : new Date(one.ended).getTime() / 1000])
    .filter(([from, to]) => to >= span.from && from <= span.to);
}

/** The lane, with the time under it where it has an `axis`: a button for what happened, several that stand close together being one. */
export function lane(onTime, {edges = EDGES, axis = false} = {}) {
  const strip = make('div', {class: 'strip', role: 'group'});
  const ticks = make('div', {class: 'ticks', 'aria-hidden': 'true'});
  const said = make('ol', {class: 'lines said'});
  const note = make('p', {class: 'faint'});
  const element = make('div', {class: 'lane'}, strip, axis ? ticks : null, note, said);
  let last = null;
  const size = new ResizeObserver(() => last !== null && arrange());
  size.observe(strip);

  function show(marks, whole, span) {
    last = {marks, span};
    strip.setAttribute('aria-label', words.happened);
    say(note, marks.length === 0 ? words.nothingHappened : whole ? '' : words.notAllMarks);
    arrange();
  }

  function arrange() {
    const x = linear([last.span.from, last.span.to], [edges[0], Math.max(edges[0] + 60, strip.clientWidth - edges[1])]);
    const times = moments([last.span.from, last.span.to], Math.max(2, Math.floor(strip.clientWidth / 110)));
    ticks.replaceChildren(...times.all.map(time => {
      const tick = make('span', {}, tickWords(time, times.step));
      tick.style.left = `${x(time)}px`;
      return tick;
    }));
    const focused = [...strip.children].indexOf(document.activeElement);
    strip.replaceChildren(...clustered(last.marks, x).map(button));
    if (focused >= 0) {
      strip.children[Math.min(focused, strip.children.length - 1)]?.focus();
    }
  }

  function button(cluster) {
    const gravest = GRAVEST.find(kind => cluster.marks.some(mark => mark.kind === kind)) ?? cluster.marks[0].kind;
    const text = cluster.marks.map(mark => told(mark.words[language], mark.at)).join(' ');
    const one = make('button', {type: 'button', class: `sign ${gravest}`, 'aria-label': text, title: text,
      click: () => showLines(said, cluster.marks), focus: () => onTime(cluster.marks[0].time), blur: () => onTime(null),
      pointerenter: () => onTime(cluster.marks[0].time), pointerleave: () => onTime(null)},
    SIGNS[gravest] ?? '•', cluster.marks.length === 1 ? null : make('sub', {}, String(cluster.marks.length)));
    one.style.left = `${cluster.place}px`;
    return one;
  }

  return {element, show, close: () => size.disconnect()};
}

function clustered(marks, x) {
  const clusters = [];
  for (const mark of [...marks].sort((a, b) => a.time - b.time)) {
    const last = clusters.at(-1);
    if (last !== undefined && x(mark.time) - last.place < APART) {
      last.marks.push(mark);
    } else {
      clusters.push({place: x(mark.time), marks: [mark]});
    }
  }
  return clusters;
}
