// One server's last day as a strip: when it was in traffic, draining, out, and why.

import {draw, make, say} from './dom.js';
import {address} from './route.js';
import {linear} from './scale.js';
import {between, clock, language, words} from './words.js';

const DAY = 86_400_000;
const HEIGHT = 8;
const LEAST = 3;
const TICKS = [24, 18, 12, 6, 0];

/** `show(name, spells)` draws spells `{place, from, by, why, incident, words}`, each of which lasts until the next one begins. */
export function strip() {
  const svg = draw('svg', {class: 'spells', height: HEIGHT, role: 'group'});
  const element = make('div', {class: 'spells-of'}, svg);
  let shown = {name: '', spells: []};
  let drawn = '';
  new ResizeObserver(arrange).observe(element);

  function arrange() {
    const now = Date.now();
    const width = element.clientWidth;
    // Moves by less than a pixel are no change; drawing anew would take the focus away.
    const key = JSON.stringify([shown, width, language, Math.floor(now / 60_000)]);
    if (width === 0 || key === drawn) {
      return;
    }
    drawn = key;
    const spells = lasting(shown.spells, now);
    const x = linear([now - DAY, now], [0, width]);
    svg.setAttribute('width', width);
    svg.setAttribute('aria-label', words.stripOf(shown.name, summary(spells)));
    svg.replaceChildren(...ordered(spells).map(spell => bar(spell, x, width)));
  }

  return {
    element,
    show(name, spells) {
      shown = {name, spells};
      arrange();
    },
  };
}

function lasting(spells, now) {
  return spells.map((spell, i) => ({...spell, from: new Date(spell.from).getTime(), to: i + 1 < spells.length ? new Date(spells[i + 1].from).getTime() : now, last: i + 1 === spells.length}))
    .map(spell => ({...spell, from: Math.max(spell.from, now - DAY)}))
    .filter(spell => spell.to >= now - DAY && spell.to >= spell.from);
}

/** What is short and bad must not vanish beneath what is long and good. */
function ordered(spells) {
  return [...spells.filter(spell => spell.place === 'in' || spell.place === 'unknown'), ...spells.filter(spell => spell.place !== 'in' && spell.place !== 'unknown')];
}

function bar(spell, x, width) {
  const long = Math.max(LEAST, x(spell.to) - x(spell.from));
  const text = `${words.spell(words.place[spell.place], clock(spell.from), spell.last ? words.untilNow : clock(spell.to), between(spell.from, spell.to))}${spell.words ? `\n${spell.words[language]}` : ''}`;
  const rect = draw('rect', {class: spell.place, x: Math.min(x(spell.from), width - LEAST), y: 0, width: long, height: HEIGHT}, draw('title', {}, text));
  return spell.incident ? draw('a', {href: address('incident', spell.incident), 'aria-label': text}, rect) : rect;
}

function summary(spells) {
  const away = spells.filter(spell => spell.place !== 'in' && spell.place !== 'unknown');
  const times = away.filter((spell, i) => i === 0 || away[i - 1].to !== spell.from).length;
  const all = away.reduce((sum, spell) => sum + spell.to - spell.from, 0);
  return away.length === 0 ? words.inAllDay : words.outTimes(times, between(0, all));
}

/** The hours beneath all strips of a pool; `show(reserves)` says whether any server is ever kept in reserve. */
export function axis() {
  const marks = TICKS.map(hours => make('span', {}, words.hoursAgo(hours)));
  const reserve = make('span', {class: 'key reserve'}, words.place.reserve);
  const legend = ['in', 'draining', 'out'].map(place => make('span', {class: `key ${place}`}, words.place[place]));
  const title = make('span', {class: 'title'});
  say(title, words.lastDay);
  return {element: make('div', {class: 'day-axis', 'aria-hidden': 'true'}, make('div', {class: 'hours'}, ...marks), make('div', {class: 'keys'}, title, ...legend, reserve)), show: reserves => reserve.hidden = !reserves};
}
