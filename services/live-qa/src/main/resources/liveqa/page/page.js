// The page shows what the service says and judges nothing. Every text is set as text, never as markup.

const WORDS = {
  ja: {
    title: "政策なんでも質問ライブ", connecting: "接続しています", live: "配信中", lost: "接続が切れました。つなぎ直しています",
    waitingCount: "待っている質問", askTitle: "質問する", name: "お名前（なくてもかまいません）", question: "質問（500文字まで）", send: "質問を送る",
    examples: "たとえば：", queueTitle: "順番を待っている質問", answersTitle: "最近の答え", other: "English",
    note: "人工知能が、公開された政策文書だけを探して答えます。文書にないことには、見つからないと答えます。候補者と政策はすべて架空のものです。",
    place: (place, wait) => place > 0 ? `${place}番目です。答えはあと約${span(wait)}でここに出ます。` : "いま答えています。",
    spoken: wait => `配信で読み上げるのは約${span(wait)}後の見込みです。`, perhaps: "読み上げを待つ答えが多いため、ここに表示するだけになるかもしれません。", shownOnly: "読み上げを待つ答えが多いため、この答えはここに表示するだけになりました。",
    seconds: "秒", minutes: "分", askers: count => `ほか${count - 1}人が同じ質問`, joined: "同じ質問が先に並んでいます。答えが出たらここにも表示します。",
    held: why => `司会者の確認を待っています（${why}）。`, withdrawn: why => `この質問には答えません（${why}）。`,
    share: "答えられた割合を見る", source: "出典", noConnection: "送れませんでした。接続を確かめて、もう一度お試しください。",
  },
  en: {
    title: "Ask about the policies, live", connecting: "Connecting", live: "Live", lost: "Connection lost, trying again",
    waitingCount: "Questions waiting", askTitle: "Ask", name: "Your name (optional)", question: "Question, in Japanese (up to 500 characters)", send: "Ask",
    examples: "For example:", queueTitle: "Waiting in line", answersTitle: "Latest answers", other: "日本語",
    note: "An AI searches the published policy documents, and only those. What they do not say, it says it did not find. The candidate and all policies are fictional.",
    place: (place, wait) => place > 0 ? `Number ${place} in line, the answer will be here in about ${span(wait)}.` : "Being answered now.",
    spoken: wait => `It will be spoken in the stream in about ${span(wait)}.`, perhaps: "So many answers wait to be spoken that it may only be shown here.", shownOnly: "So many answers wait to be spoken that this one is only shown here.",
    seconds: " s", minutes: " min", askers: count => `${count - 1} more asked the same`, joined: "The same question is already in line. Its answer will be shown here too.",
    held: why => `A moderator will look at it first (${why}).`, withdrawn: why => `This question will not be answered (${why}).`,
    share: "How many questions were answered", source: "Source", noConnection: "It could not be sent. Check the connection and try again.",
  },
};

const span = seconds => seconds < 90 ? `${Math.ceil(seconds)}${WORDS[language].seconds}` : `${Math.round(seconds / 60)}${WORDS[language].minutes}`;
const byId = id => document.getElementById(id);
let language = localStorage.getItem("language") === "en" ? "en" : "ja";
let board = { waiting: 0, queue: [], answers: [] };
let connection = "connecting";
let mine = null;
let draft = { id: "", text: "" };

