// Incidents and their timelines, in words, with the evidence that was kept.

import {dress, keep, make, say} from './dom.js';
import {read} from './live.js';
import {address} from './route.js';
import {between, clock, language, size, told, words} from './words.js';

const LONGEST_SHOWN = 400_000;

/** Shows incidents, open ones first; an open one's timeline is open too. */
export function showIncidents(list, incidents) {
  const sorted = [...incidents].sort((a, b) => (a.ended !== null) - (b.ended !== null) || b.id - a.id);
  keep(list, sorted, incident => incident.id, incidentItem);
  list.dataset.empty = incidents.length === 0 ? words.noIncidents : '';
}

/** A line came: whoever has that incident open reads it. */
export function lineOf(list, line) {
  list.kept?.get(line.incident)?.add(line);
}

/** Says all lines again in the language now chosen. */
export function retell(list) {
  list.kept?.forEach(child => child.retell());
}

function incidentItem(first) {
  let lines = null;
  let incident = first;
  const title = make('span', {class: 'name'});
  const state = make('span', {class: 'standing'});
  const why = make('span', {class: 'why'});
  const times = make('span', {class: 'faint'});
  const timeline = make('ol', {class: 'lines'});
  const charts = make('a', {href: address('incident', first.id)});
  const fold = make('details', {toggle: opened},
    make('summary', {}, make('span', {class: 'line'}, title, state), why, times),
    make('p', {class: 'look'}, charts), timeline);
  const element = make('li', {}, fold);

  async function opened() {
    if (!fold.open || lines !== null) {
      return;
    }
    lines = [];
    timeline.replaceChildren(make('li', {class: 'faint'}, words.loading));
    try {
      const story = await read(`/api/incidents/${incident.id}`);
      const later = lines.filter(line => line.offset > (story.timeline.at(-1)?.offset ?? 0));
      lines = [...story.timeline, ...later];
      retell();
    } catch (e) {
      timeline.replaceChildren(make('li', {class: 'trouble'}, words.failedToRead));
      lines = null;
    }
  }

  function retell() {
    if (lines !== null) {
      timeline.setAttribute('aria-label', words.timeline(incident.id));
      showLines(timeline, lines);
    }
  }

  function update(next) {
    incident = next;
    dress(element, next.ended === null ? 'open' : 'past');
    say(title, `${words.incident(next.id)} ${next.on}`);
    say(state, next.ended === null ? words.open : words.ending[next.ending] ?? next.ending ?? '');
    say(why, told(`${next.by}: ${next.why}`));
    say(times, timesOf(next));
    say(charts, words.toCharts);
  }

  fold.open = first.ended === null;
  return {
    element,
    update,
    retell,
    add(line) {
      if (lines !== null && !lines.some(one => one.offset === line.offset)) {
        lines.push(line);
        retell();
      }
    },
  };
}

export function timesOf(incident) {
  const parts = [clock(incident.opened)];
  parts.push(incident.ended === null ? words.since(between(incident.opened, new Date())) : words.lasted(between(incident.opened, incident.ended)));
  if (incident.answeringSince !== null && incident.ended === null) {
    parts.push(words.answering(clock(incident.answeringSince)));
  }
  if (!incident.fired) {
    parts.push(words.suspected);
  }
  return parts.join(' · ');
}

/** Shows lines in the language now chosen. */
export function showLines(list, lines) {
  if (list.language !== language) {
    list.language = language;
    list.kept = undefined;
    list.replaceChildren();
  }
  if (list.kept === undefined) {
    list.replaceChildren();
  }
  keep(list, lines, line => line.offset, lineItem);
}

function lineItem(line) {
  const element = make('li', {class: line.type},
    make('time', {datetime: line.at}, clock(line.at)),
    make('div', {}, make('p', {}, told(line.words[language], line.at)), evidenceOf(line)));
  return {element, update() {}};
}

function evidenceOf(line) {
  if (line.evidence.length === 0) {
    return null;
  }
  return make('p', {class: 'evidence'}, ...line.evidence.map(one =>
    make('button', {type: 'button', class: 'quiet', click: () => showEvidence(one)}, words.evidence(one.name, size(one.bytes)))));
}

async function showEvidence(evidence) {
  const text = make('pre', {tabindex: '0'}, words.loading);
  const note = make('p', {class: 'faint'});
  const dialog = make('dialog', {class: 'evidence', 'aria-label': evidence.name, close: () => dialog.remove()},
    make('div', {class: 'heading'}, make('h2', {}, evidence.name),
      make('a', {href: `/evidence/${evidence.hash}`, download: `${evidence.name}.txt`}, words.download),
      make('button', {type: 'button', class: 'quiet', click: () => dialog.close()}, words.close)),
    note, text);
  document.body.append(dialog);
  dialog.showModal();
  try {
    const answer = await fetch(`/evidence/${evidence.hash}`);
    const all = answer.ok ? await answer.text() : words.failedToRead;
    say(text, all.slice(0, LONGEST_SHOWN));
    say(note, all.length > LONGEST_SHOWN ? words.cut : '');
  } catch (e) {
    say(text, words.failedToRead);
  }
}
