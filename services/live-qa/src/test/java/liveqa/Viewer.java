package liveqa;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Frame;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.PlaywrightException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Assumptions;

/** A Chromium that looks at the on-air page as OBS does, and listens to what goes to its loudspeaker. */
final class Viewer implements AutoCloseable {
    private static final List<String> FLAGS = List.of("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
            "--autoplay-policy=no-user-gesture-required");
    /** Which sounds were begun; and whatever is connected to the loudspeaker is also connected to a meter: root mean square and clock, about every 43 ms. */
    private static final String METER = """
            window.heard = [];
            window.started = [];
            const start = AudioBufferSourceNode.prototype.start;
            AudioBufferSourceNode.prototype.start = function (...when) {
              window.started.push(this.buffer.length);
              return start.apply(this, when);
            };
            const connect = AudioNode.prototype.connect;
            AudioNode.prototype.connect = function (to, ...more) {
              if (to instanceof AudioDestinationNode) {
                const meter = this.context.createScriptProcessor(2048, 1, 1);
                meter.onaudioprocess = event => {
                  const samples = event.inputBuffer.getChannelData(0);
                  window.heard.push([performance.timeOrigin + performance.now(), Math.sqrt(samples.reduce((sum, x) => sum + x * x, 0) / samples.length)]);
                };
                connect.call(this, meter);
                connect.call(meter, to);
              }
              return connect.call(this, to, ...more);
            };
            """;

    final List<String> complaints = new CopyOnWriteArrayList<>();
    private final Playwright playwright;
    private final Browser browser;

    Viewer() {
        if (!Files.exists(Path.of("/usr/bin/chromium"))) Assumptions.abort("needs the package chromium");
        playwright = Playwright.create(new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = playwright.chromium().launch(new BrowserType.LaunchOptions().setExecutablePath(Path.of("/usr/bin/chromium")).setArgs(FLAGS));
    }

    Page open(String url) {
        return open(url, 960, 540);
    }

    Page open(String url, int width, int height) {
        var context = browser.newContext(new Browser.NewContextOptions().setViewportSize(width, height).setLocale("ja-JP").setTimezoneId("Asia/Tokyo"));
        context.addInitScript(METER);
        var page = context.newPage();
        page.onPageError(complaints::add);
        page.onConsoleMessage(message -> {
            if (message.text().contains("Content Security Policy")) complaints.add(message.text());
        });
        page.navigate(url);
        return page;
    }

    /** The stage that is seen, once it is there; one that is being replaced may go while we look. */
    static Frame stage(Page page) {
        while (true) {
            var frame = page.waitForSelector("iframe:not(.coming)").contentFrame();
            if (frame != null) return frame;
        }
    }

    /** Waits for the stage in sight to satisfy this expression. */
    static void until(Page page, String expression) {
        page.waitForCondition(() -> holds(page, expression), new Page.WaitForConditionOptions().setTimeout(30_000));
    }

    private static boolean holds(Page page, String expression) {
        try {
            return Boolean.TRUE.equals(stage(page).evaluate("() => Boolean(" + expression + ")"));
        } catch (PlaywrightException _) {
            return false; // The frame went away between finding and asking it.
        }
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
    }
}
