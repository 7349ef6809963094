// Completion for the query box: metrics and functions where a name is written, labels within braces, their values within quotes.

import {ask} from './ask.js';
import {make} from './dom.js';
import {words} from './words.js';

const MOST = 12;
const FUNCTIONS = ('abs absent absent_over_time avg avg_over_time bottomk by ceil changes clamp clamp_max clamp_min count count_over_time count_values delta deriv'
  + ' floor group histogram_avg histogram_quantile idelta increase irate label_join label_replace last_over_time ln log10 log2 max max_over_time min'
  + ' min_over_time offset predict_linear present_over_time quantile quantile_over_time rate resets round scalar sort sort_desc sqrt stddev'
  + ' stddev_over_time sum sum_over_time time timestamp topk unless vector without').split(' ');

/** What is being written before the cursor: `{kind: 'name' | 'label' | 'value', start, metric, label}`. */
export function writing(text) {
  const open = text.lastIndexOf('{');
  const inside = open > text.lastIndexOf('}');
  const metric = inside ? /[a-zA-Z_:][\w:]*$/.exec(text.slice(0, open))?.[0] ?? '' : '';
  const value = inside ? /([a-zA-Z_]\w*)\s*(?:=~|!~|!=|=)\s*"([^"]*)$/.exec(text.slice(open)) : null;
  if (value !== null) {
    return {kind: 'value', start: text.length - value[2].length, metric, label: value[1]};
  }
  const grouping = /\b(?:by|without|on|ignoring)\s*\(([^)]*)$/.test(text);
  const name = /[a-zA-Z_:][\w:]*$/.exec(text)?.[0] ?? '';
  return {kind: inside || grouping ? 'label' : 'name', start: text.length - name.length, metric, label: null};
}

async function offers(spot) {
  const params = spot.metric === '' ? {} : {'match[]': spot.metric};
  switch (spot.kind) {
    case 'value': return ask(`label/${encodeURIComponent(spot.label)}/values`, {...params, limit: 5000});
    case 'label': return (await ask('labels', {...params, limit: 5000})).filter(name => name !== '__name__');
    default: return [...await ask('label/__name__/values', {limit: 10000}), ...FUNCTIONS];
  }
}

/** Those that begin so first, then those that have it anywhere. */
export function fitting(all, typed) {
  const wanted = typed.toLowerCase();
  const begins = all.filter(one => one.toLowerCase().startsWith(wanted));
  const has = all.filter(one => !begins.includes(one) && one.toLowerCase().includes(wanted));
  return [...begins, ...has].filter(one => one !== typed).slice(0, MOST);
}

/** The box with a list under it: arrows choose, Tab or Enter takes, Escape closes. */
export function completion(box) {
  const offersId = `${box.id}-offers`;
  const list = make('ul', {id: offersId, role: 'listbox', class: 'offers', 'aria-label': words.offers, hidden: true});
  let spot = null;
  let chosen = -1;
  let last = 0;
  box.setAttribute('role', 'combobox');
  box.setAttribute('aria-controls', offersId);
  box.setAttribute('aria-autocomplete', 'list');
  box.setAttribute('aria-expanded', 'false');
  box.addEventListener('input', offer);
  box.addEventListener('keydown', key, true);
  box.addEventListener('blur', () => setTimeout(close, 150));

  async function offer() {
    const mine = ++last;
    const before = box.value.slice(0, box.selectionStart);
    const next = writing(before);
    const typed = before.slice(next.start);
    if (next.kind === 'name' && typed === '') {
      close();
      return;
    }
    try {
      const all = fitting(await offers(next), typed);
      if (mine === last && document.activeElement === box) {
        spot = next;
        show(all);
      }
    } catch (e) {
      // A box without offers still takes a query; what is wrong is said when it is asked.
      close();
    }
  }

  function show(all) {
    chosen = -1;
    list.hidden = all.length === 0;
    box.setAttribute('aria-expanded', String(all.length > 0));
    box.removeAttribute('aria-activedescendant');
    list.replaceChildren(...all.map((one, i) => make('li', {role: 'option', id: `${box.id}-offer-${i}`, 'aria-selected': 'false', pointerdown: event => {
      event.preventDefault();
      take(one);
    }}, one)));
  }

  function close() {
    last++;
    show([]);
  }

  function key(event) {
    if (list.hidden || event.isComposing) {
      return;
    }
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      choose((chosen + (event.key === 'ArrowDown' ? 1 : -1) + list.children.length) % list.children.length);
    } else if ((event.key === 'Enter' && chosen >= 0) || event.key === 'Tab') {
      take(list.children[Math.max(0, chosen)].textContent);
    } else if (event.key === 'Escape') {
      close();
    } else {
      return;
    }
    event.preventDefault();
  }

  function choose(next) {
    chosen = next;
    [...list.children].forEach((one, i) => one.setAttribute('aria-selected', String(i === chosen)));
    box.setAttribute('aria-activedescendant', `${box.id}-offer-${chosen}`);
    list.children[chosen].scrollIntoView({block: 'nearest'});
  }

  function take(text) {
    const end = box.selectionStart;
    box.setRangeText(text, spot.start, end, 'end');
    close();
    box.focus();
  }

  return make('div', {class: 'completed'}, box, list);
}
