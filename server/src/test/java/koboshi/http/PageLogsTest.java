package koboshi.http;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What a service logged, on its page. */
class PageLogsTest {
    @RegisterExtension
    static final Browser browser = new Browser();

    private final Instant now = Instant.now();
    private OpenDoors open;
    private Store store;

    @BeforeEach
    void openDoors(@TempDir Path folder) throws IOException {
        open = new OpenDoors(folder, Patience.DEFAULT, Set.of());
        open.now = now;
        store = Store.open(folder.resolve("series"), Settings.standard().withClock(Instant::now));
        open.house.archive = new StoreArchive(store, folder.resolve("copies"));
        open.house.see(Stage.quiet(0));
    }

    @AfterEach
    void closeDoors() throws IOException {
        open.close();
        open.house.logs().close();
        store.close();
    }

    private void logs(int secondsAgo, String level, String text) throws IOException {
        var labels = level.isEmpty() ? Map.<String, String>of() : Map.of("level", level);
        open.house.logs().append(List.of(new LogLine(now.minusSeconds(secondsAgo).toEpochMilli(), "live-qa", labels, text)));
    }

    private void logsMany(int lines) throws IOException {
        open.house.logs().append(IntStream.range(0, lines)
                .mapToObj(i -> new LogLine(now.minusSeconds(lines - i).toEpochMilli(), "live-qa", Map.of(), "line " + i)).toList());
    }

    private Page page(String query) {
        return browser.open(open.doors.address() + query, "en-US", 1280, ColorScheme.LIGHT);
    }

    private static Locator lines(Page page) {
        page.locator(".logs").scrollIntoViewIfNeeded();
        return page.locator(".log > li");
    }

    @Test
    void showsTheLatestLinesAndThoseThatCome() throws IOException {
        logs(20, "", "question 1 answered");
        logs(10, "ERROR", "<b>speech</b> is gone");
        var page = page("#/service/live-qa");
        assertThat(lines(page)).hasCount(2);
        assertThat(lines(page).last()).hasClass("bad");
        assertThat(lines(page).last()).containsText("<b>speech</b> is gone");
        logs(0, "", "question 2 answered");
        assertThat(lines(page)).hasCount(3);
        assertThat(page.locator(".logs [role=status]")).hasText("3 lines.");
        browser.assertQuiet(open);
    }

    @Test
    void looksThroughThemByWhatTheyHold() throws IOException {
        logs(30, "", "question 1 from Ren");
        logs(20, "", "question 2 from Mio");
        logs(10, "", "ren left");
        var page = page("#/service/live-qa");
        assertThat(lines(page)).hasCount(3);
        page.getByRole(AriaRole.SEARCHBOX).fill("Ren");
        assertThat(lines(page)).hasCount(1);
        assertThat(page.locator(".log mark")).hasText("Ren");
        page.getByRole(AriaRole.SEARCHBOX).fill("nobody");
        assertThat(page.locator(".logs [role=status]")).hasText("No line kept for this time holds “nobody”.");
        browser.assertQuiet(open);
    }

    @Test
    void goesFurtherBackWhereSomebodyWantsTo() throws IOException {
        logsMany(450);
        var page = page("#/service/live-qa");
        assertThat(lines(page)).hasCount(200);
        assertThat(lines(page).last()).containsText("line 449");
        page.locator(".logs").getByRole(AriaRole.BUTTON).click();
        assertThat(lines(page)).hasCount(450);
        assertThat(page.locator(".logs").getByRole(AriaRole.BUTTON)).isHidden();
        page.locator(".log").evaluate("log => log.scrollTop = 0");
        logs(0, "", "one more");
        assertThat(page.locator(".logs [role=status]")).hasText("Stands still while you read further up.");
        assertThat(lines(page)).hasCount(450);
        browser.assertQuiet(open);
    }

    @Test
    void showsTheLinesOfTheTimeTheChartsShow() throws IOException {
        logs(5_000, "", "long ago");
        logs(5, "", "just now");
        long to = now.getEpochSecond() - 4_000;
        var page = page("#/service/live-qa?from=" + (to - 3_600) + "&to=" + to);
        assertThat(lines(page)).hasCount(1);
        assertThat(lines(page)).containsText("long ago");
        browser.assertQuiet(open);
    }

    @Test
    void saysInJapaneseThatThereAreNone() {
        var page = browser.open(open.doors.address() + "?lang=ja#/service/live-qa", "ja-JP", 360, ColorScheme.DARK);
        page.locator(".logs").scrollIntoViewIfNeeded();
        assertThat(page.locator(".logs h3")).hasText("ログ");
        assertThat(page.locator(".logs [role=status]")).hasText("この間の行は残っていません。");
        browser.assertQuiet(open);
    }
}
