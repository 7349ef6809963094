// The character: an okiagari doll that always gets up again, or a cat of the same build. Drawn here, moved by numbers.

const SVG = "http://www.w3.org/2000/svg";
// Half width, height of the opening, and how far the corners are pulled up.
const SHAPES = { a: [27, 30, 2], i: [33, 9, 5], u: [13, 13, 0], e: [29, 17, 3], o: [18, 24, 0], n: [22, 8, 3], x: [24, 1, 2], s: [27, 2, 9] };

function shape(name, attributes, parent) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  parent.append(made);
  return made;
}

export class Avatar {
  constructor(svg) {
    this.svg = svg;
    this.mouthNow = [...SHAPES.s];
    this.lids = 1;
    this.lean = 0;
    this.nextBlink = 2_000;
    this.draw("okiagari");
  }

  draw(kind) {
    if (this.kind === kind) return;
    this.kind = kind;
    this.svg.replaceChildren();
    if (kind === "none") return;
    this.definitions();
    this.shadow = shape("ellipse", { cx: 300, cy: 668, rx: 170, ry: 22, fill: "#0003" }, this.svg);
    this.doll = shape("g", {}, this.svg);
    if (kind === "cat") this.tail = shape("path", { d: "M470 590 C560 600 590 520 545 470", class: "body-line", fill: "none", "stroke-width": 34, "stroke-linecap": "round" }, this.doll);
    if (kind === "cat") for (const side of [-1, 1]) this.ear(side);
    shape("path", { d: "M300 70 C440 70 506 210 518 400 C530 570 430 664 300 664 C170 664 70 570 82 400 C94 210 160 70 300 70Z", fill: "url(#cloth)" }, this.doll);
    shape("path", { d: "M300 70 C440 70 506 210 518 400 C530 570 430 664 300 664 C170 664 70 570 82 400 C94 210 160 70 300 70Z", fill: "url(#shade)" }, this.doll);
    this.belly();
    this.head = shape("g", {}, this.doll);
    shape("ellipse", { cx: 300, cy: 272, rx: 156, ry: 142, fill: "url(#skin)" }, this.head);
    this.face();
  }

  definitions() {
    const defs = shape("defs", {}, this.svg);
    const cloth = shape("linearGradient", { id: "cloth", x1: 0, y1: 0, x2: 0.25, y2: 1 }, defs);
    shape("stop", { offset: 0, class: "body-light" }, cloth);
    shape("stop", { offset: 1, class: "body-stop" }, cloth);
    const shade = shape("radialGradient", { id: "shade", cx: 0.34, cy: 0.24, r: 0.85 }, defs);
    shape("stop", { offset: 0, "stop-color": "#fff", "stop-opacity": 0.22 }, shade);
    shape("stop", { offset: 0.45, "stop-color": "#fff", "stop-opacity": 0 }, shade);
    shape("stop", { offset: 1, "stop-color": "#300", "stop-opacity": 0.34 }, shade);
    const skin = shape("radialGradient", { id: "skin", cx: 0.42, cy: 0.32, r: 0.8 }, defs);
    shape("stop", { offset: 0, "stop-color": "#fffaf0" }, skin);
    shape("stop", { offset: 1, "stop-color": "#f7dfc3" }, skin);
  }

  ear(side) {
    const x = 300 + side * 128;
    shape("path", { d: `M${x - side * 70} 128 Q${x + side * 30} -10 ${x + side * 52} 40 Q${x + side * 78} 120 ${x + side * 50} 232Z`, class: "body-fill" }, this.doll);
    shape("path", { d: `M${x - side * 22} 118 Q${x + side * 26} 40 ${x + side * 38} 72 Q${x + side * 50} 110 ${x + side * 36} 166Z`, fill: "#f6b7a8" }, this.doll);
  }

  belly() {
    const flower = shape("g", { transform: "translate(300 540)" }, this.doll);
    for (let i = 0; i < 5; i++) shape("circle", { cx: 34 * Math.sin(i * 1.2566), cy: -34 * Math.cos(i * 1.2566), r: 25, fill: "#f7c948" }, flower);
    shape("circle", { r: 20, fill: "#e09f1f" }, flower);
    for (let i = 0; i < 5; i++) shape("circle", { cx: 13 * Math.sin(i * 1.2566), cy: -13 * Math.cos(i * 1.2566), r: 3.4, fill: "#fff3c4" }, flower);
    for (const side of [-1, 1]) {
      shape("path", { d: `M${300 + side * 100} 560 q${side * 34} -34 ${side * 74} -20 M${300 + side * 92} 592 q${side * 40} -18 ${side * 76} 0`, fill: "none", stroke: "#f7c948", "stroke-width": 9, "stroke-linecap": "round" }, this.doll);
    }
  }

