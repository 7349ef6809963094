// What runs on a guarded host, kept by nobody and watched by nothing: whom a fall would surprise everybody.

import {keep, make, say} from './dom.js';
import {words} from './words.js';

export function showHosts(section, state) {
  const hosts = state.hosts.filter(host => host.unguarded.length > 0);
  section.hidden = hosts.length === 0;
  keep(section.querySelector('.unwatched-hosts'), hosts, host => host.name, hostLine);
}

function hostLine() {
  const name = make('h3', {});
  const list = make('ul', {class: 'unwatched'});
  return {
    element: make('li', {}, name, list),
    update(host) {
      say(name, words.ofHost(host.name, host.unguarded.length));
      keep(list, host.unguarded.map(program => ({host, program})), keyOf, programLine);
    },
  };
}

function keyOf({program}) {
  return [program.name, program.pid, ...program.pid === 0 ? [...program.ports, ...program.udp.map(port => `udp${port}`), ...program.inside] : []].join(' ');
}

function programLine() {
  const name = make('span', {class: 'name'});
  const text = make('span', {class: 'faint'});
  const hint = make('p', {class: 'faint'});
  const write = make('pre', {tabindex: '0'});
  const element = make('li', {}, make('details', {}, make('summary', {}, name, text), hint, write));
  return {
    element,
    update({host, program}) {
      say(name, program.name === '' ? words.hiddenProgram : program.name);
      say(text, [program.pid === 0 ? '' : words.pid(program.pid), program.place, listens(program)].filter(part => part !== '').join(' · '));
      const way = wayToWatch(host, program);
      say(hint, words.toWatch[way.kind]);
      say(write, way.text);
    },
  };
}

function listens(program) {
  const at = [...program.ports, ...program.udp.map(port => `udp ${port}`), ...program.inside];
  return at.length === 0 ? words.listensNowhere : words.listensAt(at.join(', '));
}

/** What would watch it, as one would write it. */
function wayToWatch(host, program) {
  const reached = program.ports.length > 0 ? `${spelled(host.address)}:${program.ports[0]}` : program.inside.find(at => !at.startsWith('localhost:'));
  if (reached !== undefined) {
    const name = nameOf(program) || `port-${reached.split(':').pop()}`;
    return {kind: 'port', text: `probes:\n  ${name}:\n    targets: ["http://${reached}/"]`};
  }
  const name = nameOf(program) || 'worker';
  return {kind: program.udp.length + program.inside.length > 0 ? 'udp' : 'worker',
    text: `heartbeats:\n  ${name}: {every: 5m}\nguards:\n  ${name}-late: {heartbeat: ${name}, then: [notify]}`};
}

function spelled(address) {
  return address.includes(':') ? `[${address}]` : address;
}

/** The unit's name where it has one, for a heartbeat of that name is known to be its. */
function nameOf(program) {
  return (program.place.endsWith('.service') ? program.place.slice(0, -'.service'.length) : program.name).replace(/[^A-Za-z0-9_.-]+/g, '-').replace(/^[^A-Za-z0-9]+|[^A-Za-z0-9]+$/g, '');
}
