// One incident: what its resource's guards saw from ten minutes before to ten minutes after, with its timeline beside.

import {board} from './board.js';
import {make, say} from './dom.js';
import {graphs, guardOf, isOf, panesOf} from './graphs.js';
import {showLines, timesOf} from './incidents.js';
import {read} from './live.js';
import {address} from './route.js';
import {stepped} from './span.js';
import {told, words} from './words.js';

const AROUND = 600;

export function openIncident(id) {
  let story = null;
  let lines = [];
  let drawn = [];
  let state = null;
  let charts = null;
  let closed = false;
  const title = make('h2', {}, words.incidentTitle(id));
  const why = make('p', {class: 'why'});
  const times = make('p', {class: 'faint'});
  const on = make('p');
  const timeline = make('ol', {class: 'lines', 'aria-label': words.timeline(id)});
  const place = make('section', {'aria-label': words.charts});
  const trouble = make('p', {class: 'trouble', role: 'status'});
  const element = make('div', {class: 'incident-page'}, title, trouble, why, times, on,
    make('div', {class: 'columns'}, place, make('section', {'aria-label': words.timeline(id)}, make('h3', {}, words.timeline(id)), timeline)));

  function span() {
    const from = new Date(story.opened).getTime() / 1000 - AROUND;
    const now = Date.now() / 1000;
    const to = story.ended === null ? now : new Date(story.ended).getTime() / 1000 + AROUND;
    return stepped(from, to, to > now - 5);
  }

  /** Its own guard first, which may speak of no service; then the others of what it is on. */
  function mine() {
    const first = graph => isOf(story.by, graph.guard) ? 0 : 1;
    return drawn.filter(graph => graph.on === story.on || isOf(story.by, graph.guard)).sort((a, b) => first(a) - first(b));
  }

  /** What a guard foresaw is worth a look as it was when it fired: afterwards the process is another one. */
  function firedAt() {
    const fired = lines.find(line => line.type === 'standing-changed' && line.entry.to.is === 'firing');
    return new Date(fired?.at ?? story.opened).getTime() / 1000;
  }

  function show() {
    say(why, `${story.by}: ${told(story.why, story.opened)}`);
    say(times, `${story.ended === null ? words.open : words.ending[story.ending] ?? story.ending} · ${timesOf(story)}`);
    showLines(timeline, lines);
    const foreseen = firedAt();
    charts.show(mine().flatMap(graph => panesOf(graph, story.ended === null ? state : null, {foreseen})));
  }

  async function begin() {
    try {
      const answer = await read(`/api/incidents/${encodeURIComponent(id)}`);
      story = answer.incident;
      lines = answer.timeline;
      drawn = await graphs(guardOf(story.by));
    } catch (e) {
      say(trouble, words.noSuchIncident(id));
      return;
    }
    if (closed) {
      return;
    }
    charts = board({on: story.on, spanOf: span, columns: 'columns-1'});
    place.append(charts.element);
    const name = story.on.replace(/^service\//, '');
    on.append(story.on.startsWith('service/') ? make('a', {href: address('service', name)}, words.toService(name)) : story.on);
    know(state);
    charts.look();
  }

  function know(now) {
    state = now;
    if (charts === null || now === null) {
      return;
    }
    story = now.incidents.find(one => one.id === story.id) ?? story;
    charts.know({...now, incidents: [...now.incidents.filter(one => one.id !== story.id), story]});
    show();
  }

  begin();
  return {
    element,
    title: () => words.incidentTitle(id),
    turned: () => charts?.look(),
    know,
    line(line) {
      if (line.incident === story?.id && !lines.some(one => one.offset === line.offset)) {
        lines = [...lines, line];
        show();
      }
    },
    close() {
      closed = true;
      charts?.close();
    },
  };
}
