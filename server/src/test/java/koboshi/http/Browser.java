package koboshi.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A real Chromium for the tests of a class, which notes what it complained about and whom it asked, and forgets it after each test. */
public final class Browser implements BeforeAllCallback, AfterTestExecutionCallback, AfterAllCallback, AutoCloseable {
    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    private static final List<String> FLAGS = List.of(
            "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync");

    final List<String> complaints = new CopyOnWriteArrayList<>();
    final List<String> asked = new CopyOnWriteArrayList<>();
    private Playwright playwright;
    private com.microsoft.playwright.Browser browser;

    @Override
    public void beforeAll(ExtensionContext context) {
        start();
    }

    @Override
    public void afterTestExecution(ExtensionContext context) {
        forget();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        close();
    }

    Browser start() {
        refuseLoudlyWithoutChromium();
        playwright = Playwright.create(new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = playwright.chromium().launch(new BrowserType.LaunchOptions().setExecutablePath(CHROMIUM).setArgs(FLAGS));
        return this;
    }

    private static void refuseLoudlyWithoutChromium() {
        if (!Files.exists(CHROMIUM)) {
            System.err.println("SKIPPED: the page was not tried in a browser; run: apt-get install -y chromium fonts-noto-cjk");
        }
        assumeTrue(Files.exists(CHROMIUM), "missing package: chromium");
    }

    public Page open(String url, String locale, int width, ColorScheme scheme) {
        BrowserContext context = browser.newContext(new com.microsoft.playwright.Browser.NewContextOptions()
                .setLocale(locale)
                .setTimezoneId("Asia/Tokyo")
                .setColorScheme(scheme)
                .setViewportSize(width, 900));
        var page = context.newPage();
        page.onConsoleMessage(message -> {
            if (message.type().equals("error") || message.type().equals("warning")) {
                complaints.add(message.text());
            }
        });
        page.onPageError(complaints::add);
        context.onRequest(request -> asked.add(request.url()));
        page.navigate(url);
        return page;
    }

    /** In English and wide, while its clock stands at that moment. */
    Page openAt(String url, Instant moment) {
        var page = open("about:blank", "en-US", 1280, ColorScheme.LIGHT);
        page.clock().setFixedTime(moment.toEpochMilli());
        page.navigate(url);
        return page;
    }

    /** Ends all open pages and forgets what they did. */
    void forget() {
        browser.contexts().forEach(BrowserContext::close);
        complaints.clear();
        asked.clear();
    }

    /** Nothing was complained of, and nobody was asked but these doors. */
    void assertQuiet(OpenDoors open) {
        assertQuiet(open.doors.address());
    }

    public void assertQuiet(URI doors) {
        assertThat(complaints).isEmpty();
        assertThat(asked).allMatch(url -> url.startsWith(doors.toString()));
    }

    /** Nothing hangs over the edge of a page, and no button's words over the button's. */
    public static void assertFits(Page page) {
        assertThat(page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth")).isEqualTo(0);
        assertThat(page.evaluate("() => [...document.querySelectorAll('button')].filter(one => one.scrollWidth > one.clientWidth + 1).map(one => one.textContent).join()")).isEqualTo("");
    }

    @Override
    public void close() {
        if (playwright != null) {
            playwright.close();
        }
    }
}
