package liveqa.phone;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Calls of an emulated provider; live-qa is stood in for. */
class CallsByWebhookTest {
    private StandIn liveQa;

    @BeforeEach
    void open() throws Exception {
        liveQa = new StandIn();
    }

    @AfterEach
    void close() {
        liveQa.close();
    }

    @Test
    void aSpokenQuestionIsAnsweredWithItsSource() throws Exception {
        try (var phone = Phone.by(liveQa.address())) {
            var call = Provider.of(phone, "CA1");
            assertThat(call.calls()).contains("ご質問を、声でどうぞ");
            assertThat(call.gather().getAttribute("input")).isEqualTo("dtmf speech");
            assertThat(call.gather().getAttribute("language")).isEqualTo("ja-JP");
            assertThat(call.gather().getAttribute("actionOnEmptyResult")).isEqualTo("true");
            assertThat(call.gather().hasAttribute("finishOnKey")).as("or hash would be no key").isTrue();
            assertThat(call.says("給食費は無料になりますか"))
                    .contains(StandIn.ANSWER, "出典は、学校と教育の約束の、給食の無償化です", "ほかにご質問");
            assertThat(liveQa.asked.values()).singleElement().satisfies(asked -> {
                assertThat(asked.path("channel").asString()).isEqualTo("phone");
                assertThat(asked.path("id").asString()).isEqualTo("phone-CA1-1");
                assertThat(asked.toString()).doesNotContain("12345678");
            });
            assertThat(phone.metric("calls_in_progress", "")).isEqualTo(1);
            assertThat(call.hangsUp()).isEqualTo(204);
            assertThat(phone.metric("calls_in_progress", "")).isZero();
            assertThat(phone.metric("calls_total", "line=\"webhook\",outcome=\"completed\"")).isEqualTo(1);
        }
    }

    @Test
    void keysLeadToTheSameAnswers() throws Exception {
        try (var phone = Phone.by(liveQa.address())) {
            var call = Provider.of(phone, "CA2");
            call.calls();
            assertThat(call.presses("1")).contains("給食費は、1。");
            assertThat(call.presses("1")).contains(StandIn.ANSWER);
            assertThat(call.presses("0")).contains(StandIn.ANSWER);
            assertThat(call.presses("9")).contains("Please say your question");
            assertThat(call.gather().getAttribute("language")).isEqualTo("en-US");
            assertThat(call.presses("#")).contains("Goodbye");
            assertThat(call.hungUp()).isTrue();
        }
    }

    @Test
    void silenceIsAskedTwiceAndThenEnds() throws Exception {
        try (var phone = Phone.by(liveQa.address())) {
            var call = Provider.of(phone, "CA3");
            call.calls();
            assertThat(call.isSilent()).contains("受け取れませんでした");
            call.isSilent();
            assertThat(call.isSilent()).contains("失礼いたします");
            assertThat(call.hungUp()).isTrue();
            assertThat(phone.metric("calls_total", "no_input")).isEqualTo(1);
        }
    }

    @Test
    void waitingIsFilledAndBounded() throws Exception {
        liveQa.answering = false;
        try (var phone = Phone.by(liveQa.address(), "--patience", "200ms")) {
            var call = Provider.of(phone, "CA4");
            call.calls();
            // The stand-in says at once that nothing is there yet, so that the bound is reached by asking, not by waiting.
            assertThat(call.says("まだですか")).contains("お調べします", "お答えできませんでした", "ほかにご質問");
            assertThat(phone.metric("answers_total", "slow")).isEqualTo(1);
        }
    }

    @Test
    void anAnswerThatComesWhileWaitingIsSpoken() throws Exception {
        liveQa.answering = false;
        try (var phone = Phone.by(liveQa.address())) {
            var call = Provider.of(phone, "CA5");
            call.calls();
            var first = call.post(call.action(), Map.of("SpeechResult", "給食費は"));
            assertThat(first.body()).contains("お調べします", "<Pause", "/twilio/wait?n=2</Redirect>");
            liveQa.answering = true;
            assertThat(call.post("/twilio/wait?n=2", Map.of()).body()).contains(StandIn.ANSWER);
        }
    }

    @Test
    void aFullQueueIsSaid() throws Exception {
        liveQa.statusOfAsking = 429;
        try (var phone = Phone.by(liveQa.address())) {
            var call = Provider.of(phone, "CA6");
            call.calls();
            assertThat(call.says("給食費は")).contains("質問が混み合っています").doesNotContain("お調べします");
            assertThat(phone.metric("answers_total", "full")).isEqualTo(1);
        }
    }

    @Test
    void aLiveQaThatIsAwayIsSaid() throws Exception {
        try (var phone = Phone.by(URI.create("http://127.0.0.1:" + Phone.freePort()))) {
            var call = Provider.of(phone, "CA7");
            call.calls();
            assertThat(call.says("給食費は")).contains("つながりません");
            assertThat(phone.metric("answers_total", "away")).isEqualTo(1);
        }
    }

    @Test
    void aQuestionThatIsTooLongIsSaid() throws Exception {
        try (var phone = Phone.by(liveQa.address())) {
            var call = Provider.of(phone, "CA8");
            call.calls();
            assertThat(call.says("長".repeat(501))).contains("長すぎる");
        }
    }

