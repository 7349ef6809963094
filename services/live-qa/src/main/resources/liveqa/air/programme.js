// The programme as the server told it last, and the server's clock. While the server is away the cues it gave still hold.

const AGAIN = 500;
const SILENT = 12_000;

export class Programme {
  // Who is muted looks on; the speaker does not speak for it.
  constructor(muted, onChange) {
    this.muted = muted;
    this.onChange = onChange;
    this.edition = null;
    this.connected = false;
    this.offset = 0;
    this.bestTrip = Infinity;
    this.last = null;
    this.heardAt = performance.now();
    this.connect();
    this.clockSet = this.setClock();
    setInterval(() => this.setClock(), 10_000);
    setInterval(() => { if (performance.now() - this.heardAt > SILENT) this.reconnect(); }, 1_000);
  }

  // Milliseconds since 1970 by the server's clock; steady, because it runs on performance.now().
  now() {
    return performance.timeOrigin + performance.now() + this.offset;
  }

  async setClock() {
    for (let i = 0; i < 4; i++) {
      try {
        const before = performance.now();
        const { now } = await (await fetch("/air/clock", { cache: "no-store" })).json();
        const trip = performance.now() - before;
        // The shortest of the last trips tells the time best; an old best fades, for clocks drift.
        this.bestTrip *= 1.2;
        if (trip > this.bestTrip) continue;
        this.bestTrip = trip;
        this.offset = now + trip / 2 - (performance.timeOrigin + performance.now());
      } catch { return; /* The server is away; the time it told last holds. */ }
    }
  }

  connect() {
    const claim = this.last ? `&item=${encodeURIComponent(this.last.item)}&index=${this.last.index}&at=${Math.round(this.last.at)}&millis=${this.last.millis}` : "";
    this.events = new EventSource(`/air/events?${this.muted ? "watch=1" : "speak=1"}${claim}`);
    this.events.addEventListener("air", event => { this.edition = JSON.parse(event.data); this.heard(); this.onChange(this.edition); });
    this.events.addEventListener("alive", () => this.heard());
    this.events.onerror = () => this.reconnect();
  }

  heard() {
    this.heardAt = performance.now();
    if (!this.connected) this.setClock();
    this.connected = true;
  }

  reconnect() {
    this.connected = false;
    this.heardAt = performance.now();
    this.events.close();
    clearTimeout(this.again);
    this.again = setTimeout(() => this.connect(), AGAIN);
  }

  cues() {
    if (!this.edition) return [];
    return this.edition.lineup.flatMap(item => item.cues.map(cue => ({ item, cue })));
  }

  // What is being said at that moment, or null in a pause.
  at(now) {
    return this.cues().find(({ cue }) => cue.at <= now && now < cue.at + cue.millis) ?? null;
  }

  // The item to be seen: it stays through its pauses until the next one begins, and a little behind its end.
  onAir(now) {
    const begun = this.cues().filter(({ cue }) => cue.at - 300 <= now);
    const last = begun.at(-1);
    if (last && (now < last.cue.at + last.cue.millis + 1_200 || last.item.growing || last.cue.index < last.item.sentences.length - 1)) return last;
    const first = this.edition?.lineup[0];
    return first && first.said >= 0 && !first.cues.length ? { item: first, cue: null, said: first.said } : null;
  }

  speaking(item, cue) {
    this.last = { item: item.id, index: cue.index, at: cue.at, millis: cue.millis };
  }
}
