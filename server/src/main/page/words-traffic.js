// What the page says about traffic behind balancers, in English and Japanese.

export const EN = {
  traffic: 'Traffic',
  poolLimits: (floor, mostOut) => `at least ${floor} in, at most ${mostOut} out`,
  discovered: many => many === 0 ? 'no server that HAProxy tells of yet; ' : `${many} servers that HAProxy tells of; `,
  balancerAmiss: (balancer, why) => `${balancer} cannot be counted on; what goes through it goes as nobody decided: ${why}`,
  noBalancer: why => `No balancer can be told anything, so this traffic cannot be moved: ${why}`,
  server: 'server',
  place: {in: 'in traffic', draining: 'draining', out: 'out of traffic', reserve: 'kept in reserve', returned: 'back, and watched', unknown: 'not known', astray: 'gets no traffic'},
  placeFor: text => `for ${text}`,
  placeUntil: {
    draining: text => `goes out in ${text} at the latest`,
    out: text => `may come back in ${text}`,
    returned: text => `watched for ${text} more`,
  },
  mayComeBack: 'comes back when it is well',
  staysOut: 'stays out until somebody brings it back',
  guardBy: name => `guard ${name}`,
  byPlan: 'the plan',
  bySwitch: 'the switch of groups',
  switchTo: name => `Switch to ${name}`,
  switchStep: {
    proving: to => `Going over to ${to}, 1 of 3: its servers prove themselves beside the traffic.`,
    shifting: to => `Going over to ${to}, 2 of 3: it takes the traffic over, share by share.`,
    watching: to => `Going over to ${to}, 3 of 3: it has its whole share and is watched; the others get no new sessions.`,
    back: to => `Going back from ${to}: the others take the traffic first, then ${to} goes out.`,
  },
  switchBy: (by, ago, why) => `Ordered by ${by} ${ago} ago: ${why}`,
  switchBack: why => `Because: ${why}`,
  switchOff: to => `To call it off, eject a server of ${to}.`,
  shareOf: n => n === 0 ? 'no traffic' : `${n}% of the traffic`,
  shareUnknown: 'not known',
  partOf: n => `, ${n}% of its share so far`,
  balancer: 'balancer',
  balancerSays: (status, n) => `${status}, ${sessions(n)}`,
  sendsNothing: 'Not by Koboshi’s doing.',
  saysNothing: 'no balancer says anything of it',
  cellClean: took => took === null ? 'clean' : `${took} ms`,
  cellFailed: n => n <= 1 ? 'failed' : `failed ${n} times`,
  cellUnknown: 'unknown',
  cellTitle: (journey, server, said) => `${journey} at ${server}: ${said}. Its last runs`,
  runsOf: (journey, server) => `${journey} at ${server}`,
  runBegan: 'began',
  runTook: 'took',
  runVerdict: 'what came of it',
  runSteps: 'steps',
  millis: ms => `${ms} ms`,
  noRuns: 'It has not run yet.',
  onlyLatest: 'Only the latest run is at hand.',
  stepOutcome: {done: 'done', stumbled: 'stumbled', 'cut off': 'cut off', skipped: 'skipped'},
  vantages: 'Vantages',
  vantagesHint: 'From where journeys are run, and what each of them sees of our services.',
  sees: {clean: 'clean', suspected: 'suspected', fallen: 'fallen', failed: 'failed', silent: 'unknown', unknown: 'unknown', left_out: 'left out', none: ''},
  together: 'together',
  seenFrom: (journey, vantage) => `${journey} from ${vantage}`,
  times: n => `${n}×`,
  agree: (failing, of, needed) => failing === 0 ? `${needed} of ${of} must agree` : `fails from ${failing} of ${of}, ${needed} must agree`,
  vantageMark: {away: 'not linked', left_out: 'left out'},
  sinceFor: (moment, text) => `since ${moment} (${text})`,
  vantageAway: (name, since) => `${name} is not linked ${since}: what it would see is unknown.`,
  vantageNeverLinked: name => `${name} has not been linked since Koboshi started: what it would see is unknown.`,
  vantageLeftOut: (name, since, failing, clean) => `${name} is left out ${since}: all ${failing} of its journeys fail, while other vantages see ${clean} of them clean, so what is broken stands there.`,
  vantageLinked: (since, n) => `linked ${since}, ${n === 1 ? '1 journey' : `${n} journeys`}`,
  ofService: 'service, journey',
  probes: 'Probes',
  probesWell: (well, all, unasked) => `${well} of ${all} well${unasked === 0 ? '' : `, ${unasked} not asked yet`}`,
  probesAway: (job, n) => `${n} of ${job} ${n === 1 ? 'does' : 'do'} not answer as expected.`,
  askedInTime: 'asked in time',
  askedLate: seconds => `asked up to ${seconds.toFixed(1)} s too late`,
  andMoreAway: n => `and ${n} more`,
  lastDay: 'The last 24 hours',
  stripOf: (server, text) => `${server} in the last 24 hours: ${text}`,
  inAllDay: 'in traffic all the time',
  outTimes: (n, text) => `kept from traffic ${n === 1 ? 'once' : `${n} times`}, ${text} in all`,
  hoursAgo: n => n === 0 ? 'now' : `${n} h ago`,
  spell: (place, from, to, lasted) => `${place} from ${from} to ${to} (${lasted})`,
  untilNow: 'now',
  notWhole: 'So much happened in this time that its beginning is not shown.',
  cannotOrder: 'What cannot be ordered now, and why',
  refusedFor: (verbs, servers, why) => `${verbs} (${servers}): ${why}`,
  refused: why => `Not done: ${why}`,
  keptOut: names => `Out of traffic: ${names}.`,
  noBalancerOf: names => `No balancer answers for ${names}.`,
  moves: {
    switch: (group, pool) => [group.in
      ? `${named(group)} has traffic already and takes all of it: ${othersOf(group, pool).join(' and ')} ${othersOf(group, pool).length === 1 ? 'gets' : 'get'} no new sessions, and after ${length(pool.drainSeconds)} at the latest ${othersOf(group, pool).length === 1 ? 'goes' : 'go'} out.`
      : `${named(group)} proves itself beside the traffic, then takes it over share by share. After that ${othersOf(group, pool).join(' and ')} ${othersOf(group, pool).length === 1 ? 'is' : 'are'} drained.`,
    `For ${length(pool.back.watchSeconds)} it is watched: if anything is worse, the others have the traffic back at once.`],
    drain: (server, pool) => [`No new sessions go to ${server.short}; its ${sessions(server.sessions)} ${server.sessions === 1 ? 'has' : 'have'} ${length(pool.drainSeconds)}, then it goes out.`, others(server, pool), 'It stays out until somebody brings it back.'],
    eject: (server, pool) => [`Nothing more goes to ${server.short}, at once; its ${sessions(server.sessions)} ${server.sessions === 1 ? 'goes' : 'go'} on until ${server.sessions === 1 ? 'it ends' : 'they end'}.`, others(server, pool), 'It stays out until somebody brings it back.'],
    ready: (server, pool) => [`${server.short} takes traffic again${pool.back.rampSeconds > 0 ? `: at first a part of it, all of it after ${length(pool.back.rampSeconds)}` : ''}.`,
      server.failing.length > 0 ? `It is not well: ${server.failing.join('; ')}. A person may bring it back all the same.` : '',
      `If it falls within ${length(pool.back.watchSeconds)}, it stays out twice as long as before.`],
  },
};

