package koboshi.http;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static koboshi.http.Crossroads.S2;
import static koboshi.http.Crossroads.done;
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
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import koboshi.action.Motive;
import koboshi.action.Refusal;
import koboshi.action.Verb;
import koboshi.guard.GuardKey;
import koboshi.incident.Entry;
import koboshi.loop.Asked;
import koboshi.loop.Event;
import koboshi.loop.Question;
import koboshi.store.Await;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class TrafficPageTest {
    @RegisterExtension
    static final Browser browser = new Browser();

    private final Crossroads crossroads = new Crossroads(Instant.now());
    @AutoClose
    private OpenDoors open;

    @BeforeEach
    void openDoors(@TempDir Path folder) throws IOException {
        open = new OpenDoors(folder, Patience.DEFAULT, Set.of());
        see(crossroads.quiet());
    }

    private void see(ViewedPool... pools) {
        open.house.see(Crossroads.with(Stage.quiet(open.house.view.offset()), pools));
    }

    private Page page(String query, String locale) {
        return browser.open(open.doors.address() + query, locale, 1280, ColorScheme.LIGHT);
    }

    private static Locator row(Page page, String server) {
        return page.locator(".server-row").filter(new Locator.FilterOptions().setHas(page.locator(".name", new Page.LocatorOptions().setHasText(Pattern.compile("^" + server + "$")))));
    }

    private static Locator button(Page page, String server, String verb) {
        return row(page, server).locator("button[data-verb=" + verb + "]");
    }

    @Test
    void isSilentWhereThereAreNoPools() {
        see();
        assertThat(page("", "en-US").locator("#traffic")).isHidden();
    }

    @Test
    void showsWhereEachServerStandsAndWhy() {
        see(crossroads.fallen());
        var page = page("", "en-US");
        assertThat(page.locator("#summary")).hasText("All 3 services stand. Out of traffic: web/s2.");
        assertThat(row(page, "s2").locator(".place")).hasText("out of traffic");
        assertThat(row(page, "s2").locator(".by")).hasText("guard see");
        assertThat(row(page, "s2").locator(".by")).hasAttribute("href", "#/incident/18");
        assertThat(row(page, "s2").locator(".journey")).containsText("failed 4 times");
        assertThat(row(page, "s2").locator(".journey")).containsText("found 500");
        assertThat(row(page, "s1").locator(".journey")).containsText("41 ms");
        assertThat(row(page, "s1").locator(".status")).hasText("UP, 12 sessions");
        browser.assertQuiet(open);
    }

    @Test
    void asksForThePersonWhoMayAgreeAndSaysWhyItAsks() throws IOException {
        ask();
        var page = page("", "en-US");
        assertThat(page.locator("#questions li").first()).containsText("Guard see@web/s2 asks: Eject backend/web/s2? 2 of pool web would be left that are known to work, fewer than 3: a person must agree first.");
        assertThat(page.locator("#questions button").first()).isDisabled();
        assertThat(page.locator("#questions button").first()).hasAttribute("title", Pattern.compile("role of approver"));
        browser.assertQuiet(open);
    }

    private void ask() {
        var view = Crossroads.with(Stage.quiet(0), crossroads.fallen());
        var why = new Refusal.NeedsApproval(Optional.of(new Refusal.Line("web", 3, 2)));
        open.house.see(new View(view.offset(), view.at(), view.services(), view.guards(), view.incidents(), view.acts(), view.freeze(), view.sent(), view.hosts(), view.pools(), view.vantages(),
                List.of(new Question(18, GuardKey.of("see@web/s2"), Verb.EJECT, S2, why), new Question(18, GuardKey.of("slow"), Verb.DRAIN, S2, why))));
    }

    private Page logged(String language, int width, String token) {
        var page = browser.open(open.doors.address() + "login", language, width, ColorScheme.LIGHT);
        page.locator("[name=token]").fill(token);
        page.locator("button[type=submit]").click();
        return page;
    }

    @Test
    void whatIsAskedFitsAnyScreenInBothLanguages() throws IOException {
        ask();
        var token = open.tokens.add("sakura", Role.APPROVER);
        for (var language : new String[] {"ja", "en"}) {
            for (int width : new int[] {390, 1280}) {
                var page = logged(language, width, token);
                assertThat(page.locator("#questions button").first()).isEnabled();
                page.screenshot(new Page.ScreenshotOptions().setPath(Path.of("target", "approval-" + language + "-" + width + ".png")));
                Browser.assertFits(page);
                page.locator("#questions button").first().click();
                page.screenshot(new Page.ScreenshotOptions().setPath(Path.of("target", "approval-dialog-" + language + "-" + width + ".png")));
                page.context().close();
            }
        }
        browser.assertQuiet(open);
    }

    @Test
    void anApproverAgreesByOneButtonAndAReason() throws IOException {
        ask();
        var page = logged("ja-JP", 1280, open.tokens.add("sakura", Role.APPROVER));
        page.locator("#questions button").first().click();
        page.locator("dialog #why").fill("残りで足りる");
        page.locator("dialog button[type=submit]").click();
        assertThat(page.locator("dialog .trouble")).containsText("incident 18");
        assertThat(open.house.events).containsExactly(new Event.Agreed("sakura", 18, new Asked(GuardKey.of("see@web/s2"), Verb.EJECT, S2), "残りで足りる"));
    }

    @Test
    void showsLoudlyThatNoBalancerAnswers() {
        see(crossroads.quiet(), crossroads.mute());
        var page = page("?lang=ja", "ja-JP");
        assertThat(page.locator(".pool .alarm:visible")).containsText("unix:/run/haproxy/admin.sock: connection refused");
        assertThat(page.locator("#summary")).containsText("app のロードバランサーが応答しません");
        assertThat(button(page, "a1", "drain")).isDisabled();
        browser.assertQuiet(open);
    }

    @Test
    void aBalancerThatCannotBeCountedOnStandsAboveItsPoolByItsAddress() {
        var pool = crossroads.quiet();
        see(new ViewedPool(pool.name(), pool.floor(), pool.mostOut(), pool.drain(), pool.back(), false, Optional.empty(), Map.of("unix:/b.sock", "its socket needs \"level admin\""),
                pool.servers(), List.of(), Optional.empty()));
        assertThat(page("", "en-US").locator(".pool .alarm:visible")).containsText("unix:/b.sock cannot be counted on; what goes through it goes as nobody decided: its socket needs \"level admin\"");
        assertThat(page("?lang=ja", "ja-JP").locator(".pool .alarm:visible")).containsText("unix:/b.sock は当てになりません");
        browser.assertQuiet(open);
    }

    @Test
    void saysWhyAButtonCannotBePressed() {
        see(crossroads.fallen());
        var page = page("", "en-US");
        assertThat(button(page, "s1", "drain")).isDisabled();
        assertThat(button(page, "s1", "drain")).hasAttribute("title", "of pool web at most 1 may be out at once, and 1 is.");
        page.getByText("What cannot be ordered now, and why").click();
        assertThat(page.locator(".refused li")).hasText("Drain, Eject (s1, s3): of pool web at most 1 may be out at once, and 1 is.");
        assertThat(button(page, "s2", "drain")).isHidden();
        assertThat(button(page, "s2", "ready")).isEnabled();
    }

    @Test
    void saysBeforeAServerIsDrainedWhatWillHappenAndToWhom() {
        var page = page("", "en-US");
        button(page, "s1", "drain").click();
        var dialog = page.getByRole(AriaRole.DIALOG);
        assertThat(dialog).containsText("No new sessions go to s1; its 1 session has 30 s, then it goes out.");
        assertThat(dialog).containsText("s2 and s3 take its traffic (at least 1 must stay in, at most 1 may be out).");
        page.getByLabel("Why?").fill("a new disk");
        var request = page.waitForRequest("**/api/orders", () -> page.getByLabel("Why?").press("Enter"));
        assertThat(request.postData()).isEqualTo("{\"verb\":\"drain\",\"on\":\"backend/web/s1\",\"why\":\"a new disk\",\"offset\":0}");
        assertThat(page.locator("#toast")).containsText("ordered and written down");
        assertThat(open.house.events).containsExactly(new Event.Ordered("local", Verb.DRAIN, Crossroads.S1, "a new disk"));
        browser.assertQuiet(open);
    }

    @Test
    void warnsWhoeverBringsBackWhatIsNotWell() {
        see(crossroads.fallen());
        var page = page("", "en-US");
        button(page, "s2", "ready").click();
        assertThat(page.getByRole(AriaRole.DIALOG)).containsText("s2 takes traffic again: at first a part of it, all of it after 10 s.");
        assertThat(page.getByRole(AriaRole.DIALOG)).containsText("It is not well: see: GET /: expected status 200 to 299, found 500.");
    }

    @Test
    void saysAtOnceThatABrakeHeldAnOrder() {
        var page = page("?lang=ja", "ja-JP");
        button(page, "s2", "eject").click();
        assertThat(page.getByRole(AriaRole.DIALOG)).containsText("s1、s3 が受けます");
        var durable = new CompletableFuture<Long>();
        open.house.durable = durable;
        page.getByLabel("理由").fill("試す");
        page.getByLabel("理由").press("Enter");
        Await.until("the order was given", () -> !open.house.events.isEmpty());
        durable.complete(open.house.happens(new Entry.ActRefused(Verb.EJECT, S2, GuardKey.of("operator:local"), 0, new Refusal.BelowFloor("web", 3, 3))));
        assertThat(page.getByRole(AriaRole.ALERT).filter(new Locator.FilterOptions().setHasText("実行しませんでした"))).containsText("最低 3 台必要");
        assertThat(page.getByRole(AriaRole.DIALOG)).isVisible();
    }

    @Test
    void drawsTheLastDayAndLeadsToItsIncidents() {
        done(open.house, 1, Verb.EJECT, S2, "see@web/s2", 18, Motive.RUNBOOK, "found 500");
        open.now = FakeHouse.AT;
        see(crossroads.quiet());
        var page = browser.openAt(open.doors.address().toString(), FakeHouse.AT.plusSeconds(600));
        var bar = row(page, "s2").locator("svg.spells a");
        assertThat(bar.locator("title")).containsText("Taking backend/web/s2 out of traffic begins, ordered by guard see@web/s2");
        assertThat(row(page, "s2").locator("svg.spells")).hasAttribute("aria-label", Pattern.compile("kept from traffic once, 9 min 5\\d s in all"));
        assertThat(row(page, "s1").locator("svg.spells")).hasAttribute("aria-label", "s1 in the last 24 hours: in traffic all the time");
        bar.click();
        assertThat(page).hasURL(Pattern.compile(".*#/incident/18"));
    }

    @Test
    void whatIsKeptInReserveIsNoFall() {
        done(open.house, 1, Verb.DRAIN, S2, "standby:web/s2", 0, Motive.COURSE, "it stands by");
        done(open.house, 2, Verb.EJECT, S2, "standby:web/s2", 0, Motive.COURSE, "no session is left on it");
        open.now = FakeHouse.AT;
        see(crossroads.reserve());
        var page = browser.openAt(open.doors.address().toString(), FakeHouse.AT.plusSeconds(40_000));
        assertThat(row(page, "s2").locator(".place")).hasText("kept in reserve");
        assertThat(row(page, "s2").locator(".by")).hasText("the plan: it stands by");
        assertThat(row(page, "s2").locator("svg.spells rect.reserve")).hasCount(1);
        assertThat(page.locator("#summary")).hasText("All 3 services stand.");
        assertThat(page.locator(".key.reserve")).isVisible();
        page.locator("#traffic").screenshot(new Locator.ScreenshotOptions().setPath(Path.of("target", "traffic-reserve.png")));
    }

    @Test
    void aSwitchThatTurnsBackSaysWhyAndAPersonMayOrderAnew() {
        see(crossroads.turningBack());
        for (var language : new String[] {"ja", "en"}) {
            for (int width : new int[] {390, 1280}) {
                var page = browser.open(open.doors.address() + "?lang=" + language, language, width, ColorScheme.LIGHT);
                assertThat(page.locator(".going.back")).containsText("journey see@web/s3 fails");
                page.locator("#traffic").screenshot(new Locator.ScreenshotOptions().setPath(Path.of("target", "switch-" + language + "-" + width + "-6-back.png")));
                Browser.assertFits(page);
            }
        }
        var english = page("?lang=en", "en-US");
        assertThat(english.locator(".groups button").first()).isEnabled();
        assertThat(english.locator("#summary")).hasText("All 3 services stand.");
        browser.assertQuiet(open);
    }

    @Test
    void aViewerMaySwitchNothingAndSeesWhy() throws IOException {
        see(crossroads.turningBack());
        var button = logged("en-US", 1280, open.tokens.add("ren", Role.VIEWER)).locator(".groups button").first();
        assertThat(button).isDisabled();
        assertThat(button).hasAttribute("aria-label", "Switch to web/blue (You may look but not order.)");
    }

    @Test
    void opensTheLastRunsOfAJourney() {
        see(crossroads.fallen());
        var page = page("", "en-US");
        tellRuns(page);
        row(page, "s2").locator(".journey button").click();
        var rows = page.locator("dialog.runs tbody tr");
        assertThat(rows).hasCount(2);
        assertThat(rows.first()).containsText("✓ clean");
        rows.last().locator("summary").click();
        assertThat(rows.last()).containsText("✕ GET /: found 500");
        assertThat(rows.last().locator(".steps li").first()).containsText("249 ms · stumbled");
        page.keyboard().press("Escape");
        assertThat(page.getByRole(AriaRole.DIALOG)).isHidden();
    }

    /** As the server tells them. */
    private static void tellRuns(Page page) {
        page.context().route("**/api/journeys/*%40*/*/runs", route -> route.fulfill(new com.microsoft.playwright.Route.FulfillOptions().setContentType("application/json").setBody("""
                {"journey": "see@web/s2", "runs": [
                  {"began": "2026-05-01T01:02:04Z", "tookMillis": 40.21, "clean": true, "step": null, "why": "", "steps": [], "remarks": []},
                  {"began": "2026-05-01T01:02:03Z", "tookMillis": 250.4, "clean": false, "step": "GET /", "why": "found 500",
                   "steps": [{"name": "GET /", "tookMillis": 249.1, "outcome": "stumbled"}, {"name": "tidy", "tookMillis": 0, "outcome": "skipped"}],
                   "remarks": [{"step": "tidy", "why": "expected status 204"}]}]}""")));
    }

    @Test
    void restartsAServiceGently() {
        var page = page("", "en-US");
        page.locator(".card").first().getByText("Gentle restart").click();
        page.getByLabel("Why?").fill("it grows");
        page.getByLabel("Why?").press("Enter");
        assertThat(page.locator("#toast")).containsText("Gentle restart: ordered");
        assertThat(open.house.events).containsExactly(new Event.Ordered("local", Verb.RESTART_GENTLY, Scene.LIVE_QA, "it grows"));
    }

    @Test
    void fitsTwelveServersAndSixJourneysOnAnyScreenInBothLanguages() {
        Crossroads.day(open.house, Instant.now());
        open.house.see(Crossroads.with(Stage.quiet(open.house.lines.size()), crossroads.wide(), crossroads.mute()));
        for (var language : new String[] {"ja", "en"}) {
            for (int width : new int[] {360, 390, 1024, 1280}) {
                shoot(browser.open(open.doors.address() + "?lang=" + language, language, width, width == 360 ? ColorScheme.DARK : ColorScheme.LIGHT), language + "-" + width);
            }
        }
        browser.assertQuiet(open);
    }

    private static void shoot(Page page, String name) {
        assertThat(page.locator(".server-row")).hasCount(14);
        page.waitForFunction("() => document.querySelectorAll('svg.spells rect').length >= 14");
        page.locator("#traffic").screenshot(new Locator.ScreenshotOptions().setPath(Path.of("target", "traffic-" + name + ".png")));
        assertThat(row(page, "shop-3").locator(".by")).hasText(Pattern.compile("ren: a new disk$"));
        Browser.assertFits(page);
        button(page, "shop-5", "ready").click();
        page.screenshot(new Page.ScreenshotOptions().setPath(Path.of("target", "traffic-dialog-" + name + ".png")));
        page.keyboard().press("Escape");
        tellRuns(page);
        row(page, "shop-2").locator(".failed button").click();
        page.locator("dialog.runs summary").click();
        page.screenshot(new Page.ScreenshotOptions().setPath(Path.of("target", "traffic-runs-" + name + ".png")));
        Browser.assertFits(page);
        page.context().close();
    }
}
