package koboshi.http;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import koboshi.guard.Condition;
import koboshi.guard.Objective;
import koboshi.incident.Entry;
import koboshi.resource.ResourceId;
import koboshi.series.Labels;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Everything on one screen beside its neighbours. */
class OverviewTest {
    private static final ResourceId REPLICAS = ResourceId.parse("guard/replicas");

    @RegisterExtension
    static final Browser browser = new Browser();

    private ChartRoom room;

    @BeforeEach
    void openRoom(@TempDir Path folder) throws IOException {
        room = new ChartRoom(browser, folder);
    }

    @AfterEach
    void closeRoom() throws IOException {
        room.close();
    }

    private static Locator card(Page page, String name) {
        return page.locator(".overview > li").filter(new Locator.FilterOptions().setHasText(name));
    }

    private void lagging() {
        room.guarded("replicas", new Condition.Gives("replica_lag_seconds > 30"), null);
        room.curves.series(Labels.of("__name__", "replica_lag_seconds"), ago -> ago < 400 ? 45 : 2);
    }

    @ParameterizedTest
    @CsvSource({"20,1920,1080", "9,1280,800", "18,1440,900", "8,1366,768", "2,1280,800"})
    void fitsOneScreenDownToALaptop(int services, int width, int height) throws IOException {
        var shops = room.shops(services, "a-service-whose-name-is-much-longer-than-any-card-of-the-overview");
        lagging();
        room.see(shops, List.of(), List.of());
        var page = room.page("#/overview", "en", width, height);
        assertThat(page.locator(".overview > li")).hasCount(services + 1);
        assertThat(page.locator(".overview svg .curve path").first()).isVisible();
        page.waitForCondition(() -> (Integer) page.evaluate("() => document.documentElement.scrollHeight") <= height);
        assertThat((Integer) page.evaluate("() => Math.max(...[...document.querySelectorAll('.overview h3')].map(one => one.clientHeight))")).isLessThan(30);
        page.screenshot(new Page.ScreenshotOptions().setPath(Path.of("target", "overview-" + services + "-" + width + ".png")));
        browser.assertQuiet(room.open);
    }

    @ParameterizedTest
    @CsvSource({"en,1280", "ja,390"})
    void putsWhatFiresAndBelongsToNoServiceFirstAndLeadsToItsIncident(String language, int width) throws IOException {
        var shops = room.shops(3);
        lagging();
        room.see(shops, List.of(room.firing("replicas", REPLICAS)), List.of(room.fired(9, REPLICAS, "replicas")));
        room.open.house.lines.add(new Line(1, room.ago(1500), "noted", new Entry.Noted("deploy", "shop 1.4", "ci")));
        room.open.house.see(room.open.house.view);
        var page = room.page("#/overview", language, width, 850);
        var first = page.locator(".overview > li").first();
        assertThat(first.locator(".incident")).hasAttribute("href", "#/incident/9");
        assertThat(first).hasClass("lying");
        assertThat(page.locator("#summary")).containsText(language.equals("en") ? "One incident is open besides: replicas." : "ほかに進行中の障害 1 件: replicas。");
        assertThat(page).hasTitle(Pattern.compile("replicas"));
        assertThat(first.locator("svg .curve path")).hasCount(1);
        page.screenshot(new Page.ScreenshotOptions().setPath(Path.of("target", "overview-elsewhere-" + width + ".png")).setFullPage(true));
        Browser.assertFits(page);
        browser.assertQuiet(room.open);
    }

    @Test
    void drawsARuleThatRaisesAnAlertAndSaysSoWhereNoneDoes() throws IOException {
        room.ruled("QueueFull", "queue_length > 10");
        room.curves.series(Labels.of("__name__", "queue_length", "queue", "mail"), ago -> ago < 400 ? 45 : 2);
        room.see(List.of(), List.of(), List.of());
        var page = room.page("#/overview");
        assertThat(page.locator(".overview")).hasAttribute("data-empty", "One rule watches, and it raises no alert.");
        var on = ResourceId.parse("guard/alert:QueueFull");
        room.see(List.of(), List.of(room.firing("alert:QueueFull{queue=\"mail\"}", on)), List.of(room.fired(3, on, "alert:QueueFull")));
        assertThat(page.locator(".overview .pane h3")).hasText("alert:QueueFull");
        assertThat(page.locator(".overview svg .curve path")).hasCount(1);
        page.navigate(room.open.doors.address() + "?lang=en#/");
        assertThat(page.locator("#incidents > li")).hasCount(1);
        assertThat(page.locator("#begin")).isHidden();
        browser.assertQuiet(room.open);
    }