    @Test
    void aWrongSignatureIsRefused() throws Exception {
        try (var phone = Phone.by(liveQa.address())) {
            var call = Provider.of(phone, "CA9");
            assertThat(call.post("/twilio/voice", Map.of(), "c2lnbmF0dXJl").statusCode()).isEqualTo(403);
            assertThat(call.post("/twilio/voice", Map.of(), "").statusCode()).isEqualTo(403);
            assertThat(new Provider(phone.service.url(), phone.service.url(), "another", "CA9").post("/twilio/voice", Map.of()).statusCode()).isEqualTo(403);
            assertThat(phone.metric("webhooks_refused_total", "signature")).isEqualTo(3);
            assertThat(phone.metric("calls_in_progress", "")).isZero();
        }
    }

    @Test
    void aRequestIsTakenOnce() throws Exception {
        try (var phone = Phone.by(liveQa.address())) {
            var call = Provider.of(phone, "CA10");
            call.calls();
            var action = call.action();
            var first = call.post(action, Map.of("SpeechResult", "給食費は"));
            // The provider tries again when it did not hear us, and hears the same.
            assertThat(call.post(action, Map.of("SpeechResult", "給食費は")).body()).isEqualTo(first.body());
            assertThat(liveQa.asked).hasSize(1);
            assertThat(call.post(action, Map.of("SpeechResult", "別の質問")).statusCode()).isEqualTo(409);
            call.hangsUp();
            assertThat(call.post(action, Map.of("SpeechResult", "給食費は")).statusCode()).isEqualTo(409);
            assertThat(call.post("/twilio/voice", Map.of("From", "+81312345678")).statusCode()).isEqualTo(409);
            assertThat(phone.metric("webhooks_refused_total", "replay")).isEqualTo(3);
        }
    }

    @Test
    void behindAProxyItsAddressIsWhatIsSigned() throws Exception {
        try (var phone = Phone.by(liveQa.address(), "--public-url", "https://phone.example.jp/")) {
            var call = new Provider(phone.service.url(), "https://phone.example.jp", Phone.TOKEN, "CA11");
            call.calls();
            assertThat(call.gather().getAttribute("action")).isEqualTo("https://phone.example.jp/twilio/turn?n=1");
            assertThat(call.says("給食費は")).contains(StandIn.ANSWER);
        }
    }

    @Test
    void oneCallTooManyIsRejectedAsBusy() throws Exception {
        try (var phone = Phone.by(liveQa.address(), "--max-calls", "1")) {
            Provider.of(phone, "CA12").calls();
            assertThat(Provider.of(phone, "CA13").post("/twilio/voice", Map.of()).body()).contains("<Reject reason=\"busy\">");
            assertThat(phone.metric("calls_total", "busy")).isEqualTo(1);
        }
    }

    @Test
    void aCallGoesOnAfterARestartOfOurs() throws Exception {
        Provider call;
        try (var before = Phone.by(liveQa.address(), "--public-url", "https://phone.example.jp", "--stop-within", "10ms")) {
            call = new Provider(before.service.url(), "https://phone.example.jp", Phone.TOKEN, "CA14");
            call.calls();
        }
        try (var after = Phone.by(liveQa.address(), "--public-url", "https://phone.example.jp")) {
            var going = new Provider(after.service.url(), "https://phone.example.jp", Phone.TOKEN, "CA14");
            going.last = call.last;
            assertThat(going.says("給食費は")).contains(StandIn.ANSWER);
            assertThat(going.says("給食費は")).contains(StandIn.ANSWER);
        }
    }

    @Test
    void aStopTellsTheNextStepGoodbyeAndIsBounded() throws Exception {
        var phone = Phone.by(liveQa.address(), "--stop-within", "20s");
        var call = Provider.of(phone, "CA15");
        call.calls();
        var stopping = Thread.ofVirtual().start(phone::close);
        Phone.await("a goodbye", Duration.ofSeconds(10), () -> saysGoodbye(call));
        assertThat(stopping.join(Duration.ofSeconds(5))).isTrue();
    }

    private static boolean saysGoodbye(Provider call) {
        try {
            return call.hungUp() || call.presses("0").contains("受付を休みます");
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void wordsThatLookLikeXmlAreOnlyWords() throws Exception {
        liveQa.answer = "費用は<Hangup/>&\u0007「七億」です。";
        try (var phone = Phone.by(liveQa.address())) {
            var call = Provider.of(phone, "CA16");
            call.calls();
            assertThat(call.says("費用は")).contains("費用は<Hangup/>&「七億」です。");
            assertThat(call.hungUp()).isFalse();
        }
    }

    @Test
    void malformedRequestsHarmNothing() throws Exception {
        try (var phone = Phone.by(liveQa.address())) {
            assertThat(Provider.of(phone, "../../etc").post("/twilio/voice", Map.of()).statusCode()).isEqualTo(400);
            assertThat(Provider.of(phone, "CA17").post("/twilio/nothing", Map.of()).statusCode()).isEqualTo(404);
            assertThat(Provider.of(phone, "CA17").post("/twilio/voice", Map.of("x", "y".repeat(70_000))).statusCode()).isEqualTo(413);
            assertThat(phone.get("/health")).contains("\"status\":\"ok\"", "\"sip\":\"off\"");
            assertThat(phone.metric("calls_in_progress", "")).isZero();
        }
    }
}
