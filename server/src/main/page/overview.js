// All services beside each other on one screen: how each stands, and the curves of its guards in small.

import {dress, keep, make, say} from './dom.js';
import {fitting} from './fit.js';
import {drawing, isHomeless, panesOf, subjectsOf} from './graphs.js';
import {lane, marksOf, openTimes} from './marks.js';
import {pane} from './pane.js';
import {reader} from './reader.js';
import {address} from './route.js';
import {SIGNS} from './services.js';
import {knobs, paceOf, spanNow} from './span.js';
import {words} from './words.js';

const GRAVEST = ['lying', 'rising', 'tilting', 'unknown', 'resting', 'standing'];
const LOUDEST = ['firing', 'pending', 'unknown', 'inactive'];
const OTHERS = 'others';

export function openOverview() {
  const drawn = drawing(show, text => say(trouble, text));
  let state = null;
  let span = spanNow();
  let marks = [];
  let next = 0;
  let closed = false;
  const control = knobs();
  const signs = lane(pointAll, {edges: [8, 8], axis: true});
  const moment = reader(pointAll);
  const grid = make('ul', {class: 'overview'});
  const trouble = make('p', {class: 'trouble', role: 'status'});
  const element = make('div', {class: 'overview-page'}, make('div', {class: 'heading'}, make('h2', {}, words.overview), control.element),
    signs.element, moment.element, trouble, grid);
  const seen = new IntersectionObserver(entries => entries.forEach(entry => entry.target.pane.sight(entry.isIntersecting)), {rootMargin: '200px'});
  const room = new ResizeObserver(() => show());

  function pointAll(time) {
    moment.point(time);
    panes().forEach(one => one.point(time));
  }

  function panes() {
    return [...grid.kept?.values() ?? []].flatMap(card => card.panes());
  }

  function show() {
    if (state === null || closed) {
      return;
    }
    const cards = cardsOf(state, drawn.sheet().graphs);
    const {columns, panes, plot} = fitting(cards.length, Math.max(0, ...cards.map(one => one.panes.length)), grid.clientWidth, heightOf(grid));
    grid.style.setProperty('--columns', columns);
    grid.style.setProperty('--plot', `${plot}px`);
    keep(grid, cards.map(one => ({...one, shown: panes})), one => one.id, first => card(() => around(first.id), pointAll, seen));
    grid.dataset.empty = grid.childElementCount > 0 ? '' : drawn.sheet().quiet > 0 ? words.quietRules(drawn.sheet().quiet) : state.guarding > 0 ? words.onlyGuards(state.guarding) : words.nothing;
  }

  /** What a card's curves stand among: what happened to its service, and what concerns everybody. */
  function around(id) {
    const known = new Set(state.services.map(service => service.id));
    const mine = id === OTHERS ? on => !known.has(on) : on => on === id;
    return {
      span,
      marks: marks.filter(mark => mark.on === null ? mark.incident === null : mine(mark.on)),
      open: openTimes(state.incidents.filter(one => mine(one.on)), null, span),
    };
  }

  async function look() {
    clearTimeout(next);
    span = spanNow();
    control.show(span);
    moment.show(span);
    panes().forEach(one => one.look());
    await lookAtMarks();
    if (span.live && !closed) {
      clearTimeout(next);
      next = setTimeout(() => document.hidden ? document.addEventListener('visibilitychange', look, {once: true}) : look(), paceOf(span) * 1000);
    }
  }

  async function lookAtMarks() {
    try {
      const {all, whole} = await marksOf(span, null);
      marks = all;
      signs.show(all, whole, span);
      say(trouble, drawn.trouble());
      panes().forEach(one => one.redraw());
    } catch (e) {
      say(trouble, words.marksUnread);
    }
  }

  drawn.look().then(() => closed || look());
  addEventListener('resize', show);
  room.observe(signs.element);
  return {
    element,
    title: () => words.overview,
    wide: true,
    turned: look,
    know(now) {
      state = now;
      show();
      drawn.know(now);
    },
    line() {},
    close() {
      closed = true;
      clearTimeout(next);
      removeEventListener('resize', show);
      document.removeEventListener('visibilitychange', look);
      seen.disconnect();
      room.disconnect();
      signs.close();
      panes().forEach(one => one.close());
    },
  };
}

