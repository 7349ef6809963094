package liveqa;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Pattern;
import liveqa.answer.Answer;
import liveqa.answer.Answerer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The moderators' page and the page of the share, in a real browser. */
class IntakePagesTest {
    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    private static Playwright playwright;
    private static Browser browser;
    private @TempDir Path data;

    @BeforeAll
    static void openBrowser() {
        assumeTrue(Files.isExecutable(CHROMIUM), "SKIPPED: the pages are not tried in a browser; apt-get install chromium");
        playwright = Playwright.create(new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = playwright.chromium().launch(new LaunchOptions().setExecutablePath(CHROMIUM).setArgs(List.of(
                "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync")));
    }

    @AfterAll
    static void closeBrowser() {
        if (playwright != null) playwright.close();
    }

    private static void ask(Running running, String id, String author, String text) throws Exception {
        var question = Running.JSON.createObjectNode().put("id", id).put("author", author).put("text", text).put("channel", "page").put("asker", author);
        assertThat(running.post("/questions", question.toString()).statusCode()).isEqualTo(202);
    }

    @Test
    void aModeratorWorksByKeyboardAndTheSecondIsTold() throws Exception {
        var goOn = new CountDownLatch(1);
        Answerer slow = _ -> {
            goOn.await();
            return new Answer.NotFound();
        };
        try (var running = Running.answeredBy(slow, data, "--workers", "1", "--probe-every", "0s"); var page = browser.newPage(); var second = browser.newPage()) {
            var complaints = new ArrayList<String>();
            page.onConsoleMessage(message -> complaints.add(message.text()));
            ask(running, "a", "鈴木", "病児保育室は増えますか？");
            ask(running, "b", "佐藤", "こちらを見て https://example.com");
            ask(running, "c", "田中", "公約の財源はどこですか？");
            ask(running, "d", "高橋", "公約の財源は、どこですか");
            ask(running, "e", "伊藤", "市民プールは再開しますか？");
            page.navigate(running.service.url() + "/moderate");
            second.navigate(running.service.url() + "/moderate");
            assertThat(page.locator("#held .question")).hasCount(1);
            assertThat(page.locator("#held .tag.why")).hasText("リンクが含まれています");
            assertThat(page.locator("#line .question")).hasCount(3);
            page.screenshot(new Page.ScreenshotOptions().setPath(Path.of("target", "moderate.png")).setFullPage(true));
            page.keyboard().press("j");
            page.keyboard().press("r");
            assertThat(page.locator("#said")).hasText("列に入れました");
            assertThat(page.locator("#line .question")).hasCount(4);
            page.locator("#line [data-id=e]").focus();
            page.keyboard().press("p");
            assertThat(page.locator("#line .question").nth(1)).containsText("市民プール");
            page.keyboard().press("s");
            assertThat(page.locator("#settled [data-id=e]")).isVisible();
            page.locator("#settled [data-id=e]").focus();
            page.keyboard().press("u");
            assertThat(page.locator("#line [data-id=e]")).isVisible();
            // The second moderator's page is stopped in time, as if on a slow line: what it sends is of yesterday.
            second.evaluate("() => { const real = window.fetch; window.fetch = (url, how) => how?.method === 'POST' ? real(url, how) : new Promise(() => {}); }");
            page.locator("#line [data-id=c] [data-act=hold]").click();
            assertThat(page.locator("#held [data-id=c]")).isVisible();
            second.locator("#line [data-id=c] [data-act=skip]").click();
            assertThat(second.locator("#said")).containsText("ほかの人が先に決めました");
            page.locator("#held [data-id=c] [data-act=answer]").click();
            page.locator("#answer-text").fill("財源は市の基金です。");
            page.locator("#answer-form button[type=submit]").click();
            assertThat(page.locator("#said")).hasText("答えを出しました");
            assertThat(running.json("/questions/d").path("answer").asString()).isEqualTo("財源は市の基金です。");
            page.locator("#language").click();
            assertThat(page.locator("#held-title")).hasText("Held: waiting for you");
            page.screenshot(new Page.ScreenshotOptions().setPath(Path.of("target", "moderate-en.png")).setFullPage(true));
            assertThat(complaints).isEmpty();
            goOn.countDown();
        }
    }

    /** Invented figures, for looking at the chart: two weeks of a stream. */
    private void inventedShare() throws Exception {
        var random = new Random(1);
        var now = Instant.now().getEpochSecond();
        var file = Running.JSON.createObjectNode().put("through", Instant.now().toString());
        for (var grain : Map.of("MINUTE", 60, "QUARTER", 900, "HOUR", 3600, "DAY", 86_400).entrySet()) {
            var rows = file.putArray(grain.getKey());
            int step = grain.getValue();
            for (long at = now / step * step - 170L * step; at <= now; at += step) {
                if (random.nextInt(12) == 0 || at % 86_400 > 60_000 && step < 86_400) continue;
                long asked = 1 + random.nextInt(20) * Math.max(1, step / 900);
                long none = Math.round(asked * (0.08 + 0.2 * random.nextDouble()));
                rows.addArray().add(at).add(asked - none).add(none).add(random.nextInt(9) == 0 ? 1 : 0);
            }
        }
        Files.createDirectories(data);
        Files.writeString(data.resolve("share.json"), file.toString());
    }

    @Test
    void theShareIsDrawnAndStandsInATableToo() throws Exception {
        inventedShare();
        var complaints = new ArrayList<String>();
        try (var running = Running.plain(data, "--probe-every", "0s"); var page = browser.newPage()) {
            page.onConsoleMessage(message -> complaints.add(message.text()));
            running.answerTo(running.ask("病児保育室は増えますか？"));
            running.answerTo(running.ask("明日の天気は？"));
            page.navigate(running.service.url() + "/share");
            // By the hour of the test the first line may be a level one, which has no height and so counts as hidden.
            assertThat(page.locator("svg.chart .line").first()).hasAttribute("points", Pattern.compile("\\S+ \\S+.*"));
            page.screenshot(new Page.ScreenshotOptions().setPath(Path.of("target", "share-day.png")).setFullPage(true));
            page.locator("[data-range=hour]").click();
            assertThat(page.locator("[data-range=hour]")).hasAttribute("aria-pressed", "true");
            page.locator("#details summary").click();
            assertThat(page.locator("#table tr").nth(1)).isVisible();
            page.screenshot(new Page.ScreenshotOptions().setPath(Path.of("target", "share-hour.png")).setFullPage(true));
            page.locator("#language").click();
            page.locator("[data-range=months]").click();
            assertThat(page.locator("h1")).hasText("How many questions were answered");
            page.screenshot(new Page.ScreenshotOptions().setPath(Path.of("target", "share-months.png")).setFullPage(true));
            page.locator("[data-range=week]").click();
            page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
            page.screenshot(new Page.ScreenshotOptions().setPath(Path.of("target", "share-week.png")).setFullPage(true));
        }
        assertThat(complaints).isEmpty();
    }
}
