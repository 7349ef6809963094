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
  show(body, latest(journey), '');
  const runs = await lastRuns(journey);
  // Of all vantages together each run says from where it was.
  show(body, runs ?? latest(journey), journey.vantage === '' && journey.from?.length > 0 ? 'named' : '');
  say(note, runs === null ? words.onlyLatest : runs.length === 0 ? words.noRuns : '');
}

/** The runs newest first; null where this server does not tell them. */
async function lastRuns(journey) {
  try {
    // The name of a server's journey has a slash, which a server would take for an attack if it came encoded.
    const name = journey.name.split('/').map(encodeURIComponent).join('/');
    const answer = await fetch(`/api/journeys/${name}/runs`, {headers: {Accept: 'application/json'}});
    const {runs = []} = answer.ok ? await answer.json() : {};
    const own = runs.filter(run => !journey.vantage || run.vantage === undefined || run.vantage === journey.vantage);
    return answer.ok ? own.sort((a, b) => new Date(b.began) - new Date(a.began)).slice(0, SHOWN) : null;
  } catch (e) {
    return null;
  }
}

function latest(journey) {
  return journey.began === null ? [] : [{began: journey.began, tookMillis: journey.tookMillis, clean: journey.clean, step: null, why: journey.why, steps: [], remarks: []}];
}

function show(body, runs, vantages) {
  body.replaceChildren(...runs.map(run => row(run, vantages === 'named' ? run.vantage : '')));
}

function row(run, vantage) {
  const said = run.clean ? `✓ ${words.cellClean(null)}` : `✕ ${[run.step, run.why].filter(text => text).join(': ')}`;
  const verdict = make('td', {class: 'verdict'}, make('p', {}, said), ...run.remarks.map(remark => make('p', {class: 'faint'}, `${remark.step}: ${remark.why}`)), steps(run));
  return make('tr', {class: run.clean ? 'clean' : 'failed'}, make('td', {}, make('time', {datetime: run.began}, clock(run.began)), vantage ? make('p', {class: 'faint'}, vantage) : null), make('td', {}, millis(run.tookMillis)), verdict);
}

/** A step of a healthy service takes less than a millisecond; of one that takes long nobody reads the tenths. */
function millis(took) {
  return took === null ? '' : words.millis(took < 10 ? Math.round(took * 10) / 10 : Math.round(took));
}

/** A step's bar is as long as its part of the longest. */
function steps(run) {
  if (run.steps.length === 0) {
    return null;
  }
  const longest = Math.max(0.001, ...run.steps.map(step => step.tookMillis));
  return make('details', {}, make('summary', {}, `${words.runSteps} (${run.steps.length})`), make('ol', {class: 'steps'}, ...run.steps.map(step => {
    const bar = make('span', {class: 'bar', 'aria-hidden': 'true'});
    bar.style.width = `${Math.round(80 * step.tookMillis / longest)}px`;
    const came = step.outcome === 'done' ? '' : words.stepOutcome[step.outcome] ?? step.outcome;
    return make('li', {class: step.outcome}, make('span', {class: 'name'}, step.name), bar, make('span', {class: 'faint'}, [millis(step.tookMillis), came].filter(text => text).join(' · ')));
  })));
}
