package liveqa.phone;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import liveqa.phone.sip.Ear;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Calls of sipp; the sound comes to this test. live-qa is stood in for, and its voice is tones. */
class CallsBySipTest {
    private static final Duration SOON = Duration.ofSeconds(15);
    private static final int KEYS = 101;
    private @TempDir Path folder;
    private StandIn liveQa;
    private Ringing ringing;

    @BeforeEach
    void open() throws Exception {
        liveQa = new StandIn();
        liveQa.samplesACharacter = 200;
        ringing = new Ringing();
    }

    @AfterEach
    void close() {
        ringing.close();
        liveQa.close();
    }

    private void assertWell(Sipp sipp) throws Exception {
        assertThat(sipp.verdict(SOON)).as(sipp::toString).withFailMessage(sipp.said()).isZero();
    }

    private void ended(Phone phone, String outcome) throws Exception {
        Phone.await("the end of the call", SOON, () -> phone.metricOrNothing("calls_in_progress", "") == 0);
        assertThat(phone.metric("calls_total", "line=\"sip\",outcome=\"" + outcome + "\"")).as(outcome).isEqualTo(1);
    }

    @Test
    void theGreetingIsHeard() throws Exception {
        try (var phone = Phone.withSip(liveQa.address()); var sipp = Sipp.calls(phone, folder, "they-hang-up.xml", ringing.port())) {
            assertWell(sipp);
            // Four seconds of a greeting that goes on for longer: 50 packets a second, none lost, none out of order.
            assertThat(ringing.packets.get()).isBetween(180, 215);
            assertThat(ringing.inOrder()).isTrue();
            assertThat(ringing.secondsOf(StandIn.PROMPT_HERTZ, 0)).isGreaterThan(3.4);
            ended(phone, "completed");
        }
    }

    @Test
    void aKeyStopsThePromptAndItsAnswerIsHeard() throws Exception {
        try (var phone = Phone.withSip(liveQa.address()); var sipp = Sipp.calls(phone, folder, "we-hang-up.xml", ringing.port())) {
            Phone.await("a greeting", SOON, () -> ringing.packets.get() > 40);
            int pressed = ringing.heard();
            ringing.press(1, KEYS);
            Phone.await("the answer", SOON, () -> ringing.secondsOf(StandIn.ANSWER_HERTZ, pressed) > 0.5);
            assertThat(ringing.secondsOf(StandIn.PROMPT_HERTZ, pressed)).as("prompt after the key").isLessThan(0.3);
            ringing.press(11, KEYS);
            assertWell(sipp);
            assertThat(liveQa.asked.values()).singleElement().satisfies(question -> {
                assertThat(question.path("text").asString()).isEqualTo("給食費は無料になりますか");
                assertThat(question.path("channel").asString()).isEqualTo("phone");
                assertThat(question.path("author").asString()).doesNotContain("345678");
            });
            ended(phone, "completed");
            assertThat(phone.metric("answers_total", "valid")).isEqualTo(1);
        }
    }

    @Test
    void aLawIsSpokenToo() throws Exception {
        try (var phone = Phone.withSip(liveQa.address()); var sipp = Sipp.calls(phone, folder, "alaw.xml", ringing.port())) {
            Phone.await("a greeting", SOON, () -> ringing.secondsOf(StandIn.PROMPT_HERTZ, 0) > 0.5);
            ringing.press(11, KEYS);
            assertWell(sipp);
        }
    }

    @Test
    void aKeyInAnInfoIsUnderstood() throws Exception {
        try (var phone = Phone.withSip(liveQa.address()); var sipp = Sipp.calls(phone, folder, "info-key.xml", ringing.port())) {
            Phone.await("the answer", SOON, () -> ringing.secondsOf(StandIn.ANSWER_HERTZ, 0) > 0.5);
            ringing.press(11, KEYS);
            assertWell(sipp);
        }
    }

