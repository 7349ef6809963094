// Everything the page says, in English and Japanese. Timelines come in both from the server.

import {EN as CHARTS_EN, JA as CHARTS_JA} from './words-charts.js';
import {EN as HOSTS_EN, JA as HOSTS_JA} from './words-hosts.js';
import {EN as TRAFFIC_EN, JA as TRAFFIC_JA} from './words-traffic.js';

const OWN_EN = {
  skip: 'Skip to the services',
  services: 'Services',
  incidents: 'Incidents',
  guards: 'Guards',
  recent: 'What happened',
  pose: {standing: 'standing', tilting: 'tilting', lying: 'lying', rising: 'getting up', resting: 'kept in reserve', unknown: 'unknown'},
  doll: (name, pose) => `${name} is ${pose}`,
  allStand: n => n === 1 ? 'The one service stands.' : `All ${n} services stand.`,
  oneIs: (names, pose) => `${names} ${names.includes(', ') ? 'are' : 'is'} ${pose}.`,
  nothing: 'Nothing is guarded yet.',
  onlyGuards: n => n === 1 ? 'One guard watches; no service is kept.' : `${n} guards watch; no service is kept.`,
  and: ', ',
  linked: 'live',
  connecting: 'connecting',
  lost: 'connection lost, trying again',
  process: {running: 'running', down: 'not running', exhausted: 'given up: fell too often', unknown: 'process unknown'},
  pid: pid => `pid ${pid}`,
  agentAway: id => `agent ${id} is away: nobody keeps it`,
  clean: (ms, n) => `clean in ${ms} ms, ${n} in a row`,
  failed: n => n === 1 ? 'failed once' : `failed ${n} times in a row`,
  noVerdict: 'no verdict yet',
  ownPage: 'its own page',
  panel: name => `Panel of ${name}`,
  underWay: (verb, by) => `${verb} under way, by ${who(by)}`,
  verb: {capture: 'Capture', restart: 'Restart', restart_gently: 'Gentle restart', stop: 'Stop', start: 'Start', drain: 'Drain', eject: 'Eject', ready: 'Bring back', switch: 'Switch', notify: 'Call', freeze: 'Freeze all hands', thaw: 'Let hands act again', approve: 'Agree'},
  asks: (guard, verb, on) => `Guard ${guard} asks: ${verb} ${on}?`,
  agreeing: 'Your word lasts ten minutes. The guard tries again with all its brakes, and only while what it fires for still holds.',
  onlyApprovers: 'Only a person with a name and the role of approver may agree.',
  consequence: {
    restart: name => `The process of ${name} is ended and started again. Whoever uses it now loses their connection until it answers.`,
    restart_gently: name => `The process of ${name} is asked to end, has at least 30 s to finish what it is at, and is started again.`,
    capture: name => `Thread dump, status, sockets and last log lines of ${name} are kept as evidence. It goes on running.`,
    stop: name => `The process of ${name} is ended and stays down until somebody starts it. Its users lose their connection.`,
    start: name => `The process of ${name} is started. Nothing happens if it runs already.`,
    freeze: () => 'No guard acts any more, for any service, until the hands are let go again. Guards still watch and call people.',
    thaw: () => 'Guards act by themselves again, from now on. What fires now is acted upon at once.',
  },
  brakes: 'The brakes apply to you too: if it is refused, the timeline says why.',
  why: 'Why?',
  whyHint: 'One line for whoever reads the timeline later',
  cancel: 'Cancel',
  close: 'Close',
  ordered: verb => `${verb}: ordered and written down.`,
  unsent: 'The connection failed. Send again: it will be done only once.',
  changed: words => `It changed since you looked: ${words} Look again, then send once more if you still want it.`,
  onlyLook: 'You may look but not order.',
  open: 'open',
  suspected: 'suspected only',
  ending: {REVIVED: 'brought back', HEALED_BY_ITSELF: 'healed by itself', NEAR_MISS: 'near miss', REMOVED: 'removed'},
  lasted: text => `lasted ${text}`,
  since: text => `for ${text}`,
  answering: text => `answers again since ${text}`,
  noIncidents: 'No incident so far.',
  noGuards: 'No guards. A guard says what must hold, and what to do when it does not.',
  timeline: id => `Timeline of incident ${id}`,
  incident: id => `#${id}`,
  loading: 'reading …',
  failedToRead: 'could not be read',
  evidence: (name, size) => `${name} (${size})`,
  download: 'Keep as a file',
  cut: 'Only the beginning is shown; keep the file to read the rest.',
  standing: {inactive: 'quiet', pending: 'suspicious', firing: 'firing', unknown: 'cannot judge'},
  record: (saves, harms) => saves + harms === 0 ? 'never had to act' : `helped ${times(saves)}` + (harms ? `, failed to help ${times(harms)}` : ''),
  frozen: (by, since) => `All hands are frozen by ${who(by)}, for ${since}`,
  foot: (version, offset, role, sent) => [`Koboshi ${version}`, `entry ${offset}`, `you are ${role}`, ...sent].join(' · '),
  sent: (name, n) => `${name} ${n}`,
  role: {viewer: 'a viewer', operator: 'an operator', approver: 'an approver'},
  beginTitle: 'How to begin',
  beginText: 'Write a koboshi.yaml like this beside your service, and start again:',
  beginAfter: 'Koboshi starts the service, keeps it, rehearses what a user does every few seconds, and gets it back on its feet when the rehearsal fails.',
};

