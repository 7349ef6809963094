package koboshi.http;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import koboshi.action.Duty;
import koboshi.action.Runbook;
import koboshi.action.TrackRecord;
import koboshi.action.Verb;
import koboshi.guard.Condition;
import koboshi.guard.Guard;
import koboshi.guard.GuardKey;
import koboshi.http.ViewedService.Pose;
import koboshi.incident.Incident;
import koboshi.promql.Options;
import koboshi.promql.Query;
import koboshi.resource.ResourceId;
import koboshi.rule.Rule;
import koboshi.rule.RuleGroup;
import koboshi.ruler.GroupView;
import koboshi.ruler.RuleView;
import koboshi.tsdb.Settings;
import koboshi.tsdb.Store;

/** A house whose series can be drawn, for the tests of pages of charts. */
final class ChartRoom implements AutoCloseable {
    final Instant now = Instant.now();
    final OpenDoors open;
    final Store store;
    final Curves curves;
    private final Browser browser;

    ChartRoom(Browser browser, Path folder) throws IOException {
        this.browser = browser;
        open = new OpenDoors(folder, Patience.DEFAULT, Set.of());
        open.now = now;
        store = Store.open(folder.resolve("series"), Settings.standard().withClock(Instant::now));
        open.house.archive = new StoreArchive(store, folder.resolve("copies"));
        curves = new Curves(store, now);
    }

    Page page(String place, String language, int width, int height) throws IOException {
        curves.keep();
        var page = browser.open("about:blank", language, width, ColorScheme.LIGHT);
        page.setViewportSize(width, height);
        page.navigate(open.doors.address() + "?lang=" + language + place);
        return page;
    }

    Page page(String place) throws IOException {
        return page(place, "en", 1280, 1000);
    }

    Instant ago(int seconds) {
        return now.minusSeconds(seconds);
    }

    void guarded(String name, Condition condition, ResourceId on) {
        open.house.duties.add(new Duty(new Guard(name, condition, Optional.ofNullable(on), Duration.ZERO, Duration.ZERO, Guard.UNKNOWN_GRACE), Runbook.WATCH_ONLY));
    }

    /** A rule of a file, whose alert is a guard as well. */
    void ruled(String alert, String expr) {
        var rule = new Rule.Alerting(alert, Query.parse(expr, Options.standard()), Duration.ofMinutes(1), Duration.ZERO, new TreeMap<>(), new TreeMap<>(), "rules.yml:4:5");
        open.house.rules = List.of(new GroupView("rules.yml", new RuleGroup("all", Duration.ZERO, Duration.ZERO, 0, List.of(rule)), Duration.ofSeconds(15), true,
                Optional.empty(), Duration.ZERO, 1, 0, 0, List.of(new RuleView(rule, "", Optional.empty(), Duration.ZERO, List.of()))));
        guarded("alert:" + alert, new Condition.Raised("alert:" + alert), null);
    }

    ViewedGuard firing(String key, ResourceId on) {
        return new ViewedGuard(key, Optional.of(on), ViewedGuard.Standing.FIRING, Optional.of(ago(300)), "beyond its line", List.of(Verb.NOTIFY), TrackRecord.NONE);
    }

    Incident fired(long id, ResourceId on, String guard) {
        return Incident.opened(id, on, GuardKey.of(guard), "beyond its line", ago(300)).asFired();
    }

    void see(List<ViewedService> services, List<ViewedGuard> guards, List<Incident> incidents) {
        open.house.see(new View(open.house.lines.size(), now, services, guards, incidents, List.of(), Optional.empty(), Map.of()));
    }

    /** So many services that stand, with three guards each. */
    List<ViewedService> shops(int count, String... names) {
        var ids = IntStream.range(0, count).mapToObj(i -> ResourceId.service(i < names.length ? names[i] : "shop-" + (10 + i))).toList();
        open.house.duties.addAll(curves.many(ids));
        return ids.stream().map(id -> Scene.service(id, Pose.STANDING, "")).toList();
    }

    static List<ViewedService> services(ResourceId... ids) {
        return Arrays.stream(ids).map(id -> Scene.service(id, Pose.STANDING, "")).toList();
    }

    @Override
    public void close() throws IOException {
        open.close();
        store.close();
    }
}
