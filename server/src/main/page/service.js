// A service's own page: how it stands, what its guards ask, as charts, what else was measured of it, and what it logged.

import {board} from './board.js';
import {make, say} from './dom.js';
import {graphs, otherPanes, panesOf, strangers, subjectsOf} from './graphs.js';
import {showGuards} from './guards.js';
import {showIncidents} from './incidents.js';
import {logs} from './logs.js';
import {showServices} from './services.js';
import {spanNow} from './span.js';
import {words} from './words.js';

const OTHERS_SHOWN = 6;

export function openService(name, {command}) {
  const id = `service/${name}`;
  let drawn = [];
  let others = [];
  let all = false;
  let state = null;
  let begun = false;
  let unknown = '';
  const leaving = new AbortController();
  const card = make('ul', {class: 'dolls alone'});
  const guards = make('ul', {class: 'guards'});
  const incidents = make('ul', {class: 'incidents'});
  const charts = board({on: id});
  const logged = logs(name);
  const more = make('button', {type: 'button', class: 'quiet', hidden: true, click: showAll});
  const missing = make('p', {class: 'trouble', role: 'status'});
  const element = make('div', {class: 'service-page'},
    make('h2', {}, name), missing,
    make('div', {class: 'beside'}, card, make('section', {'aria-label': words.guards}, make('h3', {}, words.guards), guards)),
    make('section', {'aria-label': words.charts}, make('h3', {}, words.charts), charts.element, more),
    logged.element,
    make('section', {'aria-label': words.incidents}, make('h3', {}, words.incidents), incidents));

  function showAll() {
    all = true;
    show();
  }

  function show() {
    const mine = drawn.filter(graph => subjectsOf(graph, state).includes(id)).flatMap(graph => panesOf(graph, state, {on: id}));
    const asked = new Set(mine.map(one => one.query));
    const left = others.filter(one => !asked.has(one.query));
    const shown = all ? left : left.slice(0, OTHERS_SHOWN);
    charts.show([...mine, ...shown]);
    more.hidden = shown.length === left.length;
    say(more, words.allFigures(left.length));
  }

  /** A rule that raises an alert from now on is drawn from now on. */
  async function meet(newcomers) {
    if (begun && newcomers !== '' && newcomers !== unknown) {
      unknown = newcomers;
      try {
        drawn = await graphs();
        show();
      } catch (e) {
        // The charts there are stay; the next look at the house asks again.
        unknown = '';
      }
    }
  }

  async function begin() {
    try {
      drawn = await graphs();
      begun = true;
      show();
      charts.look();
      others = await otherPanes(name, spanNow(), leaving.signal);
      show();
    } catch (e) {
      say(missing, e.name === 'AbortError' ? '' : words.failedToRead);
    }
  }

  begin();
  return {
    element,
    title: () => name,
    turned() {
      charts.look();
      logged.turned();
    },
    know(now) {
      state = now;
      const service = now.services.filter(one => one.id === id);
      say(missing, service.length === 0 ? words.noSuchService(name) : '');
      showServices(card, {...now, services: service}, (verb, one) => command(verb, one.id, one.name));
      showGuards(guards, now.guards.filter(one => one.on === id));
      showIncidents(incidents, now.incidents.filter(one => one.on === id));
      charts.know(now);
      show();
      meet(strangers(now, drawn));
      if (service.length > 0) {
        logged.begin();
      }
    },
    async line(line) {
      if (['duty-adopted', 'dropped'].includes(line.type)) {
        drawn = await graphs();
        show();
      }
    },
    close() {
      leaving.abort();
      charts.close();
      logged.close();
    },
  };
}
