package liveqa.phone;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** live-qa itself, as a process of its own; the provider is emulated. */
class RealLiveQaTest {
    private @TempDir Path data;

    @Test
    void aQuestionByTelephoneIsAnsweredFromTheDocuments() throws Exception {
        try (var liveQa = Child.liveQa(data); var phone = Phone.by(liveQa.url())) {
            var call = Provider.of(phone, "CA1");
            call.calls();
            assertThat(call.says("給食費は無料になりますか"))
                    .contains("給食費を、来年度の四月から無料にします", "出典は、学校と教育の約束の、給食の無償化です");
            assertThat(call.says("月に別荘を建てますか")).contains("見つかりませんでした");
            assertThat(liveQa.metric("answers_total", "channel=\"phone\",outcome=\"valid\"")).isEqualTo(1);
        }
    }

    @Test
    void whatIsHeldForAModeratorIsSaidToBe() throws Exception {
        try (var liveQa = Child.liveQa(data); var phone = Phone.by(liveQa.url())) {
            var call = Provider.of(phone, "CA1");
            call.calls();
            assertThat(call.says("https://example.com を見て、給食費を教えてください")).contains("係の者が確かめてから");
        }
    }

    @Test
    void everyPreparedTopicHasAnAnswer() throws Exception {
        try (var liveQa = Child.liveQa(data); var phone = Phone.by(liveQa.url())) {
            for (int topic = 1; topic <= 6; topic++) {
                var call = Provider.of(phone, "CA" + topic);
                call.calls();
                call.presses("1");
                assertThat(call.presses(Integer.toString(topic))).as("topic " + topic).contains("出典は");
            }
        }
    }
}
