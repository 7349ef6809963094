// From where journeys are run: how each place does, and what each of them sees of the journeys of our services.

import {dress, keep, make, say} from './dom.js';
import {byVantage, cell, legend, nameOf, sightings, sinceWhen, steer, troubleOf, vantageHead} from './sights.js';
import {language, words} from './words.js';

/** Shows the vantages, and a matrix where a service's journey is run from several of them. */
export function showVantages(section, state) {
  const rows = state.services.flatMap(service => service.journeys.filter(journey => journey.from.length > 0).map(journey => ({service, journey})));
  section.hidden = state.vantages.length === 0 && rows.length === 0;
  keep(section.querySelector('.vantage-list'), state.vantages, vantage => vantage.name, vantageLine);
  section.querySelector('.vantage-list').kept.forEach(line => line.know(state));
  const place = section.querySelector('.service-matrix');
  place.hidden = rows.length === 0;
  keep(place, rows.length === 0 ? [] : [language], key => key, matrix);
  place.kept.forEach(one => one.know(rows, state));
}

function vantageLine() {
  let vantage = null;
  const sign = make('span', {class: 'sign', 'aria-hidden': 'true'});
  const name = make('span', {class: 'name'});
  const text = make('span', {class: 'faint'});
  const element = make('li', {}, sign, name, text);
  return {
    element,
    update: next => vantage = next,
    know(state) {
      const trouble = troubleOf(vantage.name, state);
      dress(element, trouble?.kind ?? 'linked');
      say(sign, {away: '○', left_out: '–'}[trouble?.kind] ?? '●');
      say(name, trouble === null ? vantage.name : '');
      say(text, trouble?.text ?? words.vantageLinked(sinceWhen(vantage.linked), vantage.journeys));
    },
  };
}

/** A row for each journey of a service, a column for each vantage. */
function matrix() {
  const head = make('tr', {role: 'row', class: 'vantages'});
  const body = make('tbody', {role: 'rowgroup'});
  const signs = legend();
  const table = make('table', {class: 'matrix seen', role: 'table', 'aria-label': words.vantages}, make('thead', {role: 'rowgroup'}, head), body);
  const element = make('div', {class: 'pool'}, make('div', {class: 'wide-matrix'}, table), signs.element);
  signs.show(true);
  steer(table);

  function know(rows, state) {
    const vantages = [...new Set(rows.flatMap(({journey}) => journey.from.map(sight => sight.vantage)))].sort(byVantage);
    const columns = ['', ...vantages].map(vantage => ({key: `v ${vantage}`, vantage}));
    keep(head, [{key: 'journey'}, ...columns], column => column.key, column => column.key === 'journey' ? corner() : vantageHead());
    columns.forEach(column => head.kept.get(column.key).see(column, state));
    keep(body, rows, ({journey}) => journey.name, row);
    body.kept.forEach(one => one.know(columns));
  }

  return {element, know, update() {}};
}

function corner() {
  return {element: make('th', {role: 'columnheader', scope: 'col'}, words.ofService), update() {}};
}

function row() {
  let at = null;
  const name = make('span', {class: 'name'});
  const service = make('span', {class: 'faint'});
  const first = make('th', {role: 'rowheader', scope: 'row', class: 'server'}, make('p', {class: 'line'}, name, service));
  const element = make('tr', {role: 'row', class: 'journey-row'});

  function know(columns) {
    const {journey} = at;
    say(name, journey.name);
    say(service, at.service.name);
    const seen = sightings([journey], () => '');
    keep(element, [{key: 'first'}, ...columns], column => column.key, column => column.key === 'first' ? {element: first, update() {}} : cell(() => at.service.name));
    columns.forEach(column => element.kept.get(column.key).see(seen.get(column.vantage === '' ? nameOf(journey) : `${nameOf(journey)} ${column.vantage}`)));
  }

  return {element, know, update: next => at = next};
}
