// The week behind us: what rose, what came near its line, what was changed and whether that helped.

import {chart} from './chart.js';
import {make, say} from './dom.js';
import {graphs} from './graphs.js';
import {SIGNS, marksOf} from './marks.js';
import {read} from './live.js';
import {address} from './route.js';
import {WEEK} from './span.js';
import {shown, unitOfPlot} from './units.js';
import {aroundChange, changesOf, rise, weekOf} from './week.js';
import {clock, language, told, words} from './words.js';

const NEAR = 0.8;
const CHANGES = ['deploy', 'campaign', 'reload'];
const CHANGES_SHOWN = 8;
const PLOTS_SHOWN = 3;
const RISES_SHOWN = 12;
const DAY = 86400;

export function openReview() {
  const now = Date.now() / 1000;
  const leaving = new AbortController();
  const pictures = [];
  const progress = make('p', {class: 'faint', role: 'status'}, words.loading);
  const unread = make('p', {class: 'trouble', role: 'status'});
  const rises = make('div', {class: 'wide-table', tabindex: '0', role: 'group', 'aria-label': words.whatRose});
  const near = make('div', {class: 'wide-table', tabindex: '0', role: 'group', 'aria-label': words.whatCameNear});
  const suspected = make('ul', {class: 'suspected'});
  const changes = make('ul', {class: 'changes'});
  const element = make('div', {class: 'review-page'}, make('h2', {}, words.reviewOf(day(now - WEEK), day(now))), progress, unread,
    part(words.whatRose, words.whatRoseNote, rises), part(words.whatCameNear, words.whatCameNearNote, near, suspected),
    part(words.whatChanged, words.whatChangedNote, changes));

  async function begin() {
    try {
      const [drawn, {incidents}] = await Promise.all([graphs(), read('/api/incidents?limit=500&kind=incident')]);
      const nearly = await read('/api/incidents?limit=500&kind=near-miss');
      const plots = drawn.flatMap(graph => graph.plots.map(plot => ({...plot, guard: graph.guard, on: graph.on})));
      const rows = await rowsOf(plots);
      showRises(rows);
      showNear(rows);
      showSuspected(nearly.incidents);
      await showChanges(plots, incidents);
      say(progress, '');
    } catch (e) {
      say(progress, e.name === 'AbortError' ? '' : words.failedToRead);
    }
  }

  async function rowsOf(plots) {
    const rows = [];
    const missed = new Map();
    for (const [i, plot] of plots.entries()) {
      say(progress, words.progress(i + 1, plots.length));
      rows.push(...await orMissed(weekOf(plot, plot.guard, now, leaving.signal), plot, missed) ?? []);
    }
    sayMissed(unread, missed);
    return rows;
  }

  function showRises(rows) {
    const known = rows.filter(row => rise(row) !== null).sort((a, b) => Math.abs(rise(b)) - Math.abs(rise(a))).slice(0, RISES_SHOWN);
    rises.replaceChildren(known.length === 0 ? make('p', {class: 'faint'}, words.noWeekBefore)
      : tableOf([words.guard, words.lastWeek, words.thisWeek, words.change, words.twoWeeks], known.map(row => [
        link(row), number(row.before, row), number(row.after, row), make('td', {class: sense(row)}, signed(rise(row))), picture(row)])));
  }

  function showNear(rows) {
    const close = nearOnes(rows);
    near.replaceChildren(close.length === 0 ? make('p', {class: 'faint'}, words.nothingNear)
      : tableOf([words.guard, words.line, words.nearest, words.partOfLine, words.hourOf], close.map(row => [
        link(row), make('td', {}, `${row.plot.line.sign} ${shown(row.plot.line.at, unitOfPlot(row.plot))}`), number(row.nearest.value, row),
        make('td', {class: row.nearest.crossed ? 'worse' : ''}, partWords(row.nearest)),
        make('td', {}, make('a', {href: whenHref(row)}, clock(row.nearest.time * 1000)))])));
  }

  function showSuspected(incidents) {
    const missed = incidents.filter(one => one.ending === 'NEAR_MISS' && seconds(one.opened) > now - WEEK);
    suspected.replaceChildren(...missed.map(one => make('li', {}, make('a', {href: address('incident', one.id)}, `${words.incident(one.id)} ${one.on}`),
      ` ${words.suspected}: ${told(`${one.by}: ${one.why}`)} (${clock(one.opened)})`)));
  }

  async function showChanges(plots, incidents) {
    const {all, whole} = await marksOf({from: now - WEEK, to: now}, null);
    const found = changesOf(all.filter(mark => CHANGES.includes(mark.kind))).reverse();
    changes.replaceChildren(...found.slice(0, CHANGES_SHOWN).map(change => changeItem(change, plots, incidents)));
    changes.append(...found.length === 0 ? [make('li', {class: 'faint'}, words.nothingChanged)]
      : found.length > CHANGES_SHOWN ? [make('li', {class: 'faint'}, words.firstOf(CHANGES_SHOWN, found.length))] : []);
    changes.append(...whole ? [] : [make('li', {class: 'faint'}, words.notAllMarks)]);
  }

  function changeItem(change, plots, incidents) {
    const place = make('div', {class: 'before-after'}, make('p', {class: 'faint'}, words.loading));
    const concerns = one => change.on === null || one.on === change.on;
    const opened = (from, to) => incidents.filter(one => concerns(one) && seconds(one.opened) >= from && seconds(one.opened) < to).length;
    const title = change.marks.slice(0, 3).map(mark => told(mark.words[language], mark.at)).join(' ') + (change.marks.length > 3 ? ` ${words.andMore(change.marks.length - 3)}` : '');
    fill(place, change, plots.filter(concerns));
    return make('li', {}, make('p', {class: 'line'}, make('span', {class: 'name'}, `${SIGNS[change.kind]} ${title}`), make('time', {class: 'faint'}, clock(change.time * 1000))),
      make('p', {class: 'faint'}, words.incidentsAround(opened(change.time - DAY, change.time), opened(change.time, Math.min(now, change.time + DAY)), change.on)), place);
  }

  async function fill(place, change, plots) {
    try {
      const found = [];
      const missed = new Map();
      for (const plot of plots) {
        const around = await orMissed(aroundChange(plot, change.time, now, leaving.signal), plot, missed);
        if (around !== null && around.before !== null && around.after !== null) {
          found.push({plot, ...around, title: plot.guard});
        }
      }
      const most = found.sort((a, b) => Math.abs(rise(b) ?? 0) - Math.abs(rise(a) ?? 0)).slice(0, PLOTS_SHOWN);
      const note = make('p', {class: 'trouble'});
      sayMissed(note, missed);
      place.replaceChildren(most.length === 0 ? make('p', {class: 'faint'}, words.noSamples)
        : make('div', {class: 'wide-table'}, tableOf([words.guard, words.hourBefore, words.hourAfter, words.change, words.aroundIt], most.map(row => [
          link(row), number(row.before, row), number(row.after, row), make('td', {class: sense(row)}, signed(rise(row))),
          small(row, row.series, row.span, [{kind: change.kind, time: change.time}])]))), note);
    } catch (e) {
      say(place, e.name === 'AbortError' ? '' : words.failedToRead);
    }
  }

  function picture(row) {
    const span = {from: row.points[0][0], to: row.points.at(-1)[0], step: 3600};
    return small(row, [{labels: {}, points: row.points}], span, [{kind: 'week', time: now - WEEK}]);
  }

  function small(row, series, span, marks) {
    const one = chart({onTime() {}, onZoom() {}, small: true});
    pictures.push(one);
    one.show({title: row.title, query: row.plot.query, unit: unitOfPlot(row.plot), ...span, now: span.to, series, before: [], line: row.plot.line, bad: [],
      marks, open: [], forecast: null, trouble: null});
    return make('td', {class: 'picture'}, one.element);
  }

  begin();
  return {
    element,
    title: () => words.review,
    turned() {},
    know() {},
    line() {},
    close() {
      leaving.abort();
      pictures.forEach(one => one.close());
    },
  };
}

