package koboshi.http;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import koboshi.guard.Condition;
import koboshi.guard.GuardKey;
import koboshi.guard.Standing;
import koboshi.incident.Ending;
import koboshi.incident.Entry;
import koboshi.incident.Incident;
import koboshi.resource.ResourceId;
import koboshi.series.Labels;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IncidentPageTest {
    @RegisterExtension
    static final Browser browser = new Browser();

    private ChartRoom room;

    @BeforeEach
    void openRoom(@TempDir Path folder) throws IOException {
        room = new ChartRoom(browser, folder);
    }

    @AfterEach
    void closeRoom() throws IOException {
        room.close();
    }

    @Test
    void drawsTheNumberOfAGuardThatSpeaksOfNoService() throws IOException {
        room.guarded("replicas", new Condition.Gives("replica_lag_seconds > 30"), null);
        room.curves.series(Labels.of("__name__", "replica_lag_seconds"), ago -> ago < 400 ? 45 : 2);
        room.see(List.of(), List.of(), List.of(room.fired(9, ResourceId.parse("guard/replicas"), "replicas")));
        var page = room.page("#/incident/9");
        assertThat(page.locator(".pane h3")).hasText("replicas");
        assertThat(page.locator(".pane .limit-words")).hasText("> 30 s");
        browser.assertQuiet(room.open);
    }

    @Test
    void drawsTheExpressionOfARuleWhoseAlertIsOver() throws IOException {
        room.ruled("QueueFull", "queue_length > 10");
        room.curves.series(Labels.of("__name__", "queue_length", "queue", "mail"), ago -> ago < 400 && ago > 200 ? 45 : 2);
        room.open.house.incidents.add(room.fired(3, ResourceId.parse("guard/alert:QueueFull"), "alert:QueueFull").ended(room.ago(200), Ending.HEALED_BY_ITSELF));
        var page = room.page("#/incident/3");
        assertThat(page.locator(".pane h3")).hasText("alert:QueueFull");
        assertThat(page.locator(".pane .limit-words")).hasText("> 10");
        browser.assertQuiet(room.open);
    }

    /** Memory that grew for a quarter of an hour, and a restart five minutes ago. */
    private void leaked() {
        long mebibyte = 1 << 20;
        room.guarded("memory-runs-out", new Condition.RunsOut("process_resident_memory_bytes", Optional.of("live-qa"), 512 * mebibyte, false, true,
                Duration.ofMinutes(30), Duration.ofHours(6), 0.95), Scene.LIVE_QA);
        room.curves.series(Labels.of("__name__", "process_resident_memory_bytes", "service", "live-qa"), ago ->
                (ago > 300 ? 480 - (ago - 300) * 0.12 + Math.sin(ago) : 90) * mebibyte);
        var incident = Incident.opened(17, Scene.LIVE_QA, GuardKey.of("memory-runs-out"), "reaches 512 MiB", room.ago(420)).asFired().ended(room.ago(240), Ending.REVIVED);
        room.open.house.incidents.add(incident);
        room.open.house.lines.add(new Line(1, room.ago(420), "incident-opened", new Entry.IncidentOpened(17, Scene.LIVE_QA, GuardKey.of("memory-runs-out"), "reaches 512 MiB")));
        room.open.house.lines.add(new Line(2, room.ago(400), "standing-changed", new Entry.StandingChanged(GuardKey.of("memory-runs-out"),
                new Standing.Firing(room.ago(400), Optional.empty()), "reaches 512 MiB", 17)));
        room.open.house.lines.add(new Line(3, room.ago(240), "incident-ended", new Entry.IncidentEnded(17, Ending.REVIVED)));
        room.see(ChartRoom.services(Scene.LIVE_QA), List.of(), List.of(incident));
    }

    @ParameterizedTest
    @CsvSource({"en,1280", "ja,390"})
    void drawsWhatWasForeseenWhenItFiredWithItsInterval(String language, int width) throws IOException {
        leaked();
        var page = room.page("#/incident/17", language, width, 900);
        assertThat(page.locator(".pane .outlook.soon .interval")).hasCount(1);
        assertThat(page.locator(".foreseen")).hasText(Pattern.compile(language.equals("en") ? "^foreseen at \\d\\d:.*: reaches 512 MiB in \\d+ min" : "の時点の予測: .*512 MiB に到達"));
        page.screenshot(new Page.ScreenshotOptions().setPath(Path.of("target", "incident-foreseen-" + width + ".png")).setFullPage(true));
        Browser.assertFits(page);
        browser.assertQuiet(room.open);
    }

    @Test
    void showsByTheClockWhichMomentIsReadAt() throws IOException {
        leaked();
        var page = room.page("#/incident/17");
        page.locator(".pane svg").first().hover();
        assertThat(page.locator(".pane .moment-words")).hasText(Pattern.compile("\\d\\d:\\d\\d:\\d\\d$"));
        assertThat(page.locator(".moment")).isVisible();
        page.screenshot(new Page.ScreenshotOptions().setPath(Path.of("target", "incident-moment.png")));
        browser.assertQuiet(room.open);
    }

    @Test
    void takesANameThatWasCutOffForOneThatNobodyHas() throws IOException {
        room.see(ChartRoom.services(Scene.LIVE_QA), List.of(), List.of());
        var page = room.page("#/service/%E0%A4%A");
        assertThat(page.locator("#view")).containsText("No service called %E0%A4%A is guarded.");
        browser.assertQuiet(room.open);
    }
}
