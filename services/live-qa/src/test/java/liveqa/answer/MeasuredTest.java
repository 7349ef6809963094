package liveqa.answer;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How well retrieval alone answers, on the half it was tuned with and on the half that was held out. */
class MeasuredTest {
    private static final DocumentAnswerer ANSWERER = Viewers.sampleAnswerer();
    private static final Viewers TUNING = Viewers.of("questions-tuning.tsv");

    @ParameterizedTest
    @ValueSource(strings = {"questions-tuning.tsv", "questions-held-out.tsv"})
    void eightyFiveOfAHundredAnswerableQuestionsAreAnsweredFromTheRightPassage(String half) {
        assertThat(Viewers.of(half).rightly(true, ANSWERER)).isGreaterThanOrEqualTo(0.85);
    }

    @ParameterizedTest
    @ValueSource(strings = {"questions-tuning.tsv", "questions-held-out.tsv"})
    void ofNinetyInAHundredUnanswerableOnesItIsSaidThatTheDocumentsAreSilent(String half) {
        assertThat(Viewers.of(half).rightly(false, ANSWERER)).isGreaterThanOrEqualTo(0.90);
    }

    /** By the same hand as the retrieval, so no proof of how strangers fare; it keeps what was reached from being lost. */
    @Test
    void whatItsOwnAdversaryAskedStaysAnswered() {
        var adversary = Viewers.of("questions-adversary.tsv");
        assertThat(adversary.rightly(true, ANSWERER)).isGreaterThanOrEqualTo(0.88);
        assertThat(adversary.rightly(false, ANSWERER)).isGreaterThanOrEqualTo(0.82);
    }

    @Test
    void aLookUpTakesLessThanFiveMillisecondsOfAProcessor() {
        var threads = ManagementFactory.getThreadMXBean();
        TUNING.questions().forEach(question -> ANSWERER.answer(question.text()));
        long before = threads.getCurrentThreadCpuTime();
        TUNING.questions().forEach(question -> ANSWERER.answer(question.text()));
        double millis = (threads.getCurrentThreadCpuTime() - before) / 1e6 / TUNING.questions().size();
        assertThat(millis).isLessThan(5);
    }

    @Test
    void manyAtOnceAreAnsweredAsOneAfterTheOtherAlsoWhileTheDocumentsAreReplaced() throws Exception {
        var questions = TUNING.questions().stream().limit(60).map(Viewers.Asked::text).toList();
        var expected = questions.stream().map(ANSWERER::answer).toList();
        var passages = liveqa.document.Documents.samples();
        try (var threads = Executors.newFixedThreadPool(8)) {
            Callable<List<Answer>> asking = () -> questions.stream().map(ANSWERER::answer).toList();
            var asked = java.util.stream.Stream.generate(() -> threads.submit(asking)).limit(8).toList();
            ANSWERER.replace(passages);
            for (var answers : asked) assertThat(answers.get()).isEqualTo(expected);
        }
    }
}
