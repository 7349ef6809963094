// Where the traffic of each pool goes: a row a server, a column a journey, and beneath each server its last day.

import {dress, keep, make, say} from './dom.js';
import {groupBoard} from './groups.js';
import {read} from './live.js';
import {address} from './route.js';
import {cell, columnsOf, crowded, legend, nameOf, showTroubles, sightings, steer, vantageHead} from './sights.js';
import {axis, strip} from './strip.js';
import {between, language, rests, who, words} from './words.js';

const VERBS = ['drain', 'eject', 'ready'];
const HEAD = ' head';
const WIDTHS = ' widths';
const DAY = 86_400_000;
const READ_AGAIN = 300_000;
const TRY_AGAIN = 15_000;
/** How wide the columns beside the journeys are, in percent. */
const SIDE = {roomy: 20, crowded: 15};
/** In pixels. */
const LEAST = {side: 170, journey: 64, sight: 26};

/** Shows all pools; `command(verb, server, pool)` is called when somebody wants traffic moved. */
export function showTraffic(section, state, command) {
  section.hidden = state.pools.length === 0;
  const list = section.querySelector('.pools');
  keep(list, state.pools, pool => `${pool.name} ${language}`, pool => poolCard(pool.name, command));
  for (const child of list.kept.values()) {
    child.know(state);
  }
}

/** What a sentence about moving a server needs: its short name, who else takes traffic, what fails. */
export function about(server, pool) {
  return {
    short: shortOf(server, pool),
    sessions: server.sessions,
    others: pool.servers.filter(one => one.id !== server.id && one.takes === true && one.place !== 'out' && one.place !== 'draining').map(one => shortOf(one, pool)),
    failing: server.journeys.filter(journey => journey.clean === false).map(journey => `${nameOf(journey)}: ${journey.why}`),
  };
}

function shortOf(server, pool) {
  return server.name.startsWith(`${pool.name}/`) ? server.name.slice(pool.name.length + 1) : server.name;
}

function poolCard(name, command) {
  let pool = null;
  let past = null;
  let pastOf = '';
  let readAt = 0;
  const limits = make('p', {class: 'faint'});
  const trouble = make('p', {class: 'alarm', role: 'alert'});
  const astray = make('ul', {class: 'astray-vantages'});
  const groups = groupBoard(group => command('switch', group, pool));
  const head = make('tr', {role: 'row'});
  const below = make('tr', {role: 'row', class: 'vantages'});
  const thead = make('thead', {role: 'rowgroup'}, head, below);
  const widths = make('colgroup');
  const table = make('table', {class: 'matrix', role: 'table', 'aria-label': `${words.traffic}: ${name}`});
  const fixed = {[WIDTHS]: {...still(widths), know() {}, remember() {}}, [HEAD]: {...still(thead), know() {}, remember() {}}};
  const signs = legend();
  const scale = axis();
  const note = make('p', {class: 'faint'});
  const refused = make('ul');
  const why = make('details', {class: 'refused'}, make('summary', {}, words.cannotOrder), refused);
  const element = make('li', {class: 'pool'}, make('div', {class: 'heading'}, make('h3', {}, name), limits), trouble, groups.element, astray, make('div', {class: 'wide-matrix'}, table), scale.element, signs.element, note, why);
  steer(table);

  function update(next) {
    pool = next;
  }

  function know(state) {
    say(limits, (pool.discovers ? words.discovered(pool.servers.length) : '') + words.poolLimits(pool.floor, pool.mostOut));
    const amiss = pool.amiss.map(one => words.balancerAmiss(one.balancer, one.why)).join(' ');
    say(trouble, pool.trouble === null ? amiss : words.noBalancer(pool.trouble));
    trouble.hidden = pool.trouble === null && pool.amiss.length === 0;
    groups.know(pool, state.role !== 'viewer');
    scale.show(pool.groups.length > 0 || pool.servers.some(server => server.place === 'reserve'));
    dress(element, trouble.hidden ? 'pool' : 'pool troubled');
    const columns = columnsOf(pool.servers.flatMap(server => server.journeys));
    showHeads(columns, state);
    keep(table, [{id: WIDTHS}, {id: HEAD}, ...pool.servers], server => server.id, server => fixed[server.id] ?? serverRow((verb, server) => command(verb, server, pool)));
    for (const row of table.kept.values()) {
      row.know(state, pool, columns, past);
    }
    showRefused();
    readPast();
  }

  function showHeads(columns, state) {
    const several = columns.some(column => column.several);
    keep(head, headsOf(columns), one => one.key, headCell);
    keep(below, columns.filter(column => column.several), column => column.key, vantageHead);
    below.hidden = !several;
    columns.filter(column => column.several).forEach(column => below.kept.get(column.key).see(column, state));
    keep(widths, several ? widthsOf(columns).map((width, i) => ({width, i})) : [], one => one.i, () => {
      const element = make('col');
      return {element, update: one => element.style.width = `${one.width}%`};
    });
    dress(table, `matrix${several ? ' seen' : ''}${crowded(columns) ? ' crowded' : ''}`);
    table.style.setProperty('--least', several ? `${leastWidth(columns)}px` : '0');
    showTroubles(astray, columns, state);
    signs.show(several);
  }

  function showRefused() {
    const reasons = new Map();
    const because = (text, verb, whom) => {
      const found = reasons.get(text) ?? {text, verbs: new Set(), servers: new Set()};
      found.verbs.add(words.verb[verb]);
      found.servers.add(whom);
      reasons.set(text, found);
    };
    pool.groups.filter(group => group.refused !== null).forEach(group => because(group.refused[language], 'switch', group.name));
    for (const server of pool.servers) {
      offered(server).filter(verb => server.refused[verb] !== undefined).forEach(verb => because(server.refused[verb][language], verb, shortOf(server, pool)));
    }
    why.hidden = reasons.size === 0 || pool.trouble !== null;
    keep(refused, [...reasons.values()], one => one.text, () => {
      const item = make('li');
      return {element: item, update: one => say(item, words.refusedFor([...one.verbs].join(words.and), [...one.servers].join(words.and), one.text))};
    });
  }

  /** Read again when a server moved, and now and then. */
  async function readPast() {
    const places = pool.servers.map(server => `${server.id} ${server.place} ${server.since}`).join();
    const now = Date.now();
    if (places === pastOf && now - readAt < READ_AGAIN) {
      return;
    }
    pastOf = places;
    readAt = now;
    try {
      past = await read(`/api/traffic/${encodeURIComponent(name)}/history?from=${(now - DAY) / 1000}&to=${(now + 60_000) / 1000}`);
      say(note, past.whole ? '' : words.notWhole);
      for (const row of table.kept.values()) {
        row.remember(past);
      }
    } catch (e) {
      say(note, words.failedToRead);
      readAt = now - READ_AGAIN + TRY_AGAIN;
    }
  }

  return {element, update, know};
}

