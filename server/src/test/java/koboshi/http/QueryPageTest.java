package koboshi.http;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Pattern;
import koboshi.series.Buckets;
import koboshi.series.Histogram;
import koboshi.series.Labels;
import koboshi.series.Sample;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QueryPageTest {
    @RegisterExtension
    static final Browser browser = new Browser();

    private ChartRoom room;

    @BeforeEach
    void openRoom(@TempDir Path folder) throws IOException {
        room = new ChartRoom(browser, folder);
        room.curves.series(Labels.of("__name__", "db_connections"), ago -> 20 + Math.sin(ago / 100));
        room.curves.series(Labels.of("__name__", "visitors"), ago -> 200 + 30 * Math.sin(ago / 100));
    }

    @AfterEach
    void closeRoom() throws IOException {
        room.close();
    }

    private static Locator button(Page page, String name) {
        return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    @Test
    void putsOneQueryUnderAnotherAndReadsThemAtOneMoment() throws IOException {
        var page = room.page("#/query?q=db_connections");
        assertThat(page.locator(".pane")).hasCount(1);
        button(page, "One more query").click();
        page.getByLabel("Query 2").fill("visitors");
        button(page, "Ask").click();
        assertThat(page).hasURL(Pattern.compile("q=db_connections&q=visitors$"));
        assertThat(page.locator(".pane .curve path")).hasCount(2);
        assertThat(page.locator(".answer table")).hasCount(2);
        page.locator(".pane svg").first().hover();
        assertThat(page.locator(".pane .cross line")).hasCount(2);
        button(page, "6 h").click();
        assertThat(page).hasURL(Pattern.compile("q=db_connections&q=visitors&range=6h$"));
        button(page, "Remove number 1").click();
        assertThat(page).hasURL(Pattern.compile("query\\?q=visitors&range=6h$"));
        assertThat(page.locator(".pane")).hasCount(1);
        browser.assertQuiet(room.open);
    }

    @ParameterizedTest
    @CsvSource({"en,1280", "ja,390"})
    void answersTheOthersWhereOneQueryIsWrong(String language, int width) throws IOException {
        var page = room.page("#/query?q=db_connections&q=sum(&q=visitors", language, width, 1600);
        assertThat(page.locator(".pane .curve path")).hasCount(2);
        assertThat(page.locator(".entry").nth(1).getByRole(AriaRole.ALERT)).containsText("parse error");
        page.screenshot(new Page.ScreenshotOptions().setPath(Path.of("target", "query-several-" + width + ".png")).setFullPage(true));
        Browser.assertFits(page);
    }

    @Test
    void offersAQuantileWhereAHistogramWasAskedFor() throws IOException {
        for (int ago = 300; ago >= 0; ago -= 10) {
            room.store.append(Labels.of("__name__", "latency_seconds"), new Sample(room.ago(ago).toEpochMilli(), Histogram.exponential(0, 3, 5, Buckets.run(0, 1, 2))));
        }
        var page = room.page("#/query");
        page.getByLabel("A query in PromQL").fill("latency_seconds");
        page.keyboard().press("Enter");
        assertThat(page.locator(".pane .nothing")).hasText("Histograms are drawn through a function, such as a quantile.");
        button(page, "histogram_quantile(0.95, latency_seconds)").click();
        assertThat(page.getByLabel("A query in PromQL")).hasValue("histogram_quantile(0.95, latency_seconds)");
        assertThat(page.locator(".pane .curve path")).hasCount(1);
        browser.assertQuiet(room.open);
    }
}
