// Sounds are fetched and decoded as soon as they are announced, and started by the programme's clock.

const RETRY = 400;

export class Sound {
  constructor(studio) {
    this.studio = studio;
    this.buffers = new Map();
    this.playing = null;
  }

  fetchAll(cues) {
    const wanted = new Set(cues.map(({ cue }) => cue.sound).filter(Boolean));
    for (const key of this.buffers.keys()) if (!wanted.has(key)) this.buffers.delete(key);
    for (const key of wanted) if (!this.buffers.has(key)) this.fetch(key);
  }

  async fetch(key) {
    this.buffers.set(key, null);
    try {
      const reply = await fetch(`/air/sound/${key}`);
      if (!reply.ok) throw new Error(`status ${reply.status}`);
      const buffer = await this.studio.context.decodeAudioData(await reply.arrayBuffer());
      if (this.buffers.has(key)) this.buffers.set(key, buffer);
    } catch {
      setTimeout(() => this.buffers.get(key) === null && this.buffers.delete(key), RETRY);
    }
  }

  setVolume(percent) {
    this.percent = percent;
    // Percent of loudness as people hear it, not of amplitude.
    this.studio.volume.gain.setTargetAtTime(this.studio.muted ? 0 : (percent / 100) ** 2, this.studio.context.currentTime, 0.05);
  }

  // Whether it sounds now or will; late ones begin where they would be by now.
  play(cue, sentence, now) {
    if (!cue.sound) return this.browserVoice(sentence);
    const buffer = this.buffers.get(cue.sound);
    if (!buffer) return false;
    const source = this.studio.context.createBufferSource();
    source.buffer = buffer;
    source.connect(this.studio.volume);
    const late = Math.max(0, now - cue.at) / 1000;
    if (late < buffer.duration) source.start(this.studio.context.currentTime + Math.max(0, cue.at - now) / 1000, late);
    this.playing = source;
    return true;
  }

  browserVoice(sentence) {
    if (this.studio.muted || !window.speechSynthesis || !speechSynthesis.getVoices().length) return true;
    const words = new SpeechSynthesisUtterance(sentence.text);
    words.lang = sentence.english ? "en-US" : "ja-JP";
    words.volume = ((this.percent ?? 100) / 100) ** 2;
    speechSynthesis.speak(words);
    return true;
  }

  stop() {
    if (window.speechSynthesis) speechSynthesis.cancel();
    this.playing?.stop(this.studio.context.currentTime + 0.03);
    this.playing = null;
  }
}