/** A journey's name above its columns, or what stands beside them all. */
function headCell() {
  const element = make('th', {role: 'columnheader', scope: 'col'});
  return {
    element,
    update(head) {
      say(element, head.name);
      element.setAttribute('colspan', head.span);
      element.setAttribute('rowspan', head.down);
      element.setAttribute('scope', head.span > 1 ? 'colgroup' : 'col');
      dress(element, head.span > 1 ? 'group' : '');
    },
  };
}

/** One head for each journey, as wide as its vantages. */
function headsOf(columns) {
  const several = columns.some(column => column.several);
  const named = name => ({key: ` ${name}`, name, span: 1, down: several ? 2 : 1});
  const groups = columns.filter(column => column.vantage === '').map(column => {
    const own = columns.filter(one => one.name === column.name);
    return {key: column.key, name: column.name, span: own.length, down: several && !column.several ? 2 : 1};
  });
  return [named(words.server), ...groups, named(words.balancer)];
}

/** What a vantage says takes less room than what all say together. */
function widthsOf(columns) {
  const weight = column => column.vantage !== '' ? 1 : 2;
  const all = columns.reduce((sum, column) => sum + weight(column), 0);
  const side = crowded(columns) ? SIDE.crowded : SIDE.roomy;
  return [side, ...columns.map(column => (100 - 2 * side) * weight(column) / all), side];
}

function leastWidth(columns) {
  return 2 * LEAST.side + columns.reduce((sum, column) => sum + (column.vantage !== '' ? LEAST.sight : LEAST.journey), 0);
}

/** What can be asked for at all: nobody drains what is out. */
function offered(server) {
  const kept = ['out', 'draining', 'reserve'].includes(server.place);
  return VERBS.filter(verb => verb === 'ready' ? kept || server.takes === false : verb === 'eject' ? server.place !== 'out' && server.place !== 'reserve' : !kept);
}

