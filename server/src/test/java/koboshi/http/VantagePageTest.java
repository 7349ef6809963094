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
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What each vantage sees, on the page: kyoto is cut off, osaka sees only itself. */
class VantagePageTest {
    @RegisterExtension
    static final Browser browser = new Browser();

    private final Crossroads crossroads = new Crossroads(Instant.now());
    @AutoClose
    private OpenDoors open;

    @BeforeEach
    void openDoors(@TempDir Path folder) throws IOException {
        open = new OpenDoors(folder, Patience.DEFAULT, Set.of());
        open.house.see(crossroads.farSeenView(Stage.quiet(0)));
    }

    private Page page(String query, String locale) {
        return browser.open(open.doors.address() + query, locale, 1280, ColorScheme.LIGHT);
    }

    private static Locator cells(Page page, String server) {
        return page.locator(".server-row").filter(new Locator.FilterOptions().setHas(page.locator(".name", new Page.LocatorOptions().setHasText(server)))).locator(".journey");
    }

    @Test
    void isSilentWhereNobodyLooksFromElsewhere() {
        open.house.see(Crossroads.with(Stage.quiet(1), crossroads.quiet()));
        var page = page("", "en-US");
        assertThat(page.locator(".server-row")).hasCount(3);
        assertThat(page.locator("#vantages")).isHidden();
        assertThat(page.locator(".pool .legend")).isHidden();
        assertThat(page.locator(".matrix thead th:visible")).hasText(new String[] {"server", "see", "balancer"});
    }

    @Test
    void givesEachVantageAColumnBesideTheVerdictOfAll() {
        var page = page("", "en-US");
        assertThat(page.locator("#traffic .matrix thead tr").first().locator("th")).hasText(new String[] {"server", "ping", "see", "balancer"});
        assertThat(page.locator("#traffic .matrix .vantages th")).hasText(new String[] {"together", "here", "kyotonot linked", "osakaleft out", "tokyo"});
        assertThat(cells(page, "s1")).hasClass(new Pattern[] {
            Pattern.compile("alone clean"), Pattern.compile("together fallen"), Pattern.compile("sight fallen"), Pattern.compile("sight silent"), Pattern.compile("sight left_out"), Pattern.compile("sight fallen")});
        assertThat(cells(page, "s1").nth(1)).containsText("fails from 2 of 4, 2 must agree");
        assertThat(cells(page, "s2").nth(1)).containsText("it fails from 1 of 4 vantages, and 2 must agree");
        assertThat(cells(page, "s2").nth(5)).hasClass(Pattern.compile("suspected"));
        assertThat(cells(page, "s3").nth(1)).containsText("2 of 4 must agree");
        assertThat(cells(page, "s3").nth(2)).containsText("41 ms");
        browser.assertQuiet(open);
    }

    @Test
    void saysAboveTheMatrixWhoDoesNotCountSinceWhenAndWhy() {
        var page = page("", "en-US");
        assertThat(page.locator("#traffic .astray-vantages li")).hasText(new Pattern[] {
            Pattern.compile("kyoto is not linked since [0-9:]+ \\(4 min.*\\): what it would see is unknown\\."),
            Pattern.compile("osaka is left out since [0-9:]+ \\(1 min 1\\d s\\): all 3 of its journeys fail, while other vantages see 3 of them clean, .*")});
        assertThat(page.locator(".vantages .left_out").first()).hasAttribute("title", Pattern.compile("^osaka is left out since"));
        assertThat(page.locator(".vantage-list li")).hasCount(4);
        assertThat(page.locator(".vantage-list .linked")).hasText(Pattern.compile("tokyolinked since"));
        assertThat(page.locator(".vantage-list")).containsText("nara has not been linked since Koboshi started");
    }

    @Test
    void showsAServicesJourneyFromEachVantageToo() {
        var page = page("?lang=ja", "ja-JP");
        var row = page.locator("#vantages .journey-row");
        assertThat(row).hasCount(1);
        assertThat(row.locator(".server")).containsText("ask-and-hear");
        assertThat(row.locator(".journey")).hasCount(5);
        assertThat(row.locator(".journey.sight.suspected button")).hasAttribute("aria-label", "live-qa の tokyo から見た ask-and-hear: 疑い: GET /: found 500。最近の実行を見る");
        browser.assertQuiet(open);
    }