const OWN_JA = {
  skip: 'サービスへ移動',
  services: 'サービス',
  incidents: '障害の記録',
  guards: '番人',
  recent: '最近の出来事',
  pose: {standing: '立っています', tilting: '傾いています', lying: '倒れています', rising: '起き上がり中', resting: '控え（停止中）', unknown: '不明'},
  doll: (name, pose) => `${name}: ${pose}`,
  allStand: n => `${n} 件のサービスはすべて立っています。`,
  oneIs: (names, pose) => `${names}: ${pose}。`,
  nothing: 'まだ何も見守っていません。',
  onlyGuards: n => `番人 ${n} 件が動いています。預かっているサービスはありません。`,
  and: '、',
  linked: '接続中',
  connecting: '接続しています',
  lost: '接続が切れました。再接続しています',
  process: {running: '稼働中', down: '停止', exhausted: '再起動を断念（倒れすぎ）', unknown: 'プロセス不明'},
  pid: pid => `pid ${pid}`,
  agentAway: id => `エージェント ${id} が不在です（見守り手がいません）`,
  clean: (ms, n) => `${ms} ミリ秒で成功（${n} 回連続）`,
  failed: n => `${n} 回連続で失敗`,
  noVerdict: 'まだ結果がありません',
  ownPage: 'サービスの画面',
  panel: name => `${name} のパネル`,
  underWay: (verb, by) => `${verb}を実行中（${who(by)}）`,
  verb: {capture: '証拠保全', restart: '再起動', restart_gently: '穏やかな再起動', stop: '停止', start: '起動', drain: 'ドレイン', eject: '切り離し', ready: '復帰', switch: '切り替え', notify: '呼び出し', freeze: '自動処置を凍結', thaw: '凍結を解除', approve: '承認'},
  asks: (guard, verb, on) => `番人 ${guard} が承認を求めています: ${on} の${verb}`,
  agreeing: '承認は 10 分間有効です。番人はすべてのブレーキを確かめ直し、発報の理由が続いている間だけ実行します。',
  onlyApprovers: '承認できるのは、名前を持つ承認の権限の人だけです。',
  consequence: {
    restart: name => `${name} のプロセスを終了して起動し直します。利用中の人は、応答が戻るまで接続が切れます。`,
    restart_gently: name => `${name} のプロセスに終了を求め、いま行っていることを終える時間（30 秒以上）を与えてから、起動し直します。`,
    capture: name => `${name} のスレッドダンプ、状態、ソケット、ログの末尾を証拠として残します。サービスは動き続けます。`,
    stop: name => `${name} のプロセスを終了し、誰かが起動するまで止めたままにします。利用中の人の接続は切れます。`,
    start: name => `${name} のプロセスを起動します。すでに動いていれば何も起きません。`,
    freeze: () => '解除するまで、どのサービスに対しても番人は処置をしません。見張りと呼び出しは続きます。',
    thaw: () => '番人が再び自動で処置します。いま発報しているものには、すぐに処置が始まります。',
  },
  brakes: '人の指示にもブレーキは効きます。断られたときは、理由が記録に残ります。',
  why: '理由',
  whyHint: 'あとで記録を読む人のために一行',
  cancel: 'やめる',
  close: '閉じる',
  ordered: verb => `${verb}: 指示を記録しました。`,
  unsent: '通信に失敗しました。もう一度送ってください（実行は一度だけです）。',
  changed: words => `ご覧になったあとで状況が変わりました: ${words}。確かめて、それでも必要ならもう一度送ってください。`,
  onlyLook: '閲覧のみの権限です。',
  open: '進行中',
  suspected: '疑いのみ',
  ending: {REVIVED: '立て直した', HEALED_BY_ITSELF: '自然に回復', NEAR_MISS: 'あと一歩で回復', REMOVED: '計画から除外'},
  lasted: text => `${text}間`,
  since: text => `${text}前から`,
  answering: text => `${text} から再び応答`,
  noIncidents: '障害はまだありません。',
  noGuards: '番人がいません。番人は、守るべきことと、破られたときの処置を決めます。',
  timeline: id => `障害 ${id} の経過`,
  incident: id => `#${id}`,
  loading: '読み込み中 …',
  failedToRead: '読めませんでした',
  evidence: (name, size) => `${name}（${size}）`,
  download: 'ファイルに保存',
  cut: '先頭だけを表示しています。続きはファイルに保存してお読みください。',
  standing: {inactive: '平常', pending: '疑い', firing: '発報中', unknown: '判断できません'},
  record: (saves, harms) => saves + harms === 0 ? '出番なし' : `効いた ${saves} 回、効かなかった ${harms} 回`,
  frozen: (by, since) => `自動処置を凍結中（${who(by)}、${since}前から）`,
  foot: (version, offset, role, sent) => [`Koboshi ${version}`, `記録 ${offset}`, `権限: ${role}`, ...sent].join(' · '),
  sent: (name, n) => `${{series: '系列', samples: 'サンプル', agents: 'エージェント', 'series findings': '系列の異常'}[name] ?? name} ${n}`,
  role: {viewer: '閲覧', operator: '操作', approver: '承認'},
  beginTitle: '始めかた',
  beginText: 'サービスのそばに次のような koboshi.yaml を置いて、起動し直してください。',
  beginAfter: 'Koboshi がサービスを起動して見守り、利用者の操作を数秒ごとに試し、失敗したら立て直します。',
};

