// The operator's page. Each change is sent by itself, with the version that was seen: who comes second is told, and sees what is.

const WORDS = {
  ja: {
    title: "放送の設定", now: "いまの画面", skip: "この答えを飛ばす", undo: "直前の変更を取り消す", open: "放送画面を開く", token: "運用者の合言葉", other: "English",
    saved: "保存しました", lost: "サービスにつながりません。つなぎ直しています", overtaken: "ほかの人が先に変更しました。いまの値を表示しています。もう一度お試しください。",
    quiet: "いまは話していません", onAir: item => `話し中：${item.question}`, groups: { voice: "声と話し方", screen: "画面の言葉", look: "見た目" },
    parts: { voice: "声", programme: "番組の記録" }, ok: "正常", options: { left: "左", right: "右", okiagari: "起き上がり小法師", cat: "ねこ", none: "なし", ja: "日本語", en: "英語" },
  },
  en: {
    title: "On-air settings", now: "On the screen", skip: "Skip this answer", undo: "Undo the last change", open: "Open the on-air page", token: "Operator's token", other: "日本語",
    saved: "Saved", lost: "No connection to the service, trying again", overtaken: "Someone else changed something first. You see the values as they are; try again.",
    quiet: "Nothing is being said", onAir: item => `On air: ${item.question}`, groups: { voice: "Voice and speaking", screen: "Words on the screen", look: "Looks" },
    parts: { voice: "Voice", programme: "Programme kept" }, ok: "fine", options: { left: "left", right: "right", okiagari: "okiagari doll", cat: "cat", none: "none", ja: "Japanese", en: "English" },
  },
};

const byId = id => document.getElementById(id);
let language = localStorage.getItem("language") === "en" ? "en" : "ja";
let state = null;
let air = null;

function element(name, properties, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

function say(text, problem = false) {
  byId("message").textContent = text;
  byId("message").className = problem ? "problem" : "";
}

async function ask(path, body) {
  const headers = { "Content-Type": "application/json" };
  const token = sessionStorage.getItem("token");
  if (token) headers.Authorization = `Bearer ${token}`;
  return fetch(path, body ? { method: "POST", headers, body: JSON.stringify(body) } : { cache: "no-store" });
}

async function load() {
  state = await (await ask("/air/settings")).json();
  draw();
}

async function send(path, body) {
  try {
    const reply = await ask(path, body);
    const said = await reply.json();
    if (said.fields) state = said;
    if (reply.status === 401) byId("token-row").hidden = false;
    if (reply.ok) say(WORDS[language].saved);
    else say(reply.status === 409 && said.fields ? WORDS[language].overtaken : said.error, true);
  } catch {
    say(WORDS[language].lost, true);
  }
  draw();
}

// One after the other: two quick changes of the same person must not overtake each other.
let sending = Promise.resolve();
function change(name, value) {
  sending = sending.then(() => send("/air/settings", { version: state.version, change: { [name]: value } }));
}

function control(field) {
  const value = state.values[field.name];
  const id = `field-${field.name}`;
  switch (field.kind) {
    case "switch": return element("input", { id, type: "checkbox", checked: value, onchange: event => change(field.name, event.target.checked) });
    case "colour": return element("input", { id, type: "color", value, onchange: event => change(field.name, event.target.value) });
    case "choice": {
      const select = element("select", { id, onchange: event => change(field.name, event.target.value) },
        ...field.options.map(option => element("option", { value: option, textContent: WORDS[language].options[option] ?? option })));
      select.value = value;
      return select;
    }
    case "whole": return element("input", { id, type: "range", min: field.least, max: field.most, value, oninput: event => { event.target.closest(".row").querySelector("output").value = event.target.value; },
      onchange: event => change(field.name, Number(event.target.value)) });
    default: return element("input", { id, type: "text", maxLength: field.longest, value, onchange: event => change(field.name, event.target.value) });
  }
}

function draw() {
  const words = WORDS[language];
  document.documentElement.lang = language;
  document.title = words.title;
  for (const spot of document.querySelectorAll("[data-say]")) spot.textContent = words[spot.dataset.say];
  byId("language").textContent = words.other;
  if (!state) return;
  byId("undo").disabled = !state.undo;
  // What is being typed stays.
  const busy = document.activeElement?.id;
  if (busy?.startsWith("field-") && document.activeElement.type === "text" && document.activeElement.value !== state.values[busy.slice(6)]) return;
  byId("form").replaceChildren(...Object.entries(words.groups).map(([group, name]) => element("fieldset", {}, element("legend", { textContent: name }),
    ...state.fields.filter(field => field.group === group).map(row))));
  if (busy) byId(busy)?.focus();
}

function row(field) {
  const changed = state.values[field.name] !== field.initial;
  return element("div", { className: changed ? "row changed" : "row" }, element("label", { htmlFor: `field-${field.name}`, textContent: field[language] }), control(field),
    element("output", { value: field.kind === "whole" ? String(state.values[field.name]) : "" }));
}

function drawAir() {
  const words = WORDS[language];
  const item = air?.lineup.find(one => one.said >= 0);
  byId("on-air").textContent = item ? words.onAir(item) : words.quiet;
  byId("skip").disabled = !item;
  byId("parts").replaceChildren(...(air?.parts ?? []).map(part => element("li", { className: part.state, textContent: `${words.parts[part.name] ?? part.name}: ${part.state === "ok" ? words.ok : part.why}` })));
}

function listen() {
  const events = new EventSource("/air/events?watch=1");
  events.addEventListener("air", event => {
    air = JSON.parse(event.data);
    drawAir();
    if (state && air.settingsVersion !== state.version) load();
  });
  events.onerror = () => {
    say(WORDS[language].lost, true);
    events.close();
    setTimeout(() => { say(""); listen(); }, 1_500);
  };
}

byId("form").addEventListener("submit", event => event.preventDefault());
byId("undo").addEventListener("click", () => send("/air/settings/undo", { version: state.version }));
byId("skip").addEventListener("click", () => { const item = air?.lineup.find(one => one.said >= 0); if (item) send("/air/skip", { id: item.id }); });
byId("language").addEventListener("click", () => { language = language === "ja" ? "en" : "ja"; localStorage.setItem("language", language); draw(); drawAir(); });
byId("token").addEventListener("change", event => sessionStorage.setItem("token", event.target.value));
draw();
drawAir();
load().catch(() => say(WORDS[language].lost, true));
listen();
