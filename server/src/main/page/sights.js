// Cells of a matrix of journeys: the verdict of all vantages first, then a cell for each of them. The server judges; here it gets a sign, a colour and words.

import {dress, keep, make, say} from './dom.js';
import {showRuns} from './runs.js';
import {between, clock, words} from './words.js';

const SIGNS = {clean: '✓', suspected: '!', fallen: '✕', failed: '✕', silent: '?', unknown: '?', left_out: '–', none: ''};
const HERE = 'here';
const ROOMY = 6;

/** `see@web/s1` is the journey `see` at the server s1. */
export function nameOf(journey) {
  return journey.name.split('@')[0];
}

/** A column for each journey and, where it is seen from several vantages, one for each of them behind it. */
export function columnsOf(journeys) {
  const columns = new Map();
  const put = column => columns.has(column.key) || columns.set(column.key, column);
  for (const journey of journeys) {
    const name = nameOf(journey);
    put({key: name, name, vantage: '', several: journey.from.length > 0});
    journey.from.forEach(sight => put({key: `${name} ${sight.vantage}`, name, vantage: sight.vantage, several: true}));
  }
  return [...columns.values()].sort((a, b) => a.name.localeCompare(b.name) || byVantage(a.vantage, b.vantage));
}

/** All together first, then our own place. */
export function byVantage(a, b) {
  const place = vantage => vantage === '' ? 0 : vantage === HERE ? 1 : 2;
  return place(a) - place(b) || a.localeCompare(b);
}

/** What stands in each column, by the column's key; `ignorance(journey)` tells why nothing can be said of it, if so. */
export function sightings(journeys, ignorance) {
  return new Map(journeys.flatMap(journey => {
    const column = nameOf(journey);
    return [[column, together(journey, column, ignorance(journey))], ...journey.from.map(sight => [`${column} ${sight.vantage}`, seen(journey, column, sight)])];
  }));
}

function together(journey, column, why) {
  const unknown = journey.unknown || why;
  const kind = unknown || journey.clean === null ? 'unknown' : journey.verdict ?? (journey.clean ? 'clean' : 'failed');
  return {...journey, column, vantage: '', kind, unknown};
}

function seen(journey, column, sight) {
  const clean = sight.sees === 'clean' ? true : sight.sees === 'suspected' || sight.sees === 'fallen' ? false : null;
  return {...sight, name: journey.name, column, kind: sight.sees, clean};
}

/** Whether there is no room for more than a sign in the cells of vantages. */
export function crowded(columns) {
  return columns.filter(column => column.vantage !== '').length > ROOMY;
}

/** The head of a vantage's column, which says when what it sees does not count. */
export function vantageHead() {
  const name = make('span', {class: 'of'});
  const mark = make('span', {class: 'mark'});
  const element = make('th', {role: 'columnheader', scope: 'col'}, name, mark);
  return {
    element,
    update() {},
    see(column, state) {
      const trouble = column.vantage === '' ? null : troubleOf(column.vantage, state);
      dress(element, column.vantage === '' ? 'together' : trouble === null ? 'vantage' : `vantage ${trouble.kind}`);
      say(name, column.vantage || words.together);
      say(mark, trouble === null ? '' : words.vantageMark[trouble.kind]);
      element.title = trouble?.text ?? '';
    },
  };
}

/** Why what a vantage sees does not count, and since when; null when it does. */
export function troubleOf(name, state) {
  const vantage = state.vantages.find(one => one.name === name);
  if (vantage?.leftOut) {
    const {since, failing, cleanElsewhere} = vantage.leftOut;
    return {kind: 'left_out', text: words.vantageLeftOut(name, sinceWhen(since), failing, cleanElsewhere)};
  }
  if (vantage === undefined || vantage.linked !== null || name === HERE) {
    return null;
  }
  return {kind: 'away', text: vantage.lost === null ? words.vantageNeverLinked(name) : words.vantageAway(name, sinceWhen(vantage.lost))};
}

export function sinceWhen(moment) {
  return words.sinceFor(clock(moment), between(moment, new Date()));
}

