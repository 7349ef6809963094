// Boxes to try queries in: their answers now as tables, over time as charts under each other. The address holds them, so that they can be passed on.

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
const MOST_ASKED = 12;

export function openQuery() {
  let asked = null;
  let made = 0;
  let entries = [];
  let chosen = null;
  const charts = board({columns: 'columns-1'});
  const list = make('div', {class: 'entries'});
  const add = make('button', {type: 'button', class: 'quiet', click: another}, words.addQuery);
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
    }}, list,
    make('div', {class: 'buttons'}, make('button', {type: 'submit', class: 'strong'}, words.askNow), add,
      make('label', {for: 'query-history', class: 'faint'}, words.history), history)),
    hint, results);

  function entry() {
    const id = ++made === 1 ? 'query' : `query-${made}`;
    const box = make('textarea', {id, rows: 2, spellcheck: 'false', autocomplete: 'off', autocapitalize: 'off', keydown: keys, focus: () => {
      chosen = one;
    }, 'aria-describedby': `${id}-trouble`});
    const trouble = make('div', {id: `${id}-trouble`, role: 'alert'});
    const label = make('label', {for: id});
    const remove = make('button', {type: 'button', class: 'quiet', click: () => leave(one)}, words.removeQuery);
    const one = {box, trouble, label, remove, element: make('div', {class: 'entry'}, make('div', {class: 'about'}, label, remove), completion(box), trouble)};
    return one;
  }

  /** As many boxes as wanted, counted for whoever does not see them. */
  function arrange(count) {
    entries = [...entries.slice(0, count), ...Array.from({length: Math.max(0, count - entries.length)}, entry)];
    // What stands already is left where it is: a box that is taken out and put back loses the keyboard.
    if (list.childElementCount !== entries.length || entries.some((one, i) => list.children[i] !== one.element)) {
      list.replaceChildren(...entries.map(one => one.element));
    }
    entries.forEach((one, i) => {
      say(one.label, i === 0 ? words.queryLabel : words.furtherQuery(i + 1));
      one.remove.hidden = entries.length === 1;
      one.remove.setAttribute('aria-label', words.removeNumber(i + 1));
    });
    add.disabled = entries.length >= MOST_ASKED;
    chosen = entries.includes(chosen) ? chosen : entries[0];
  }

  function another() {
    arrange(entries.length + 1);
    entries.at(-1).box.focus();
  }

  function leave(one) {
    entries = entries.filter(other => other !== one);
    arrange(Math.max(1, entries.length));
    go();
    entries[0].box.focus();
  }

  function keys(event) {
    if (event.key === 'Enter' && !event.shiftKey && !event.defaultPrevented) {
      event.preventDefault();
      go();
    }
  }

  function go() {
    const texts = entries.map(one => one.box.value.trim()).filter(text => text !== '');
    if (JSON.stringify(texts) === JSON.stringify(queriesNow())) {
      turned();
    } else {
      turn({q: texts});
    }
  }

  function again() {
    if (history.value !== '') {
      chosen.box.value = history.value;
      go();
    }
  }

  async function turned() {
    const texts = queriesNow();
    const mine = JSON.stringify(texts);
    if (mine !== asked) {
      arrange(Math.max(1, texts.length));
      entries.forEach((one, i) => {
        one.box.value = texts[i] ?? '';
      });
    }
    asked = mine;
    showHistory();
    const filled = entries.filter(one => one.box.value.trim() !== '');
    const answers = await Promise.all(texts.map((text, i) => answerOf(text, filled[i] ?? entries[i])));
    if (mine === asked) {
      show(answers);
    }
  }

  async function answerOf(text, entry) {
    try {
      return {text, entry, data: await ask('query', {query: text}), trouble: null};
    } catch (e) {
      return {text, entry, data: null, trouble: e};
    }
  }

  /** What can be answered is shown beside what cannot. */
  function show(answers) {
    const good = answers.filter(one => one.trouble === null);
    entries.forEach(one => one.trouble.replaceChildren());
    answers.filter(one => one.trouble !== null).forEach(fail);
    results.hidden = good.length === 0;
    answer.replaceChildren(...good.flatMap(one => [good.length > 1 ? make('h4', {}, one.text) : null, ...table(one.data, one.text)]).filter(part => part !== null));
    good.forEach(one => remember(one.text));
    showHistory();
    if (good.length > 0) {
      charts.show([...new Set(good.map(one => one.text))].map(text => ({key: text, title: text, badge: null, query: text, line: null, bad: null})));
      charts.look();
    }
  }

  function fail({text, entry: {box, trouble: place}, trouble}) {
    place.replaceChildren(make('p', {class: 'trouble'}, trouble instanceof Unanswered ? trouble.message : words.failedToRead), pointer(trouble, text));
    if (trouble instanceof Unanswered && trouble.column !== null) {
      box.focus();
      const before = text.split('\n').slice(0, trouble.row - 1).reduce((sum, line) => sum + line.length + 1, 0);
      box.setSelectionRange(before + trouble.column - 1, before + trouble.column);
    }
  }

  function table(data, text) {
    const rows = rowsOf(data);
    const unit = unitOf(text);
    const names = namesOf(rows, words.value);
    const body = rows.slice(0, MOST_ROWS).map((row, i) => make('tr', {}, make('th', {scope: 'row'}, written(row.labels) || names[i]),
      make('td', {}, row.text ?? shown(row.value, unit)), make('td', {class: 'exact'}, row.exact)));
    return [
      rows.some(row => row.histogram) ? asQuantile(text) : null,
      rows.length === 0 ? make('p', {class: 'faint'}, words.noSamples)
        : make('div', {class: 'rows', tabindex: '0', 'aria-label': words.valuesNow},
          make('table', {}, make('thead', {}, make('tr', {}, ...[words.series, words.value, words.exact].map(title => make('th', {scope: 'col'}, title)))),
            make('tbody', {}, ...body))),
      rows.length > MOST_ROWS ? make('p', {class: 'faint'}, words.firstOf(MOST_ROWS, rows.length)) : null,
    ];
  }

  /** A histogram is no curve; what it is usually asked for is. */
  function asQuantile(text) {
    const better = `histogram_quantile(0.95, ${text})`;
    return make('p', {class: 'hint'}, words.histogramsDrawn, ' ', make('button', {type: 'button', class: 'quiet', click: () =>
      turn({q: queriesNow().map(one => one === text ? better : one)})}, better));
  }

  function showHistory() {
    const all = remembered();
    history.replaceChildren(make('option', {value: ''}, all.length === 0 ? words.noHistory : words.chooseQuery), ...all.map(text => make('option', {value: text}, text)));
  }

  arrange(1);
  turned();
  entries[0].box.focus();
  return {element, title: () => words.query, turned, know: charts.know, line() {}, close: charts.close};
}

function queriesNow() {
  return place().params.getAll('q').filter(text => text !== '').slice(0, MOST_ASKED);
}

function rowsOf(data) {
  switch (data.resultType) {
    case 'scalar': return [{labels: {}, value: numberOf(data.result[1]), exact: data.result[1]}];
    case 'string': return [{labels: {}, text: data.result[1], exact: ''}];
    case 'matrix': return data.result.map(one => ({labels: one.metric, text: words.samples((one.values ?? one.histograms).length), exact: one.values?.at(-1)[1] ?? ''}));
    default: return data.result.map(one => one.value === undefined ? {labels: one.metric, text: words.histogram(one.histogram[1].count), exact: '', histogram: true}
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
