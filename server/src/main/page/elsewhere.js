// What is guarded and belongs to no service: its charts, where its guards stand, and their incidents.

import {board} from './board.js';
import {make, say} from './dom.js';
import {drawing, isHomeless, panesOf} from './graphs.js';
import {showGuards} from './guards.js';
import {showIncidents} from './incidents.js';
import {words} from './words.js';

export function openElsewhere() {
  const drawn = drawing(show, text => say(trouble, text));
  let state = null;
  const charts = board();
  const guards = make('ul', {class: 'guards'});
  const incidents = make('ul', {class: 'incidents'});
  const trouble = make('p', {class: 'trouble', role: 'status'});
  const element = make('div', {class: 'elsewhere-page'}, make('h2', {}, words.elsewhere), trouble, charts.element,
    make('section', {'aria-label': words.guards}, make('h3', {}, words.guards), guards),
    make('section', {'aria-label': words.incidents}, make('h3', {}, words.incidents), incidents));

  function show() {
    if (state !== null) {
      charts.show(drawn.sheet().graphs.filter(graph => isHomeless(graph, state)).flatMap(graph => panesOf(graph, state)));
    }
  }

  drawn.look();
  charts.look();
  return {
    element,
    title: () => words.elsewhere,
    turned: charts.look,
    know(now) {
      state = now;
      const known = new Set(now.services.map(service => service.id));
      showGuards(guards, now.guards.filter(one => !known.has(one.on)));
      showIncidents(incidents, now.incidents.filter(one => !known.has(one.on)));
      charts.know(now);
      show();
      drawn.know(now);
    },
    line() {},
    close: charts.close,
  };
}
