package koboshi.http;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** A real Chromium, which notes what it complained about and whom it asked. */
final class Browser implements AutoCloseable {
    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    private static final List<String> FLAGS = List.of(
            "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync");

    final List<String> complaints = new CopyOnWriteArrayList<>();
    final List<String> asked = new CopyOnWriteArrayList<>();
    private final Playwright playwright;
    private final com.microsoft.playwright.Browser browser;

    Browser() {
        refuseLoudlyWithoutChromium();
        playwright = Playwright.create(new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = playwright.chromium().launch(new BrowserType.LaunchOptions().setExecutablePath(CHROMIUM).setArgs(FLAGS));
    }

    private static void refuseLoudlyWithoutChromium() {
        if (!Files.exists(CHROMIUM)) {
            System.err.println("SKIPPED: the page was not tried in a browser; run: apt-get install -y chromium fonts-noto-cjk");
        }
        assumeTrue(Files.exists(CHROMIUM), "missing package: chromium");
    }

    Page open(String url, String locale, int width, ColorScheme scheme) {
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

    @Override
    public void close() {
        browser.close();
        playwright.close();
    }
}
