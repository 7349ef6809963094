// The answer on the stage: in the largest letters that let it fit, else moved on by whole lines in time with the speech. No line is
// ever cut through: the box is as high as a number of lines, and moves by lines.

const STEPS = [45, 41, 37, 33, 29];
// Below this the letters do not shrink any more for the sake of fitting: viewers look at it on telephones.
const SMALLEST = 37;
const FEWEST_LINES = 3;

export class Answer {
  constructor(box, text) {
    this.box = box;
    this.text = text;
    this.spans = new Map();
    this.top = -1;
  }

  show(spans, size) {
    this.text.replaceChildren(...spans.map(one => one.span));
    const wanted = STEPS.findIndex(step => step >= SMALLEST ? this.fits(step * size) : this.fitsSomeLines(step * size));
    if (wanted < 0) this.fits(STEPS.at(-1) * size);
    this.spans = new Map(spans.map(({ index, span }) => [index, this.linesOf(span)]));
    this.all = Math.max(1, Math.round(this.text.offsetHeight / this.line));
    this.top = -1;
    this.follow(-1, 0);
  }

  // Whether the whole text can be seen at once in letters of that size, in pixels.
  fits(pixels) {
    this.box.style.maxHeight = "none";
    this.line = Math.round(pixels * 1.6);
    this.text.style.fontSize = `${pixels}px`;
    this.text.style.lineHeight = `${this.line}px`;
    this.lines = Math.max(1, Math.floor(this.box.clientHeight / this.line));
    this.box.style.maxHeight = `${this.lines * this.line}px`;
    return this.text.offsetHeight <= this.lines * this.line;
  }

  fitsSomeLines(pixels) {
    return this.fits(pixels) || this.lines >= FEWEST_LINES;
  }

  linesOf(span) {
    const first = Math.max(0, Math.round(span.offsetTop / this.line));
    return { first, last: first + Math.max(0, Math.round(span.offsetHeight / this.line) - 1) };
  }

  // Brings into sight what is being said: of the sentence that many parts of it (0 to 1) are said.
  follow(index, part) {
    const top = this.topFor(index, part);
    if (top === this.top) return;
    this.top = top;
    this.text.style.transform = `translateY(${-top * this.line}px)`;
  }

  topFor(index, part) {
    const begun = [...this.spans.keys()].filter(own => own <= index).at(-1);
    if (begun === undefined) return 0;
    const { first, last } = this.spans.get(begun);
    const said = begun < index ? 1 : Math.max(0, Math.min(part, 1));
    // A sentence that fits is shown whole, with the line before it; of a longer one the line being said is the second from above.
    const longer = last - first + 1 > this.lines;
    const line = longer ? Math.min(last, first + Math.floor(said * (last - first + 1))) : first;
    const wanted = !longer && last - line + 2 > this.lines ? line : line - 1;
    return Math.max(0, Math.min(this.all - this.lines, wanted));
  }
}
