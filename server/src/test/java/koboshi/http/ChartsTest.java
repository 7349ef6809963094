package koboshi.http;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import koboshi.guard.Condition;
import koboshi.guard.GuardKey;
import koboshi.http.ViewedService.Pose;
import koboshi.incident.Ending;
import koboshi.incident.Entry;
import koboshi.incident.Incident;
import koboshi.resource.ResourceId;
import koboshi.series.Labels;
import koboshi.tsdb.Settings;
import koboshi.tsdb.Store;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class ChartsTest {
    @RegisterExtension
    static final Browser browser = new Browser();

    private final Instant now = Instant.now();
    private OpenDoors open;
    private Store store;
    private Curves curves;

    @BeforeEach
    void openDoors(@TempDir Path folder) throws IOException {
        open = new OpenDoors(folder, Patience.DEFAULT, Set.of());
        open.now = now;
        store = Store.open(folder.resolve("series"), Settings.standard().withClock(Instant::now));
        open.house.archive = new StoreArchive(store, folder.resolve("copies"));
        open.house.duties.addAll(Curves.duties());
        open.house.see(Stage.quiet(0));
        curves = new Curves(store, now);
    }

    @AfterEach
    void closeDoors() throws IOException {
        open.close();
        store.close();
    }

    private Page page(String place) throws IOException {
        curves.twoHours();
        var page = opened(place);
        page.setViewportSize(1280, 2000);
        return page;
    }

    private Page opened(String place) throws IOException {
        curves.keep();
        return browser.open(open.doors.address() + place, "en-US", 1280, ColorScheme.LIGHT);
    }

    private static Locator picture(Page page, String begins) {
        return page.getByRole(AriaRole.IMG, new Page.GetByRoleOptions().setName(Pattern.compile("^" + begins.replaceAll("[(){}]", "\\\\$0") + ":")));
    }

    /** An incident of live-qa that began twenty minutes ago, with a deploy two minutes before it. */
    private void fell() {
        var incident = Incident.opened(17, Scene.LIVE_QA, GuardKey.of("silent"), "hear: no audio within 2 s", ago(1220))
                .asFired().ended(ago(1000), Ending.REVIVED);
        open.house.incidents.add(incident);
        open.house.lines.add(new Line(1, ago(1340), "noted", new Entry.Noted("deploy", "live-qa 1.4", "ci")));
        open.house.lines.add(new Line(2, ago(1220), "incident-opened", new Entry.IncidentOpened(17, Scene.LIVE_QA, GuardKey.of("silent"), "no audio")));
        open.house.lines.add(new Line(3, ago(1000), "incident-ended", new Entry.IncidentEnded(17, Ending.REVIVED)));
        var quiet = Stage.quiet(3);
        open.house.see(new View(3, now, quiet.services(), quiet.guards(), List.of(incident), quiet.acts(), quiet.freeze(), quiet.sent()));
    }

    private Instant ago(int seconds) {
        return now.minusSeconds(seconds);
    }

    @Test
    void drawsWhatEachGuardOfAServiceAsksWithTheLineItMustNotCross() throws IOException {
        var page = page("#/service/live-qa");
        assertThat(picture(page, "crowd")).hasAttribute("aria-label", Pattern.compile("2 series .* bad > 50: \\d+% of the time"));
        assertThat(picture(page, "memory")).hasAttribute("aria-label", Pattern.compile("now 4\\d\\d MiB; .*bad > 512 MiB: never"));
        assertThat(picture(page, "silent")).hasAttribute("aria-label", Pattern.compile("failed in one stretch"));
        assertThat(picture(page, "crowd").locator(".limit-words")).hasText("> 50");
        assertThat(picture(page, "crowd").locator(".curve path")).hasCount(2);
        assertThat(page.locator(".pane").filter(new Locator.FilterOptions().setHasText("answers_total"))).containsText("1.5/s");
        browser.assertQuiet(open);
    }

    @Test
    void drawsWhereMemoryGoesUpToItsLimit() throws IOException {
        var page = page("#/service/live-qa");
        var picture = picture(page, "memory-runs-out");
        assertThat(picture).hasAttribute("aria-label", Pattern.compile("reaches 512 MiB in 2\\d min"));
        assertThat(picture.locator(".outlook.soon .interval")).hasCount(1);
        assertThat(page.locator(".foreseen").filter(new Locator.FilterOptions().setHasText("reaches"))).hasCount(1);
        browser.assertQuiet(open);
    }

    @Test
    void leavesAGapWhereNothingWasMeasured() throws IOException {
        var path = picture(page("#/service/live-qa"), "memory").locator(".curve path");
        assertThat(path).hasAttribute("d", Pattern.compile("^M[^M]+M[^M]+$"));
    }

    @Test
    void marksWhatHappenedAndSaysItInWords() throws IOException {
        fell();
        var page = page("#/service/live-qa");
        var deploy = page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(Pattern.compile("live-qa 1.4")));
        deploy.click();
        assertThat(page.locator(".said")).containsText("Deploy (ci): live-qa 1.4");
        assertThat(picture(page, "crowd").locator(".marked line")).hasCount(3);
        assertThat(picture(page, "crowd").locator(".incident-time rect")).hasCount(1);
        browser.assertQuiet(open);
    }

    @Test
    void readsAllChartsAtOneMomentByKeyboard() throws IOException {
        var page = page("#/service/live-qa");
        assertThat(picture(page, "memory")).hasAttribute("aria-label", Pattern.compile("now"));
        page.getByLabel("Moment the charts are read at").focus();
        page.keyboard().press("Home");
        assertThat(page.locator(".pane .cross line")).hasCount(page.locator(".pane svg").count());
        assertThat(page.locator(".pane").filter(new Locator.FilterOptions().setHasText("memory")).first().locator(".legend .now")).hasText(Pattern.compile("39\\d MiB"));
    }

    @Test
    void tellsTheSameAsATable() throws IOException {
        var page = page("#/service/live-qa?range=15m");
        page.locator(".pane").first().getByText("As a table").click();
        var table = page.locator(".pane").first().locator("table");
        assertThat(table.locator("thead th")).hasText(new String[] {"moment", "live", "phone"});
        assertThat(table.locator("tbody tr").first()).containsText(Pattern.compile("\\d+\\.\\d"));
    }

    @Test
    void keepsTheRangeInTheAddressAndZoomsByDrawingOverIt() throws IOException {
        var page = page("#/service/live-qa");
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("6 h")).click();
        assertThat(page).hasURL(Pattern.compile("#/service/live-qa\\?range=6h$"));
        assertThat(picture(page, "crowd")).isVisible();
        var place = picture(page, "crowd").boundingBox();
        page.mouse().move(place.x + place.width * 0.6, place.y + 50);
        page.mouse().down();
        page.mouse().move(place.x + place.width * 0.9, place.y + 60);
        page.mouse().up();
        assertThat(page).hasURL(Pattern.compile("from=\\d+&to=\\d+"));
        assertThat(page.locator(".pace")).hasText("stands still: a range of its own");
        page.reload();
        assertThat(page.locator(".pace")).hasText("stands still: a range of its own");
    }

    @Test
    void showsTheWeekBeforeAtAClick() throws IOException {
        var page = page("#/service/live-qa");
        var question = page.waitForRequest(request -> request.url().contains("query_range") && startOf(request.url()) < ago(604_000).getEpochSecond(),
                () -> page.getByLabel("the week before, dashed").check());
        assertThat(question.url()).contains("query=");
        assertThat(page).hasURL(Pattern.compile("before=week"));
        browser.assertQuiet(open);
    }

    @Test
    void readsThirtySeriesAtOneMomentAndSaysHowManyItDoesNotName() throws IOException {
        open.house.duties.add(0, Curves.duty("lines", new Condition.Gives("lines_busy > 40"), Scene.LIVE_QA, Duration.ZERO));
        for (int i = 0; i < 30; i++) {
            int level = i;
            curves.series(Labels.of("__name__", "lines_busy", "line", "l" + i), _ -> level);
        }
        var page = page("#/service/live-qa");
        assertThat(page.locator(".pane").first()).containsText("and 22 more, 6 of them not drawn: the largest are");
        page.getByLabel("Moment the charts are read at").focus();
        page.keyboard().press("Home");
        assertThat(page.locator(".pane .cross line")).hasCount(page.locator(".pane svg").count());
        browser.assertQuiet(open);
    }

    private static long startOf(String url) {
        return Long.parseLong(url.replaceAll(".*start=(\\d+).*", "$1"));
    }

    @Test
    void waitsForASlowAnswerInsteadOfAskingAgain() throws IOException {
        open.house.duties.removeIf(duty -> !duty.name().equals("crowd"));
        var page = opened("");
        page.route("**/query_range**", _ -> {});
        page.navigate(open.doors.address() + "#/service/live-qa?range=15m");
        page.waitForCondition(() -> asked("/api/marks") >= 3);
        assertThat(asked("query_range")).isEqualTo(1);
    }

    private static long asked(String what) {
        return browser.asked.stream().filter(url -> url.contains(what)).count();
    }

    @Test
    void showsAnIncidentFromTenMinutesBeforeToTenMinutesAfter() throws IOException {
        fell();
        var page = page("#/incident/17");
        assertThat(page.locator("#view h2")).hasText("Incident 17");
        assertThat(page.locator(".pane h3").first()).hasText("silent");
        assertThat(picture(page, "silent").locator(".incident-time rect")).hasCount(1);
        assertThat(page.getByRole(AriaRole.LIST, new Page.GetByRoleOptions().setName("Timeline of incident 17"))).containsText("Incident 17 opened on service/live-qa");
        var start = browser.asked.stream().filter(url -> url.contains("query_range")).mapToLong(ChartsTest::startOf).findFirst().orElseThrow();
        assertThat(start).isBetween(ago(1220 + 610).getEpochSecond(), ago(1220 + 590).getEpochSecond());
        browser.assertQuiet(open);
    }

    @Test
    void listsWhatNeverFiredAsNearMisses() throws IOException {
        var quiet = Stage.quiet(0);
        var missed = Incident.opened(18, Scene.LIVE_QA, GuardKey.of("crowd"), "suspicious", ago(300)).ended(ago(290), Ending.NEAR_MISS);
        var fell = Incident.opened(17, Scene.LIVE_QA, GuardKey.of("silent"), "no audio", ago(900)).asFired().ended(ago(800), Ending.REVIVED);
        open.house.see(new View(0, now, quiet.services(), quiet.guards(), List.of(missed, fell), quiet.acts(), quiet.freeze(), quiet.sent()));
        var page = page("");
        assertThat(page.locator("#incidents > li")).hasCount(1);
        assertThat(page.locator("#misses > li")).containsText(Pattern.compile("#18 service/live-qa.*near miss"));
        assertThat(page.getByText("Near misses")).isVisible();
        browser.assertQuiet(open);
    }

    @Test
    void putsTwentyServicesOnOneScreenThoseInTroubleFirst() throws IOException {
        var ids = IntStream.range(0, 20).mapToObj(i -> ResourceId.service("shop-" + (10 + i))).toList();
        open.house.duties.clear();
        open.house.duties.addAll(curves.many(ids));
        open.house.see(Scene.of(0, ids.stream().map(id -> Scene.service(id, id.name().equals("shop-25") ? Pose.LYING : Pose.STANDING, "")).toArray(ViewedService[]::new)));
        var page = opened("#/overview");
        page.setViewportSize(1920, 1080);
        assertThat(page.locator(".overview > li")).hasCount(20);
        assertThat(page.locator(".overview > li").first()).containsText("shop-25");
        assertThat(page.locator(".overview svg .curve path")).hasCount(60);
        assertThat(page.evaluate("() => document.documentElement.scrollHeight")).isEqualTo(1080);
        browser.assertQuiet(open);
    }

    @Test
    void takesAQueryFromTheAddressAndShowsItsValuesAndCurves() throws IOException {
        var page = page("#/query?q=sum%20by%20(channel)%20(questions_waiting)");
        assertThat(picture(page, "sum by (channel) (questions_waiting)").locator(".curve path")).hasCount(2);
        assertThat(page.locator(".answer tbody tr")).hasCount(2);
        assertThat(page.locator(".answer tbody tr").first()).containsText("{channel=\"live\"}");
        browser.assertQuiet(open);
    }

    @Test
    void showsWhereAQueryStopsBeingOne() throws IOException {
        var page = page("#/query");
        page.getByLabel("A query in PromQL").fill("sum(rate(x[5m))");
        page.keyboard().press("Enter");
        assertThat(page.getByRole(AriaRole.ALERT)).containsText("1:14: parse error");
        assertThat((Integer) page.evaluate("() => document.getElementById('query').selectionStart")).isEqualTo(13);
    }

    @Test
    void offersMetricsLabelsAndValuesWhileAQueryIsWritten() throws IOException {
        var page = page("#/query");
        page.getByLabel("A query in PromQL").pressSequentially("questions_w");
        assertThat(page.locator("#query-offers li")).hasText(new String[] {"questions_waiting"});
        page.keyboard().press("Tab");
        page.getByLabel("A query in PromQL").pressSequentially("{ch");
        assertThat(page.locator("#query-offers li")).hasText(new String[] {"channel"});
        page.keyboard().press("ArrowDown");
        page.keyboard().press("Enter");
        page.getByLabel("A query in PromQL").pressSequentially("=\"");
        assertThat(page.locator("#query-offers li")).hasText(new String[] {"live", "phone"});
        page.keyboard().press("Tab");
        assertThat(page.getByLabel("A query in PromQL")).hasValue("questions_waiting{channel=\"live");
        page.getByLabel("A query in PromQL").pressSequentially("\"}");
        page.keyboard().press("Enter");
        assertThat(page.locator(".answer tbody tr")).hasCount(1);
        assertThat(page.locator("#query-history option")).hasText(new String[] {"choose one", "questions_waiting{channel=\"live\"}"});
        browser.assertQuiet(open);
    }

    @Test
    void reviewsTheWeekWhatRoseWhatCameNearAndWhatADeployDid() throws IOException {
        open.house.lines.add(new Line(1, ago(86_400), "noted", new Entry.Noted("deploy", "live-qa 1.4", "ci")));
        open.house.incidents.add(Incident.opened(16, Scene.LIVE_QA, GuardKey.of("crowd"), "suspicious", ago(172_800)).ended(ago(172_700), Ending.NEAR_MISS));
        open.house.incidents.add(Incident.opened(17, Scene.LIVE_QA, GuardKey.of("memory"), "not over yet", ago(30)));
        open.house.see(Stage.quiet(1));
        curves.twoWeeks();
        var page = opened("#/review");
        var rose = page.getByLabel("What rose and what fell").locator("tbody tr").first();
        assertThat(rose).containsText("crowd");
        assertThat(rose.locator("td").nth(2)).hasText(Pattern.compile("\\+5[01]%"));
        var near = page.getByLabel("What came near its line").locator("tbody tr");
        assertThat(near).hasCount(1);
        assertThat(near).containsText(Pattern.compile("crowd.*> 50.*47.*94%"));
        assertThat(page.locator(".suspected li")).containsText(new String[] {"suspected only: crowd"});
        assertThat(page.locator(".changes")).containsText("Deploy (ci): live-qa 1.4");
        var after = page.locator(".changes tbody tr").first();
        assertThat(after).containsText(Pattern.compile("memory.*400 MiB.*300 MiB.*−25%"));
        browser.assertQuiet(open);
    }

    @Test
    void namesWhatTheReviewCouldNotReadAndShowsTheRest() throws IOException {
        open.house.duties.addFirst(Curves.duty("twice", new Condition.Gives("label_replace(questions_waiting, \"channel\", \"x\", \"channel\", \".*\") > 5"), Scene.LIVE_QA, Duration.ZERO));
        open.house.lines.add(new Line(1, ago(86_400), "noted", new Entry.Noted("deploy", "live-qa 1.4", "ci")));
        open.house.see(Stage.quiet(1));
        curves.twoWeeks();
        curves.twoWeeksMore();
        var page = opened("#/review");
        assertThat(page.locator(".review-page > .trouble")).containsText(Pattern.compile("missing here: twice \\(.+\\)"));
        assertThat(page.getByLabel("What rose and what fell").locator("tbody tr").first()).containsText("crowd");
        assertThat(page.locator(".changes tbody tr").first()).containsText("memory");
        assertThat(page.locator(".changes .trouble")).containsText("twice");
    }

    @Test
    void showsOfAChangeOfOneServiceOnlyWhatThatServiceDid() throws IOException {
        open.house.lines.add(new Line(1, ago(86_400), "noted", new Entry.Noted("deploy", "1.4", "ci", Optional.of(Scene.MEETING))));
        open.house.incidents.add(Incident.opened(16, Scene.LIVE_QA, GuardKey.of("crowd"), "60 wait", ago(80_000)).asFired().ended(ago(79_000), Ending.REVIVED));
        open.house.see(Stage.quiet(1));
        curves.twoWeeks();
        var page = opened("#/review");
        assertThat(page.locator(".changes")).containsText("Deploy on service/meeting (ci): 1.4");
        assertThat(page.locator(".changes")).containsText("Incidents on service/meeting in the day before: 0; in the day after: 0.");
        assertThat(page.locator(".changes tbody tr")).containsText(new String[] {"joins"});
        browser.assertQuiet(open);
    }

    @Test
    void saysMomentsByTheClockOfTheReader() throws IOException {
        var since = Instant.parse("2026-11-22T05:09:30Z");
        open.house.lines.add(new Line(1, since.plusSeconds(2), "answering", new Entry.Answering(17, "ask-and-hear", since)));
        open.house.incidents.add(Incident.opened(17, Scene.LIVE_QA, GuardKey.of("crowd"), "not asked since 2026-11-22T05:00:58Z", since));
        var page = page("#/incident/17");
        assertThat(page.getByRole(AriaRole.LIST, new Page.GetByRoleOptions().setName("Timeline of incident 17"))).containsText(Pattern.compile("answers again since .*14:09:30: journey"));
        browser.assertQuiet(open);
    }

    @Test
    void saysThatAWeekCannotBeComparedYet() throws IOException {
        var page = page("?lang=ja#/review");
        assertThat(page.locator(".review-page")).containsText("サンプルがまだ二週間分ないため");
        assertThat(page.locator(".review-page")).containsText("今週の変更はありません");
        browser.assertQuiet(open);
    }

    @Test
    void speaksJapanese() throws IOException {
        fell();
        var page = page("?lang=ja#/service/live-qa");
        assertThat(picture(page, "crowd")).hasAttribute("aria-label", Pattern.compile("2 本の系列; .*異常の線 > 50: 時間の \\d+% で超過"));
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(Pattern.compile("live-qa 1.4"))).click();
        assertThat(page.locator(".said")).containsText("デプロイ");
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("English")).click();
        assertThat(picture(page, "crowd")).hasAttribute("aria-label", Pattern.compile("bad > 50"));
        browser.assertQuiet(open);
    }

    @Test
    void saysSoWhereThereIsNothingToDraw() throws IOException {
        assertThat(page("#/service/access-report").locator(".panes")).hasAttribute("data-empty", Pattern.compile("^No series to draw"));
        browser.forget();
        curves = new Curves(store, now);
        assertThat(opened("#/service/nobody").locator("#view")).containsText("No service called nobody is guarded.");
    }
}
