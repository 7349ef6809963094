// The share of valid answers over time, as a chart and as the table it is drawn from. Drawn by hand in SVG, nothing loaded.

const WORDS = {
  ja: {
    title: "答えられた割合", live: "最新", lost: "接続が切れました。つなぎ直しています", other: "English", range: "期間",
    ranges: { hour: "1時間", day: "24時間", week: "7日間", months: "6か月" },
    share: "資料から答えられた割合", asked: "質問", valid: "答えられた", none: "資料になかった", failed: "失敗した", line: "答えられた割合",
    meaningTitle: "「答えられた」とは",
    meaning: "視聴者の質問のうち、公開された資料から出典を示して答えられたもの（司会者が手で答えたものを含みます）を「答えられた」と数えます。資料に書かれていない質問には「見つかりませんでした」と正直に答え、「資料になかった」に数えます。見送られた質問と、サービス自身の点検の質問は数えません。",
    tableTitle: "数字で見る", time: "時刻", nobody: "この期間には、まだ質問がありません。", percent: "割合", chart: (range, share) => `${range}の、答えられた割合の折れ線と質問の数。全体では${share}。`,
  },
  en: {
    title: "How many questions were answered", live: "Up to date", lost: "Connection lost, trying again", other: "日本語", range: "Period",
    ranges: { hour: "1 hour", day: "24 hours", week: "7 days", months: "6 months" },
    share: "Answered from the documents", asked: "Questions", valid: "Answered", none: "Not in the documents", failed: "Failed", line: "Share answered",
    meaningTitle: "What \"answered\" means",
    meaning: "Of the viewers' questions, those answered out of the published documents with their source (or by a moderator by hand) count as answered. What the documents do not say is honestly told as not found, and counts as \"not in the documents\". Questions passed over by a moderator, and the service's own check questions, do not count.",
    tableTitle: "The figures", time: "Time", nobody: "No questions in this period yet.", percent: "Share", chart: (range, share) => `Share of questions answered over ${range} as a line, number of questions as bars. Altogether ${share}.`,
  },
};
const WIDTH = 960, HEIGHT = 380, LEFT = 52, RIGHT = 16, TOP = 14, MIDDLE = 250, BARS = 285, BOTTOM = 345;
const SVG = "http://www.w3.org/2000/svg";

const byId = id => document.getElementById(id);
let language = localStorage.getItem("language") === "en" ? "en" : "ja";
let range = "day";
let table = { rows: [], spanSeconds: 86400, stepSeconds: 900 };
let connected = false;

const count = row => row.valid + row.none + row.failed;
const percent = (part, whole) => whole ? `${(100 * part / whole).toFixed(part === whole ? 0 : 1)}%` : "–";

function element(name, className, text) {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

function svg(name, attributes, text) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  if (text !== undefined) made.textContent = text;
  return made;
}

function time(at, long) {
  const day = { month: "numeric", day: "numeric" }, clock = { hour: "2-digit", minute: "2-digit" };
  const parts = range === "months" ? day : range === "week" ? (long ? { ...day, ...clock } : day) : long ? { ...day, ...clock } : clock;
  return new Intl.DateTimeFormat(language === "ja" ? "ja-JP" : "en-GB", parts).format(at);
}

function drawFigures(all) {
  const words = WORDS[language];
  const figure = (name, value, big) => {
    const box = element("div");
    box.append(element("dt", "", name), element("dd", big ? "big" : "", value));
    return box;
  };
  const number = value => value.toLocaleString(language === "ja" ? "ja-JP" : "en-GB");
  byId("figures").replaceChildren(figure(words.share, percent(all.valid, count(all)), true), figure(words.asked, number(count(all))),
    figure(words.valid, number(all.valid)), figure(words.none, number(all.none)), figure(words.failed, number(all.failed)));
}

function ticks(from, to) {
  const step = { hour: 10 * 60e3, day: 3 * 3600e3, week: 86400e3, months: 30 * 86400e3 }[range];
  const first = new Date(from);
  if (range === "week" || range === "months") first.setHours(24, 0, 0, 0);
  const zone = range === "day" ? first.getTimezoneOffset() * 60e3 : 0;
  let at = range === "week" || range === "months" ? first.getTime() : Math.ceil((from - zone) / step) * step + zone;
  const all = [];
  for (; at <= to; at += step) all.push(at);
  return all;
}

