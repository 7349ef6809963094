package koboshi.traffic;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import koboshi.http.Browser;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Blue and green on the page, before a real Koboshi and a real HAProxy. Its pictures are in {@code target/switch-*.png}. */
class SwitchPageTest {
    /** For what takes as long as a share rises and is watched. */
    private static final int PATIENCE = 40_000;

    @RegisterExtension
    static final Browser browser = new Browser();

    @AutoClose
    private GuardedPool web;

    @BeforeEach
    void start(@TempDir Path folder) throws IOException {
        web = new GuardedPool(folder);
        web.crossing.balancer("a", "s1", "s2", "s3");
        web.start(web.balancers("a"), web.servers("s1", "s2", "s3"), """
                groups: {blue: [s1], green: [s2, s3]}
                most_out: 100%
                drain: 2s
                back: {after: 200ms, longest: 200ms, clean: 3, ramp: 10s, watch: 15s}
                """);
        web.awaitWell(3);
    }

    private void greenIsOut() {
        for (var server : List.of("s2", "s3")) {
            web.order("eject", server);
            web.awaitPlace(server, "out");
        }
    }

    private Page page(String language, int width) {
        return browser.open(web.house.address() + "?lang=" + language, language, width, ColorScheme.LIGHT);
    }

    private static Locator group(Page page, String name) {
        return page.locator(".groups li").filter(new Locator.FilterOptions().setHas(page.locator(".name", new Page.LocatorOptions().setHasText(name))));
    }

    private static Locator server(Page page, String name) {
        return page.locator(".server-row").filter(new Locator.FilterOptions().setHas(page.locator(".name", new Page.LocatorOptions().setHasText(name))));
    }

    private static void shoot(Page page, String name) {
        page.locator("#traffic").screenshot(new Locator.ScreenshotOptions().setPath(Path.of("target", "switch-" + name + ".png")));
        Browser.assertFits(page);
    }

    private static void shootIn(String phase, Page page, String name) {
        assertThat(page.locator(".going." + phase)).isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(PATIENCE));
        shoot(page, name);
    }

    @Test
    void aSwitchIsSeenStepByStepInBothLanguagesOnAnyScreen() {
        greenIsOut();
        var pages = new TreeMap<>(Map.of("en-1280", page("en", 1280), "ja-390", page("ja", 390), "en-390", page("en", 390), "ja-1280", page("ja", 1280)));
        var english = pages.get("en-1280");
        assertThat(group(english, "blue").locator(".share")).hasText("100% of the traffic");
        pages.forEach((name, page) -> shoot(page, name + "-1-before"));
        web.crossing.answers("s2", 500);
        orderOnThePage(english);
        pages.forEach((name, page) -> shootIn("proving", page, name + "-2-proving"));
        assertThat(english.locator(".going")).hasText(Pattern.compile("Going over to green, 1 of 3: .*Ordered by operator local \\d+ s ago: release 2To call it off, eject a server of green\\."));
        assertThat(group(english, "blue").locator("button")).hasAttribute("title", "pool web is going over to green already, ordered by operator local.");
        assertThat(group(english, "blue").locator("button")).isDisabled();
        web.crossing.answers("s2", 200);
        assertThat(server(english, "s2").locator(".status")).hasText(Pattern.compile("no check, \\d+ sessions?, \\d+% of its share so far"));
        shootIn("shifting", english, "en-1280-3-shifting");
        shootIn("shifting", pages.get("ja-390"), "ja-390-3-shifting");
        pages.forEach((name, page) -> shootIn("watching", page, name + "-4-watching"));
        assertThat(pages.get("ja-1280").locator(".going .step")).hasText(Pattern.compile("^green へ切り替え中（3/3）: 全量を受け、見守っています。"));
        assertThat(english.locator(".going")).isHidden(new LocatorAssertions.IsHiddenOptions().setTimeout(PATIENCE));
        pages.forEach((name, page) -> shoot(page, name + "-5-after"));
        assertThat(group(english, "green").locator(".share")).hasText("100% of the traffic");
        assertThat(server(english, "s1").locator(".place")).hasText("kept in reserve");
        assertThat(server(english, "s1").locator(".by")).hasText(Pattern.compile("^the switch of groups"));
        assertThat(english.locator("#summary")).not().containsText("Out of traffic");
        browser.assertQuiet(web.house.address());
    }

    private static void orderOnThePage(Page page) {
        group(page, "green").locator("button").click();
        var dialog = page.getByRole(AriaRole.DIALOG);
        assertThat(dialog).containsText("Switch: web/green");
        assertThat(dialog).containsText("green (s2, s3) proves itself beside the traffic, then takes it over share by share. After that s1 is drained.");
        assertThat(dialog).containsText("For 15 s it is watched: if anything is worse, the others have the traffic back at once.");
        page.screenshot(new Page.ScreenshotOptions().setPath(Path.of("target", "switch-en-1280-dialog.png")));
        page.getByLabel("Why?").press("Enter");
        assertThat(page.evaluate("() => document.getElementById('why').validity.valueMissing")).isEqualTo(true);
        assertThat(dialog).isVisible();
        page.getByLabel("Why?").fill("release 2");
        page.getByLabel("Why?").press("Enter");
        assertThat(page.locator("#toast")).containsText("Switch: ordered and written down");
    }

    @Test
    void saysWhatWillHappenWhereTheGroupHasTrafficAlready() {
        var page = page("ja", 390);
        assertThat(group(page, "green").locator(".share")).hasText("通信の 67%");
        group(page, "blue").locator("button").click();
        assertThat(page.getByRole(AriaRole.DIALOG)).containsText("blue（s1）はすでに通信を受けています。通信のすべてを移し、s2、s3 には新しい接続を送らず、遅くとも 2 秒後に外します。");
        page.screenshot(new Page.ScreenshotOptions().setPath(Path.of("target", "switch-ja-390-dialog.png")));
    }

    @Test
    void whoeverIsSecondSeesWhyAndMayGiveItUp() {
        var page = page("en", 1280);
        group(page, "blue").locator("button").click();
        web.house.order("switch", "group/web/green", "release 2");
        page.getByLabel("Why?").fill("release 1 again");
        page.getByLabel("Why?").press("Enter");
        assertThat(page.getByRole(AriaRole.DIALOG).locator(".trouble")).hasText("Not done: pool web is going over to green already, ordered by operator local.");
        page.screenshot(new Page.ScreenshotOptions().setPath(Path.of("target", "switch-en-1280-refused.png")));
        page.keyboard().press("Escape");
        page.getByText("What cannot be ordered now, and why").click();
        assertThat(page.locator(".refused li").first()).hasText("Switch (blue, green): pool web is going over to green already, ordered by operator local.");
    }
}
