package liveqa.voice;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Speaks sentences: a bounded number at once, each in bounded time; what cannot be spoken fails alone and says why. */
public final class Voice implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("voice");
    private static final int MOST_WAITING = 200;
    /** After so many failures in a row it is the voice, not the sentence. */
    private static final int FAILURES = 3;
    private static final Duration REST = Duration.ofSeconds(20);
    private static final int KEEP_BEFORE = 50;
    private static final int KEEP_AFTER = 120;
    private static final int PAUSE_MILLIS = 250;

    /** Whether there is a voice; {@code OFF} when nobody wants one. */
    public enum Standing { SPEAKING, FAILING, ABSENT, OFF }

    /** How the voice stands, since when, and why (empty while it speaks). */
    public record State(Standing standing, Instant since, String why) {}

    private final OpenJtalk synthesiser;
    private final SpokenForm form;
    private final InstantSource clock;
    private final ThreadPoolExecutor processes;
    private final Shelf shelf;
    private int failures;
    private Instant restUntil = Instant.MIN;
    private State state;

    private Voice(VoiceFlags flags, SpokenForm form, InstantSource clock, State state) {
        this.synthesiser = new OpenJtalk(flags.program, flags.dictionary, Path.of(flags.voice), Duration.ofSeconds(flags.seconds));
        this.form = form;
        this.clock = clock;
        this.processes = new ThreadPoolExecutor(flags.processes, flags.processes, 30, TimeUnit.SECONDS, new ArrayBlockingQueue<>(MOST_WAITING),
                Thread.ofPlatform().daemon().name("voice-", 0).factory());
        this.processes.allowCoreThreadTimeOut(true);
        this.shelf = new Shelf((long) flags.cacheMegabytes << 20);
        this.state = state;
    }

    /**
     * A missing program, dictionary or voice leaves a voice that is absent and says what is missing.
     *
     * @throws IOException when the readings cannot be read: that is a mistake of the user's, to be told at once
     */
    public static Voice open(VoiceFlags flags, InstantSource clock) throws IOException {
        var voice = new Voice(flags, new SpokenForm(Readings.with(flags.readings)), clock, atFirst(flags, clock.instant()));
        if (voice.state.standing() != Standing.SPEAKING) LOG.log(System.Logger.Level.INFO, "no voice of our own, the browser's speaks: " + voice.state.why());
        return voice;
    }

    private static State atFirst(VoiceFlags flags, Instant now) {
        if (flags.voice.equals("off")) return new State(Standing.OFF, now, "switched off by --voice off");
        var missing = missing(flags);
        return new State(missing.isEmpty() ? Standing.SPEAKING : Standing.ABSENT, now, missing);
    }

    private static String missing(VoiceFlags flags) {
        if (!Files.isExecutable(flags.program)) return "the program " + flags.program + " is not there (Debian package open-jtalk)";
        if (!Files.isDirectory(flags.dictionary)) return "the dictionary " + flags.dictionary + " is not there (Debian package open-jtalk-mecab-naist-jdic)";
        if (!Files.isReadable(Path.of(flags.voice))) return "the voice " + flags.voice + " is not there (Debian package hts-voice-nitech-jp-atr503-m001)";
        return "";
    }

    public synchronized State state() {
        return state;
    }

    /** The sentence at that speed (1 is the voice's own), at once from memory or as soon as it is spoken; fails with a {@link VoiceFailure}. */
    public CompletableFuture<Speech> speak(String sentence, double speed) {
        var text = form.of(sentence);
        var key = key(text, speed);
        var known = shelf.find(key);
        if (known.isPresent()) return CompletableFuture.completedFuture(known.get());
        if (text.isEmpty()) return CompletableFuture.failedFuture(new VoiceFailure("there is nothing in it to say"));
        return refusal().<CompletableFuture<Speech>>map(CompletableFuture::failedFuture).orElseGet(() -> spoken(key, new Shelf.Words(text, speed)));
    }

    /** Says something to nobody: the first sentence after a start takes several times as long as those that follow. */
    public void warmUp() {
        speak("準備ができました。", 1).whenComplete((_, failure) -> {
            if (failure != null) LOG.log(System.Logger.Level.DEBUG, "not warm", failure);
        });
    }

    private String key(String text, double speed) {
        return UUID.nameUUIDFromBytes((synthesiser.voice() + "\n" + speed + "\n" + text).getBytes(StandardCharsets.UTF_8)).toString();
    }

    private synchronized Optional<VoiceFailure> refusal() {
        boolean silent = switch (state.standing()) {
            case ABSENT, OFF -> true;
            case FAILING -> clock.instant().isBefore(restUntil);
            case SPEAKING -> false;
        };
        return silent ? Optional.of(new VoiceFailure(state.why())) : Optional.empty();
    }

    private CompletableFuture<Speech> spoken(String key, Shelf.Words words) {
        var speech = new CompletableFuture<Speech>();
        shelf.note(key, words);
        try {
            processes.execute(() -> run(key, words, speech));
        } catch (RejectedExecutionException _) {
            speech.completeExceptionally(new VoiceFailure("too many sentences wait to be spoken"));
        }
        return speech;
    }

    private void run(String key, Shelf.Words words, CompletableFuture<Speech> into) {
        try {
            // Another may have asked for the same while this one waited.
            var speech = shelf.find(key).orElse(null);
            if (speech == null) shelf.put(speech = synthesised(key, words));
            into.complete(speech);
        } catch (VoiceFailure e) {
            failed(e);
            into.completeExceptionally(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            into.completeExceptionally(new VoiceFailure("the service is stopping"));
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "a sentence could not be spoken", e);
            into.completeExceptionally(e);
        }
    }

    private Speech synthesised(String key, Shelf.Words words) throws VoiceFailure, InterruptedException {
        var said = synthesiser.say(words.text(), words.speed());
        int length = (int) (said.sound().samples().length * 1000L / said.sound().rate());
        int from = said.phonemes().stream().filter(phoneme -> !phoneme.silent()).findFirst().map(first -> Math.max(0, first.from() - KEEP_BEFORE)).orElse(0);
        int to = said.phonemes().reversed().stream().filter(phoneme -> !phoneme.silent()).findFirst().map(last -> Math.min(length, last.to() + KEEP_AFTER)).orElse(length);
        var sound = Resample.to(Loudness.RATE, said.sound());
        var trimmed = to > from ? java.util.Arrays.copyOfRange(sound, from * 48, Math.min(sound.length, to * 48)) : sound;
        var speech = new Speech(key, Wav.pcm(Level.levelled(trimmed)), Mouth.shapes(said.phonemes(), to > from ? from : 0));
        works();
        return speech;
    }

    private synchronized void works() {
        failures = 0;
        if (state.standing() != Standing.SPEAKING) become(Standing.SPEAKING, "");
    }

    private synchronized void failed(VoiceFailure failure) {
        if (++failures < FAILURES) return;
        restUntil = clock.instant().plus(REST);
        if (state.standing() != Standing.FAILING) become(Standing.FAILING, failure.getMessage());
    }

    private void become(Standing standing, String why) {
        state = new State(standing, clock.instant(), why);
        LOG.log(System.Logger.Level.INFO, "the voice is " + standing.name().toLowerCase(java.util.Locale.ROOT) + (why.isEmpty() ? "" : ": " + why));
    }

    /** The sound of that key, spoken again if it was forgotten; empty when nothing was ever said under it. */
    public Optional<Speech> find(String key) throws InterruptedException {
        var known = shelf.find(key);
        if (known.isPresent()) return known;
        var words = shelf.words(key);
        return words.isEmpty() ? Optional.empty() : awaited(spoken(key, words.get()));
    }

    private Optional<Speech> awaited(CompletableFuture<Speech> speech) throws InterruptedException {
        try {
            return Optional.of(speech.get(synthesiser.limit().toMillis() * 2, TimeUnit.MILLISECONDS));
        } catch (ExecutionException | TimeoutException e) {
            LOG.log(System.Logger.Level.DEBUG, "asked for again, but not spoken", e);
            return Optional.empty();
        }
    }

    /**
     * A whole text as one WAV file, mono, 16 bits.
     *
     * @throws VoiceFailure when no piece of it can be spoken in time
     */
    public byte[] wav(String text, int rate) throws VoiceFailure, InterruptedException {
        var all = new ByteArrayOutputStream();
        var pieces = new ArrayList<CompletableFuture<Speech>>();
        for (var sentence : Sentences.of(text)) if (!form.of(sentence).isEmpty()) pieces.add(speak(sentence, 1));
        if (pieces.isEmpty()) throw new VoiceFailure("there is nothing in the text to say");
        for (var piece : pieces) {
            if (all.size() > 0) all.writeBytes(new byte[PAUSE_MILLIS * rate / 1000 * 2]);
            all.writeBytes(at(rate, got(piece).pcm()));
        }
        return Wav.file(rate, all.toByteArray());
    }

    /** Sentence by sentence, because a minute of samples as numbers is half of a small heap. */
    private static byte[] at(int rate, byte[] pcm) {
        return rate == Loudness.RATE ? pcm : Wav.pcm(Resample.to(rate, new Wav.Sound(Loudness.RATE, Wav.samples(pcm))));
    }

    private Speech got(CompletableFuture<Speech> piece) throws VoiceFailure, InterruptedException {
        try {
            return piece.get(synthesiser.limit().toMillis() * 3, TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof VoiceFailure failure ? failure : new VoiceFailure("the voice failed: " + e.getCause());
        } catch (TimeoutException _) {
            throw new VoiceFailure("too much waits to be spoken; try again in some seconds");
        }
    }

    @Override
    public void close() {
        processes.shutdownNow();
    }
}
