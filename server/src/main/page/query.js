// A box to try a query in: its answer now as a table, over time as a chart. The address holds the query, so that it can be passed on.

import {Unanswered, ask, namesOf, numberOf} from './ask.js';
import {board} from './board.js';
import {completion} from './complete.js';
import {make, say} from './dom.js';
import {place, turn} from './route.js';
import {unitOf, shown} from './units.js';
import {words} from './words.js';

const KEPT = 'queries';
const MOST_KEPT = 30;
const MOST_ROWS = 200;

export function openQuery() {
  let asked = null;
  const charts = board({columns: 'columns-1'});
  const box = make('textarea', {id: 'query', rows: 2, spellcheck: 'false', autocomplete: 'off', autocapitalize: 'off', keydown: keys,
    'aria-describedby': 'query-trouble'});
  const trouble = make('div', {id: 'query-trouble', role: 'alert'});
  const history = make('select', {id: 'query-history', change: again});
  const answer = make('div', {class: 'answer'});
  const hint = make('p', {class: 'faint'}, words.queryHint);
  const results = make('div', {hidden: true},
    make('section', {'aria-label': words.graph}, make('h3', {}, words.graph), charts.element),
    make('section', {'aria-label': words.valuesNow}, make('h3', {}, words.valuesNow), answer));
  const element = make('div', {class: 'query-page'},
    make('h2', {}, words.query),
    make('form', {submit: event => {
      event.preventDefault();
      go();
    }}, make('label', {for: 'query'}, words.queryLabel), completion(box), trouble,
    make('div', {class: 'buttons'}, make('button', {type: 'submit', class: 'strong'}, words.askNow),
      make('label', {for: 'query-history', class: 'faint'}, words.history), history)),
    hint, results);

  function keys(event) {
    if (event.key === 'Enter' && !event.shiftKey && !event.defaultPrevented) {
      event.preventDefault();
      go();
    }
  }

  function go() {
    const text = box.value.trim();
    if (text === (place().params.get('q') ?? '')) {
      turned();
    } else {
      turn({q: text});
    }
  }

  function again() {
    if (history.value !== '') {
      box.value = history.value;
      go();
    }
  }

  async function turned() {
    const text = place().params.get('q') ?? '';
    if (text !== asked) {
      box.value = text;
    }
    asked = text;
    showHistory();
    if (text === '') {
      results.hidden = true;
      return;
    }
    try {
      const data = await ask('query', {query: text});
      if (text !== asked) {
        return;
      }
      trouble.replaceChildren();
      results.hidden = false;
      showAnswer(data);
      remember(text);
      showHistory();
      draw(text);
    } catch (e) {
      if (text !== asked) {
        return;
      }
      fail(e, text);
    }
  }

  function draw(text) {
    charts.show([{key: text, title: text, badge: null, query: text, line: null, bad: null}]);
    charts.look();
  }

  function fail(e, text) {
    results.hidden = true;
    trouble.replaceChildren(make('p', {class: 'trouble'}, e instanceof Unanswered ? e.message : words.failedToRead), pointer(e, text));
    if (e instanceof Unanswered && e.column !== null) {
      box.focus();
      const before = text.split('\n').slice(0, e.row - 1).reduce((sum, line) => sum + line.length + 1, 0);
      box.setSelectionRange(before + e.column - 1, before + e.column);
    }
  }

  function showAnswer(data) {
    const rows = rowsOf(data);
    const unit = unitOf(place().params.get('q') ?? '');
    const names = namesOf(rows, words.value);
    const body = rows.slice(0, MOST_ROWS).map((row, i) => make('tr', {}, make('th', {scope: 'row'}, written(row.labels) || names[i]),
      make('td', {}, row.text ?? shown(row.value, unit)), make('td', {class: 'exact'}, row.exact)));
    answer.replaceChildren(rows.length === 0 ? make('p', {class: 'faint'}, words.noSamples)
      : make('div', {class: 'rows', tabindex: '0', 'aria-label': words.valuesNow},
        make('table', {}, make('thead', {}, make('tr', {}, ...[words.series, words.value, words.exact].map(text => make('th', {scope: 'col'}, text)))),
          make('tbody', {}, ...body))),
    rows.length > MOST_ROWS ? make('p', {class: 'faint'}, words.firstOf(MOST_ROWS, rows.length)) : '');
  }

  function showHistory() {
    const all = remembered();
    history.replaceChildren(make('option', {value: ''}, all.length === 0 ? words.noHistory : words.chooseQuery), ...all.map(text => make('option', {value: text}, text)));
  }

  turned();
  box.focus();
  return {element, title: () => words.query, turned, know: charts.know, line() {}, close: charts.close};
}

function rowsOf(data) {
  switch (data.resultType) {
    case 'scalar': return [{labels: {}, value: numberOf(data.result[1]), exact: data.result[1]}];
    case 'string': return [{labels: {}, text: data.result[1], exact: ''}];
    case 'matrix': return data.result.map(one => ({labels: one.metric, text: words.samples((one.values ?? one.histograms).length), exact: one.values?.at(-1)[1] ?? ''}));
    default: return data.result.map(one => one.value === undefined ? {labels: one.metric, text: words.histogram(one.histogram[1].count), exact: ''}
      : {labels: one.metric, value: numberOf(one.value[1]), exact: one.value[1]});
  }
}

function written(labels) {
  const {__name__: name = '', ...others} = labels;
  const inside = Object.entries(others).map(([key, value]) => `${key}=${JSON.stringify(value)}`).join(', ');
  return inside === '' ? name : `${name}{${inside}}`;
}

/** The line of the query and an arrow to where it went wrong. */
function pointer(e, text) {
  if (!(e instanceof Unanswered) || e.column === null) {
    return '';
  }
  return make('pre', {'aria-hidden': 'true'}, `${text.split('\n')[e.row - 1] ?? ''}\n${' '.repeat(e.column - 1)}▲`);
}

function remembered() {
  try {
    const all = JSON.parse(localStorage.getItem(KEPT) ?? '[]');
    return Array.isArray(all) ? all.filter(one => typeof one === 'string') : [];
  } catch (e) {
    return [];
  }
}

function remember(text) {
  localStorage.setItem(KEPT, JSON.stringify([text, ...remembered().filter(one => one !== text)].slice(0, MOST_KEPT)));
}
