// One stage: it shows the programme, and speaks those of its cues that the shell leaves to it.

import { Answer } from "/air/answer.js";
import { Avatar } from "/air/avatar.js";
import { Programme } from "/air/programme.js";
import { Sound } from "/air/sound.js";

const WORDS = {
  ja: { live: "配信中", away: "接続を待っています", inLine: n => `待ち ${n}件`, asks: name => `${name} さんの質問`, answer: "答え", none: "資料には見つかりません", source: "出典", next: "次の質問", last: "さきほどの答え" },
  en: { live: "On air", away: "Reconnecting", inLine: n => `${n} waiting`, asks: name => `${name} asks`, answer: "Answer", none: "Not in the documents", source: "Source", next: "Coming next", last: "The last answer" },
};
const EARLY = 180;

const byId = id => document.getElementById(id);
const query = new URLSearchParams(location.search);
const studio = window.parent.studio;
const avatar = new Avatar(byId("avatar"));
const sound = new Sound(studio);
const answer = new Answer(byId("words"), byId("sentences"));
const spokenTo = new Map();
let from = Infinity;
let until = Infinity;
let version = null;
let words = WORDS.ja;
let drawn = { item: null, sentence: null };
let settingsVersion = -1;

const programme = new Programme(studio.muted, edition => {
  version ??= edition.page;
  if (edition.page !== version) { version = edition.page; studio.newer(); }
  sound.fetchAll(programme.cues());
  if (edition.settingsVersion !== settingsVersion) apply(edition.settings, edition.settingsVersion);
  if (edition.skipped && programme.last?.item === edition.skipped && from < Infinity) { sound.stop(); programme.last = null; }
  drawNext(edition);
  draw();
  announce();
});

let announced = false;
function announce() {
  if (announced) return;
  announced = true;
  // Two frames later it has really been painted.
  programme.clockSet.then(() => requestAnimationFrame(() => requestAnimationFrame(() => studio.ready(window))));
}

window.stage = {
  answer,
  now: () => programme.now(),
  // The end of the sentence in progress: until then this stage must not be taken away.
  boundary: () => { const now = programme.now(); const said = programme.at(now + EARLY + 20); return said ? said.cue.at + said.cue.millis + 20 : now; },
  speakUntil: moment => { until = moment; },
  speakFrom: moment => { from = moment; },
};

function apply(settings, number) {
  settingsVersion = number;
  const root = document.documentElement;
  for (const colour of ["background", "card", "ink", "accent", "body"]) root.style.setProperty(`--${colour}`, settings[colour]);
  root.style.setProperty("--size", settings.textSize / 100);
  root.lang = query.get("language") ?? settings.language;
  words = WORDS[root.lang] ?? WORDS.ja;
  document.body.classList.toggle("transparent", query.has("transparent") && query.get("transparent") !== "0");
  document.body.classList.toggle("right", settings.layout === "right");
  document.body.classList.toggle("none", settings.avatar === "none");
  avatar.draw(settings.avatar);
  const english = root.lang === "en";
  text("title", english ? settings.titleEnglish : settings.title);
  text("invitation", english ? settings.invitationEnglish : settings.invitation);
  text("notice", english ? settings.noticeEnglish : settings.notice);
  byId("clock").hidden = !settings.clock;
  sound.setVolume(settings.volume);
  drawn = { item: null, sentence: null };
}

function text(id, value) {
  const spot = byId(id);
  if (spot.textContent !== value) spot.textContent = value;
}

function element(name, className, value) {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.textContent = value;
  return made;
}

function drawNext(edition) {
  const most = edition.settings.queueShown;
  const ahead = edition.lineup.filter(item => item.said < 0 && !item.cues.some(cue => cue.at <= programme.now()));
  const all = [...ahead, ...edition.next, ...edition.line].slice(0, most);
  const ids = all.map(one => one.id).join(" ");
  text("next-label", words.next);
  byId("next-label").parentElement.classList.toggle("empty", !all.length);
  if (byId("next").dataset.ids === ids) return;
  byId("next").dataset.ids = ids;
  byId("next").replaceChildren(...all.map(one => {
    const entry = element("li", "", "");
    entry.append(element("b", "", one.author), element("span", "", one.question));
    return entry;
  }));
}

