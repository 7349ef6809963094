// The okiagari-koboshi: it sways, tilts, lies, and gets up again. How it moves is in page.css, by class.

import {draw, dress} from './dom.js';

const BODY = 'M60 6C40 6 29 26 29 48 16 62 8 80 8 98c0 26 23 38 52 38s52-12 52-38c0-18-8-36-21-50C91 26 80 6 60 6Z';
const HAIR = 'M60 6C42 6 32 22 30 40c10-10 20-13 30-13s20 3 30 13C88 22 78 6 60 6Z';
const SASH = 'M13 88q47 22 94 0l2 9q-49 22-98 0Z';
const SHINE = 'M22 92c0-16 7-28 16-36-5 14-8 26-7 44-1 8-9 2-9-8Z';

const FACES = {
  awake: 'M45 45q5-5 10 0M65 45q5-5 10 0M54 57q6 5 12 0',
  worried: 'M46 46v.5M74 46v.5M43 37l9 3M77 37l-9 3M54 60q6-4 12 0',
  fallen: 'M44 42l9 6m0-6l-9 6M67 42l9 6m0-6l-9 6M55 59h10',
  straining: 'M44 44l8 3-8 3M76 44l-8 3 8 3M54 58q6 4 12 0',
  blank: 'M45 46h9M66 46h9M55 58h10',
};

const FACE_OF = {standing: 'awake', tilting: 'worried', lying: 'fallen', rising: 'straining', resting: 'blank', unknown: 'blank'};

/** Makes a doll; `pose(pose, label)` changes how it stands. */
export function doll() {
  const face = draw('path', {class: 'features', d: FACES.blank});
  const figure = draw('g', {class: 'lean'}, draw('g', {class: 'sway'},
    draw('path', {class: 'body', d: BODY}),
    draw('path', {class: 'shine', d: SHINE}),
    draw('path', {class: 'sash', d: SASH}),
    blossom(),
    draw('path', {class: 'hair', d: HAIR}),
    draw('ellipse', {class: 'face', cx: 60, cy: 47, rx: 25, ry: 22}),
    draw('circle', {class: 'cheek', cx: 43, cy: 54, r: 4.5}),
    draw('circle', {class: 'cheek', cx: 77, cy: 54, r: 4.5}),
    face));
  const element = draw('svg', {class: 'doll unknown', viewBox: '-34 -4 188 148', role: 'img'},
    draw('ellipse', {class: 'shadow', cx: 60, cy: 137, rx: 44, ry: 5}), figure);
  return {element, pose: (pose, label) => take(element, face, pose, label)};
}

function blossom() {
  const petals = [0, 72, 144, 216, 288].map(degrees => {
    const turn = (degrees - 90) * Math.PI / 180;
    return draw('circle', {cx: 60 + 6 * Math.cos(turn), cy: 116 + 6 * Math.sin(turn), r: 4.2});
  });
  return draw('g', {class: 'blossom'}, ...petals);
}

function take(element, face, pose, label) {
  dress(element, `doll ${pose}`);
  element.setAttribute('aria-label', label);
  face.setAttribute('d', FACES[FACE_OF[pose]] ?? FACES.blank);
}