    @Test
    void whoSaysNothingIsAskedTwiceAndThenToldGoodbye() throws Exception {
        liveQa.samplesACharacter = 8;
        try (var phone = Phone.withSip(liveQa.address(), "--listening", "300ms"); var sipp = Sipp.calls(phone, folder, "we-hang-up.xml", ringing.port())) {
            assertWell(sipp);
            ended(phone, "no_input");
            assertThat(liveQa.spoken.stream().filter(text -> text.startsWith("お電話ありがとうございました"))).isNotEmpty();
        }
    }

    @Test
    void aCallThatIsCancelledWhileItRingsLeavesNothing() throws Exception {
        try (var phone = Phone.withSip(liveQa.address(), "--ring", "20s"); var sipp = Sipp.calls(phone, folder, "cancel.xml", ringing.port())) {
            assertWell(sipp);
            ended(phone, "cancelled");
            assertThat(ringing.packets).hasValue(0);
        }
    }

    @Test
    void anInviteWithoutAnOfferIsOfferedOne() throws Exception {
        try (var phone = Phone.withSip(liveQa.address()); var sipp = Sipp.calls(phone, folder, "late-offer.xml", ringing.port())) {
            assertWell(sipp);
            assertThat(ringing.secondsOf(StandIn.PROMPT_HERTZ, 0)).isGreaterThan(1.4);
        }
    }

    @Test
    void aHeldCallIsSilentAndGoesOnAfterwards() throws Exception {
        try (var phone = Phone.withSip(liveQa.address()); var sipp = Sipp.calls(phone, folder, "reinvite.xml", ringing.port())) {
            assertWell(sipp);
            // Three seconds, of which the one in the middle was held.
            assertThat(ringing.packets.get()).isBetween(80, 125);
            ended(phone, "completed");
        }
    }

    @Test
    void optionsTellWhatIsUnderstood() throws Exception {
        try (var phone = Phone.withSip(liveQa.address()); var sipp = Sipp.calls(phone, folder, "options.xml", ringing.port())) {
            assertWell(sipp);
        }
    }

    @Test
    void oneCallTooManyHearsThatItIsBusy() throws Exception {
        try (var phone = Phone.withSip(liveQa.address(), "--max-calls", "1"); var first = Sipp.calls(phone, folder, "they-hang-up.xml", ringing.port())) {
            Phone.await("the first call", SOON, () -> ringing.packets.get() > 5);
            try (var second = Sipp.calls(phone, folder, "busy.xml", ringing.port())) {
                assertWell(second);
            }
            assertWell(first);
            assertThat(phone.metric("calls_total", "busy")).isEqualTo(1);
        }
    }

    @Test
    void anOfferWithoutACommonCodecIsNotAcceptable() throws Exception {
        try (var phone = Phone.withSip(liveQa.address()); var sipp = Sipp.calls(phone, folder, "no-codec.xml", ringing.port())) {
            assertWell(sipp);
            ended(phone, "failed");
        }
    }

    @Test
    void soundIsNotSentToAThirdParty() throws Exception {
        try (var phone = Phone.withSip(liveQa.address()); var sipp = Sipp.calls(phone, folder, "elsewhere.xml", ringing.port())) {
            assertWell(sipp);
        }
    }

    @Test
    void whatIsRequiredAndUnknownIsSaid() throws Exception {
        try (var phone = Phone.withSip(liveQa.address()); var sipp = Sipp.calls(phone, folder, "required.xml", ringing.port())) {
            assertWell(sipp);
        }
    }

    @Test
    void aCallerWhoSendsNoSoundHasGone() throws Exception {
        try (var phone = Phone.withSip(liveQa.address(), "--dead-after", "1s"); var sipp = Sipp.calls(phone, folder, "we-hang-up.xml", ringing.port())) {
            assertWell(sipp);
            ended(phone, "dead");
        }
    }

