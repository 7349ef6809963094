// Asks before anything is ordered: what will happen, and why it is wanted. Then sends it, once.

import {make, say} from './dom.js';
import {language, words} from './words.js';

/** Each order has a key of its own: sent twice it is done once. */
function newKey() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), byte => byte.toString(16).padStart(2, '0')).join('');
}

/**
 * Opens the dialog for an order.
 *
 * `on` is the resource or null; `name` is what it is called; `seen()` gives the offset of the state now on show; `tell` says how it went.
 */
export function order(verb, on, name, seen, tell) {
  let key = newKey();
  let offset = seen();
  const trouble = make('p', {class: 'trouble', role: 'alert'});
  const why = make('input', {id: 'why', type: 'text', maxlength: 1000, required: true, autocomplete: 'off', placeholder: words.whyHint});
  const go = make('button', {type: 'submit', class: verb === 'stop' || verb === 'restart' ? 'strong' : 'plain'}, words.verb[verb]);
  const dialog = make('dialog', {class: 'order', 'aria-labelledby': 'order-title', close: () => dialog.remove()},
    make('form', {method: 'dialog', submit: send},
      make('h2', {id: 'order-title'}, on ? `${words.verb[verb]}: ${name}` : words.verb[verb]),
      make('p', {}, words.consequence[verb](name)),
      make('p', {class: 'faint'}, on ? words.brakes : ''),
      make('label', {for: 'why'}, words.why), why,
      trouble,
      make('div', {class: 'buttons'},
        make('button', {type: 'button', class: 'quiet', click: () => dialog.close()}, words.cancel), go)));

  async function send(event) {
    event.preventDefault();
    go.disabled = true;
    try {
      await answered(await post(key, {verb, on, why: why.value, offset}));
    } catch (e) {
      say(trouble, words.unsent);
    }
    go.disabled = false;
  }

  async function answered(answer) {
    if (answer.ok) {
      tell(words.ordered(words.verb[verb]));
      dialog.close();
      return;
    }
    const body = await answer.json();
    say(trouble, body.words ? words.changed(body.words[language]) : body.error);
    if (answer.status < 500) {
      key = newKey();
      offset = Math.max(seen(), body.offset ?? 0);
    }
  }

  document.body.append(dialog);
  dialog.showModal();
  why.focus();
}

function post(key, body) {
  const wanted = body.on ? body : {verb: body.verb, why: body.why, offset: body.offset};
  return fetch('/api/orders', {
    method: 'POST',
    headers: {'Content-Type': 'application/json', 'Idempotency-Key': key, 'X-Koboshi': '1'},
    body: JSON.stringify(wanted),
  });
}