/** What is left of the screen for the cards, when all around them stays. */
function heightOf(grid) {
  const place = grid.getBoundingClientRect();
  return innerHeight - (place.top + scrollY) - (document.body.getBoundingClientRect().bottom - place.bottom);
}

/** One card for each service and one for guards that speak for none, those in trouble first. */
function cardsOf(state, drawn) {
  const services = state.services.map(service => ({
    id: service.id, name: service.name, pose: service.pose, says: words.pose[service.pose], why: service.why, incident: service.incident,
    href: address('service', service.name),
    panes: chosen(drawn.filter(graph => subjectsOf(graph, state).includes(service.id)).flatMap(graph => panesOf(graph, state, {on: service.id}))),
  }));
  const all = [...services, ...othersOf(state, drawn)];
  return all.sort((a, b) => gravity(a) - gravity(b) || a.name.localeCompare(b.name));
}

/** Whatever belongs to no service; in trouble as soon as an incident of theirs is open. */
function othersOf(state, drawn) {
  const known = new Set(state.services.map(service => service.id));
  const panes = chosen(drawn.filter(graph => isHomeless(graph, state)).flatMap(graph => panesOf(graph, state)));
  const open = state.incidents.filter(one => one.ended === null && !known.has(one.on)).sort((a, b) => b.fired - a.fired || b.id - a.id);
  if (panes.length + open.length === 0) {
    return [];
  }
  const standing = open.length === 0 ? null : open[0].fired ? 'firing' : 'pending';
  return [{
    id: OTHERS, name: words.elsewhere, pose: standing === null ? 'standing' : standing === 'firing' ? 'lying' : 'tilting', says: standing === null ? '' : words.standing[standing],
    why: open.map(one => one.by).join(words.and), incident: open[0]?.id ?? null, href: address('elsewhere'), panes,
  }];
}

function gravity(card) {
  return GRAVEST.indexOf(card.pose) * 10 + Math.min(9, ...card.panes.map(loudness));
}

function loudness(one) {
  return one.badge === null ? LOUDEST.length : LOUDEST.indexOf(one.badge.kind);
}

/** The loudest first; what several guards ask alike is one curve. */
function chosen(panes) {
  const asked = new Map();
  for (const one of panes.sort((a, b) => loudness(a) - loudness(b))) {
    const same = asked.get(one.query);
    asked.set(one.query, same === undefined ? one : {...same, all: `${same.all ?? same.title}${words.and}${one.title}`});
  }
  return [...asked.values()];
}

function card(around, onTime, seen) {
  const sign = make('span', {class: 'sign', 'aria-hidden': 'true'});
  const name = make('a', {class: 'name'});
  const pose = make('span', {class: 'pose'});
  const incident = make('a', {class: 'incident'});
  const more = make('a', {class: 'more'});
  const list = make('ul', {class: 'panes'});
  const element = make('li', {}, make('div', {class: 'line'}, make('h3', {}, sign, name), make('span', {class: 'beside-name'}, more, incident, pose)), list);

  function place(first) {
    const one = pane(first, around, onTime, true);
    one.element.pane = one;
    seen.observe(one.element);
    return one;
  }

  return {
    element,
    panes: () => [...list.kept?.values() ?? []],
    update(now) {
      dress(element, now.pose);
      say(sign, now.says === '' ? '' : `${SIGNS[now.pose]} `);
      say(name, now.name);
      name.title = now.name;
      name.setAttribute('href', now.href);
      say(pose, now.says);
      incident.hidden = now.incident === null;
      say(incident, now.incident === null ? '' : `${words.incident(now.incident)} ${words.open}`);
      incident.setAttribute('href', address('incident', now.incident));
      element.title = now.why;
      const left = now.panes.length - now.shown;
      more.hidden = left <= 0;
      say(more, left > 0 ? words.moreGraphs(left) : '');
      more.setAttribute('href', now.href);
      keep(list, now.panes.slice(0, now.shown).map(one => ({...one, href: now.href})), one => one.key, place);
      list.dataset.empty = now.panes.length === 0 ? words.nothingToDraw : '';
    },
  };
}
