package koboshi.integration.haproxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import koboshi.integration.haproxy.Suspected.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class WatchfulnessTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration WARM = Duration.ofMinutes(2);

    private Watchfulness watchfulness = Watchfulness.by(Norms.USUAL);
    private Instant now = START;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void aSoundHouseIsHardlyEverSuspected(long seed) {
        var looks = new Simulation(seed, 66).run(Duration.ofMinutes(30));
        assertThat(Simulation.count(looks)).isLessThan(100);
    }

    /** Two in a hundred answers are lost after two seconds, for half an hour. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void aSteadyLossBecomesUsualWithinAMinute(long seed) {
        var simulation = new Simulation(seed, 66);
        simulation.run(WARM);
        simulation.loses(0.02);
        assertThat(Simulation.count(simulation.run(Duration.ofMinutes(1)))).as("it is noticed").isPositive();
        for (int minute = 0; minute < 29; minute++) {
            assertThat(Simulation.count(simulation.run(Duration.ofMinutes(1)))).as("minute " + minute).isLessThanOrEqualTo(8);
        }
    }

    @Test
    void aSteadyLossIsSuspectedAHandfulOfTimesAMinute() {
        var simulation = new Simulation(9, 66);
        simulation.loses(0.02);
        simulation.run(Duration.ofMinutes(1));
        assertThat(Simulation.count(simulation.run(Duration.ofMinutes(30)))).isLessThan(30 * 5);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void whoHangsUnderSixtyRequestsASecondIsSuspectedWithinTwoLooks(long seed) {
        var simulation = new Simulation(seed, 60);
        simulation.run(WARM);
        simulation.hangs(2);
        assertThat(Simulation.looksUntil(simulation.run(Duration.ofSeconds(3)), "web/s2")).isLessThanOrEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void whoHangsUnderFiveRequestsASecondIsSuspectedWithinAboutASecond(long seed) {
        var simulation = new Simulation(seed, 5);
        simulation.run(WARM);
        simulation.hangs(2);
        assertThat(Simulation.looksUntil(simulation.run(Duration.ofSeconds(5)), "web/s2")).isLessThanOrEqualTo(15);
    }

    /** The whole point of learning: what is usual hides nothing that is not. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void whoHangsAmidASteadyLossIsSuspectedSoonAfter(long seed) {
        var simulation = new Simulation(seed, 66);
        simulation.loses(0.02);
        simulation.run(Duration.ofMinutes(5));
        simulation.hangs(3);
        var looks = simulation.run(Duration.ofSeconds(3));
        assertThat(Simulation.looksUntil(looks, "web/s3")).isLessThanOrEqualTo(4);
        assertThat(Simulation.byServer(looks).get("web/s3")).isGreaterThan(20);
    }

    @Test
    void whatHangsForAWhileIsNotTakenForUsual() {
        var simulation = new Simulation(5, 60);
        simulation.run(WARM);
        simulation.hangs(1);
        assertThat(Simulation.byServer(simulation.run(Duration.ofSeconds(10))).get("web/s1")).isGreaterThan(90);
    }

    @Test
    void oneErrorOfASoundServerIsEnough() {
        var simulation = new Simulation(6, 60);
        simulation.run(WARM);
        simulation.fails(2, 1);
        var found = simulation.run(Simulation.LOOK).getFirst();
        assertThat(found).singleElement().extracting(Suspected::reason).isInstanceOf(Reason.Errors.class);
        assertThat(found.getFirst().reason().inEnglish()).isEqualTo("1.0 errors lately where 0.0 are usual");
    }

    @Test
    void whenAllAreBusyNobodyIsSuspected() {
        calm(3);
        assertThat(see(Servers.seen("web/s1", 40, 0, 0, 1), Servers.seen("web/s2", 42, 0, 0, 1), Servers.seen("web/s3", 44, 0, 0, 1))).isEmpty();
        assertThat(see(Servers.seen("web/s1", 40, 0, 0, 1), Servers.seen("web/s2", 3, 0, 0, 1), Servers.seen("web/s3", 2, 0, 0, 1)))
                .singleElement()
                .extracting(Suspected::reason)
                .isInstanceOf(Reason.Sessions.class);
    }

    @Test
    void twoOfThreeThatHangAreBothSuspected() {
        calm(3);
        assertThat(see(Servers.seen("web/s1", 40, 0, 0, 1), Servers.seen("web/s2", 40, 0, 0, 1), Servers.calm("web/s3")))
                .extracting(one -> one.server().name())
                .containsExactly("s1", "s2");
    }

    @Test
    void whoIsFoundHangingIsSuspectedAtTheSecondLook() {
        var hanging = new Server[] {Servers.seen("web/s1", 80, 0, 0, 1), Servers.calm("web/s2"), Servers.calm("web/s3")};
        assertThat(see(hanging)).isEmpty();
        assertThat(see(hanging)).extracting(one -> one.server().name()).containsExactly("s1");
    }

    @Test
    void aQueueIsSuspected() {
        calm(1);
        assertThat(see(Servers.seen("web/s1", 1, 1, 0, 1))).singleElement().extracting(Suspected::reason).isEqualTo(new Reason.Queue(1, 0));
    }

    @Test
    void aServerAloneIsHeldAgainstItself() {
        calm(1);
        assertThat(see(Servers.seen("web/s1", 5, 0, 0, 1))).hasSize(1);
    }

    @Test
    void whoIsMeantToHaveNoTrafficIsNotSuspected() {
        calm(2);
        assertThat(see(Servers.full("web/s1", Admin.DRAIN, true, 100, 90, 9, 9, 9), Servers.calm("web/s2"))).isEmpty();
        assertThat(see(Servers.full("web/s1", Admin.MAINT, false, 100, 90, 9, 99, 9), Servers.calm("web/s2"))).isEmpty();
        assertThat(see(Servers.full("web/s1", Admin.READY, false, 100, 90, 9, 999, 9), Servers.calm("web/s2"))).isEmpty();
    }

    @Test
    void aPauseOrAClockThatGoesBackIsNoReason() {
        calm(1);
        now = START.plusSeconds(3600);
        assertThat(see(Servers.seen("web/s1", 9, 0, 50, 1))).isEmpty();
        now = START.minusSeconds(1);
        assertThat(see(Servers.seen("web/s1", 9, 0, 90, 1))).isEmpty();
    }

    @Test
    void countersOfANewProcessAreNoReason() {
        calm(1);
        see(Servers.seen("web/s1", 0, 0, 50, 1000));
        assertThat(see(Servers.seen("web/s1", 0, 0, 0, 3))).isEmpty();
    }

    private void calm(int servers) {
        see(IntStream.rangeClosed(1, servers).mapToObj(i -> Servers.calm("web/s" + i)).toArray(Server[]::new));
    }

    private List<Suspected> see(Server... servers) {
        var step = watchfulness.see(List.of(servers), now);
        watchfulness = step.then();
        now = now.plus(Simulation.LOOK);
        return step.suspected();
    }
}
