// Which stretch of time the charts show, and the knobs for it. It is part of the address, so that a link shows the same.

import {dress, make, say} from './dom.js';
import {place, turn} from './route.js';
import {stepOf} from './scale.js';
import {words} from './words.js';

export const RANGES = {'15m': 900, '1h': 3600, '6h': 21600, '1d': 86400, '7d': 604800};
export const WEEK = 604800;
const POINTS = 450;

/** `{from, to, step, live}` in seconds: up to now, or between two moments of the address. */
export function spanNow(otherwise = '1h') {
  const {params} = place();
  const [from, to] = [Number(params.get('from')), Number(params.get('to'))];
  if (from > 0 && to > from) {
    return stepped(from, to, false);
  }
  const now = Date.now() / 1000;
  return stepped(now - RANGES[rangeNow(otherwise)], now, true);
}

/** With moments that stay the same from one look to the next, so that curves do not tremble. */
export function stepped(from, to, live) {
  const step = stepOf(to - from, POINTS);
  return {from: Math.floor(from / step) * step, to: Math.floor(to / step) * step, now: Math.min(to, Date.now() / 1000), step, live};
}

function rangeNow(otherwise) {
  const range = place().params.get('range');
  return range in RANGES ? range : otherwise;
}

export function wantsWeekBefore() {
  return place().params.get('before') === 'week';
}

/** The knobs; `show()` brings them in line with the address. `fixed` leaves out those that move the stretch. */
export function knobs({otherwise = '1h', fixed = false} = {}) {
  const buttons = Object.keys(RANGES).map(range =>
    make('button', {type: 'button', 'data-range': range, click: () => turn({range, from: null, to: null})}));
  const from = make('input', {type: 'datetime-local', step: 1});
  const to = make('input', {type: 'datetime-local', step: 1});
  const trouble = make('p', {class: 'trouble', role: 'alert'});
  const own = make('details', {class: 'own-range'}, make('summary'),
    make('form', {submit: apply}, make('label', {}, make('span'), from), make('label', {}, make('span'), to),
      make('button', {type: 'submit', class: 'quiet'}), trouble));
  const week = make('input', {type: 'checkbox', change: () => turn({before: week.checked ? 'week' : null})});
  const weekLabel = make('span');
  const live = make('p', {class: 'pace', role: 'status'});
  const element = make('div', {class: 'knobs'},
    fixed ? null : make('div', {class: 'ranges', role: 'group'}, ...buttons), fixed ? null : own,
    make('label', {class: 'week'}, week, weekLabel), live);

  function apply(event) {
    event.preventDefault();
    const [first, last] = [from, to].map(input => new Date(input.value).getTime() / 1000);
    const wrong = !(last > first);
    say(trouble, wrong ? words.wrongRange : '');
    if (!wrong) {
      own.open = false;
      turn({range: null, from: Math.round(first), to: Math.round(last)});
    }
  }

  return {
    element,
    show(span) {
      const chosen = span.live ? rangeNow(otherwise) : null;
      element.querySelector('.ranges')?.setAttribute('aria-label', words.range);
      for (const button of buttons) {
        button.setAttribute('aria-pressed', String(button.dataset.range === chosen));
        say(button, words.rangeName[button.dataset.range]);
      }
      const texts = [words.ownRange, words.fromMoment, words.toMoment, words.apply];
      own.querySelectorAll('summary, label span, button').forEach((one, i) => say(one, texts[i]));
      dress(own, chosen === null ? 'own-range chosen' : 'own-range');
      if (!own.open) {
        from.value = local(span.from);
        to.value = local(span.to);
      }
      week.checked = wantsWeekBefore();
      say(weekLabel, words.weekBefore);
      say(live, fixed && !span.live ? '' : span.live ? words.pace(paceOf(span)) : words.still);
    },
  };
}

/** How often a live stretch is looked at again, in seconds: nothing moves faster than its step. */
export function paceOf(span) {
  return Math.min(60, Math.max(5, span.step / 2));
}

function local(seconds) {
  const date = new Date(seconds * 1000);
  return new Date(date.getTime() - date.getTimezoneOffset() * 60000).toISOString().slice(0, 19);
}
