// The page: shows what the house says, and judges nothing.

import {make, say} from './dom.js';
import {showGuards} from './guards.js';
import {showHosts} from './hosts.js';
import {lineOf, retell, showIncidents, showLines} from './incidents.js';
import {follow} from './live.js';
import {agreeTo, order} from './orders.js';
import {showProbes} from './probes.js';
import {showQuestions} from './questions.js';
import {place} from './route.js';
import {showServices} from './services.js';
import {about, showTraffic} from './traffic.js';
import {showVantages} from './vantages.js';
import {viewOf} from './views.js';
import {between, choose, language, rests, words} from './words.js';

const LINES_SHOWN = 30;
const OTHERS_NAMED = 3;
const WORST_FIRST = ['lying', 'rising', 'tilting', 'unknown'];
const EXAMPLE = `services:
  web:
    run: java -jar web.jar
journeys:
  front-page:
    service: web
    every: 5s
    steps:
      - get: http://127.0.0.1:8080/
        expect: {status: 200}
guards:
  silent:
    journey: front-page
    then: [capture, restart]
    prove: {journey: front-page, within: 60s}
`;

const at = id => document.getElementById(id);
let state = null;
let link = 'connecting';
let lines = [];
let view = null;
let viewed = null;

function show() {
  document.documentElement.lang = language;
  document.querySelectorAll('[data-words]').forEach(element => say(element, words[element.dataset.words]));
  document.querySelectorAll('[data-language]').forEach(button =>
    button.setAttribute('aria-pressed', String(button.dataset.language === language)));
  showLink();
  showLines(at('recent'), lines);
  if (state !== null) {
    showState();
  }
}

function showLink() {
  say(at('link'), words[link]);
  at('link').className = `link ${link}`;
}

function showState() {
  view?.know(state);
  showServices(at('dolls'), state, (verb, service) => command(verb, service.id, service.name));
  showIncidents(at('incidents'), state.incidents.filter(one => one.kind !== 'near-miss'));
  showMisses(state.incidents.filter(one => one.kind === 'near-miss'));
  showTraffic(at('traffic'), state, move);
  showVantages(at('vantages'), state);
  showProbes(at('probes'), state);
  showHosts(at('hosts'), state);
  showGuards(at('guards'), state.guards.filter(guard => !shownWithTraffic(guard)));
  showBegin();
  showQuestions(at('questions'), state, question => agreeTo(question, [words.asks(question.guard, words.verb[question.verb], question.on), question.why[language], words.agreeing], () => state.offset, tell));
  showFreeze();
  say(at('summary'), summary());
  const worst = WORST_FIRST.find(pose => state.services.some(service => service.pose === pose));
  document.title = [view?.title(), worst === undefined && ofTraffic().length + ofOthers().length === 0 ? null : summary(), 'Koboshi'].filter(part => part).join(' – ');
  say(at('foot'), words.foot(state.version, state.offset, words.role[state.role], Object.entries(state.sent).map(([name, n]) => words.sent(name, n))));
}

/** What a quiet guard of a server says stands in the matrix already. */
function shownWithTraffic(guard) {
  return guard.standing === 'inactive' && guard.on !== null && guard.on.startsWith('backend/');
}

function showMisses(misses) {
  at('misses-title').hidden = misses.length === 0;
  showIncidents(at('misses'), misses);
  at('misses').dataset.empty = '';
}

function summary() {
  return [ofServices(), ...ofTraffic(), ...ofOthers()].join(' ');
}

/** Incidents that no doll shows; those of servers behind a balancer are told with the traffic. */
function ofOthers() {
  const known = new Set(state.services.map(service => service.id));
  const open = state.incidents.filter(one => one.ended === null && one.fired && !known.has(one.on) && !one.on.startsWith('backend/'));
  const names = open.slice(0, OTHERS_NAMED).map(one => one.by).join(words.and);
  return open.length === 0 ? [] : [words.openBesides(open.length, open.length > OTHERS_NAMED ? `${names}${words.and}…` : names)];
}