/** One question that fails leaves the others their answers; null for what was not read. */
async function orMissed(asked, plot, missed) {
  try {
    return await asked;
  } catch (e) {
    if (e.name === 'AbortError') {
      throw e;
    }
    missed.set(plot.guard, e.message);
    return null;
  }
}

function sayMissed(place, missed) {
  say(place, missed.size === 0 ? '' : words.notRead([...missed].map(([guard, why]) => `${guard} (${why})`).join('; ')));
}

function part(title, note, ...children) {
  return make('section', {'aria-label': title}, make('h3', {}, title), make('p', {class: 'faint'}, note), ...children);
}

function tableOf(heads, rows) {
  return make('table', {}, make('thead', {}, make('tr', {}, ...heads.map(head => make('th', {scope: 'col'}, head)))),
    make('tbody', {}, ...rows.map(cells => make('tr', {}, ...cells))));
}

function link(row) {
  const service = /^service\/(.*)/.exec(row.plot.on ?? '')?.[1];
  const href = service === undefined ? address('query', null, {q: row.plot.query, range: '7d'}) : address('service', service, {range: '7d', before: 'week'});
  return make('th', {scope: 'row'}, make('a', {href}, row.title), service === undefined ? null : make('span', {class: 'faint'}, ` ${service}`));
}

/** What crossed its line first. Guards that share a figure and its line, such as those of one objective, share a row. */
function nearOnes(rows) {
  const close = rows.filter(row => row.nearest !== null && (row.nearest.crossed || row.nearest.part >= NEAR))
    .sort((a, b) => b.nearest.crossed - a.nearest.crossed || b.nearest.part - a.nearest.part);
  return [...new Map(close.toReversed().map(row => [row.key, row])).values()].reverse();
}

function partWords({part, crossed}) {
  return [part === null ? null : `${Math.round(part * 100)}%`, crossed ? words.crossed : null].filter(word => word !== null).join(' ');
}

/** The hour in question, with one more on either side. */
function whenHref(row) {
  const params = {from: Math.round(row.nearest.time - 7200), to: Math.round(row.nearest.time + 3600)};
  const service = /^service\/(.*)/.exec(row.plot.on ?? '')?.[1];
  return service === undefined ? address('query', null, {q: row.plot.query, ...params}) : address('service', service, params);
}

function number(value, row) {
  return make('td', {}, value === null ? '–' : shown(value, unitOfPlot(row.plot)));
}

function signed(part) {
  return part === null ? '–' : `${part > 0 ? '+' : part < 0 ? '−' : '±'}${Math.abs(part * 100).toLocaleString(language, {maximumSignificantDigits: 2})}%`;
}

/** Towards the line or away from it, where there is one; otherwise nobody can say which is better. */
function sense(row) {
  const change = rise(row);
  if (change === null || Math.abs(change) < 0.05 || row.plot.line === null || !/[<>]/.test(row.plot.line.sign)) {
    return '';
  }
  return (change > 0) === row.plot.line.sign.startsWith('>') ? 'worse' : 'better';
}

function day(time) {
  return new Date(time * 1000).toLocaleDateString(language, {month: 'long', day: 'numeric'});
}

function seconds(iso) {
  return new Date(iso).getTime() / 1000;
}