function named(group) {
  return `${group.name} (${group.servers.map(lastName).join(', ')})`;
}

function namedJa(group) {
  return `${group.name}（${group.servers.map(lastName).join('、')}）`;
}

/** The servers of all other groups. */
function othersOf(group, pool) {
  return pool.groups.filter(one => one.id !== group.id).flatMap(one => one.servers.map(lastName));
}

/** Of an id such as backend/web/s1. */
export function lastName(id) {
  return id.slice(id.lastIndexOf('/') + 1);
}

function sessions(n) {
  return n === 1 ? '1 session' : `${n ?? 'unknown number of'} sessions`;
}

function others(server, pool) {
  const names = server.others;
  const limits = `(at least ${pool.floor} must stay in, at most ${pool.mostOut} may be out)`;
  return names.length === 0 ? `Nobody else is there to take its traffic ${limits}.` : `${list(names)} ${names.length === 1 ? 'takes' : 'take'} its traffic ${limits}.`;
}

function list(names) {
  return names.length < 3 ? names.join(' and ') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

function length(seconds) {
  return seconds >= 120 && seconds % 60 === 0 ? `${seconds / 60} min` : `${seconds} s`;
}

export const JA = {
  traffic: '通信の振り分け',
  poolLimits: (floor, mostOut) => `最低 ${floor} 台を残し、同時に外せるのは ${mostOut} 台まで`,
  discovered: many => many === 0 ? 'HAProxy が告げるサーバーはまだありません。' : `HAProxy が告げる ${many} 台。`,
  balancerAmiss: (balancer, why) => `${balancer} は当てになりません。そこを通る通信は、決めたとおりになっていません: ${why}`,
  noBalancer: why => `指示できるロードバランサーがなく、通信を移せません: ${why}`,
  server: 'サーバー',
  place: {in: '通信中', draining: '新規停止中（ドレイン）', out: '切り離し中', reserve: '控え', returned: '復帰、見守り中', unknown: '不明', astray: '通信なし'},
  placeFor: text => `${text}前から`,
  placeUntil: {
    draining: text => `遅くとも ${text}後に切り離し`,
    out: text => `早ければ ${text}後に復帰`,
    returned: text => `あと ${text}見守ります`,
  },
  mayComeBack: '正常に戻れば復帰します',
  staysOut: '人が戻すまで外れたままです',
  guardBy: name => `番人 ${name}`,
  byPlan: '設定',
  bySwitch: '組の切り替え',
  switchTo: name => `${name} へ切り替え`,
  switchStep: {
    proving: to => `${to} へ切り替え中（1/3）: 通信の脇で確かめています。`,
    shifting: to => `${to} へ切り替え中（2/3）: 少しずつ通信を移しています。`,
    watching: to => `${to} へ切り替え中（3/3）: 全量を受け、見守っています。ほかの組に新しい接続は送りません。`,
    back: to => `${to} から戻しています: 先に元の組が通信を受け、それから ${to} を外します。`,
  },
  switchBy: (by, ago, why) => `${by} が ${ago}前に指示: ${why}`,
  switchBack: why => `理由: ${why}`,
  switchOff: to => `取りやめるには、${to} のサーバーを一台切り離してください。`,
  shareOf: n => n === 0 ? '通信なし' : `通信の ${n}%`,
  shareUnknown: '不明',
  partOf: n => `、いまは割り当ての ${n}%`,
  balancer: 'ロードバランサー',
  balancerSays: (status, n) => `${status}、接続 ${n}`,
  sendsNothing: 'Koboshi の処置ではありません。',
  saysNothing: 'ロードバランサーから何も聞けません',
  cellClean: took => took === null ? '成功' : `${took} ms`,
  cellFailed: n => n <= 1 ? '失敗' : `失敗 ${n} 回`,
  cellUnknown: '不明',
  cellTitle: (journey, server, said) => `${server} の ${journey}: ${said}。最近の実行を見る`,
  runsOf: (journey, server) => `${server} の ${journey}`,
  runBegan: '開始',
  runTook: '所要',
  runVerdict: '結果',
  runSteps: '手順',
  millis: ms => `${ms} ms`,
  noRuns: 'まだ実行されていません。',
  onlyLatest: '手元にあるのは最新の実行だけです。',
  stepOutcome: {done: '成功', stumbled: '失敗', 'cut off': '打ち切り', skipped: '省略'},
  vantages: '観測地点',
  vantagesHint: 'どこから巡回を走らせ、それぞれがサービスをどう見ているか。',
  sees: {clean: '成功', suspected: '疑い', fallen: '転倒', failed: '失敗', silent: '不明', unknown: '不明', left_out: '除外', none: ''},
  together: '総合',
  seenFrom: (journey, vantage) => `${vantage} から見た ${journey}`,
  times: n => `${n} 回`,
  agree: (failing, of, needed) => failing === 0 ? `${of} 地点中 ${needed} の一致で判定` : `${of} 地点中 ${failing} から失敗、判定には ${needed} の一致が必要`,
  vantageMark: {away: '未接続', left_out: '除外中'},
  sinceFor: (moment, text) => `${moment} から（${text}）`,
  vantageAway: (name, since) => `${name} は ${since}つながっていません。そこから何が見えるかは不明です。`,
  vantageNeverLinked: name => `${name} は Koboshi の起動後まだつながっていません。そこから何が見えるかは不明です。`,
  vantageLeftOut: (name, since, failing, clean) => `${name} は ${since}除外しています。そこから走らせる ${failing} 件がすべて失敗し、ほかの地点ではそのうち ${clean} 件が成功しているため、壊れているのはその地点の側です。`,
  vantageLinked: (since, n) => `${since}接続中、巡回 ${n} 件`,
  ofService: 'サービスと巡回',
  probes: 'プローブ',
  probesWell: (well, all, unasked) => `${all} 件中 ${well} 件が良好${unasked === 0 ? '' : `、${unasked} 件はまだ問い合わせ前`}`,
  probesAway: (job, n) => `${job} の ${n} 件が期待どおりに答えません。`,
  askedInTime: '遅れなく問い合わせています',
  askedLate: seconds => `問い合わせが最大 ${seconds.toFixed(1)} 秒遅れています`,
  andMoreAway: n => `ほか ${n} 件`,
  lastDay: '過去 24 時間',
  stripOf: (server, text) => `${server} の過去 24 時間: ${text}`,
  inAllDay: 'ずっと通信中',
  outTimes: (n, text) => `通信から外れたのは ${n} 回、合わせて ${text}`,
  hoursAgo: n => n === 0 ? '現在' : `${n} 時間前`,
  spell: (place, from, to, lasted) => `${place}: ${from} から ${to} まで（${lasted}）`,
  untilNow: '現在',
  notWhole: '出来事が多く、この期間の初めの部分は示していません。',
  cannotOrder: 'いま指示できないことと、その理由',
  refusedFor: (verbs, servers, why) => `${verbs}（${servers}）: ${why}`,
  refused: why => `実行しませんでした: ${why}`,
  keptOut: names => `切り離し中: ${names}。`,
  noBalancerOf: names => `${names} のロードバランサーが応答しません。`,
  moves: {
    switch: (group, pool) => [group.in
      ? `${namedJa(group)}はすでに通信を受けています。通信のすべてを移し、${othersOf(group, pool).join('、')} には新しい接続を送らず、遅くとも ${lengthJa(pool.drainSeconds)}後に外します。`
      : `${namedJa(group)}を通信の脇で確かめてから、少しずつ通信を移します。その後に ${othersOf(group, pool).join('、')} をドレインします。`,
    `${lengthJa(pool.back.watchSeconds)}の間見守り、悪ければすぐに元の組へ戻します。`],
    drain: (server, pool) => [`${server.short} に新しい接続を送りません。いまの接続 ${server.sessions ?? '（数は不明）'} には ${lengthJa(pool.drainSeconds)}の猶予があり、その後に切り離します。`, othersJa(server, pool), '人が戻すまで外れたままです。'],
    eject: (server, pool) => [`${server.short} への通信をただちに止めます。いまの接続 ${server.sessions ?? '（数は不明）'} は終わるまで続きます。`, othersJa(server, pool), '人が戻すまで外れたままです。'],
    ready: (server, pool) => [`${server.short} に再び通信を送ります${pool.back.rampSeconds > 0 ? `。初めは一部だけ、${lengthJa(pool.back.rampSeconds)}後にすべて` : ''}。`,
      server.failing.length > 0 ? `正常ではありません: ${server.failing.join('、')}。それでも人の判断で戻せます。` : '',
      `${lengthJa(pool.back.watchSeconds)}以内に再び倒れると、外れる時間が前の 2 倍になります。`],
  },
};

function othersJa(server, pool) {
  const limits = `（最低 ${pool.floor} 台を残し、同時に外せるのは ${pool.mostOut} 台まで）`;
  return server.others.length === 0 ? `代わりに受けるサーバーがありません${limits}。` : `通信は ${server.others.join('、')} が受けます${limits}。`;
}

function lengthJa(seconds) {
  return seconds >= 120 && seconds % 60 === 0 ? `${seconds / 60} 分` : `${seconds} 秒`;
}