function draw() {
  const now = programme.now();
  const edition = programme.edition;
  if (!edition) return;
  const shown = programme.onAir(now);
  const puzzled = shown?.item.outcome === "none";
  document.body.classList.toggle("idle", !shown);
  document.body.classList.toggle("puzzled", Boolean(puzzled));
  byId("light").className = programme.connected ? "live" : "";
  text("connection", programme.connected ? words.live : words.away);
  text("in-line", edition.inLine + edition.waiting > 0 ? words.inLine(edition.inLine + edition.waiting) : "");
  text("clock", new Date(now).toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" }));
  if (shown) drawItem(shown, now);
  else drawLast(edition.last);
}

function drawItem({ item, cue, said }, now) {
  // An answer that is still being given grows while it is shown.
  if (drawn.item !== item.id || drawn.sentences !== item.sentences.length) {
    drawn = { item: item.id, sentences: item.sentences.length, sentence: null };
    text("author", words.asks(item.author));
    text("question", item.question);
    byId("question").classList.toggle("long", item.question.length > 75);
    text("outcome", item.outcome === "none" ? words.none : words.answer);
    text("source", item.document ? `${words.source}：${item.document} › ${item.heading}` : "");
    answer.show(item.sentences.flatMap((sentence, index) => sentence.kind === "answer" ? [{ index, span: spanOf(sentence, index) }] : []), programme.edition.settings.textSize / 100);
  }
  const index = cue ? cue.index : said;
  answer.follow(index, cue ? (now - cue.at) / cue.millis : 1);
  const mark = `${index} ${cue && now < cue.at + cue.millis + 250}`;
  if (drawn.sentence === mark) return;
  drawn.sentence = mark;
  drawSentence(item, index);
}

function spanOf(sentence, index) {
  const span = element("span", "", sentence.english ? `${sentence.text} ` : sentence.text);
  span.dataset.index = index;
  return span;
}

function drawSentence(item, index) {
  byId("source").classList.toggle("now", item.sentences[index]?.kind === "source");
  for (const span of byId("sentences").children) {
    const own = Number(span.dataset.index);
    span.className = own < index ? "said" : own === index ? "now" : "";
  }
}

function drawLast(last) {
  byId("last").classList.toggle("empty", !last);
  if (!last) return;
  text("last-label", words.last);
  text("last-question", last.question);
  text("last-answer", last.answer);
}

// What is due is begun; nothing that was begun once is begun again.
function speak() {
  const now = programme.now();
  for (const { item, cue } of programme.cues()) {
    const due = cue.at - EARLY <= now && now < cue.at + cue.millis - 100;
    if (!due || cue.index <= (spokenTo.get(item.id) ?? -1)) continue;
    if (cue.at + 1 < from || cue.at >= until) { if (cue.at >= until || from < Infinity) note(item, cue); continue; }
    if (sound.play(cue, item.sentences[cue.index], now)) note(item, cue);
  }
}

function note(item, cue) {
  spokenTo.set(item.id, cue.index);
  if (spokenTo.size > 100) spokenTo.delete(spokenTo.keys().next().value);
  programme.speaking(item, cue);
}

function viseme(now) {
  const said = programme.at(now);
  if (!said) return "s";
  // Without a trace of the voice the mouth moves as mouths do.
  if (!said.cue.mouth) return "anienouna"[Math.floor((now - said.cue.at) / 105) % 9];
  let shape = "s";
  for (const part of said.cue.mouth.split(" ")) {
    if (said.cue.at + parseInt(part, 10) > now + 40) break;
    shape = part.at(-1);
  }
  return shape;
}

function animate(time) {
  const now = programme.now();
  const mood = document.body.classList.contains("puzzled") ? "puzzled" : programme.at(now) ? "speaking" : programme.connected ? "idle" : "away";
  avatar.move(time, viseme(now), mood);
  requestAnimationFrame(animate);
}

function fit() {
  document.documentElement.style.setProperty("--scale", Math.min(innerWidth / 1920, innerHeight / 1080));
}

addEventListener("resize", fit);
fit();
document.body.classList.add("idle");
setInterval(() => { speak(); draw(); }, 50);
requestAnimationFrame(animate);
