package liveqa;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The server dies in the middle of a sentence and comes back: seen and heard from where the viewers are. */
class RestartOnAirTest {
    private static final double SILENT = 0.002;
    private @TempDir Path data;
    private Viewer viewer;
    private Child child;

    @BeforeEach
    void start() throws Exception {
        viewer = new Viewer();
        // Said of every question, the introduction would look like a repetition.
        Files.writeString(data.resolve("settings.json"), "{\"version\":1,\"values\":{\"introduction\":\"\",\"speakSource\":false}}");
        child = Child.ready(data);
    }

    @AfterEach
    void stop() {
        child.close();
        viewer.close();
    }

    private void restart() {
        var address = URI.create(child.url());
        child.kill9();
        try {
            child = Child.ready(data, "--listen", address.getHost() + ":" + address.getPort());
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void isNeitherSeenNorHeard() throws Exception {
        SpeechNeeded.check();
        var page = viewer.open(child.url() + "/air", 640, 360);
        Viewer.until(page, "document.getElementById('invitation').textContent");
        for (var question : List.of("給食費は無料になりますか", "犬を連れて避難できますか", "公約の財源はどこですか")) child.ask("q" + question.hashCode(), question);
        Viewer.until(page, "document.querySelector('#sentences span.now')");
        double sentenceInProgress = awaitInStore();
        double before = now(page);
        var frames = new Frames();
        var restarted = CompletableFuture.runAsync(this::restart);
        long enough = System.nanoTime() + Duration.ofSeconds(15).toNanos();
        frames.takeWhile(page, () -> !restarted.isDone() || System.nanoTime() < enough);
        restarted.join();
        assertThat(frames.faults()).isEmpty();
        assertThat(frames.perSecond()).isGreaterThanOrEqualTo(5);
        assertThat(longestSilence(page, before)).as("seconds of silence, " + page.evaluate("since => window.heard.filter(one => one[0] > since).map(one => (one[1] > 0.002 ? 1 : 0)).join('') + ' ' + JSON.stringify(window.started)", before)).isLessThan(sentenceInProgress);
        // Between two answers the page is idle for a moment: the first of three is not yet the end.
        page.waitForCondition(() -> started(page).size() > 6, new Page.WaitForConditionOptions().setTimeout(60_000));
        Viewer.until(page, "document.body.classList.contains('idle') && document.getElementById('light').className === 'live'");
        assertThat(started(page)).doesNotHaveDuplicates().hasSizeGreaterThan(6);
        assertThat(viewer.complaints).isEmpty();
    }

    /** What the pages can play on by: the item on air and the next, wholly synthesised. Returns the seconds of the sentence in progress. */
    private double awaitInStore() throws Exception {
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (System.nanoTime() < deadline) {
            var lineup = Running.JSON.readTree(child.get("/air/state").body()).path("lineup");
            if (lineup.size() == 2 && cued(lineup.get(0)) && cued(lineup.get(1))) return lineup.get(0).path("cues").get(lineup.get(0).path("said").intValue()).path("millis").intValue() / 1000.0;
        }
        throw new AssertionError("not all was synthesised in time");
    }

    private static boolean cued(JsonNode item) {
        return item.path("cues").size() == item.path("sentences").size();
    }

    private static double now(Page page) {
        return ((Number) page.evaluate("() => performance.timeOrigin + performance.now()")).doubleValue();
    }

    /** From that moment to now. */
    private static double longestSilence(Page page, double since) {
        @SuppressWarnings("unchecked")
        var heard = (List<List<Number>>) page.evaluate("() => window.heard");
        double longest = 0;
        double lastSound = since;
        for (var one : heard) {
            double at = one.get(0).doubleValue();
            if (at < since) continue;
            if (one.get(1).doubleValue() > SILENT) lastSound = at;
            longest = Math.max(longest, at - lastSound);
        }
        return longest / 1000;
    }

    @SuppressWarnings("unchecked")
    private static List<Number> started(Page page) {
        return (List<Number>) page.evaluate("() => window.started");
    }
}
