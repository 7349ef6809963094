package koboshi.http;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import koboshi.log.LogLine;
import koboshi.tsdb.Settings;
import koboshi.tsdb.Store;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Takes pictures of the charts to {@code target/}, and sees to it that nothing hangs over their edge. */
class ChartsLookTest {
    @RegisterExtension
    static final Browser browser = new Browser();

    @Test
    void fitFromTheNarrowestTelephoneToAWideScreen(@TempDir Path folder) throws IOException {
        var now = Instant.now();
        try (var open = new OpenDoors(folder, Patience.DEFAULT, Set.of());
                var store = Store.open(folder.resolve("series"), Settings.standard().withClock(Instant::now))) {
            open.now = now;
            open.house.archive = new StoreArchive(store, folder.resolve("copies"));
            open.house.duties.addAll(Curves.duties());
            Stage.tell(open.house);
            var curves = new Curves(store, now);
            curves.twoHours();
            curves.keep();
            open.house.logs().append(lines(now));
            for (var place : new String[] {"service/live-qa", "incident/17", "overview", "query?q=questions_waiting", "review"}) {
                shoot(browser.open(open.doors.address() + "?lang=ja#/" + place, "ja", 360, ColorScheme.DARK), place, "360-dark");
                shoot(browser.open(open.doors.address() + "?lang=en#/" + place, "en", 1920, ColorScheme.LIGHT), place, "1920");
            }
            browser.assertQuiet(open);
        }
    }

    private static List<LogLine> lines(Instant now) {
        return IntStream.range(0, 40).mapToObj(i -> new LogLine(now.minusSeconds(40 - i).toEpochMilli(), "live-qa",
                Map.of("level", i % 13 == 5 ? "ERROR" : i % 7 == 3 ? "WARN" : "INFO"),
                i % 13 == 5 ? "Speech failed: no audio within 2 s, viewer=4711 session=9f8a7b6c5d4e3f2a1b0c9d8e7f6a5b4c3d2e1f0a9b8c7d6e5f4a3b2c1d0e" : "question " + i + " answered in 212 ms")).toList();
    }

    private static void shoot(Page page, String place, String look) {
        assertThat(page.locator("#view h2").first()).isVisible();
        if (!place.equals("review")) {
            assertThat(page.locator("svg.plot .curve path").first()).isVisible();
        }
        if (place.startsWith("service")) {
            page.locator(".logs").scrollIntoViewIfNeeded();
            assertThat(page.locator(".log > li")).hasCount(40);
        }
        page.screenshot(new Page.ScreenshotOptions().setPath(Path.of("target", "charts-" + place.split("[/?]")[0] + "-" + look + ".png")).setFullPage(true));
        Browser.assertFits(page);
        page.context().close();
    }
}
