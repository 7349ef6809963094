package koboshi.http;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import koboshi.http.ViewedHost.Program;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What is watched by nothing, on the page. */
class HostsPageTest {
    @RegisterExtension
    static final Browser browser = new Browser();

    @AutoClose
    private OpenDoors open;

    @BeforeEach
    void openDoors(@TempDir Path folder) throws IOException {
        open = new OpenDoors(folder, Patience.DEFAULT, Set.of());
        see(0, List.of(
                new Program("postgres", 812, "postgresql.service", List.of(5432), List.of(), List.of()),
                new Program("named", 900, "", List.of(), List.of(53), List.of()),
                new Program("nginx", 901, "container 0123456789ab", List.of(), List.of(), List.of("172.17.0.2:80")),
                new Program("python3", 77, "mailer.service", List.of(), List.of(), List.of()),
                new Program("", 0, "", List.of(111), List.of(), List.of())));
    }

    private void see(long offset, List<Program> programs) {
        var view = Stage.quiet(offset);
        open.house.see(new View(offset, view.at(), view.services(), view.guards(), view.incidents(), view.acts(), view.freeze(), view.sent(),
                List.of(new ViewedHost("web1", "systemd", "192.0.2.7", programs), new ViewedHost("web2", "systemd", "web2", List.of())), view.pools(), view.vantages()));
    }

    private Page page(String language, int width) {
        return browser.open(open.doors.address() + "?lang=" + language, language, width, ColorScheme.LIGHT);
    }

    @Test
    void listsWhatIsWatchedByNothingAndWhatWouldWatchIt() {
        var page = page("en", 1280);
        var programs = page.locator("#hosts .unwatched > li");
        assertThat(page.locator("#hosts .unwatched-hosts > li")).hasCount(1);
        assertThat(page.locator("#hosts h3")).hasText("web1: 5 programs");
        assertThat(programs).hasCount(5);
        assertThat(programs.nth(0)).containsText("pid 812 · postgresql.service · listens at 5432");
        assertThat(programs.nth(1)).containsText("listens at udp 53");
        assertThat(programs.nth(2)).containsText("listens at 172.17.0.2:80");
        assertThat(programs.nth(3)).containsText("listens at no port");
        assertThat(programs.nth(4)).containsText("a program its agent may not look at");
        programs.nth(0).locator("summary").click();
        assertThat(programs.nth(0).locator("pre")).hasText("probes:\n  postgresql:\n    targets: [\"http://192.0.2.7:5432/\"]");
        programs.nth(3).locator("summary").click();
        assertThat(programs.nth(3).locator("pre")).containsText("mailer-late: {heartbeat: mailer, then: [notify]}");
        browser.assertQuiet(open);
    }

    @Test
    void isQuietWhereThereIsNothing() {
        see(1, List.of());
        var page = page("en", 1280);
        assertThat(page.locator("#services")).isVisible();
        assertThat(page.locator("#hosts")).isHidden();
    }

    @Test
    void fitsAnyScreenInBothLanguages() {
        for (var language : new String[] {"ja", "en"}) {
            for (int width : new int[] {390, 1280}) {
                var page = page(language, width);
                assertThat(page.locator("#hosts")).isVisible();
                page.locator("#hosts summary").first().click();
                page.locator("#hosts").screenshot(new Locator.ScreenshotOptions().setPath(Path.of("target", "hosts-" + language + "-" + width + ".png")));
                assertThat(page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth")).isEqualTo(0);
                page.context().close();
            }
        }
    }
}
