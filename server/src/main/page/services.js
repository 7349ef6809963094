// One card per service: its doll, how it does, and what can be ordered.

import {doll} from './doll.js';
import {dress, keep, make, say} from './dom.js';
import {address} from './route.js';
import {between, told, words} from './words.js';

export const SIGNS = {standing: '●', tilting: '◐', lying: '▬', rising: '↻', resting: '☾', unknown: '?'};

/** Shows all services; `command(verb, service)` is called when somebody wants something done. */
export function showServices(list, state, command) {
  keep(list, state.services, service => service.id, () => card(command)) ;
  for (const child of list.kept.values()) {
    child.acts(state.acts, state.role);
  }
}

function card(command) {
  let service = null;
  const figure = doll();
  const name = make('a');
  const pose = make('p', {class: 'pose'});
  const why = make('p', {class: 'why'});
  const act = make('p', {class: 'act'});
  const process = make('p', {class: 'process'});
  const away = make('p', {class: 'away'});
  const journeys = make('ul', {class: 'journeys'});
  const page = make('p', {class: 'own'});
  const panel = make('div', {class: 'panel'});
  const buttons = commands(verb => command(verb, service));
  const element = make('li', {class: 'card'}, figure.element,
    make('div', {class: 'told'}, make('h3', {}, name), pose, why, act, away, process, journeys, page), buttons.element, panel);

  function update(next) {
    service = next;
    const label = words.pose[next.pose];
    dress(element, `card ${next.pose}`);
    figure.pose(next.pose, words.doll(next.name, label));
    say(name, next.name);
    name.setAttribute('href', address('service', next.name));
    say(pose, `${SIGNS[next.pose]} ${label}`);
    say(why, told(next.why));
    say(process, processWords(next.process));
    say(away, next.agent.linked ? '' : words.agentAway(next.agent.id));
    keep(journeys, next.journeys, journey => journey.name, journeyLine);
    showPage(page, next);
    showPanel(panel, next);
    buttons.update(next);
  }

  function acts(all, role) {
    const running = all.filter(one => one.on === service.id);
    say(act, running.map(one => words.underWay(words.verb[one.verb], one.by)).join(words.and));
    buttons.allow(role !== 'viewer');
  }

  return {element, update, acts};
}

function processWords(process) {
  const parts = [words.process[process.state]];
  if (process.state === 'running' && process.pid !== null) {
    parts.push(words.pid(process.pid));
  }
  if (process.since !== null) {
    parts.push(between(process.since, new Date()));
  }
  return parts.join(' · ');
}

function journeyLine() {
  const sign = make('span', {class: 'sign', 'aria-hidden': 'true'});
  const name = make('span', {class: 'name'});
  const verdict = make('span', {class: 'verdict'});
  const element = make('li', {}, sign, name, verdict);
  return {
    element,
    update(journey) {
      const clean = journey.clean;
      dress(element, clean === null ? 'none' : clean ? 'clean' : 'failed');
      say(sign, clean === null ? '–' : clean ? '✓' : '✕');
      say(name, journey.name);
      say(verdict, clean === null ? words.noVerdict : clean ? words.clean(journey.tookMillis, journey.cleanInARow)
        : `${words.failed(journey.failedInARow)}: ${journey.why}`);
    },
  };
}

function showPage(place, service) {
  if (place.dataset.url !== (service.page ?? '')) {
    place.dataset.url = service.page ?? '';
    place.replaceChildren();
    if (/^https?:\/\//.test(service.page ?? '')) {
      place.append(make('a', {href: service.page, target: '_blank', rel: 'noopener noreferrer'}));
    }
  }
  place.querySelectorAll('a').forEach(link => say(link, `${words.ownPage} ↗`));
}

/** A panel is made once and left alone: loading it again with every change would be no panel. */
function showPanel(place, service) {
  const url = /^https?:\/\//.test(service.panel ?? '') ? inOurLanguage(service.panel) : '';
  if (place.dataset.url === url) {
    return;
  }
  place.dataset.url = url;
  place.replaceChildren();
  if (url) {
    place.append(make('iframe', {
      src: url,
      title: words.panel(service.name),
      sandbox: 'allow-scripts allow-forms allow-same-origin',
      loading: 'lazy',
      referrerpolicy: 'no-referrer',
    }));
  }
}

/** A panel that knows the language of the page around it can speak the same. */
function inOurLanguage(panel) {
  const url = new URL(panel);
  url.searchParams.set('lang', document.documentElement.lang);
  return url.href;
}

function commands(command) {
  const button = (verb, look) => make('button', {type: 'button', class: look, 'data-verb': verb, click: () => command(verb)});
  const restart = button('restart', 'plain');
  const gently = button('restart_gently', 'quiet');
  const start = button('start', 'plain');
  const capture = button('capture', 'quiet');
  const stop = button('stop', 'quiet');
  const all = [restart, start, gently, capture, stop];
  const element = make('div', {class: 'buttons', role: 'group'}, ...all);
  return {
    element,
    update(service) {
      const lies = service.process.state === 'down' || service.process.state === 'exhausted';
      start.hidden = !lies;
      restart.hidden = lies;
      gently.hidden = lies;
      stop.hidden = lies;
      element.setAttribute('aria-label', service.name);
      all.forEach(one => say(one, words.verb[one.dataset.verb]));
    },
    allow(may) {
      all.forEach(one => {
        one.disabled = !may;
        one.title = may ? '' : words.onlyLook;
      });
    },
  };
}
