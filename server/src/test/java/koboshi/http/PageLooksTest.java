package koboshi.http;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Takes pictures of the page to {@code target/}, and sees to it that nothing hangs over its edge. */
class PageLooksTest {
    @RegisterExtension
    static final Browser browser = new Browser();

    @Test
    void fitsWideAndNarrowScreensInBothLanguages(@TempDir Path folder) throws IOException {
        try (var open = new OpenDoors(folder, Patience.DEFAULT, Set.of()); var panel = new Panel()) {
            Stage.tell(open.house);
            open.house.see(Stage.everyPose(open.house.view.offset(), panel.address()));
            for (var language : new String[] {"ja", "en"}) {
                for (int width : new int[] {1280, 390}) {
                    shoot(browser.open(open.doors.address() + "?lang=" + language, language, width, ColorScheme.LIGHT), language + "-" + width);
                }
            }
            shoot(browser.open(open.doors.address() + "?lang=ja", "ja", 1280, ColorScheme.DARK), "dark");
            shootDialog(browser.open(open.doors.address() + "?lang=ja", "ja", 390, ColorScheme.LIGHT));
            open.house.see(View.EMPTY);
            shoot(browser.open(open.doors.address() + "?lang=en", "en", 1280, ColorScheme.LIGHT), "empty");
            shoot(browser.open(open.doors.address() + "login", "en", 390, ColorScheme.LIGHT), "login");
        }
    }

    private static void shootDialog(Page page) {
        page.locator(".card button.plain:visible").nth(1).click();
        shoot(page, "dialog");
    }

    private static void shoot(Page page, String name) {
        assertThat(page.locator("h1").first()).isVisible();
        page.waitForFunction("() => document.querySelector('.login') || document.querySelector('#summary').textContent");
        page.waitForFunction("() => [...document.querySelectorAll('#incidents .open .lines')].every(one => one.children.length > 3)");
        page.waitForFunction("() => document.getAnimations().every(one => one.effect.getTiming().iterations === Infinity"
                + " || one.playState === 'finished')");
        boolean full = !name.equals("dialog");
        page.screenshot(new Page.ScreenshotOptions().setPath(Path.of("target", "page-" + name + ".png")).setFullPage(full));
        Browser.assertFits(page);
        page.context().close();
    }
}
