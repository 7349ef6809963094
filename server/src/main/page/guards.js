// The guards: where each stands, what it would do, and how its acts turned out.

import {dress, keep, make, say} from './dom.js';
import {between, language, told, words} from './words.js';

const SIGNS = {inactive: '○', pending: '◐', firing: '●', unknown: '?'};
const LOUDEST = ['firing', 'pending', 'unknown', 'inactive'];

export function showGuards(list, guards) {
  const sorted = [...guards].sort((a, b) => LOUDEST.indexOf(a.standing) - LOUDEST.indexOf(b.standing) || a.key.localeCompare(b.key));
  keep(list, sorted, guard => `${guard.key} ${guard.on}`, guardLine);
  list.dataset.empty = guards.length === 0 ? words.noGuards : '';
}

function guardLine() {
  const sign = make('span', {class: 'sign', 'aria-hidden': 'true'});
  const name = make('span', {class: 'name'});
  const standing = make('span', {class: 'standing'});
  const why = make('p', {class: 'why'});
  const detail = make('p', {class: 'faint'});
  const element = make('li', {}, sign, make('div', {}, make('p', {class: 'line'}, name, standing), why, detail));
  return {
    element,
    update(guard) {
      dress(element, guard.standing);
      say(sign, SIGNS[guard.standing]);
      say(name, guard.key);
      const since = guard.since !== null && guard.standing !== 'inactive' ? ` · ${between(guard.since, new Date())}` : '';
      say(standing, words.standing[guard.standing] + since);
      say(why, told(guard.words[language]));
      const then = guard.then.length > 0 ? guard.then.map(verb => words.verb[verb] ?? verb).join(' → ') : '';
      say(detail, [guard.on, then, words.record(guard.saves, guard.harms)].filter(text => text).join(' · '));
    },
  };
}