    @Test
    void putsAnAlertBesideTheServiceItIsOn() throws IOException {
        room.ruled("QueueFull", "queue_length > 10");
        room.curves.series(Labels.of("__name__", "queue_length", "service", "live-qa"), _ -> 45);
        room.see(ChartRoom.services(Scene.LIVE_QA, Scene.MEETING), List.of(room.firing("alert:QueueFull{service=\"live-qa\"}", Scene.LIVE_QA)), List.of());
        var page = room.page("#/overview");
        assertThat(card(page, "live-qa").locator(".pane h3")).hasText("alert:QueueFull");
        assertThat(page.locator(".overview > li")).hasCount(2);
    }

    @Test
    void drawsEqualQueriesOnceAndSaysHowManyAreLeftOut() throws IOException {
        var objective = new Objective("answers", "sum(rate(good[5m]))", "sum(rate(all[5m]))", 0.99, Duration.ofDays(30));
        room.guarded("burns-fast", new Condition.Burns(objective, true), Scene.LIVE_QA);
        room.guarded("burns-slowly", new Condition.Burns(objective, false), Scene.LIVE_QA);
        for (int i = 0; i < 9; i++) {
            room.guarded("guard-" + i, new Condition.Gives("figure_" + i + " > 1"), Scene.LIVE_QA);
        }
        room.see(ChartRoom.services(Scene.LIVE_QA), List.of(), List.of());
        var page = room.page("#/overview");
        assertThat(page.locator(".pane h3 a").first()).hasAttribute("title", "burns-fast, burns-slowly");
        assertThat(page.locator(".overview .pane")).hasCount(6);
        assertThat(page.locator(".overview .more")).hasText("and 4 more");
        assertThat(page.locator(".overview .more")).hasAttribute("href", "#/service/live-qa");
    }

    @Test
    void laysTheWeekBeforeUnderTheCurvesAndShowsWhatHappenedAndWhen() throws IOException {
        room.open.house.duties.addAll(Curves.duties());
        room.curves.twoWeeks();
        room.open.house.lines.add(new Line(1, room.ago(1500), "noted", new Entry.Noted("deploy", "live-qa 1.4", "ci")));
        room.see(ChartRoom.services(Scene.LIVE_QA), List.of(), List.of());
        var page = room.page("#/overview");
        assertThat(page.locator(".overview svg .marked line").first()).isAttached();
        assertThat(page.locator(".ticks span").first()).hasText(Pattern.compile("\\d\\d:\\d\\d"));
        page.getByLabel("the week before, dashed").check();
        assertThat(page.locator(".overview .curve.before path").first()).isAttached();
        page.locator(".overview svg").first().hover();
        assertThat(page.locator(".moment")).hasText(Pattern.compile("\\d\\d:\\d\\d:\\d\\d$"));
        page.locator(".strip button").first().click();
        assertThat(page.locator(".said")).containsText("live-qa 1.4");
        browser.assertQuiet(room.open);
    }

    @Test
    void showsAllThatBelongsToNoServiceOnAPageOfItsOwn() throws IOException {
        lagging();
        room.see(ChartRoom.services(Scene.LIVE_QA), List.of(room.firing("replicas", REPLICAS)), List.of(room.fired(9, REPLICAS, "replicas")));
        var page = room.page("#/overview");
        card(page, "Not of one service").locator(".line .name").click();
        assertThat(page.locator("#view h2")).hasText("Not of one service");
        assertThat(page.locator("#view .pane .limit-words")).hasText("> 30 s");
        assertThat(page.locator("#view .incidents > li")).hasCount(1);
        browser.assertQuiet(room.open);
    }
}
