// All services beside each other on one screen: how each stands, and the curves of its guards in small.

import {dress, keep, make, say} from './dom.js';
import {graphs, panesOf} from './graphs.js';
import {openTimes} from './marks.js';
import {pane} from './pane.js';
import {address} from './route.js';
import {SIGNS} from './services.js';
import {knobs, paceOf, spanNow} from './span.js';
import {words} from './words.js';

const GRAVEST = ['lying', 'rising', 'tilting', 'unknown', 'resting', 'standing'];
const LOUDEST = ['firing', 'pending', 'unknown', 'inactive'];
const SHOWN = 3;

export function openOverview() {
  let drawn = [];
  let state = null;
  let span = spanNow();
  let next = 0;
  const control = knobs({before: false});
  const grid = make('ul', {class: 'overview'});
  const trouble = make('p', {class: 'trouble', role: 'status'});
  const element = make('div', {class: 'overview-page'}, make('div', {class: 'heading'}, make('h2', {}, words.overview), control.element), trouble, grid);
  const seen = new IntersectionObserver(entries => entries.forEach(entry => entry.target.pane.sight(entry.isIntersecting)), {rootMargin: '200px'});

  function pointAll(time) {
    panes().forEach(one => one.point(time));
  }

  function panes() {
    return [...grid.kept?.values() ?? []].flatMap(card => card.panes());
  }

  function show() {
    if (state === null) {
      return;
    }
    keep(grid, cardsOf(state, drawn), one => one.id, first => card(first.id, () => ({span, marks: [], open: openTimes(state.incidents, first.id, span)}), pointAll, seen));
    dress(grid, grid.childElementCount > 8 ? 'overview many' : 'overview');
    grid.dataset.empty = grid.childElementCount === 0 ? words.nothing : '';
  }

  function look() {
    clearTimeout(next);
    span = spanNow();
    control.show(span);
    panes().forEach(one => one.look());
    if (span.live) {
      next = setTimeout(() => document.hidden ? document.addEventListener('visibilitychange', look, {once: true}) : look(), paceOf(span) * 1000);
    }
  }

  async function begin() {
    try {
      drawn = await graphs();
      show();
    } catch (e) {
      say(trouble, words.failedToRead);
    }
    look();
  }

  begin();
  return {
    element,
    title: () => words.overview,
    wide: true,
    turned: look,
    know(now) {
      state = now;
      show();
    },
    line() {},
    close() {
      clearTimeout(next);
      document.removeEventListener('visibilitychange', look);
      seen.disconnect();
      panes().forEach(one => one.close());
    },
  };
}

/** One card for each service and one for guards that speak for none, those in trouble first. */
function cardsOf(state, drawn) {
  const services = state.services.map(service => ({id: service.id, name: service.name, service, panes: keyPanes(service.id, drawn, state)}));
  const homeless = keyPanes(null, drawn, state);
  const all = homeless.length === 0 ? services : [...services, {id: 'others', name: words.elsewhere, service: null, panes: homeless}];
  return all.sort((a, b) => gravity(a) - gravity(b) || a.name.localeCompare(b.name));
}

function gravity(card) {
  const pose = card.service === null ? 'standing' : card.service.pose;
  return GRAVEST.indexOf(pose) * 10 + Math.min(9, ...card.panes.map(loudness));
}

function loudness(one) {
  return one.badge === null ? LOUDEST.length : LOUDEST.indexOf(one.badge.kind);
}

function keyPanes(on, drawn, state) {
  const known = new Set(state.services.map(service => service.id));
  return drawn.filter(graph => on === null ? !known.has(graph.on) : graph.on === on)
    .flatMap(graph => panesOf(graph, state)).sort((a, b) => loudness(a) - loudness(b)).slice(0, SHOWN);
}

function card(id, around, onTime, seen) {
  const sign = make('span', {class: 'sign', 'aria-hidden': 'true'});
  const name = make('a', {class: 'name'});
  const pose = make('span', {class: 'pose'});
  const incident = make('a', {class: 'incident'});
  const list = make('ul', {class: 'panes'});
  const element = make('li', {}, make('div', {class: 'line'}, make('h3', {}, sign, name), make('span', {}, incident, pose)), list);

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
      const {service} = now;
      dress(element, service?.pose ?? 'standing');
      say(sign, service === null ? '' : `${SIGNS[service.pose]} `);
      say(name, now.name);
      say(pose, service === null ? '' : words.pose[service.pose]);
      if (service !== null) {
        name.setAttribute('href', address('service', service.name));
      }
      const open = service?.incident ?? null;
      incident.hidden = open === null;
      say(incident, open === null ? '' : `${words.incident(open)} ${words.open}`);
      incident.setAttribute('href', address('incident', open));
      element.title = service?.why ?? '';
      const href = service === null ? undefined : address('service', service.name);
      keep(list, now.panes.map(one => ({...one, href})), one => one.key, place);
      list.dataset.empty = now.panes.length === 0 ? words.nothingToDraw : '';
    },
  };
}
