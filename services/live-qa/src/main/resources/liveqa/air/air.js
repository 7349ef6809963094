// The shell: it owns the sound and shows a stage in a frame. When there is a newer page, the new stage is loaded unseen,
// and takes over between two sentences; one that does not come up never does.

const PATIENCE = 20_000;
const muted = new URLSearchParams(location.search).has("mute");
const context = new AudioContext({ latencyHint: "interactive" });
const volume = context.createGain();
volume.connect(context.destination);

let shown = null;
let coming = null;
let failedAt = 0;

function load() {
  const frame = document.createElement("iframe");
  frame.allow = "autoplay";
  frame.className = "coming";
  frame.src = `/air/stage.html${location.search}`;
  document.body.append(frame);
  coming = frame;
  setTimeout(() => { if (coming === frame) giveUp(frame); }, PATIENCE);
}

function giveUp(frame) {
  frame.remove();
  coming = null;
  failedAt = Date.now();
  if (!shown) load();
}

function ready(frameWindow) {
  const frame = coming;
  if (!frame || frame.contentWindow !== frameWindow) return;
  coming = null;
  if (!shown) return reveal(frame, 0);
  const until = shown.contentWindow.stage.boundary();
  shown.contentWindow.stage.speakUntil(until);
  frameWindow.stage.speakFrom(until);
  setTimeout(() => reveal(frame, 450), Math.max(0, until - frameWindow.stage.now()));
}

function reveal(frame, fade) {
  const old = shown;
  shown = frame;
  frame.classList.remove("coming");
  frame.style.zIndex = 1;
  if (old) { frame.style.zIndex = 2; setTimeout(() => { old.remove(); frame.style.zIndex = 1; }, fade); }
  else frameWindowStage(frame).speakFrom(0);
}

function frameWindowStage(frame) {
  return frame.contentWindow.stage;
}

// A stage says that the server has a newer page than it is.
function newer() {
  if (!coming && Date.now() - failedAt > PATIENCE) load();
}

window.studio = { context, volume, muted, ready, newer };
load();

// OBS lets pages sound at once; other browsers want to be touched first.
const button = document.getElementById("start");
const showButton = () => { button.hidden = muted || context.state === "running"; };
context.addEventListener("statechange", showButton);
button.addEventListener("click", () => context.resume().then(showButton));
context.resume().catch(() => {});
setTimeout(showButton, 1_000);
