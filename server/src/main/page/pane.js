// A chart with its heading: what is asked, how its guard stands, and the answer, asked for again and again while it can be seen.

import {Unanswered, over} from './ask.js';
import {chart} from './chart.js';
import {dress, make, say} from './dom.js';
import {turn} from './route.js';
import {WEEK, wantsWeekBefore} from './span.js';
import {unitOf} from './units.js';
import {words} from './words.js';

/**
 * Makes a pane of `{title, badge, query, line, bad, note, href}`, where `foreseen` is the moment it is foreseen from if that is not now; `around()` gives the span, the marks and the open times it stands among.
 *
 * `look()` asks again, once the pane is in sight; `sight(visible)` says whether it is.
 */
export function pane(first, around, onTime, small = false) {
  let wanted = first;
  let visible = false;
  let owed = true;
  let answer = null;
  let asking = null;
  const picture = chart({onTime, onZoom: (from, to) => turn({range: null, from: Math.floor(from), to: Math.ceil(to)}), small});
  const title = make('a');
  const badge = make('span', {class: 'standing'});
  const query = make('a', {class: 'query'});
  const note = make('span', {class: 'faint'});
  const heading = make('div', {class: 'heading'}, make('h3', {}, title), badge);
  const element = make('li', {class: 'pane'}, heading, small ? null : make('p', {class: 'asked'}, query, note), picture.element);

  async function look() {
    owed = !visible;
    if (!visible) {
      return;
    }
    const {span} = around();
    const mine = questionOf(wanted, span);
    if (asking !== null && asking.question === mine) {
      return;
    }
    asking?.control.abort();
    const control = new AbortController();
    asking = {question: mine, control};
    try {
      answer = {span, ...await answers(wanted, span, control.signal, small), trouble: null};
    } catch (e) {
      if (e.name === 'AbortError') {
        return;
      }
      answer = {span, series: [], before: [], bad: [], forecast: null, trouble: e instanceof Unanswered ? e.message : words.failedToRead};
    } finally {
      asking = asking?.control === control ? null : asking;
    }
    redraw();
  }

  function redraw() {
    if (answer === null) {
      return;
    }
    const {marks, open} = around();
    picture.show({...answer, ...answer.span, to: Math.max(answer.span.to, answer.forecast?.until ?? 0), title: wanted.label ?? wanted.title, query: wanted.query,
      unit: wanted.unit ?? unitOf(wanted.query), line: wanted.line, marks, open});
  }

  return {
    element,
    look,
    redraw,
    update(now) {
      const other = now.query !== wanted.query;
      wanted = now;
      dress(element, `pane ${now.badge?.kind ?? ''}`);
      say(title, now.title);
      title.title = now.all ?? now.title;
      title.toggleAttribute('href', now.href !== undefined);
      if (now.href !== undefined) {
        title.setAttribute('href', now.href);
      }
      dress(badge, `standing ${now.badge?.kind ?? ''}`);
      say(badge, now.badge?.text ?? '');
      say(query, now.query === now.title ? '' : now.query);
      query.setAttribute('href', now.queryHref ?? '#/');
      say(note, now.note ?? '');
      if (other) {
        look();
      }
    },
    point: picture.point,
    sight(now) {
      visible = now;
      if (visible && owed) {
        look();
      }
    },
    close() {
      asking?.control.abort();
      picture.close();
    },
  };
}

/** What is asked, however the time moved on meanwhile: an answer slower than the pace is waited for, and not begun again and again. */
function questionOf(wanted, span) {
  return JSON.stringify([wanted.query, span.live ? span.to - span.from : [span.from, span.to], wantsWeekBefore()]);
}

async function answers(wanted, span, signal, small) {
  const [series, before, bad, forecast] = await Promise.all([
    over(wanted.query, span, signal),
    wantsWeekBefore() ? over(wanted.query, span, signal, WEEK) : [],
    wanted.bad ? over(wanted.bad.replaceAll('$step', `${span.step}s`), span, signal) : [],
    (span.live || wanted.foreseen) && !small ? wanted.forecast?.(span, signal) ?? null : null,
  ]);
  return {series: series.filter(one => isMeant(one, wanted)), before: before.filter(one => isMeant(one, wanted)), bad: bad.flatMap(one => stretchesOf(one.points, span.step)), forecast};
}

/** A guard that foresees passes over what other services are labelled with. */
function isMeant(series, wanted) {
  return !wanted.service || (series.labels.service ?? wanted.service) === wanted.service;
}

/** Points close together are one stretch. */
function stretchesOf(points, step) {
  const all = [];
  for (const [time] of points) {
    if (all.length > 0 && time - all.at(-1)[1] <= step * 1.6) {
      all.at(-1)[1] = time;
    } else {
      all.push([time - step / 2, time]);
    }
  }
  return all.map(([from, to]) => [from, to + step / 2]);
}
