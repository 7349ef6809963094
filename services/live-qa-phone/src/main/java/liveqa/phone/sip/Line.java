package liveqa.phone.sip;

import java.net.DatagramSocket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import liveqa.phone.measure.Call;
import liveqa.phone.talk.Event;
import liveqa.phone.talk.Utterance;
import liveqa.phone.voice.NoVoice;
import liveqa.phone.voice.Sound;
import liveqa.phone.words.Language;
import liveqa.phone.words.Phrase;

/** What one says and hears in one call: utterances out, keys and recognised words in. */
final class Line implements Media.Listener, AutoCloseable {
    private static final int MOST_SIGNALS = 64;

    private sealed interface Signal {
        record Happened(Event event) implements Signal {}

        record Played(Sound sound) implements Signal {}
    }

    private final House house;
    private final Call call;
    private final Media media;
    private final Ear ear;
    private final Consumer<Duration> ticks;
    private final BlockingQueue<Signal> signals = new LinkedBlockingQueue<>(MOST_SIGNALS);

    /** @param ticks told every 20 ms how long ago the last sound came in */
    Line(House house, Call call, DatagramSocket socket, Consumer<Duration> ticks) {
        this.house = house;
        this.call = call;
        this.ticks = ticks;
        this.media = new Media(socket, this);
        this.ear = house.ears().listenFor(words -> signals.offer(new Signal.Happened(new Event.Heard(words))));
    }

    int port() {
        return media.port();
    }

    void talkTo(Offer offer) {
        media.talkTo(offer);
    }

    @Override
    public void key(char key) {
        signals.offer(new Signal.Happened(new Event.Pressed(key))); // Who presses more keys than are read loses the last ones.
    }

    @Override
    public void heard(short[] samples) {
        ear.hear(samples);
    }

    @Override
    public void played(Sound sound) {
        signals.offer(new Signal.Played(sound));
    }

    @Override
    public void tick(Duration sinceLastHeard) {
        ticks.accept(sinceLastHeard);
    }

    /** Says it all, or until the caller presses a key or speaks; then returns what. */
    Optional<Event> say(List<Utterance> all) throws InterruptedException {
        for (var utterance : all) {
            var cut = play(sound(utterance));
            if (cut.isPresent()) return cut;
        }
        return Optional.empty();
    }

    /** What no voice can speak just now is replaced by the prepared apology; silence if even that fails. */
    private Sound sound(Utterance utterance) throws InterruptedException {
        try {
            return house.voice().speak(utterance);
        } catch (NoVoice e) {
            call.note("speech_failed", "why=\"" + e.getMessage() + "\"");
            house.measures().speechFailed();
            return apology(utterance.language());
        }
    }

    private Sound apology(Language language) throws InterruptedException {
        try {
            return house.voice().speak(new Utterance(language, house.words().say(language, Phrase.FAILED)));
        } catch (NoVoice _) {
            return Sound.pause(Duration.ofMillis(20));
        }
    }

    private Optional<Event> play(Sound sound) throws InterruptedException {
        if (sound.samples().length == 0) return Optional.empty();
        media.play(sound);
        while (true) {
            switch (signals.take()) {
                case Signal.Played(var played) when played == sound -> {
                    return Optional.empty();
                }
                case Signal.Played _ -> { } // The end of something that was cut short at its very end.
                case Signal.Happened(var event) -> {
                    media.hush();
                    return Optional.of(event);
                }
            }
        }
    }

    /** What the caller does next; silence when nothing for as long as one waits. */
    Event listen() throws InterruptedException {
        long until = System.nanoTime() + house.settings().listening().toNanos();
        for (long left = until - System.nanoTime(); left > 0; left = until - System.nanoTime()) {
            if (signals.poll(left, TimeUnit.NANOSECONDS) instanceof Signal.Happened(var event)) return event;
        }
        return new Event.Silence();
    }

    /** Forgets keys and words that were meant for something else. */
    void forget() {
        signals.clear();
    }

    @Override
    public void close() {
        media.close();
        ear.close();
    }
}