/** One line for each vantage of these columns that does not count. */
export function showTroubles(list, columns, state) {
  const names = [...new Set(columns.map(column => column.vantage).filter(vantage => vantage !== ''))].sort(byVantage);
  const troubles = names.map(name => ({name, ...troubleOf(name, state)})).filter(one => one.text);
  list.hidden = troubles.length === 0;
  keep(list, troubles, one => one.name, () => {
    const item = make('li');
    return {
      element: item,
      update(one) {
        dress(item, one.kind);
        say(item, one.text);
      },
    };
  });
}

/** A cell that opens its last runs; `place()` names the row it is in. */
export function cell(place) {
  let shown = null;
  const sign = make('span', {class: 'sign', 'aria-hidden': 'true'});
  const said = make('span', {class: 'came'});
  const word = make('span', {class: 'word'});
  const why = make('span', {class: 'why'});
  const label = make('span', {class: 'label', 'aria-hidden': 'true'});
  const button = make('button', {type: 'button', click: () => shown !== null && showRuns(shown, place())}, label, make('span', {class: 'line'}, sign, said, word), why);
  const element = make('td', {role: 'cell'}, button);

  function see(next) {
    shown = next ?? null;
    const kind = shown?.kind ?? 'none';
    const one = shown?.vantage ? 'sight' : shown?.from.length > 0 ? 'together' : 'alone';
    dress(element, `journey ${one} ${kind}`);
    say(sign, SIGNS[kind]);
    say(said, shown === null ? '' : figure(shown, one));
    say(word, one === 'sight' ? words.sees[kind] : '');
    say(why, shown === null ? '' : reason(shown, one));
    say(label, shown === null ? '' : one === 'sight' ? shown.vantage : shown.column);
    const text = shown === null ? '' : [one === 'alone' ? said.textContent : words.sees[kind], one === 'sight' ? shown.why : why.textContent].filter(part => part).join(': ');
    button.title = text;
    button.hidden = shown === null;
    button.setAttribute('aria-label', shown === null ? '' : words.cellTitle(shown.vantage ? words.seenFrom(shown.column, shown.vantage) : shown.column, place(), text));
  }

  return {element, see, update() {}};
}

/** What is said in one word or number. */
function figure(shown, one) {
  switch (one) {
    case 'together': return words.sees[shown.kind];
    case 'sight': return shown.kind === 'clean' ? words.millis(shown.tookMillis) : shown.failedInARow > 0 ? words.times(shown.failedInARow) : '';
    default: return shown.kind === 'unknown' ? words.cellUnknown : shown.clean ? words.cellClean(shown.tookMillis) : words.cellFailed(shown.failedInARow);
  }
}

function reason(shown, one) {
  if (one === 'sight') {
    return '';
  }
  if (shown.kind === 'unknown') {
    return shown.unknown || words.noVerdict;
  }
  const failing = shown.from.filter(sight => sight.sees === 'suspected' || sight.sees === 'fallen').length;
  const agree = one === 'together' ? words.agree(failing, shown.from.length, shown.needed) : '';
  return [agree, shown.clean ? '' : shown.why].filter(part => part).join(' · ');
}

/** What the signs mean. */
export function legend() {
  const element = make('p', {class: 'legend', 'aria-hidden': 'true'});
  return {
    element,
    show(visible) {
      element.hidden = !visible;
      keep(element, visible ? ['clean', 'suspected', 'fallen', 'silent', 'left_out'] : [], kind => kind, kind => {
        const key = make('span', {class: `key-of ${kind}`}, make('span', {class: 'sign'}, SIGNS[kind]), words.sees[kind]);
        return {element: key, update() {}};
      });
    },
  };
}

/** Arrow keys lead from cell to cell: a large matrix is too long a way for the Tab key alone. */
export function steer(table) {
  table.addEventListener('keydown', event => {
    const step = {ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0]}[event.key];
    if (step === undefined || !event.target.matches('.journey button')) {
      return;
    }
    event.preventDefault();
    const rows = [...table.querySelectorAll('tr')].map(row => [...row.querySelectorAll('.journey')]).filter(row => row.length > 0);
    const at = rows.findIndex(row => row.includes(event.target.parentElement));
    const on = rows[at].indexOf(event.target.parentElement);
    rows[at + step[0]]?.[on + step[1]]?.querySelector('button:not([hidden])')?.focus();
  });
}