function ofTraffic() {
  const out = state.pools.flatMap(pool => pool.servers).filter(server => server.place === 'out' || server.place === 'draining' && !rests(server)).map(server => server.name);
  const mute = state.pools.filter(pool => pool.trouble !== null).map(pool => pool.name);
  const away = state.probes.filter(job => job.notWell > 0).map(job => words.probesAway(job.job, job.notWell));
  return [...away, ...out.length > 0 ? [words.keptOut(out.join(words.and))] : [], ...mute.length > 0 ? [words.noBalancerOf(mute.join(words.and))] : []];
}

function ofServices() {
  if (state.services.length === 0) {
    const guards = Math.max(state.guards.length, state.guarding);
    return guards === 0 ? words.nothing : words.onlyGuards(guards);
  }
  const worst = WORST_FIRST.find(pose => state.services.some(service => service.pose === pose));
  if (worst === undefined) {
    return words.allStand(state.services.length);
  }
  const names = state.services.filter(service => service.pose === worst).map(service => service.name).join(words.and);
  return words.oneIs(names, words.pose[worst]);
}

/** Another view takes the place of the one before; a knob turned within one only tells it so. */
function go() {
  const here = place();
  if (here === null) {
    return;
  }
  const key = `${here.name}/${here.of} ${language}`;
  document.querySelectorAll('[data-place]').forEach(link => here.name === link.dataset.place
    ? link.setAttribute('aria-current', 'page') : link.removeAttribute('aria-current'));
  if (viewed === key) {
    view?.turned?.();
    return;
  }
  view?.close();
  viewed = key;
  view = viewOf(here, {command});
  at('view').replaceChildren(...(view === null ? [] : [view.element]));
  at('view').hidden = view === null;
  at('home').hidden = view !== null;
  document.querySelector('.skip').href = view === null ? '#home' : '#view';
  document.body.classList.toggle('wide', view?.wide === true);
  if (state !== null) {
    showState();
  }
}

function showFreeze() {
  const frozen = state.freeze;
  const frost = at('frost');
  frost.hidden = frozen === null;
  say(frost, frozen === null ? '' : `❄ ${words.frozen(frozen.by, between(frozen.since, new Date()))}: ${frozen.why}`);
  const button = at('freeze');
  button.dataset.verb = frozen === null ? 'freeze' : 'thaw';
  say(button, words.verb[button.dataset.verb]);
  button.disabled = state.role === 'viewer';
  button.title = button.disabled ? words.onlyLook : '';
}

function showBegin() {
  const place = at('begin');
  place.hidden = state.services.length + state.pools.length + state.guards.length + state.guarding + state.incidents.length > 0;
  at('services').hidden = place.hidden && state.services.length === 0;
  if (!place.hidden && place.dataset.language !== language) {
    place.dataset.language = language;
    place.replaceChildren(make('h3', {}, words.beginTitle), make('p', {}, words.beginText), make('pre', {tabindex: '0'}, EXAMPLE),
      make('p', {}, words.beginAfter));
  }
}

function command(verb, on, name) {
  order(verb, on, name, [words.consequence[verb](name)], () => state.offset, tell);
}

function move(verb, server, pool) {
  if (verb === 'switch') {
    order(verb, server.id, `${pool.name}/${server.name}`, words.moves.switch(server, pool), () => state.offset, tell);
    return;
  }
  order(verb, server.id, server.name, words.moves[verb](about(server, pool), pool), () => state.offset, tell);
}

let hush = 0;
function tell(text) {
  const toast = at('toast');
  say(toast, text);
  toast.classList.add('shown');
  clearTimeout(hush);
  hush = setTimeout(() => toast.classList.remove('shown'), 6000);
}

document.querySelectorAll('[data-language]').forEach(button => button.addEventListener('click', () => {
  choose(button.dataset.language);
  show();
  go();
  retell(at('incidents'));
  retell(at('misses'));
}));
at('freeze').addEventListener('click', () => command(at('freeze').dataset.verb, null, ''));

follow({
  onState(next) {
    state = next;
    show();
  },
  onLine(line) {
    lines = [line, ...lines.filter(one => one.offset !== line.offset)].sort((a, b) => b.offset - a.offset).slice(0, LINES_SHOWN);
    showLines(at('recent'), lines);
    lineOf(at('incidents'), line);
    lineOf(at('misses'), line);
    view?.line(line);
  },
  onLink(next) {
    link = next;
    showLink();
  },
});
addEventListener('hashchange', go);
show();
go();
setInterval(() => state !== null && !document.hidden && showState(), 5000);
