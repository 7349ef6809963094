// Addresses that only have to answer: how many of each job do, which do not, and whether they are asked in time.

import {dress, keep, make, say} from './dom.js';
import {sinceWhen} from './sights.js';
import {words} from './words.js';

/** Nobody plans by less than a tenth of a second. */
const IN_TIME_MILLIS = 100;

export function showProbes(section, state) {
  section.hidden = state.probes.length === 0;
  keep(section.querySelector('.probe-jobs'), state.probes, job => job.job, jobLine);
}

function jobLine() {
  const sign = make('span', {class: 'sign', 'aria-hidden': 'true'});
  const name = make('span', {class: 'name'});
  const count = make('span', {});
  const late = make('span', {class: 'faint'});
  const list = make('ul', {class: 'probe-targets'});
  const more = make('p', {class: 'faint'});
  const element = make('li', {}, make('p', {class: 'line'}, sign, name, count, late), list, more);
  return {
    element,
    update(job) {
      dress(element, job.notWell > 0 ? 'away' : 'linked');
      say(sign, job.notWell > 0 ? '○' : '●');
      say(name, job.job);
      say(count, words.probesWell(job.well, job.all, job.unasked));
      say(late, job.lateMillis < IN_TIME_MILLIS ? words.askedInTime : words.askedLate(job.lateMillis / 1000));
      late.classList.toggle('late', job.lateMillis >= 1000);
      keep(list, job.failing, one => one.target, targetLine);
      list.hidden = job.failing.length === 0;
      say(more, words.andMoreAway(job.notWell - job.failing.length));
      more.hidden = job.notWell <= job.failing.length;
    },
  };
}

function targetLine() {
  const name = make('span', {class: 'name'});
  const text = make('span', {class: 'faint'});
  const element = make('li', {}, name, text);
  return {
    element,
    update(one) {
      say(name, one.target);
      say(text, `${sinceWhen(one.since)}: ${one.why}`);
    },
  };
}
