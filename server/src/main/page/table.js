// A chart's numbers as a table, made when somebody opens it.

import {make, say} from './dom.js';
import {shown} from './units.js';
import {clock, words} from './words.js';

const MOST_ROWS = 60;
const MOST_COLUMNS = 8;

export function table() {
  let shownLast = null;
  const title = make('summary');
  const body = make('div', {class: 'rows', tabindex: '0'});
  const element = make('details', {class: 'table', toggle: fill}, title, body);

  function fill() {
    if (!element.open || shownLast === null) {
      return;
    }
    const {model, all} = shownLast;
    body.setAttribute('aria-label', words.tableOf(model.title));
    body.replaceChildren(rowsOf(model, all.slice(0, MOST_COLUMNS)));
  }

  return {
    element,
    show(model, all) {
      shownLast = {model, all};
      say(title, words.asTable);
      fill();
    },
  };
}

function rowsOf(model, all) {
  const times = [...new Set(all.flatMap(one => one.points.map(point => point[0])))].sort((a, b) => b - a);
  const every = Math.ceil(times.length / MOST_ROWS);
  const values = all.map(one => new Map(one.points));
  return make('table', {},
    make('thead', {}, make('tr', {}, make('th', {scope: 'col'}, words.moment), ...all.map(one => make('th', {scope: 'col'}, one.name)))),
    make('tbody', {}, ...times.filter((_, i) => i % every === 0).map(time => make('tr', {},
      make('th', {scope: 'row'}, clock(time * 1000)),
      ...values.map(one => make('td', {}, one.has(time) ? shown(one.get(time), model.unit) : '–'))))));
}
