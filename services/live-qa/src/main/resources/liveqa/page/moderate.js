// The moderators' page. It shows what the service says; each button sends the version its question was shown with.

const WORDS = {
  ja: {
    title: "司会者の席", live: "つながっています", lost: "接続が切れました。つなぎ直しています", waitingCount: "待っている質問", heldCount: "確認待ち",
    me: "お名前", heldTitle: "確認を待っている質問", lineTitle: "これから答える質問", settledTitle: "済んだ質問", bansTitle: "受け付けない人", other: "English",
    foundTitle: "探す（番号・名前・質問・答えの一部。残っているすべてから）", answerTitle: "手で答える", give: "この答えを出す", cancel: "やめる", loginTitle: "司会者の合いことば", enter: "入る", none: "ありません",
    hold: "確認待ちにする", release: "列に戻す", skip: "見送る", pin: "先頭にする", unpin: "先頭をやめる", answer: "手で答える", ban: "この人を止める", restore: "取り消して戻す", lift: "また受け付ける",
    done: { hold: "確認待ちにしました", release: "列に入れました", skip: "見送りました", pin: "先頭にしました", unpin: "先頭をやめました", answer: "答えを出しました", ban: "この人の質問を止めました", restore: "戻しました", lift: "また受け付けます" },
    stale: "ほかの人が先に決めました。いまの様子を見てください。", status: { waiting: "待機", held: "確認待ち", answering: "回答中", answered: "回答済み", withdrawn: "見送り" },
    askers: count => `${count}人`, pinned: "先頭", rank: { paid: "スーパーチャット", member: "メンバー" }, undo: "元に戻す", takeBack: "答えを取り下げる",
    keys: [["J", "次"], ["K", "前"], ["R", "列に戻す"], ["H", "確認待ち"], ["S", "見送る"], ["P", "先頭"], ["A", "手で答える"], ["B", "止める"], ["F", "探す"], ["U", "元に戻す"]],
    sure: name => `「${name}」さんの質問を、この配信ではもう受け付けません。よろしいですか？`,
    channel: { page: "ページ", http: "プログラム", chat: "チャット", youtube: "YouTube", phone: "電話", probe: "点検" },
  },
  en: {
    title: "Moderator's desk", live: "Connected", lost: "Connection lost, trying again", waitingCount: "Waiting", heldCount: "Held",
    me: "Your name", heldTitle: "Held: waiting for you", lineTitle: "Next in line", settledTitle: "Settled", bansTitle: "Not heard in this stream", other: "日本語",
    foundTitle: "Find (part of an id, a name, a question or an answer; among all that are kept)", answerTitle: "Answer by hand", give: "Give this answer", cancel: "Cancel", loginTitle: "The moderators' token", enter: "Enter", none: "None",
    hold: "Hold", release: "Release", skip: "Skip", pin: "Pin", unpin: "Unpin", answer: "Answer", ban: "Ban author", restore: "Bring back", lift: "Hear again",
    done: { hold: "Held", release: "Released to the line", skip: "Skipped", pin: "Pinned", unpin: "Unpinned", answer: "Answered", ban: "Author banned", restore: "Brought back", lift: "Heard again" },
    stale: "Someone else decided first. This is how it stands now.", status: { waiting: "waiting", held: "held", answering: "being answered", answered: "answered", withdrawn: "withdrawn" },
    askers: count => `${count} askers`, pinned: "pinned", rank: { paid: "Super Chat", member: "member" }, undo: "Undo", takeBack: "Take the answer back",
    keys: [["J", "next"], ["K", "previous"], ["R", "release"], ["H", "hold"], ["S", "skip"], ["P", "pin"], ["A", "answer"], ["B", "ban"], ["F", "find"], ["U", "undo"]],
    sure: name => `No more questions of "${name}" will be taken in this stream. Go on?`,
    channel: { page: "page", http: "program", chat: "chat", youtube: "YouTube", phone: "phone", probe: "check" },
  },
};

const byId = id => document.getElementById(id);
let language = localStorage.getItem("language") === "en" ? "en" : "ja";
let board = { line: [], held: [], settled: [], bans: [], waiting: 0, heldCount: 0 };
let shownText = "";
let connected = false;
let inHand = null;

