// Asks before anything is ordered: what will happen, and why it is wanted. Then sends it, once.

import {make, say} from './dom.js';
import {language, words} from './words.js';

const STRONG = ['stop', 'restart', 'eject', 'approve'];

/** Each order has a key of its own: sent twice it is done once. */
function newKey() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), byte => byte.toString(16).padStart(2, '0')).join('');
}

/**
 * Opens the dialog for an order.
 *
 * `on` is the resource or null; `name` is what it is called; `happens` says what will happen, a sentence each; `seen()` gives the offset of the state now on
 * show; `tell` says how it went; `send` is how it is sent.
 */
export function order(verb, on, name, happens, seen, tell, send = post) {
  let key = newKey();
  let offset = seen();
  const trouble = make('p', {class: 'trouble', role: 'alert'});
  const why = make('input', {id: 'why', type: 'text', maxlength: 1000, required: true, autocomplete: 'off', placeholder: words.whyHint});
  const button = make('button', {type: 'submit', class: STRONG.includes(verb) ? 'strong' : 'plain'}, words.verb[verb]);
  const dialog = make('dialog', {class: 'order', 'aria-labelledby': 'order-title', close: () => dialog.remove()},
    make('form', {method: 'dialog', submit: go},
      make('h2', {id: 'order-title'}, on ? `${words.verb[verb]}: ${name}` : words.verb[verb]),
      ...happens.filter(text => text).map(text => make('p', {}, text)),
      make('p', {class: 'faint'}, on ? words.brakes : ''),
      make('label', {for: 'why'}, words.why), why,
      trouble,
      make('div', {class: 'buttons'},
        make('button', {type: 'button', class: 'quiet', click: () => dialog.close()}, words.cancel), button)));

  async function go(event) {
    event.preventDefault();
    button.disabled = true;
    try {
      await answered(await send(key, {verb, on, why: why.value, offset}));
    } catch (e) {
      say(trouble, words.unsent);
    }
    button.disabled = false;
  }

  async function answered(answer) {
    const body = await answer.json();
    if (answer.ok && !body.refused) {
      tell(words.ordered(words.verb[verb]));
      dialog.close();
      return;
    }
    if (body.refused) {
      say(trouble, words.refused(body.refused[language]));
      key = newKey();
      offset = Math.max(seen(), body.offset ?? 0);
      return;
    }
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

/** The same dialog for a person's word, for what it shows and nothing else: the guard then tries again with all its brakes. */
export function agreeTo(question, happens, seen, tell) {
  order('approve', question.on, question.on, happens, seen, tell, (key, body) => sent(key, '/api/approvals', {
    incident: question.incident, guard: question.guard, verb: question.verb, on: question.on, why: body.why,
  }));
}

function post(key, body) {
  const {on, ...rest} = {...body, verb: body.verb.replace('_', '-')};
  const wanted = on ? {verb: rest.verb, on, why: rest.why, offset: rest.offset} : rest;
  return sent(key, '/api/orders', wanted);
}

function sent(key, path, body) {
  return fetch(path, {
    method: 'POST',
    headers: {'Content-Type': 'application/json', 'Idempotency-Key': key, 'X-Koboshi': '1'},
    body: JSON.stringify(body),
  });
}
