// Groups of servers that are switched as wholes: which of them has the traffic, and how far one has taken it over.

import {dress, keep, make, say} from './dom.js';
import {lastName} from './words-traffic.js';
import {between, language, who, words} from './words.js';

/** The groups of one pool, below what goes over between them now; `command(group)` is called when somebody wants it to go over. */
export function groupBoard(command) {
  const step = make('p', {class: 'step', role: 'status'});
  const detail = make('p', {class: 'faint'});
  const off = make('p', {class: 'faint'});
  const going = make('div', {class: 'going'}, step, detail, off);
  const list = make('ul', {class: 'groups'});
  const element = make('div', {class: 'group-board'}, going, list);

  function know(pool, may) {
    element.hidden = pool.groups.length === 0;
    going.hidden = pool.switching === null;
    if (pool.switching !== null) {
      const {to, phase} = pool.switching;
      say(off, phase === 'back' ? '' : words.switchOff(to));
      dress(going, `going ${phase}`);
      say(step, words.switchStep[phase](to));
      say(detail, detailOf(pool.switching));
    }
    keep(list, pool.groups, group => group.id, () => groupRow(pool.name, command));
    list.kept.forEach(row => row.allow(may));
  }

  return {element, know};
}

/** What of it changes by the second, and nobody needs to hear again and again. */
function detailOf(going) {
  if (going.phase === 'back') {
    return words.switchBack(going.why);
  }
  const left = going.until !== null && new Date(going.until) > new Date() ? words.placeUntil.returned(between(new Date(), going.until)) : '';
  return [words.switchBy(who(going.by), between(going.since, new Date()), going.why), left].filter(part => part).join(' · ');
}

function groupRow(pool, command) {
  let group = null;
  const name = make('span', {class: 'name'});
  const servers = make('span', {class: 'faint'});
  const bar = make('span', {class: 'bar'});
  const share = make('span', {class: 'share'});
  const button = make('button', {type: 'button', class: 'quiet', 'data-verb': 'switch', click: () => command(group)});

  function update(next) {
    group = next;
    say(name, next.name);
    say(servers, next.servers.map(lastName).join(words.and));
    bar.style.width = `${next.share ?? 0}%`;
    say(share, next.share === null ? words.shareUnknown : words.shareOf(next.share));
    say(button, words.switchTo(next.name));
  }

  function allow(may) {
    const why = !may ? words.onlyLook : group.refused?.[language] ?? '';
    button.disabled = why !== '';
    button.title = why;
    button.setAttribute('aria-label', `${words.switchTo(`${pool}/${group.name}`)}${why && ` (${why})`}`);
  }

  const element = make('li', {}, make('p', {}, name, ' ', servers), make('span', {class: 'whole', 'aria-hidden': 'true'}, bar), share, button);
  return {element, update, allow};
}