function drawChart(all) {
  const words = WORDS[language];
  if (!table.rows.length) return byId("chart").replaceChildren(element("p", "note", words.nobody));
  const to = Date.now(), from = to - table.spanSeconds * 1000, step = table.stepSeconds * 1000;
  const x = at => LEFT + (WIDTH - LEFT - RIGHT) * (at - from) / (to - from);
  const y = share => MIDDLE - (MIDDLE - TOP) * share;
  const chart = svg("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, class: "chart", role: "img", "aria-label": words.chart(words.ranges[range], percent(all.valid, count(all))) });
  for (const share of [0, .25, .5, .75, 1]) {
    chart.append(svg("line", { class: "grid", x1: LEFT, x2: WIDTH - RIGHT, y1: y(share), y2: y(share) }),
      svg("text", { x: LEFT - 8, y: y(share) + 4, "text-anchor": "end" }, `${share * 100}%`));
  }
  for (const at of ticks(from, to)) {
    chart.append(svg("line", { class: "grid", x1: x(at), x2: x(at), y1: TOP, y2: BOTTOM }), svg("text", { x: x(at), y: BOTTOM + 20, "text-anchor": "middle" }, time(at)));
  }
  const rows = table.rows.map(row => ({ ...row, at: Date.parse(row.at) })).filter(row => row.at + step > from);
  const most = Math.max(...rows.map(count));
  chart.append(svg("text", { x: LEFT - 8, y: BARS + 4, "text-anchor": "end" }, most), svg("text", { x: LEFT - 8, y: BOTTOM + 4, "text-anchor": "end" }, "0"));
  const width = Math.max(1.5, x(from + step) - x(from) - 1);
  for (const row of rows) {
    let foot = BOTTOM;
    for (const kind of ["valid", "none", "failed"]) {
      const height = (BOTTOM - BARS) * row[kind] / most;
      if (height) chart.append(svg("rect", { class: `bar-${kind}`, x: Math.max(LEFT, x(row.at)), y: foot -= height, width, height }));
    }
  }
  // A gap of more than three steps is no line: nobody knows what the share would have been.
  const runs = [];
  for (const row of rows) {
    const last = runs.at(-1)?.at(-1);
    if (last && row.at - last.at <= 3 * step) runs.at(-1).push(row);
    else runs.push([row]);
  }
  const middle = row => Math.min(WIDTH - RIGHT, Math.max(LEFT, x(row.at + step / 2)));
  for (const run of runs) {
    const dots = run.map(row => `${middle(row)},${y(row.valid / count(row))}`);
    // A line of a single point would not be drawn: it is given a little length.
    if (run.length === 1) dots.push(`${middle(run[0]) + 4},${y(run[0].valid / count(run[0]))}`);
    const points = dots.join(" ");
    chart.append(svg("polygon", { class: "area", points: `${middle(run[0])},${MIDDLE} ${points} ${middle(run.at(-1))},${MIDDLE}` }), svg("polyline", { class: "line", points }));
  }
  for (const row of rows) {
    const point = svg("circle", { class: "point", cx: middle(row), cy: y(row.valid / count(row)), r: rows.length > 60 ? 2.2 : 4 });
    point.append(svg("title", {}, `${time(row.at, true)}  ${percent(row.valid, count(row))} (${row.valid}/${count(row)})`));
    chart.append(point);
  }
  byId("chart").replaceChildren(chart);
}

function drawLegend() {
  const words = WORDS[language];
  byId("legend").replaceChildren(...["line", "bar-valid", "bar-none", "bar-failed"].map(kind => {
    const item = element("li");
    item.append(element("i", kind), words[kind.replace("bar-", "")]);
    return item;
  }));
}

function drawTable(all) {
  const words = WORDS[language];
  const head = element("tr");
  for (const name of [words.time, words.percent, words.valid, words.none, words.failed, words.asked]) { const cell = element("th", "", name); cell.scope = "col"; head.append(cell); }
  const body = table.rows.toReversed().map(row => {
    const line = element("tr");
    for (const value of [time(new Date(row.at), true), percent(row.valid, count(row)), row.valid, row.none, row.failed, count(row)]) line.append(element("td", "", value));
    return line;
  });
  byId("table").replaceChildren(head, ...body);
}

function draw() {
  const words = WORDS[language];
  document.documentElement.lang = language;
  document.title = words.title;
  for (const spot of document.querySelectorAll("[data-say]")) spot.textContent = words[spot.dataset.say];
  byId("language").textContent = words.other;
  byId("connection").textContent = connected ? words.live : words.lost;
  byId("live").className = `dot ${connected ? "on" : "off"}`;
  byId("ranges").setAttribute("aria-label", words.range);
  byId("ranges").replaceChildren(...Object.entries(words.ranges).map(([name, label]) => {
    const button = element("button", "", label);
    button.type = "button";
    button.dataset.range = name;
    button.setAttribute("aria-pressed", String(name === range));
    button.addEventListener("click", () => { range = name; refresh(); });
    return button;
  }));
  const all = table.rows.reduce((sum, row) => ({ valid: sum.valid + row.valid, none: sum.none + row.none, failed: sum.failed + row.failed }), { valid: 0, none: 0, failed: 0 });
  drawFigures(all);
  drawChart(all);
  drawLegend();
  drawTable(all);
}

async function refresh() {
  const focused = document.activeElement?.dataset?.range;
  try {
    const reply = await fetch(`/share/rows?range=${range}`);
    table = await reply.json();
    connected = reply.ok;
  } catch {
    connected = false;
  }
  draw();
  if (focused) document.querySelector(`[data-range="${focused}"]`)?.focus();
}

byId("language").addEventListener("click", () => { language = language === "ja" ? "en" : "ja"; localStorage.setItem("language", language); draw(); });
refresh();
setInterval(refresh, 5000);