function element(name, className, text) {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

function shown(question) {
  const words = WORDS[language];
  const article = element("article", question.outcome ?? "");
  article.append(element("p", "who", question.author), element("p", "q", question.text));
  if (question.askers > 1) article.append(element("p", "who", words.askers(question.askers)));
  const why = language === "ja" ? question.why : question.whyEnglish;
  if (question.status === "held" || question.status === "withdrawn") {
    article.append(element("p", "a", words[question.status](why)));
  } else if (question.status !== "answered") {
    if (question.joined) article.append(element("p", "a", words.joined));
    article.append(element("p", "a", words.place(question.place, question.expectedWaitSeconds)));
    if (question.shownOnlyPerhaps) article.append(element("p", "who", words.perhaps));
    else if (question.expectedSpokenSeconds) article.append(element("p", "who", words.spoken(question.expectedSpokenSeconds)));
  } else if (question.source) {
    const quote = element("blockquote", "", question.source.quote);
    quote.append(element("cite", "", `${words.source}: ${question.source.document} › ${question.source.heading}`));
    article.append(quote);
  } else {
    article.append(element("p", "a", question.answer));
  }
  if (question.status === "answered" && question.shownOnly) article.append(element("p", "who", words.shownOnly));
  else if (question.status === "answered" && question.expectedSpokenSeconds) article.append(element("p", "who", words.spoken(question.expectedSpokenSeconds)));
  return article;
}

function draw() {
  const words = WORDS[language];
  document.documentElement.lang = language;
  document.title = words.title;
  for (const spot of document.querySelectorAll("[data-say]")) spot.textContent = words[spot.dataset.say];
  byId("language").textContent = words.other;
  byId("connection").textContent = words[connection];
  byId("live").className = `dot ${connection === "live" ? "on" : connection === "lost" ? "off" : ""}`;
  byId("waiting").textContent = board.waiting;
  byId("queue").replaceChildren(...board.queue.map(question => element("li", "",
    `${question.author}: ${question.text}${question.askers > 1 ? ` (${words.askers(question.askers)})` : ""}`)));
  byId("answers").replaceChildren(...board.answers.map(shown));
}

function drawMine(content) {
  byId("mine").replaceChildren(...(content ? [content] : []));
}

// Waits in short steps, so that the place in the line is seen to move.
async function follow(id) {
  while (mine === id) {
    try {
      const reply = await fetch(`/questions/${encodeURIComponent(id)}?wait=2s`);
      if (!reply.ok) return;
      const question = await reply.json();
      if (mine === id) drawMine(shown(question));
      // Answered, it may still wait to be spoken.
      if (question.status === "answered" && question.expectedSpokenSeconds) await new Promise(again => setTimeout(again, 5000));
      else if (question.status === "answered" || question.status === "withdrawn") return;
      // A held question is not waited for at the service, which would answer at once.
      if (question.status === "held") await new Promise(again => setTimeout(again, 2000));
    } catch {
      // The service may be on its way back; what it accepted, it still answers.
      await new Promise(again => setTimeout(again, 1000));
    }
  }
}

function newId() {
  // Not a secret: it only has to differ from everyone else's. (randomUUID exists on secure origins alone.)
  return `page-${[...crypto.getRandomValues(new Uint8Array(12))].map(byte => byte.toString(16).padStart(2, "0")).join("")}`;
}

// Tells this browser from others, so that one asker's many questions do not crowd out everybody else's first.
function asker() {
  if (!localStorage.getItem("asker")) localStorage.setItem("asker", newId());
  return localStorage.getItem("asker");
}

async function ask(event) {
  event.preventDefault();
  const text = byId("text").value;
  // The same words sent again after a lost connection keep their id, and so remain one question.
  if (draft.text !== text) draft = { id: newId(), text };
  const question = { id: draft.id, author: byId("author").value, text, channel: "page", asker: asker() };
  try {
    const reply = await fetch("/questions", { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(question) });
    const said = await reply.json();
    if (!reply.ok) return drawMine(element("p", "problem", said.error));
    mine = said.id;
    draft = { id: "", text: "" };
    byId("text").value = "";
    follow(said.id);
  } catch {
    drawMine(element("p", "problem", WORDS[language].noConnection));
  }
}

function listen() {
  const events = new EventSource("/events");
  events.addEventListener("board", event => { board = JSON.parse(event.data); connection = "live"; draw(); });
  events.onopen = () => { connection = "live"; draw(); };
  events.onerror = () => {
    connection = "lost";
    draw();
    // A browser gives up for good after some errors; we do not.
    if (events.readyState === EventSource.CLOSED) setTimeout(listen, 2000);
  };
}

byId("form").addEventListener("submit", ask);
byId("language").addEventListener("click", () => { language = language === "ja" ? "en" : "ja"; localStorage.setItem("language", language); draw(); });
for (const example of document.querySelectorAll(".example")) {
  example.addEventListener("click", () => { byId("text").value = example.textContent; byId("text").focus(); });
}
draw();
listen();
