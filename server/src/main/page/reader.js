// The moment at which all charts are read: a slider for the keyboard, and its clock where the reader points.

import {make, say} from './dom.js';
import {clock, words} from './words.js';

/** `show(span)` brings it in line with what is drawn, `point(seconds or null)` says which moment is read. */
export function reader(onTime) {
  let span = null;
  const slider = make('input', {type: 'range', class: 'cursor', step: 'any', input: () => onTime(Number(slider.value)), blur: () => onTime(null)});
  const said = make('span', {class: 'moment', 'aria-hidden': 'true', hidden: true});
  const element = make('div', {class: 'reader'}, slider, said);
  return {
    element,
    show(now) {
      span = now;
      Object.assign(slider, {min: span.from, max: span.to});
      slider.setAttribute('aria-label', words.cursor);
      if (document.activeElement !== slider) {
        slider.value = span.to;
      }
    },
    point(time) {
      const text = time === null ? words.noMoment : clock(time * 1000);
      slider.setAttribute('aria-valuetext', text);
      said.hidden = time === null || span === null;
      say(said, text);
      if (!said.hidden) {
        said.style.setProperty('--part', Math.min(1, Math.max(0, (time - span.from) / (span.to - span.from))));
      }
    },
  };
}