    @Test
    void aCellOpensTheRunsOfItsVantageAndTheVerdictThoseOfAll() {
        var page = page("", "en-US");
        tellRuns(page);
        cells(page, "s1").nth(5).locator("button").click();
        var rows = page.locator("dialog.runs tbody tr");
        assertThat(page.getByRole(AriaRole.DIALOG)).containsText("see · tokyo at s1");
        assertThat(rows).hasCount(1);
        rows.locator("summary").click();
        assertThat(rows.locator(".steps li")).hasText("GET /249 ms · stumbled");
        page.keyboard().press("Escape");
        cells(page, "s1").nth(1).locator("button").click();
        assertThat(rows).hasCount(2);
        assertThat(rows.first()).containsText("here");
        assertThat(rows.last()).containsText("tokyo");
    }

    private static void tellRuns(Page page) {
        page.context().route("**/api/journeys/*%40*/*/runs", route -> route.fulfill(new com.microsoft.playwright.Route.FulfillOptions().setContentType("application/json").setBody("""
                {"journey": "see@web/s1", "runs": [
                  {"vantage": "here", "began": "2026-05-01T01:02:04Z", "tookMillis": 40.21, "clean": true, "step": null, "why": "", "steps": [], "remarks": []},
                  {"vantage": "tokyo", "began": "2026-05-01T01:02:03Z", "tookMillis": 250.4, "clean": false, "step": "GET /", "why": "found 500",
                   "steps": [{"name": "GET /", "tookMillis": 249.1, "outcome": "stumbled"}], "remarks": []}]}""")));
    }

    @Test
    void theArrowKeysLeadFromCellToCellAndEnterOpensOne() {
        var page = page("", "en-US");
        tellRuns(page);
        cells(page, "s1").nth(2).locator("button").focus();
        page.keyboard().press("ArrowRight");
        page.keyboard().press("ArrowDown");
        assertThat(cells(page, "s2").nth(3).locator("button")).isFocused();
        page.keyboard().press("ArrowUp");
        page.keyboard().press("ArrowRight");
        page.keyboard().press("ArrowRight");
        page.keyboard().press("Enter");
        assertThat(page.getByRole(AriaRole.DIALOG)).containsText("see · tokyo at s1");
        page.keyboard().press("Escape");
        assertThat(cells(page, "s1").nth(5).locator("button")).isFocused();
    }

    @Test
    void changesAsItIsSeenWithoutLosingTheFocus() {
        var page = page("", "en-US");
        var cell = cells(page, "s1").nth(2);
        cell.locator("button").focus();
        assertThat(cell).hasClass(Pattern.compile("fallen"));
        var quiet = crossroads.farSeenView(Stage.quiet(0));
        open.house.see(new View(1, quiet.at(), quiet.services(), quiet.guards(), quiet.incidents(), quiet.acts(), quiet.freeze(), quiet.sent(), quiet.hosts(), List.of(crossroads.mended()), List.of()));
        assertThat(cell).hasClass(Pattern.compile("clean"));
        assertThat(cell.locator("button")).isFocused();
        assertThat(page.locator("#traffic .astray-vantages")).isHidden();
        assertThat(page.locator("#vantages .vantage-list li")).hasCount(0);
    }

    @Test
    void fitsAnyScreenInBothLanguages() {
        for (var language : new String[] {"ja", "en"}) {
            for (int width : new int[] {390, 1024, 1280}) {
                shoot(language, width, "few");
            }
        }
        var many = crossroads.farSeenView(Stage.quiet(1));
        open.house.see(new View(1, many.at(), many.services(), many.guards(), many.incidents(), many.acts(), many.freeze(), many.sent(), many.hosts(), List.of(crossroads.wideAndFarSeen()), many.vantages()));
        for (int width : new int[] {390, 1280}) {
            shoot("ja", width, "many");
        }
        browser.assertQuiet(open);
    }

    private void shoot(String language, int width, String name) {
        var page = browser.open(open.doors.address() + "?lang=" + language, language, width, name.equals("few") && width == 1024 ? ColorScheme.DARK : ColorScheme.LIGHT);
        assertThat(page.locator(".server-row").first()).isVisible();
        page.waitForFunction("() => document.querySelectorAll('.journey-row').length >= 1");
        for (var section : new String[] {"traffic", "vantages"}) {
            page.locator("#" + section).screenshot(new Locator.ScreenshotOptions().setPath(Path.of("target", "sight-" + section + "-" + name + "-" + language + "-" + width + ".png")));
        }
        Browser.assertFits(page);
        page.context().close();
    }
}