function serverRow(command) {
  let server = null;
  let pool = null;
  const name = make('span', {class: 'name'});
  const place = make('span', {class: 'place'});
  const detail = make('span', {class: 'detail'});
  const by = make('a', {class: 'by'});
  const act = make('span', {class: 'act'});
  const status = make('span', {class: 'status'});
  const astray = make('span', {class: 'astray'});
  const buttons = Object.fromEntries(VERBS.map(verb => [verb, make('button', {type: 'button', class: 'quiet', 'data-verb': verb, click: () => command(verb, server)})]));
  const first = make('th', {role: 'rowheader', scope: 'row', class: 'server'}, make('p', {class: 'line'}, name, place), make('p', {class: 'faint'}, detail), make('p', {class: 'faint'}, by), make('p', {}, act));
  const last = make('td', {role: 'cell', class: 'balancer'}, make('p', {}, status), make('p', {}, astray), make('div', {class: 'buttons', role: 'group'}, ...Object.values(buttons)));
  const row = make('tr', {role: 'row'});
  const day = strip();
  const below = make('td', {role: 'cell', class: 'day'}, day.element);
  const element = make('tbody', {role: 'rowgroup'}, row, make('tr', {role: 'row', class: 'days'}, below));

  function know(state, itsPool, columns, past) {
    pool = itsPool;
    const shown = seenPlace();
    dress(element, `server-row ${shown}`);
    say(name, shortOf(server, pool));
    say(place, words.place[shown]);
    say(detail, detailOf(server));
    say(act, state.acts.filter(one => one.on === server.id).map(one => words.underWay(words.verb[one.verb], one.by)).join(words.and));
    say(status, server.takes === null ? words.saysNothing : words.balancerSays(server.status, server.sessions) + partOf(server));
    say(astray, shown === 'astray' ? words.sendsNothing : '');
    below.setAttribute('colspan', columns.length + 2);
    const seen = sightings(server.journeys, journey => ignorance(state, journey));
    keep(row, [{key: ' server', fixed: first}, ...columns, {key: ' balancer', fixed: last}], column => column.key, column => column.fixed ? still(column.fixed) : cell(() => shortOf(server, pool)));
    columns.forEach(column => row.kept.get(column.key).see(seen.get(column.key)));
    showButtons(state.role !== 'viewer');
    remember(past);
  }

  /** What we left in may be kept out by others, and where nobody answers nothing is known. */
  function seenPlace() {
    const kept = ['out', 'draining', 'reserve'].includes(server.place);
    return kept || server.takes === true ? server.place : server.takes === null ? 'unknown' : 'astray';
  }

  function showButtons(may) {
    const shown = offered(server);
    for (const [verb, button] of Object.entries(buttons)) {
      const why = !may ? words.onlyLook : server.refused[verb]?.[language] ?? '';
      button.hidden = !shown.includes(verb);
      button.disabled = why !== '';
      button.title = why;
      say(button, words.verb[verb]);
      button.setAttribute('aria-label', `${words.verb[verb]}: ${server.name}${why && ` (${why})`}`);
    }
  }

  /** Who and why is in the journal: of what lasts longer than a day only who. */
  function remember(past) {
    const spells = past?.servers.find(one => one.id === server.id)?.spells ?? [];
    const now = spells.at(-1);
    const why = now?.why && sameBy(now) && server.place !== 'in' ? `: ${now.why}` : '';
    say(by, server.by === '' || server.place === 'in' ? '' : `${byOf(server)}${why}`);
    const incident = server.incident ?? (sameBy(now) ? now?.incident : null);
    if (incident) {
      by.setAttribute('href', address('incident', incident));
    } else {
      by.removeAttribute('href');
    }
    day.show(shortOf(server, pool), spells);
  }

  function sameBy(spell) {
    return spell?.by === server.by;
  }

  return {element, know, remember, update: next => server = next};
}

/** What just comes back gets less than its share. */
function partOf(server) {
  return server.takes && server.weight.now < server.weight.full ? words.partOf(Math.round(100 * server.weight.now / server.weight.full)) : '';
}

/** A guard that bears the server's own name need not say it again in its row. */
function byOf(server) {
  return server.by.startsWith('operator:') || rests(server) ? who(server.by) : words.guardBy(server.by.endsWith(`@${server.name}`) ? server.by.split('@')[0] : server.by);
}

function detailOf(server) {
  const parts = server.since === null || server.place === 'in' ? [] : [words.placeFor(between(server.since, new Date()))];
  if (server.place === 'out' && server.ordered) {
    parts.push(words.staysOut);
  } else if (server.until !== null && new Date(server.until) > new Date()) {
    parts.push(words.placeUntil[server.place]?.(between(new Date(), server.until)) ?? '');
  } else if (server.place === 'out') {
    parts.push(words.mayComeBack);
  }
  return parts.join(' · ');
}

/** Why the guard that bears the journey's name cannot judge, if so. */
function ignorance(state, journey) {
  const guard = state.guards.find(one => one.key === journey.name);
  return guard?.standing === 'unknown' ? guard.why : '';
}

function still(element) {
  return {element, update() {}};
}
