package liveqa.phone;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import liveqa.phone.asking.LiveQa;
import liveqa.phone.asking.Reply;
import liveqa.phone.talk.Event;
import liveqa.phone.talk.Host;
import liveqa.phone.talk.Utterance;
import liveqa.phone.voice.LiveQaVoice;
import liveqa.phone.voice.OpenJTalk;
import liveqa.phone.voice.Voices;
import liveqa.phone.words.Language;
import liveqa.phone.words.Phrase;
import liveqa.phone.words.Words;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nothing stood in for: baresip calls, live-qa answers from its documents, Open JTalk speaks, and the sound that arrived is compared. */
class ARealTelephoneTest {
    private static final Duration LONG = Duration.ofSeconds(90);
    private static final String QUESTION = "給食費は無料になりますか";
    private @TempDir Path folder;

    @BeforeEach
    void need() throws Exception {
        if (!Files.isExecutable(Path.of("/usr/bin/open_jtalk"))) Assumptions.abort("needs the package open-jtalk");
        if (!Files.isDirectory(OpenJTalk.installed().dictionary())) Assumptions.abort("needs the package open-jtalk-mecab-naist-jdic");
        if (!Files.isDirectory(OpenJTalk.installed().voices())) Assumptions.abort("needs the package hts-voice-nitech-jp-atr503-m001");
    }

    @Test
    void theGreetingAndTheAnswerAreHeard() throws Exception {
        int sip = Phone.freePort();
        try (var liveQa = Child.liveQa(folder.resolve("data"));
                var phone = Child.ready("--listen", "127.0.0.1:0", "--live-qa", liveQa.url().toString(), "--sip", "127.0.0.1:" + sip, "--rtp-ports", "44000-44199");
                var baresip = Baresip.calls(sip, Files.createDirectory(folder.resolve("telephone")))) {
            var greeting = envelope(spoken(liveQa, new Utterance(Language.JA, Words.bundled().say(Language.JA, Phrase.GREETING))));
            Phone.await("the greeting", LONG, () -> likeness(envelope(baresip.heard()), greeting) > 0.9);
            var answer = envelope(spoken(liveQa, answer(liveQa)));
            assertThat(likeness(envelope(baresip.heard()), answer)).as("the answer, before it was asked for").isLessThan(0.7);
            baresip.presses('1');
            Phone.await("the answer", LONG, () -> likeness(envelope(baresip.heard()), answer) > 0.9);
            baresip.hangsUp();
            Phone.await("the end", LONG, () -> phone.metric("calls_total", "line=\"sip\",outcome=\"completed\"") == 1);
            assertThat(liveQa.metric("answers_total", "channel=\"phone\",outcome=\"valid\"")).isEqualTo(2);
        }
    }

    /** By the same voice as the phone's: that of live-qa if it has one, else this host's. */
    private static short[] spoken(Child liveQa, Utterance utterance) throws Exception {
        try (var asking = new LiveQa(liveQa.url())) {
            return new Voices(Map.of(Language.JA, List.of(new LiveQaVoice(asking), OpenJTalk.installed()))).speak(utterance).samples();
        }
    }

    /** What the phone will say to the question, as live-qa answers it. */
    private static Utterance answer(Child liveQa) throws Exception {
        try (var asking = new LiveQa(liveQa.url())) {
            asking.ask("the-test-asks-too", "test", QUESTION);
            var reply = asking.hear("the-test-asks-too", Duration.ofSeconds(20));
            assertThat(reply).isInstanceOf(Reply.Found.class);
            var host = new Host(Words.bundled(), false, Set.of(Language.JA));
            return host.next(host.opening(), new Event.Replied(reply)).say().getFirst();
        }
    }

    /** How loud it is, every 20 ms. */
    private static double[] envelope(short[] samples) {
        var envelope = new double[samples.length / 160];
        for (int i = 0; i < envelope.length; i++) {
            for (int j = 0; j < 160; j++) envelope[i] += Math.abs((double) samples[160 * i + j]);
        }
        return envelope;
    }

    /** The best correlation of the part with any place of the whole; 0 when it is longer. */
    private static double likeness(double[] whole, double[] part) {
        double best = 0;
        for (int at = 0; at + part.length <= whole.length; at++) best = Math.max(best, correlation(whole, at, part));
        return best;
    }

    private static double correlation(double[] whole, int at, double[] part) {
        double xy = 0;
        double xx = 0;
        double yy = 0;
        double meanX = mean(whole, at, part.length);
        double meanY = mean(part, 0, part.length);
        for (int i = 0; i < part.length; i++) {
            double x = whole[at + i] - meanX;
            double y = part[i] - meanY;
            xy += x * y;
            xx += x * x;
            yy += y * y;
        }
        return xx == 0 || yy == 0 ? 0 : xy / Math.sqrt(xx * yy);
    }

    private static double mean(double[] values, int from, int count) {
        double sum = 0;
        for (int i = from; i < from + count; i++) sum += values[i];
        return sum / count;
    }
}
