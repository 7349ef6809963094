// What the page says of hosts, in English and Japanese.

export const EN = {
  unwatched: 'Watched by nothing',
  unwatchedHint: 'These run on guarded hosts, are kept by nobody, and nothing asks how they are. Open one for what would watch it.',
  ofHost: (name, n) => `${name}: ${n === 1 ? 'one program' : `${n} programs`}`,
  hiddenProgram: 'a program its agent may not look at',
  listensAt: ports => `listens at ${ports}`,
  listensNowhere: 'listens at no port',
  toWatch: {
    port: 'Write this into the configuration, with a path that tells whether it is well; if it speaks something other than HTTP, write a journey (tcp:). If the agent shall keep it, write it under services (adopt:).',
    udp: 'Let something beside it ask it and report with koboshi push, or let the agent keep it: write it under services (adopt:).',
    worker: 'Let it report after each piece of work with koboshi push, or let the agent keep it: write it under services (adopt:).',
  },
};

export const JA = {
  unwatched: '見張られていないもの',
  unwatchedHint: '見張り中のホストで動いているのに、誰も番をせず、何からも問い合わせを受けていないプログラムです。開くと、見張るための書き方が出ます。',
  ofHost: (name, n) => `${name}：${n} 件`,
  hiddenProgram: 'エージェントの権限では見えないプログラム',
  listensAt: ports => `待ち受け ${ports}`,
  listensNowhere: '待ち受けなし',
  toWatch: {
    port: 'これを設定に書き、元気かどうかが分かるパスにしてください。HTTP でないものには巡回（tcp:）を書きます。エージェントに番をさせるなら services に書きます（adopt:）。',
    udp: 'そばで問い合わせるものから koboshi push で知らせるか、エージェントに番をさせてください。services に書きます（adopt:）。',
    worker: '仕事のたびに koboshi push で知らせるか、エージェントに番をさせてください。services に書きます（adopt:）。',
  },
};