  face() {
    for (const side of [-1, 1]) shape("ellipse", { cx: 300 + side * 98, cy: 312, rx: 27, ry: 18, fill: "#f19c8b", opacity: 0.6 }, this.head);
    this.eyes = [-1, 1].map(side => this.eye(300 + side * 62));
    this.brows = [-1, 1].map(side => shape("path", { d: "M-24 6 Q0 -10 24 4", fill: "none", stroke: "#3a2a25", "stroke-width": 9, "stroke-linecap": "round" }, shape("g", { transform: `translate(${300 + side * 62} 212) scale(${side} 1)` }, this.head)));
    if (this.kind === "cat") {
      shape("path", { d: "M290 294 Q300 288 310 294 Q306 306 300 308 Q294 306 290 294Z", fill: "#c96a5b" }, this.head);
      for (const side of [-1, 1]) shape("path", { d: `M${300 + side * 118} 300 l${side * 66} -14 M${300 + side * 118} 318 l${side * 68} 4 M${300 + side * 114} 336 l${side * 62} 20`, stroke: "#3a2a25", "stroke-width": 4, "stroke-linecap": "round" }, this.head);
    }
    this.mouth = shape("path", { fill: "#7c1f1f", stroke: "#3a2a25", "stroke-width": 6, "stroke-linejoin": "round", "stroke-linecap": "round" }, this.head);
    this.tongue = shape("ellipse", { fill: "#e8796f" }, this.head);
  }

  eye(x) {
    const group = shape("g", {}, shape("g", { transform: `translate(${x} 262)` }, this.head));
    shape("ellipse", { rx: 20, ry: 27, fill: "#2b1d1a" }, group);
    shape("circle", { cx: -6, cy: -10, r: 8, fill: "#fff" }, group);
    shape("circle", { cx: 7, cy: 9, r: 4, fill: "#fff8" }, group);
    return group;
  }

  // mood: idle, speaking, puzzled, away. viseme: a letter of SHAPES.
  move(time, viseme, mood) {
    if (this.kind === "none") return;
    this.moveMouth(SHAPES[viseme] ?? SHAPES.s);
    this.blink(time, mood);
    const speaking = mood === "speaking";
    const openness = this.mouthNow[1] / 30;
    const target = mood === "puzzled" ? 7 : mood === "away" ? -4 : 0;
    this.lean += (target - this.lean) * 0.04;
    const sway = Math.sin(time / (speaking ? 900 : 1_700)) * (speaking ? 2.2 : 3.4) + Math.sin(time / 530) * 0.5 + this.lean;
    this.doll.setAttribute("transform", `rotate(${sway.toFixed(2)} 300 650) translate(0 ${(-openness * 5).toFixed(2)})`);
    this.shadow.setAttribute("cx", 300 + sway * 2.2);
    this.head.setAttribute("transform", `translate(${(sway * 1.4).toFixed(2)} ${(Math.sin(time / 1_100) * 3 - openness * 3).toFixed(2)})`);
    this.brows.forEach((brow, i) => brow.setAttribute("transform", `translate(0 ${(mood === "puzzled" ? (i ? -12 : 2) : -openness * 7).toFixed(2)})`));
    this.tail?.setAttribute("transform", `rotate(${(Math.sin(time / 800) * 9).toFixed(2)} 470 590)`);
  }

  moveMouth(target) {
    for (let i = 0; i < 3; i++) this.mouthNow[i] += (target[i] - this.mouthNow[i]) * 0.42;
    const [half, open, smile] = this.mouthNow;
    const y = 350;
    this.mouth.setAttribute("d", `M${300 - half} ${y - smile} Q300 ${y - smile - open * 0.25 + smile * 1.6} ${300 + half} ${y - smile} Q${300 + half * 0.8} ${y + open * 1.25 + smile} 300 ${y + open * 1.25 + smile} Q${300 - half * 0.8} ${y + open * 1.25 + smile} ${300 - half} ${y - smile}Z`);
    const tongue = Math.max(0, open - 9);
    this.tongue.setAttribute("cx", 300);
    this.tongue.setAttribute("cy", y + open * 0.95 + smile * 0.6);
    this.tongue.setAttribute("rx", Math.max(0, half * 0.5));
    this.tongue.setAttribute("ry", tongue * 0.3);
    this.tongue.setAttribute("opacity", tongue > 1 ? 1 : 0);
  }

  blink(time, mood) {
    if (time > this.nextBlink + 130) this.nextBlink = time + 1_800 + Math.random() * 3_600;
    const closed = time > this.nextBlink;
    const open = mood === "away" ? 0.55 : 1;
    this.lids += ((closed ? 0.08 : open) - this.lids) * 0.5;
    for (const eye of this.eyes) eye.setAttribute("transform", `scale(1 ${this.lids.toFixed(3)})`);
  }
}
