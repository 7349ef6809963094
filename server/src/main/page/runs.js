// The last runs of one journey, in a dialog: when each began, how long it took, and at which step it failed.

import {make, say} from './dom.js';
import {clock, language, words} from './words.js';

const SHOWN = 20;

/** Opens the dialog; what is at hand of the latest run is shown at once, the others as soon as they are read. */
export async function showRuns(journey, server) {
  const body = make('tbody');
  const note = make('p', {class: 'faint', role: 'status'}, words.loading);
  const title = words.runsOf([journey.column, journey.vantage].filter(text => text).join(' · '), server);
  const dialog = make('dialog', {class: 'runs', 'aria-label': title, lang: language, close: () => dialog.remove()},
    make('div', {class: 'heading'}, make('h2', {}, title), make('button', {type: 'button', class: 'quiet', click: () => dialog.close()}, words.close)),
    note,
    make('div', {class: 'rows', tabindex: '0'}, make('table', {}, make('thead', {}, make('tr', {}, ...[words.runBegan, words.runTook, words.runVerdict].map(text => make('th', {scope: 'col'}, text)))), body)));
  document.body.append(dialog);
  dialog.showModal();
  show(body, latest(journey));
  const runs = await lastRuns(journey);
  show(body, runs ?? latest(journey));
  say(note, runs === null ? words.onlyLatest : runs.length === 0 ? words.noRuns : '');
}

/** The runs newest first; null where this server does not tell them. */
async function lastRuns(journey) {
  try {
    const answer = await fetch(`/api/journeys/${encodeURIComponent(journey.name)}/runs`, {headers: {Accept: 'application/json'}});
    const {runs = []} = answer.ok ? await answer.json() : {};
    const own = runs.filter(run => !journey.vantage || run.vantage === undefined || run.vantage === journey.vantage);
    return answer.ok ? own.sort((a, b) => new Date(b.began) - new Date(a.began)).slice(0, SHOWN) : null;
  } catch (e) {
    return null;
  }
}

function latest(journey) {
  return journey.began === null ? [] : [{began: journey.began, tookMillis: journey.tookMillis, clean: journey.clean, why: journey.why}];
}

function show(body, runs) {
  body.replaceChildren(...runs.map(row));
}

function row(run) {
  const verdict = make('td', {class: 'verdict'}, make('p', {}, run.clean ? `✓ ${words.cellClean(null)}` : `✕ ${run.why}`), steps(run));
  return make('tr', {class: run.clean ? 'clean' : 'failed'}, make('td', {}, make('time', {datetime: run.began}, clock(run.began))), make('td', {}, run.tookMillis === null ? '' : words.millis(run.tookMillis)), verdict);
}

/** A step's bar is as long as its part of the run. */
function steps(run) {
  if (!run.steps?.length) {
    return null;
  }
  const whole = Math.max(1, ...run.steps.map(step => step.tookMillis ?? 0));
  return make('details', {}, make('summary', {}, `${words.runSteps} (${run.steps.length})`), make('ol', {class: 'steps'}, ...run.steps.map(step => {
    const bar = make('span', {class: 'bar', 'aria-hidden': 'true'});
    bar.style.width = `${Math.round(80 * (step.tookMillis ?? 0) / whole)}px`;
    const outcome = String(step.outcome ?? '').toLowerCase();
    return make('li', {class: outcome}, make('span', {class: 'name'}, step.step ?? step.name ?? ''), bar,
      make('span', {class: 'faint'}, [words.millis(step.tookMillis ?? 0), outcome === 'done' ? '' : words.stepOutcome[outcome] ?? outcome].filter(text => text).join(' · ')));
  })));
}