const EN = {...CHARTS_EN, ...TRAFFIC_EN, ...HOSTS_EN, ...OWN_EN};
const JA = {...CHARTS_JA, ...TRAFFIC_JA, ...HOSTS_JA, ...OWN_JA};

/** A word that stood in two dictionaries once silenced the crosshair of every chart of many series. */
export const ownWords = Object.keys(OWN_EN);

function times(n) {
  return n === 0 ? 'never' : n === 1 ? 'once' : n === 2 ? 'twice' : `${n} times`;
}

/** Whether a server goes out only until it is needed: nothing is wrong with it. */
export function rests(server) {
  return /^(standby|switch):/.test(server.by);
}

/** The journal writes a person as operator:name, and what follows from the plan or from a switch of groups as standby:name and switch:pool. */
export function who(by) {
  if (by.startsWith('standby:')) {
    return words.byPlan;
  }
  return by.startsWith('switch:') ? words.bySwitch : by.replace(/^operator:/, language === 'ja' ? '操作者 ' : 'operator ');
}

function chosen() {
  const forced = new URLSearchParams(location.search).get('lang');
  const wanted = forced ?? localStorage.getItem('language') ?? navigator.language;
  return wanted.startsWith('ja') ? 'ja' : 'en';
}

export let language = chosen();
export let words = language === 'ja' ? JA : EN;

export function choose(next) {
  language = next;
  words = next === 'ja' ? JA : EN;
  localStorage.setItem('language', next);
}

/** A moment as the reader's wall clock shows it; with the day when it is not today. */
export function clock(iso) {
  const moment = new Date(iso);
  const today = moment.toDateString() === new Date().toDateString();
  const day = today ? {} : {month: 'short', day: 'numeric'};
  return moment.toLocaleString(language, {...day, hour: '2-digit', minute: '2-digit', second: '2-digit', hour12: false});
}

/** What the server tells, its moments as the reader's wall clock shows them: whole ones, and times of day in UTC that lie within half a day of `at`. */
export function told(text, at = null) {
  const whole = text.replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/g, iso => clock(iso));
  return at === null ? whole : whole.replace(/\b(\d\d):(\d\d):(\d\d) UTC\b/g, (_, ...parts) => clock(nearestOf(parts.slice(0, 3).map(Number), new Date(at))));
}

function nearestOf([hours, minutes, seconds], at) {
  const sameDay = Date.UTC(at.getUTCFullYear(), at.getUTCMonth(), at.getUTCDate(), hours, minutes, seconds);
  return sameDay - Math.round((sameDay - at.getTime()) / 86_400_000) * 86_400_000;
}

/** A moment on an axis whose ticks are so many seconds apart: as much of it as tells them apart. */
export function tickWords(seconds, step) {
  const moment = new Date(seconds * 1000);
  const midnight = moment.getHours() === 0 && moment.getMinutes() === 0;
  if (step >= 86400 || (midnight && step >= 600)) {
    return moment.toLocaleDateString(language, {month: 'numeric', day: 'numeric'});
  }
  return moment.toLocaleTimeString(language, {hour: '2-digit', minute: '2-digit', hour12: false, ...(step < 60 ? {second: '2-digit'} : {})});
}

/** The time between two moments in its two largest units. */
export function between(from, to) {
  const seconds = Math.max(0, Math.round((new Date(to) - new Date(from)) / 1000));
  const parts = [[Math.floor(seconds / 86400), 'd', '日'], [Math.floor(seconds / 3600) % 24, 'h', '時間'],
    [Math.floor(seconds / 60) % 60, 'min', '分'], [seconds % 60, 's', '秒']];
  const first = parts.findIndex(([n]) => n > 0);
  return parts.slice(first < 0 ? 3 : first, first < 0 ? 4 : first + 2)
    .filter(([n], i) => n > 0 || i === 0)
    .map(([n, en, ja]) => language === 'ja' ? `${n} ${ja}` : `${n} ${en}`)
    .join(' ');
}

export function size(bytes) {
  return bytes < 1024 ? `${bytes} B` : bytes < 1 << 20 ? `${Math.round(bytes / 1024)} KiB` : `${(bytes / (1 << 20)).toFixed(1)} MiB`;
}