    @Test
    void theLongestCallEndsWithAWord() throws Exception {
        try (var phone = Phone.withSip(liveQa.address(), "--max-call", "1s"); var sipp = Sipp.calls(phone, folder, "we-hang-up.xml", ringing.port())) {
            assertWell(sipp);
            ended(phone, "too_long");
            assertThat(liveQa.spoken).anyMatch(text -> text.startsWith("お話しできる時間の終わり"));
        }
    }

    @Test
    void aStopTellsCallersGoodbye() throws Exception {
        var phone = Phone.withSip(liveQa.address());
        try (var sipp = Sipp.calls(phone, folder, "we-hang-up.xml", ringing.port())) {
            Phone.await("a greeting", SOON, () -> ringing.packets.get() > 20);
            phone.close();
            assertWell(sipp);
            assertThat(liveQa.spoken).anyMatch(text -> text.contains("受付を休みます"));
        }
    }

    @Test
    void strangersAreNotAnsweredAtAll() throws Exception {
        try (var phone = Phone.withSip(liveQa.address(), "--sip-allow", "198.51.100.0/24");
                var sipp = Sipp.calls(phone, folder, "options.xml", ringing.port(), "-timeout", "3s")) {
            assertThat(sipp.verdict(SOON)).isNotZero();
        }
    }

    @Test
    void anAnswerThatDoesNotComeIsSaidHonestly() throws Exception {
        liveQa.answering = false;
        liveQa.samplesACharacter = 20;
        try (var phone = Phone.withSip(liveQa.address(), "--patience", "300ms"); var sipp = Sipp.calls(phone, folder, "we-hang-up.xml", ringing.port())) {
            Phone.await("a greeting", SOON, () -> ringing.packets.get() > 5);
            ringing.press(1, KEYS);
            Phone.await("an excuse", SOON, () -> liveQa.spoken.stream().anyMatch(text -> text.contains("お答えできませんでした")));
            ringing.press(11, KEYS);
            assertWell(sipp);
            assertThat(phone.metric("answers_total", "slow")).isEqualTo(1);
        }
    }

    @Test
    void aVoiceThatFailsInTheMiddleOfACallIsExcused() throws Exception {
        try (var phone = Phone.withSip(liveQa.address()); var sipp = Sipp.calls(phone, folder, "we-hang-up.xml", ringing.port())) {
            Phone.await("all prepared", SOON, () -> liveQa.spoken.stream().anyMatch(text -> text.contains("受付を休みます")));
            liveQa.speaking = false;
            ringing.press(1, KEYS);
            Phone.await("no speech", SOON, () -> phone.metricOrNothing("speech_failures_total", "") >= 1);
            ringing.press(11, KEYS);
            ringing.press(11, KEYS);
            assertWell(sipp);
        }
    }

    /** A recogniser that understands one thing: whoever shouts asks about school lunches. */
    private static Ear.Maker shouting() {
        return recognised -> new Ear() {
            private int loud;

            @Override
            public void hear(short[] samples) {
                if (Math.abs(samples[0]) > 30_000 && ++loud == 10) recognised.accept("給食費は無料になりますか");
            }

            @Override
            public void close() {}
        };
    }

    @Test
    void anEarThatRecognisesSpeechIsAllThatIsMissing() throws Exception {
        try (var phone = Phone.hearing(shouting(), liveQa.address(), "--sip", "127.0.0.1:" + Phone.freePort(), "--ring", "10ms", "--rtp-ports", "42000-42999");
                var sipp = Sipp.calls(phone, folder, "we-hang-up.xml", ringing.port())) {
            Phone.await("a greeting", SOON, () -> ringing.packets.get() > 10);
            for (int i = 0; i < 10; i++) ringing.shout();
            Phone.await("the answer", SOON, () -> ringing.secondsOf(StandIn.ANSWER_HERTZ, 0) > 0.5);
            ringing.press(11, KEYS);
            assertWell(sipp);
            assertThat(liveQa.spoken).anyMatch(text -> text.startsWith("ご質問を、声でどうぞ"));
        }
    }
}
