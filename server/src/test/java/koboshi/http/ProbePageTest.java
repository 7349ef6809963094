package koboshi.http;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import koboshi.scrape.Probed;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** How probed addresses are, on the page. */
class ProbePageTest {
    private static final Instant SINCE = Instant.now().minusSeconds(400);
    @RegisterExtension
    static final Browser browser = new Browser();

    @AutoClose
    private OpenDoors open;

    @BeforeEach
    void openDoors(@TempDir Path folder) throws IOException {
        open = new OpenDoors(folder, Patience.DEFAULT, Set.of());
        open.house.see(Stage.quiet(0).with(List.of(shops(), new Probed("branches", 40, 40, 0, List.of(), Duration.ofMillis(12)))));
    }

    /** Twelve of five thousand are away, one of them with a long name. */
    private static Probed shops() {
        var failing = IntStream.rangeClosed(1, 10).mapToObj(i -> new Probed.Failing(
                "https://shop-" + i + ".example.org/" + (i == 3 ? "a-very-long-path-without-any-place-to-break/".repeat(3) : "health"), SINCE.plusSeconds(i), "expected status 200 to 299, came 500")).toList();
        return new Probed("shops", 5_000, 4_985, 3, failing, Duration.ofMillis(2_340));
    }

    private Page page(String language, int width) {
        return browser.open(open.doors.address() + "?lang=" + language, language, width, ColorScheme.LIGHT);
    }

    @Test
    void saysHowManyAreWellWhichAreNotAndHowLateTheyAreAsked() {
        var page = page("en", 1280);
        var jobs = page.locator("#probes .probe-jobs > li");
        assertThat(jobs).hasCount(2);
        assertThat(jobs.first()).containsText("4985 of 5000 well, 3 not asked yet");
        assertThat(jobs.first()).containsText("asked up to 2.3 s too late");
        assertThat(jobs.first().locator(".probe-targets li")).hasCount(10);
        assertThat(jobs.first()).containsText("https://shop-1.example.org/health");
        assertThat(jobs.first()).containsText("and 2 more");
        assertThat(jobs.last()).containsText("40 of 40 well");
        assertThat(jobs.last()).containsText("asked in time");
        assertThat(page.locator("#summary")).containsText("12 of shops do not answer as expected.");
        browser.assertQuiet(open);
    }

    @Test
    void nothingIsShownWhereNothingIsProbed() {
        open.house.see(Stage.quiet(1));
        var page = page("en", 1280);
        assertThat(page.locator("#services")).isVisible();
        assertThat(page.locator("#probes")).isHidden();
    }

    @Test
    void fitsAnyScreenInBothLanguages() {
        for (var language : new String[] {"ja", "en"}) {
            for (int width : new int[] {390, 1280}) {
                var page = page(language, width);
                assertThat(page.locator("#probes")).isVisible();
                page.locator("#probes").screenshot(new Locator.ScreenshotOptions().setPath(Path.of("target", "probes-" + language + "-" + width + ".png")));
                assertThat(page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth")).isEqualTo(0);
                page.context().close();
            }
        }
    }
}
