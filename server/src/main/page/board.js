// Charts that belong together: one stretch of time, one crosshair, one lane of what happened.

import {dress, keep, make, say} from './dom.js';
import {lane, marksOf, openTimes} from './marks.js';
import {pane} from './pane.js';
import {reader} from './reader.js';
import {knobs, paceOf, spanNow} from './span.js';
import {words} from './words.js';

/**
 * Makes a board for what stands on a resource, or for all where `on` is null. `spanOf()` gives the stretch shown; without it, it is the address's own.
 *
 * `show(panes)` takes `[{key, title, badge, query, line, bad, note, href}]`; `know(state)` brings what the house says now.
 */
export function board({on = null, spanOf = null, columns = 'columns-2'} = {}) {
  let panes = [];
  let span = spanOf?.() ?? spanNow();
  let state = null;
  let marks = [];
  let next = 0;
  let round = 0;
  let closed = false;
  const control = knobs({fixed: spanOf !== null});
  const signs = lane(pointAll);
  const moment = reader(pointAll);
  const list = make('ul', {class: `panes ${columns}`});
  const trouble = make('p', {class: 'trouble', role: 'status'});
  const element = make('div', {class: 'board'}, control.element, signs.element, moment.element, trouble, list);
  const seen = new IntersectionObserver(entries => entries.forEach(entry => entry.target.pane?.sight(entry.isIntersecting)), {rootMargin: '200px'});

  function pointAll(time) {
    list.kept?.forEach(pane => pane.point(time));
    moment.point(time);
  }

  function place(first) {
    const one = pane(first, () => ({span, marks, open: openTimes(state?.incidents ?? [], on, span)}), pointAll);
    one.element.pane = one;
    seen.observe(one.element);
    return one;
  }

  function show(wanted) {
    panes = wanted;
    keep(list, panes, one => one.key, place);
    dress(list, `panes ${columns}${panes.length === 1 ? ' single' : ''}`);
    list.dataset.empty = panes.length === 0 ? words.nothingToDraw : '';
  }

  async function look() {
    clearTimeout(next);
    const mine = ++round;
    span = spanOf?.() ?? spanNow();
    control.show(span);
    moment.show(span);
    list.kept?.forEach(one => one.look());
    await lookAtMarks();
    if (span.live && !closed && mine === round) {
      next = setTimeout(() => document.hidden ? waitForReader() : look(), paceOf(span) * 1000);
    }
  }

  async function lookAtMarks() {
    try {
      const {all, whole} = await marksOf(span, on);
      marks = all;
      signs.show(all, whole, span);
      say(trouble, '');
      list.kept?.forEach(one => one.redraw());
    } catch (e) {
      say(trouble, words.marksUnread);
    }
  }

  function waitForReader() {
    document.addEventListener('visibilitychange', () => !closed && look(), {once: true});
  }

  return {
    element,
    show,
    look,
    know(now) {
      state = now;
    },
    close() {
      closed = true;
      clearTimeout(next);
      seen.disconnect();
      signs.close();
      list.kept?.forEach(one => one.close());
    },
  };
}
