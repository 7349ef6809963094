package koboshi.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import koboshi.guard.Condition;
import koboshi.incident.Entry;
import koboshi.series.Labels;
import koboshi.series.Sample;
import koboshi.signal.Fact;
import koboshi.tsdb.Settings;
import koboshi.tsdb.Store;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class ForecastsTest {
    private OpenDoors open;
    private Store store;

    @BeforeEach
    void openDoors(@TempDir Path folder) throws IOException {
        open = new OpenDoors(folder, Patience.DEFAULT, Set.of());
        store = Store.open(folder.resolve("series"), Settings.standard().withClock(() -> FakeHouse.AT));
        open.house.archive = new StoreArchive(store, folder.resolve("copies"));
        foresees("memory", "memory_bytes", 4000, false);
        foresees("disk", "free_bytes", 100, true);
    }

    @AfterEach
    void closeDoors() throws IOException {
        open.close();
        store.close();
    }

    private void foresees(String name, String of, double limit, boolean falling) {
        var condition = new Condition.RunsOut(of, Optional.of("live-qa"), limit, falling, true, Duration.ofMinutes(30), Duration.ofHours(2), 0.95);
        open.house.duties.add(Curves.duty(name, condition, Scene.LIVE_QA, Duration.ZERO));
    }

    /** Two hours of a line with noise that ends at the level. */
    private void measured(String name, double level, double slope) throws IOException {
        var random = new Random(3);
        var curves = new Curves(store, FakeHouse.AT);
        curves.series(Labels.of("__name__", name, "service", "live-qa"), ago -> level - slope * ago + random.nextGaussian());
        curves.keep();
    }

    private JsonNode courses(String guard) throws IOException {
        return Json.tree(open.ask("GET /api/forecast?guard=" + guard).text()).get("data").get("courses");
    }

    @Test
    void givesTheLineTheGuardBelievesWithItsInterval() throws IOException {
        measured("memory_bytes", 3000, 1);
        var course = courses("memory").get(0);
        assertThat(course.get("soon").booleanValue()).isTrue();
        assertThat(course.get("expected").doubleValue()).isCloseTo(1000, within(20.0));
        assertThat(course.get("earliest").doubleValue()).isLessThanOrEqualTo(course.get("expected").doubleValue());
        assertThat(course.get("latest").doubleValue()).isGreaterThanOrEqualTo(course.get("expected").doubleValue());
        assertThat(course.get("labels").get("service").stringValue()).isEqualTo("live-qa");
    }

    @Test
    void givesALineThatReachesTheLimitTooLateToActUponButSaysSo() throws IOException {
        measured("memory_bytes", 1000, 0.1);
        assertThat(courses("memory").get(0).get("soon").booleanValue()).isFalse();
    }

    @Test
    void givesNoLineThroughNoise() throws IOException {
        measured("memory_bytes", 3990, 0);
        assertThat(courses("memory")).isEmpty();
    }

    @Test
    void fallsToAFloorTheRightWayUp() throws IOException {
        measured("free_bytes", 1000, -0.5);
        var course = courses("disk").get(0);
        assertThat(course.get("level").doubleValue()).isCloseTo(1000, within(5.0));
        assertThat(course.get("slope").doubleValue()).isCloseTo(-0.5, within(0.01));
        assertThat(course.get("lowSlope").doubleValue()).isLessThanOrEqualTo(course.get("highSlope").doubleValue());
        assertThat(course.get("expected").doubleValue()).isCloseTo(1800, within(30.0));
    }

    @Test
    void givesTheLineTheGuardBelievedAtAMomentThatIsOver() throws IOException {
        var curves = new Curves(store, FakeHouse.AT);
        curves.series(Labels.of("__name__", "memory_bytes", "service", "live-qa"), ago -> ago > 600 ? 3600 - ago / 2 + Math.sin(ago) : 100);
        curves.keep();
        assertThat(courses("memory")).isEmpty();
        var course = courses("memory&at=" + FakeHouse.AT.minusSeconds(700)).get(0);
        assertThat(course.get("at").doubleValue()).isCloseTo(FakeHouse.AT.minusSeconds(700).getEpochSecond(), within(11.0));
        assertThat(course.get("slope").doubleValue()).isCloseTo(0.5, within(0.01));
        assertThat(course.get("latest").doubleValue()).isGreaterThanOrEqualTo(course.get("expected").doubleValue());
        assertThat(open.ask("GET /api/forecast?guard=memory&at=" + FakeHouse.AT.plusSeconds(60)).text()).contains("expected a moment that has been");
    }

    @Test
    void looksOnlyAtTheProcessThatRanAtThatMoment() throws IOException {
        var curves = new Curves(store, FakeHouse.AT);
        curves.series(Labels.of("__name__", "memory_bytes", "service", "live-qa"), ago -> ago > 3600 ? 9000 - ago : ago > 600 ? 3600 - ago / 2 + Math.sin(ago) : 100);
        curves.keep();
        open.house.lines.add(new Line(1, FakeHouse.AT.minusSeconds(3600), "fact-kept", new Entry.FactKept("local", "b", 1, Scene.LIVE_QA,
                new Fact.Started(7, FakeHouse.AT.minusSeconds(3600), false), FakeHouse.AT.minusSeconds(3600), 0)));
        open.house.see(Scene.of(1, Scene.service(Scene.LIVE_QA, ViewedService.Pose.STANDING, "")));
        var course = courses("memory&at=" + FakeHouse.AT.minusSeconds(700)).get(0);
        assertThat(course.get("since").doubleValue()).isGreaterThanOrEqualTo(FakeHouse.AT.minusSeconds(3600).getEpochSecond());
    }

    @Test
    void namesTheNearestGuardWhereThereIsNoneOfThatName() throws IOException {
        var heard = open.ask("GET /api/forecast?guard=memry");
        assertThat(heard.status()).isEqualTo(404);
        assertThat(heard.text()).contains("memory");
        assertThat(open.ask("GET /api/forecast").status()).isEqualTo(400);
    }

    @Test
    void saysSoWhereItWouldReadTooMuch() throws IOException {
        for (int i = 0; i < 20_001; i++) {
            store.append(Labels.of("__name__", "memory_bytes", "service", "live-qa", "part", "p" + i), new Sample(FakeHouse.AT.toEpochMilli(), 1));
        }
        var heard = open.ask("GET /api/forecast?guard=memory");
        assertThat(heard.status()).isEqualTo(422);
        assertThat(heard.text()).contains("memory cannot be foreseen", "narrow its labels or its time");
    }
}
