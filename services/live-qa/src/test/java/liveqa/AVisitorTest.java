package liveqa;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page in a real browser. */
class AVisitorTest {
    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    private static Playwright playwright;
    private static Browser browser;
    private @TempDir Path data;

    @BeforeAll
    static void openBrowser() {
        assumeTrue(Files.isExecutable(CHROMIUM), "SKIPPED: the page is not tried in a browser; apt-get install chromium");
        playwright = Playwright.create(new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = playwright.chromium().launch(new LaunchOptions().setExecutablePath(CHROMIUM).setArgs(List.of(
                "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync")));
    }

    @AfterAll
    static void closeBrowser() {
        if (playwright != null) playwright.close();
    }

    @Test
    void asksAndReadsTheAnswerWithItsSource() throws Exception {
        var complaints = new ArrayList<String>();
        try (var running = Running.plain(data); var page = browser.newPage()) {
            page.onConsoleMessage(message -> complaints.add(message.text()));
            page.navigate(running.service.url());
            assertThat(page.locator("#connection")).hasText("配信中");
            page.locator("#author").fill("<b>花子</b>");
            page.locator("#text").fill("病児保育室は増えますか？");
            page.locator("button[type=submit]").click();
            assertThat(page.locator("#mine cite")).hasText("出典: 保育と子育ての約束 › 病児保育");
            assertThat(page.locator("#answers .who")).hasText("<b>花子</b>");
            page.screenshot(new Page.ScreenshotOptions().setPath(Path.of("target", "page.png")));
        }
        assertThat(complaints).isEmpty();
    }

    @Test
    void readsEnglishWhenWanted() throws Exception {
        try (var running = Running.plain(data); var page = browser.newPage()) {
            page.navigate(running.service.url());
            page.locator("#language").click();
            assertThat(page.locator("#ask-title")).hasText("Ask");
            assertThat(page.locator("#connection")).hasText("Live");
            page.reload();
            assertThat(page.locator("#language")).hasText("日本語");
        }
    }
}
