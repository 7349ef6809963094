package koboshi.http;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Pattern;
import koboshi.action.Verb;
import koboshi.http.ViewedService.Pose;
import koboshi.incident.Entry;
import koboshi.loop.Event;
import koboshi.signal.Fact;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class PageTest {
    @RegisterExtension
    static final Browser browser = new Browser();

    @AutoClose
    private OpenDoors open;

    @BeforeEach
    void openDoors(@TempDir Path folder) throws IOException {
        open = new OpenDoors(folder, Patience.DEFAULT, Set.of());
        open.house.see(Stage.quiet(0));
    }

    private Page page(String query, String locale) {
        return browser.open(open.doors.address() + query, locale, 1280, ColorScheme.LIGHT);
    }

    private static Page.GetByRoleOptions named(String name) {
        return new Page.GetByRoleOptions().setName(name);
    }

    private static Locator.GetByRoleOptions exactly(String name) {
        return new Locator.GetByRoleOptions().setName(name).setExact(true);
    }

    @Test
    void theDollLiesAndRisesWithWhatTheHouseSays() {
        var page = page("", "en-US");
        assertThat(page.getByRole(AriaRole.IMG, named("live-qa is standing"))).isVisible();
        open.house.see(Stage.fallen(0));
        assertThat(page.getByRole(AriaRole.IMG, named("live-qa is lying"))).isVisible();
        assertThat(page.locator("#summary")).hasText("live-qa is lying.");
        assertThat(page).hasTitle("live-qa is lying. – Koboshi");
        open.house.see(Scene.of(0, Scene.service(Scene.LIVE_QA, Pose.RISING, "started again; proof awaited")));
        assertThat(page.getByRole(AriaRole.IMG, named("live-qa is getting up"))).isVisible();
        assertThat(page.locator(".doll")).hasClass("doll rising");
        browser.assertQuiet(open);
    }

    @Test
    void speaksTheReadersLanguageAndKeepsTheOneChosen() {
        var page = page("", "ja-JP");
        assertThat(page.locator("html")).hasAttribute("lang", "ja");
        assertThat(page.locator("#summary")).hasText("3 件のサービスはすべて立っています。");
        page.getByRole(AriaRole.BUTTON, named("English")).click();
        assertThat(page.locator("#summary")).hasText("All 3 services stand.");
        page.reload();
        assertThat(page.locator("#summary")).hasText("All 3 services stand.");
        page.navigate(open.doors.address() + "?lang=ja");
        assertThat(page.locator("#services-title")).hasText("サービス");
        browser.assertQuiet(open);
    }

    @Test
    void saysWhatAnOrderWillDoThenSendsItOnceWithKeyAndOffset() {
        open.house.happens(new Entry.Noted("text", "before", "test"));
        var page = page("", "en-US");
        page.locator(".card").first().getByRole(AriaRole.BUTTON, exactly("Restart")).click();
        assertThat(page.getByRole(AriaRole.DIALOG)).containsText("The process of live-qa is ended and started again");
        page.getByLabel("Why?").fill("it hangs");
        var request = page.waitForRequest("**/api/orders", () -> page.getByLabel("Why?").press("Enter"));
        assertThat(request.headers().get("idempotency-key")).hasSize(32);
        assertThat(request.postData()).isEqualTo("{\"verb\":\"restart\",\"on\":\"service/live-qa\",\"why\":\"it hangs\",\"offset\":1}");
        assertThat(page.locator("#toast")).containsText("ordered and written down");
        assertThat(open.house.events).containsExactly(new Event.Ordered("local", Verb.RESTART, Scene.LIVE_QA, "it hangs"));
        browser.assertQuiet(open);
    }

    @Test
    void asksAgainWhenTheServiceChangedMeanwhile() {
        var page = page("?lang=ja", "ja-JP");
        page.locator(".card").first().getByRole(AriaRole.BUTTON, exactly("再起動")).click();
        open.house.happens(new Entry.FactKept(
                "local", "boot", 1, Scene.LIVE_QA, new Fact.Started(4343, FakeHouse.AT, false), FakeHouse.AT, 0));
        page.getByLabel("理由").fill("応答しない");
        page.getByLabel("理由").press("Enter");
        assertThat(page.getByRole(AriaRole.ALERT)).containsText("プロセス 4343 で起動しました");
        assertThat(open.house.events).isEmpty();
        page.getByLabel("理由").press("Enter");
        assertThat(page.locator("#toast")).containsText("指示を記録しました");
        assertThat(open.house.events).hasSize(1);
    }

    @Test
    void freezesAllHandsAndShowsItToEverybody() {
        var page = page("", "en-US");
        page.locator("#freeze").click();
        page.getByLabel("Why?").fill("deploy");
        page.getByLabel("Why?").press("Enter");
        assertThat(page.getByRole(AriaRole.DIALOG)).isHidden();
        assertThat(open.house.events).containsExactly(new Event.FreezeOrdered("local", "deploy"));
        open.house.see(Stage.frozen(0));
        assertThat(page.locator("#frost")).containsText("frozen by operator ren");
        assertThat(page.locator("#freeze")).hasText("Let hands act again");
        browser.assertQuiet(open);
    }

    @Test
    void tellsAnIncidentAndShowsItsEvidenceInPlace() throws IOException {
        Stage.tell(open.house);
        var page = page("", "en-US");
        var timeline = page.locator("#incidents .open .lines");
        assertThat(timeline).containsText("Incident 17 opened on service/live-qa by guard silent");
        timeline.getByText("thread-dump").click();
        assertThat(page.getByRole(AriaRole.DIALOG)).containsText("\"main\" #1 <b>prio=5</b>");
        page.keyboard().press("Escape");
        assertThat(page.getByRole(AriaRole.DIALOG)).isHidden();
        page.getByRole(AriaRole.BUTTON, named("日本語")).click();
        assertThat(timeline).containsText("障害 17 発生");
        browser.assertQuiet(open);
    }

    @Test
    void addsToAnOpenTimelineWhatHappensNow() throws IOException {
        Stage.tell(open.house);
        var page = page("", "en-US");
        assertThat(page.locator("#incidents .open .lines")).containsText("Incident 17 opened");
        open.house.happens(new Entry.ProbationEnded(5, 17, true));
        assertThat(page.locator("#incidents .open .lines")).containsText("Act 5 helped");
        assertThat(page.locator("#recent li").first()).containsText("Act 5 helped");
    }

    @Test
    void saysThatTheConnectionIsLostAndComesBackByItself(@TempDir Path again) throws IOException {
        var page = page("", "en-US");
        assertThat(page.locator("#link")).hasText("live");
        int port = open.port();
        open.close();
        assertThat(page.locator("#link")).hasText("connection lost, trying again");
        var entrance = Entrance.at(new InetSocketAddress("127.0.0.1", port), open.tokens);
        try (var doors = Doors.start(entrance, open.house)) {
            assertThat(page.locator("#link")).hasText("live");
            open.house.see(Stage.fallen(0));
            assertThat(page.locator("#summary")).hasText("live-qa is lying.");
            assertThat(doors.port()).isEqualTo(port);
        }
    }

    @Test
    void showsHowToBeginWhenNothingIsGuarded() {
        open.house.see(View.EMPTY);
        var page = page("", "en-US");
        assertThat(page.locator("#begin")).containsText("koboshi.yaml");
        assertThat(page.locator("#begin pre")).containsText("then: [capture, restart]");
        browser.assertQuiet(open);
    }

    @Test
    void showsAServicesPanelInASandbox() throws IOException {
        try (var panel = new Panel()) {
            open.house.see(Stage.withPanel(0, panel.address()));
            var page = page("", "en-US");
            assertThat(page.frameLocator("iframe").getByText("3 questions waiting")).isVisible();
            assertThat(page.locator("iframe")).hasAttribute("sandbox", "allow-scripts allow-forms allow-same-origin");
        }
    }

    @Test
    void canBeUsedByKeyboardAlone() {
        var page = page("", "en-US");
        assertThat(page.locator(".card")).hasCount(3);
        for (int i = 0; i < 30 && !page.evaluate("() => document.activeElement.textContent").equals("Restart"); i++) {
            page.keyboard().press("Tab");
        }
        page.keyboard().press("Enter");
        assertThat(page.getByLabel("Why?")).isFocused();
        page.keyboard().press("Escape");
        assertThat(page.getByRole(AriaRole.DIALOG)).isHidden();
    }

    @Test
    void neverTakesWhatAServiceSaysForMarkup() {
        var evil = "<img src=x onerror=\"document.title='evil'\">";
        open.house.see(Scene.of(0, Scene.service(Scene.LIVE_QA, Pose.LYING, evil)));
        var page = page("", "en-US");
        assertThat(page.locator(".card .why")).hasText(evil);
        assertThat(page.locator(".card img")).hasCount(0);
        browser.assertQuiet(open);
    }

    @Test
    void logsInFromElsewhereWithAToken() throws IOException {
        var page = page("login?wrong", "en-US");
        assertThat(page.locator("#wrong")).isVisible();
        page.getByLabel(Pattern.compile("Token")).fill(open.tokens.add("ren", Role.VIEWER));
        page.getByRole(AriaRole.BUTTON, named("Enter")).click();
        assertThat(page.locator("footer")).containsText("you are a viewer");
        assertThat(page.locator(".card").first().getByRole(AriaRole.BUTTON, exactly("Restart"))).isDisabled();
        browser.assertQuiet(open);
    }
}
