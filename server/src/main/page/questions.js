// What guards would do and wait for a person's word.

import {keep, make, say} from './dom.js';
import {address} from './route.js';
import {language, words} from './words.js';

/** Shows what waits; `agree(question)` is called when somebody is about to agree. */
export function showQuestions(list, state, agree) {
  list.hidden = state.questions.length === 0;
  keep(list, state.questions, question => `${question.incident} ${question.guard} ${question.verb}`, first => item(first, agree));
  list.kept.forEach(child => child.allow(state.role === 'approver'));
}

function item(first, agree) {
  let question = first;
  const text = make('span', {class: 'asks'});
  const why = make('span');
  const incident = make('a', {href: address('incident', first.incident)}, words.incident(first.incident));
  const button = make('button', {type: 'button', class: 'strong', click: () => agree(question)});

  function update(next) {
    question = next;
    say(text, words.asks(next.guard, words.verb[next.verb], next.on));
    say(why, next.why[language]);
    say(button, words.verb.approve);
    button.setAttribute('aria-label', `${words.verb.approve}: ${words.verb[next.verb]} ${next.on}`);
  }

  return {
    element: make('li', {}, make('p', {}, text, ' ', why, ' ', incident), button),
    update,
    allow(may) {
      button.disabled = !may;
      button.title = may ? '' : words.onlyApprovers;
    },
  };
}
