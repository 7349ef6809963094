// What a service logged: the latest lines, or those of the time the charts show, looked through by what they hold.

import {make, say} from './dom.js';
import {spanNow} from './span.js';
import {clock, words} from './words.js';

const AGAIN = 2000;
/** A word that is nowhere is looked for in all there is: so often that it costs a tenth of the time at most. */
const PART = 10;
const TYPED = 250;
const LIMITS = [200, 1000, 5000];
/** Somebody who has read up further than this is reading, and nothing is moved under their eyes. */
const AT_THE_END = 40;
const BAD = /^(error|err|severe|fatal|critical|crit|alert|emerg\w*)$/i;
const ODD = /^warn(ing)?$/i;

/** Makes the pane; `begin()` once the service is known to be there. */
export function logs(service) {
  let begun = false;
  let visible = false;
  let depth = 0;
  let shown = null;
  let asking = null;
  let timer = null;
  let took = 0;
  const box = make('input', {type: 'search', id: 'log-search', autocomplete: 'off', spellcheck: 'false', maxlength: 500, input: typed});
  const status = make('p', {class: 'faint', role: 'status'});
  const older = make('button', {type: 'button', class: 'quiet', hidden: true, click: deeper});
  const list = make('ol', {class: 'log', tabindex: '0', 'aria-label': words.logsOf(service)});
  const element = make('section', {class: 'logs', 'aria-label': words.logs}, make('h3', {}, words.logs),
    make('form', {role: 'search', submit: event => {
      event.preventDefault();
      look(true);
    }}, make('label', {for: 'log-search'}, words.searchLogs), box),
    older, list, status);
  const sight = new IntersectionObserver(seen => {
    visible = seen.at(-1).isIntersecting;
    look();
  });
  sight.observe(element);

  function typed() {
    clearTimeout(timer);
    timer = setTimeout(() => look(true), TYPED);
  }

  function deeper() {
    depth++;
    look(true);
  }

  function question() {
    const span = spanNow();
    const params = {service, q: box.value, limit: LIMITS[depth]};
    return `/api/logs?${new URLSearchParams(span.live ? params : {...params, from: span.from, to: span.to})}`;
  }

  /** `anew` when something else is asked, which may move what is shown. */
  async function look(anew = false) {
    clearTimeout(timer);
    asking?.abort();
    if (!begun || !visible && !anew) {
      return;
    }
    if (!document.hidden && (anew || atTheEnd())) {
      const control = asking = new AbortController();
      try {
        const asked = performance.now();
        show(await answer(question(), control.signal), anew);
        took = performance.now() - asked;
      } catch (e) {
        if (e.name === 'AbortError') {
          return;
        }
        say(status, e instanceof Refused ? e.message : words.failedToRead);
      }
    } else if (!atTheEnd()) {
      say(status, words.logsPaused);
    }
    timer = setTimeout(look, Math.max(AGAIN, PART * took));
  }

  function atTheEnd() {
    return list.scrollHeight - list.scrollTop - list.clientHeight < AT_THE_END;
  }

  function show(found, anew) {
    const now = JSON.stringify([box.value, found.lines]);
    if (now !== shown) {
      const first = shown === null;
      const fromTheEnd = list.scrollHeight - list.scrollTop;
      shown = now;
      list.replaceChildren(...found.lines.map(line => row(line, box.value)));
      // Older lines are put above what was read; otherwise the latest are wanted.
      list.scrollTop = anew && !first && depth > 0 ? list.scrollHeight - fromTheEnd : list.scrollHeight;
    }
    older.hidden = !found.more || depth === LIMITS.length - 1;
    say(older, words.olderLines);
    list.hidden = found.lines.length === 0;
    say(status, found.lines.length > 0 ? words.linesShown(found.lines.length, found.more) : box.value === '' ? words.noLogs : words.noneHolds(box.value));
  }

  return {
    element,
    begin() {
      if (!begun) {
        begun = true;
        look();
      }
    },
    turned() {
      depth = 0;
      look(true);
    },
    close() {
      begun = false;
      clearTimeout(timer);
      asking?.abort();
      sight.disconnect();
    },
  };
}

/** What the server says against a question. */
class Refused extends Error {}

async function answer(question, signal) {
  const heard = await fetch(question, {headers: {Accept: 'application/json'}, signal});
  if (heard.status === 401) {
    location.assign('/login');
  }
  const body = await heard.json();
  if (!heard.ok) {
    throw new Refused(body.error ?? String(heard.status));
  }
  return body;
}

function row(line, wanted) {
  const level = line.labels.level ?? line.labels.severity ?? '';
  const others = Object.entries(line.labels).map(([name, value]) => `${name}=${value}`).join('  ');
  return make('li', {class: BAD.test(level) ? 'bad' : ODD.test(level) ? 'odd' : null, title: others || null},
    make('time', {datetime: line.at}, clock(line.at)), level === '' ? null : make('span', {class: 'level'}, level), make('p', {}, ...marked(line.text, wanted)));
}

/** The text with what was looked for made plain to see. */
function marked(text, wanted) {
  if (wanted === '') {
    return [text];
  }
  return text.split(wanted).flatMap((part, i) => i === 0 ? [part] : [make('mark', {}, wanted), part]);
}