function element(name, className, text) {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

function headers() {
  const token = sessionStorage.getItem("token");
  return { "Content-Type": "application/json", ...(token ? { Authorization: `Bearer ${token}` } : {}) };
}

function say(text, problem) {
  byId("said").textContent = text;
  byId("said").className = problem ? "problem" : "";
}

function acts(question) {
  switch (question.status) {
    case "held": return ["release", "skip", "answer", "ban"];
    case "waiting": return question.joined ? ["skip", "ban"] : [question.pinned ? "unpin" : "pin", "hold", "skip", "answer", "ban"];
    case "answering": return ["skip", "ban"];
    case "withdrawn": return ["restore"];
    case "answered": return ["skip"];
    default: return [];
  }
}

function card(question) {
  const words = WORDS[language];
  const article = element("article", `question ${question.status}${question.pinned ? " pinned" : ""}`);
  article.tabIndex = 0;
  article.dataset.id = question.id;
  const tags = element("p", "");
  tags.append(element("span", "tag", words.channel[question.channel]), element("span", "tag", words.status[question.status]));
  if (question.pinned) tags.append(element("span", "tag", words.pinned));
  if (question.askers > 1) tags.append(element("span", "tag", words.askers(question.askers)));
  if (words.rank[question.rank]) tags.append(element("span", `tag ${question.rank}`, words.rank[question.rank]));
  if (question.why) tags.append(element("span", "tag why", language === "ja" ? question.why : question.whyEnglish));
  article.append(tags, element("p", "who", question.author), element("p", "q", question.text));
  if (question.answer) article.append(element("p", "a", question.answer));
  const buttons = element("p", "acts");
  for (const act of acts(question)) {
    if (act === "ban" && !question.bannable) continue;
    const button = element("button", "", act === "skip" && question.status === "answered" ? words.takeBack : words[act]);
    button.type = "button";
    button.dataset.act = act;
    button.addEventListener("click", () => act === "answer" ? openAnswer(question) : decide(question, act));
    buttons.append(button);
  }
  article.append(buttons);
  return article;
}

function fill(id, cards) {
  byId(id).replaceChildren(...(cards.length ? cards : [element("p", "who", WORDS[language].none)]));
}

function draw() {
  const words = WORDS[language];
  document.documentElement.lang = language;
  document.title = words.title;
  for (const spot of document.querySelectorAll("[data-say]")) spot.textContent = words[spot.dataset.say];
  byId("language").textContent = words.other;
  byId("connection").textContent = connected ? words.live : words.lost;
  byId("live").className = `dot ${connected ? "on" : "off"}`;
  byId("waiting").textContent = board.waiting;
  byId("heldCount").textContent = board.heldCount;
  byId("keys").replaceChildren(...words.keys.flatMap(([key, what]) => [element("kbd", "", key), ` ${what}　`]));
  const focused = document.activeElement?.closest?.(".question")?.dataset.id;
  const act = document.activeElement?.dataset?.act;
  for (const list of ["held", "line", "settled"]) fill(list, board[list].map(card));
  if (board.found) fill("found", board.found.map(card));
  else byId("found").replaceChildren();
  fill("bans", board.bans.map(ban => {
    const row = element("p", "", `${ban.name}（${ban.by}）　`);
    const button = element("button", "", words.lift);
    button.addEventListener("click", () => lift(ban));
    row.append(button);
    return row;
  }));
  // A redrawn board must not take the keyboard away from whoever works on it.
  const again = focused && document.querySelector(`.question[data-id="${CSS.escape(focused)}"]`);
  if (again) (act && again.querySelector(`[data-act="${act}"]`) || again).focus({ preventScroll: true });
}

async function refresh() {
  try {
    const sought = byId("find").value.trim();
    const reply = await fetch(`/moderate/board${sought ? `?find=${encodeURIComponent(sought)}` : ""}`, { headers: headers() });
    if (reply.status === 401) return login();
    const text = await reply.text();
    if (!reply.ok) return say(JSON.parse(text).error, true);
    const was = connected;
    connected = true;
    if (text === shownText && was) return;
    shownText = text;
    board = JSON.parse(text);
    draw();
  } catch {
    connected = false;
    draw();
  }
}

function login() {
  if (!byId("login").open) byId("login").showModal();
}

async function send(path, body, act) {
  const words = WORDS[language];
  try {
    const reply = await fetch(path, { method: "POST", headers: headers(), body: JSON.stringify({ ...body, by: byId("me").value.trim() || "moderator" }) });
    if (reply.status === 401) return login();
    const said = await reply.json();
    say(reply.ok ? words.done[act] : reply.status === 409 ? words.stale : said.error, !reply.ok);
  } catch {
    say(words.lost, true);
  }
  await refresh();
}

function decide(question, act) {
  if (act === "ban" && !confirm(WORDS[language].sure(question.author))) return Promise.resolve();
  return send("/moderate/decisions", { id: question.id, version: question.version, decision: act }, act);
}

function lift(ban) {
  return send("/moderate/lift", { key: ban.key }, "lift");
}

function openAnswer(question) {
  inHand = question;
  byId("answer-question").textContent = question.text;
  byId("answer-text").value = "";
  byId("answering").showModal();
}

byId("answer-form").addEventListener("submit", () => {
  send("/moderate/decisions", { id: inHand.id, version: inHand.version, decision: "answer", text: byId("answer-text").value }, "answer");
});
byId("answer-cancel").addEventListener("click", () => byId("answering").close());
byId("login-form").addEventListener("submit", () => {
  sessionStorage.setItem("token", byId("token").value);
  refresh();
});

function everyQuestion() {
  return [...document.querySelectorAll(".question")];
}

function step(by) {
  const all = everyQuestion();
  const at = all.indexOf(document.activeElement?.closest?.(".question"));
  all[Math.max(0, Math.min(all.length - 1, at + by))]?.focus();
}

function ofFocus() {
  const id = document.activeElement?.closest?.(".question")?.dataset.id;
  return [...(board.found ?? []), ...board.held, ...board.line, ...board.settled].find(question => question.id === id);
}

const KEYS = { r: "release", h: "hold", s: "skip", p: "pin", b: "ban" };
document.addEventListener("keydown", event => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, dialog")) return;
  const key = event.key.toLowerCase();
  if (key === "j" || key === "k") return step(key === "j" ? 1 : -1);
  if (key === "f") { event.preventDefault(); return byId("find").focus(); }
  const question = ofFocus();
  if (!question) return;
  const act = key === "u" ? question.undo : key === "p" && question.pinned ? "unpin" : KEYS[key];
  if (key === "a" && acts(question).includes("answer")) { event.preventDefault(); openAnswer(question); }
  else if (act && (key === "u" || acts(question).includes(act))) decide(question, act);
});

byId("find").addEventListener("input", refresh);
byId("me").value = localStorage.getItem("moderator") ?? "";
byId("me").addEventListener("change", () => localStorage.setItem("moderator", byId("me").value));
byId("language").addEventListener("click", () => { language = language === "ja" ? "en" : "ja"; localStorage.setItem("language", language); say(""); draw(); });
draw();
refresh();
setInterval(refresh, 1000);
