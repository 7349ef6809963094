package koboshi.journey;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;
import koboshi.signal.Run;
import org.junit.jupiter.api.Test;

class VerdictTest {
    private static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");
    private static final Run FAILED = Run.failed(T0, Duration.ofMillis(600), "hear", "no answer");
    private static final Sight CLEAN = said(clean(3));
    private static final Sight SUSPECTED = said(Pulse.UNKNOWN.after(List.of(FAILED)));
    private static final Sight FALLEN = said(Pulse.UNKNOWN.after(List.of(FAILED)).after(Collections.nCopies(Journey.BURST, FAILED)));
    private static final Sight SILENT = new Sight.Silent("not linked since noon");
    private static final Sight LEFT_OUT = new Sight.LeftOut("everything fails there");
    private static final List<Sight> ALL = List.of(CLEAN, SUSPECTED, FALLEN, SILENT, LEFT_OUT);

    private static Sight said(Pulse pulse) {
        return new Sight.Said(pulse);
    }

    private static Pulse clean(int times) {
        var pulse = Pulse.UNKNOWN;
        for (int i = 0; i < times; i++) {
            pulse = pulse.after(List.of(Run.clean(T0.plusSeconds(i), Duration.ofMillis(20))));
        }
        return pulse;
    }

    private static Verdict verdict(int needed, Sight... sights) {
        return verdict(needed, List.of(sights));
    }

    private static Verdict verdict(int needed, List<Sight> sights) {
        var names = IntStream.range(0, sights.size()).mapToObj(i -> "v" + i).toList();
        var byName = new TreeMap<String, Sight>();
        names.forEach(name -> byName.put(name, sights.get(Integer.parseInt(name.substring(1)))));
        return Verdict.of(new Quorum(names, needed), byName);
    }

    @Test
    void oneVantageOfThreeThatSeesAFallIsNoFall() {
        var verdict = verdict(2, FALLEN, CLEAN, CLEAN);
        assertThat(verdict.unknown()).isEmpty();
        assertThat(verdict.pulse()).matches(pulse -> !pulse.suspected()).matches(pulse -> pulse.cleanInARow() == 3);
    }

    @Test
    void asManyAsAreNeededMakeAFall() {
        assertThat(verdict(2, FALLEN, CLEAN, FALLEN).pulse()).matches(Pulse::fallen).matches(pulse -> pulse.firstFailed().isPresent());
    }

    @Test
    void aFallThatOnlyOneConfirmedIsASuspicion() {
        assertThat(verdict(2, FALLEN, SUSPECTED, CLEAN).pulse()).matches(Pulse::suspected).matches(pulse -> !pulse.fallen());
    }

    @Test
    void aSilentVantageDoesNotMakeItClean() {
        var verdict = verdict(2, FALLEN, CLEAN, SILENT);
        assertThat(verdict.pulse()).matches(pulse -> !pulse.fallen() && pulse.cleanInARow() == 0);
        assertThat(verdict.unknown()).contains("it fails from 1 of 3 vantages, and 2 must agree (v2: not linked since noon)");
    }

    @Test
    void whatTheSilentOneSaysDoesNotMatterWhereTheOthersAgree() {
        assertThat(verdict(2, CLEAN, CLEAN, SILENT)).matches(verdict -> verdict.unknown().isEmpty() && verdict.pulse().cleanInARow() == 3);
        assertThat(verdict(2, FALLEN, FALLEN, SILENT)).matches(verdict -> verdict.unknown().isEmpty() && verdict.pulse().fallen());
    }

    @Test
    void oneThatIsLeftOutTakesNoPart() {
        assertThat(verdict(2, CLEAN, CLEAN, LEFT_OUT)).matches(verdict -> verdict.unknown().isEmpty() && verdict.pulse().cleanInARow() == 3);
        assertThat(verdict(2, FALLEN, CLEAN, LEFT_OUT)).matches(verdict -> verdict.unknown().isEmpty() && !verdict.pulse().suspected());
    }

    @Test
    void tooFewThatCanTellIsUnknownAndSaysWhy() {
        var verdict = verdict(2, FALLEN, LEFT_OUT, SILENT);
        assertThat(verdict.pulse().fallen()).isFalse();
        assertThat(verdict.unknown())
                .contains("1 of 3 vantages can tell, and 2 must agree (v1 is left out: everything fails there; v2: not linked since noon)");
    }

    @Test
    void itIsCleanForAsLongAsForAllButThoseThatMayFail() {
        var pulse = verdict(2, said(clean(1)), said(clean(5)), said(clean(9))).pulse();
        assertThat(pulse.cleanInARow()).isEqualTo(5);
        assertThat(pulse.cleanSince(T0.plusSeconds(3))).isTrue();
        assertThat(pulse.cleanSince(T0.plusSeconds(4))).isFalse();
    }

    @Test
    void ofOneVantageTheVerdictIsItsOwn() {
        for (var sight : List.of(CLEAN, SUSPECTED, FALLEN)) {
            var own = ((Sight.Said) sight).pulse();
            assertThat(verdict(1, sight).pulse()).matches(pulse -> pulse.fallen() == own.fallen() && pulse.cleanInARow() == own.cleanInARow());
        }
    }

    /** From best to worst; what is between is unknown, and never reached from either end at once. */
    private static int badness(Verdict verdict) {
        if (verdict.unknown().isPresent()) {
            return 1;
        }
        return verdict.pulse().fallen() ? 2 : verdict.pulse().suspected() ? 1 : 0;
    }

    @Test
    void oneMoreThatFailsNeverMakesItBetterAndSilenceNeverTurnsItOver() {
        var random = new SplittableRandom(7);
        for (int i = 0; i < 20_000; i++) {
            var sights = new ArrayList<>(random.ints(1 + random.nextInt(6), 0, ALL.size()).mapToObj(ALL::get).toList());
            int needed = 1 + random.nextInt(sights.size());
            int which = random.nextInt(sights.size());
            var before = verdict(needed, sights);
            if (sights.get(which) instanceof Sight.Said) {
                var silent = verdict(needed, with(sights, which, SILENT));
                assertThat(Math.abs(badness(silent) - badness(before))).as("%s, %d falls silent", sights, which).isLessThan(2);
                assertThat(badness(verdict(needed, with(sights, which, FALLEN)))).as("%s, %d falls", sights, which).isGreaterThanOrEqualTo(badness(before));
                assertThat(badness(verdict(needed, with(sights, which, CLEAN)))).as("%s, %d is clean", sights, which).isLessThanOrEqualTo(badness(before));
            }
            assertThat(before.pulse().fallen()).as("%s of %s", needed, sights).isEqualTo(sights.stream().filter(FALLEN::equals).count() >= needed);
        }
    }

    private static List<Sight> with(List<Sight> sights, int which, Sight other) {
        var changed = new ArrayList<>(sights);
        changed.set(which, other);
        return changed;
    }

    @Test
    void oneVantageThatSeesNothingWorkIsDoubtedAndOneThatSeesOneThingWorkIsNot() {
        var clean = clean(3);
        var failing = ((Sight.Said) FALLEN).pulse();
        var everywhere = Map.of("a", Map.of("here", clean, "osaka", failing), "b", Map.of("here", clean, "osaka", failing));
        assertThat(Doubts.of(everywhere, Map.of())).containsOnlyKeys("osaka").hasValueSatisfying(new org.assertj.core.api.Condition<>(doubt -> doubt.toString().equals("all 2 of its journeys fail, while other vantages see 2 of them clean"), "in words"));
        assertThat(Doubts.of(Map.of("a", Map.of("here", clean, "osaka", failing), "b", Map.of("here", clean, "osaka", clean)), Map.of())).isEmpty();
    }

    @Test
    void whatReallyFellDoesNotMakeItsWitnessesDoubtful() {
        var clean = clean(3);
        var failing = ((Sight.Said) FALLEN).pulse();
        assertThat(Doubts.of(Map.of("a", Map.of("here", failing, "osaka", failing), "b", Map.of("here", failing, "osaka", failing)), Map.of())).isEmpty();
        assertThat(Doubts.of(Map.of("a", Map.of("here", clean, "osaka", failing)), Map.of())).as("one journey tells nothing of who runs it").isEmpty();
        assertThat(Doubts.of(Map.of("a", Map.of("osaka", failing), "b", Map.of("osaka", failing)), Map.of())).as("nobody else looks").isEmpty();
    }

    @Test
    void ourOwnPlaceIsDoubtedLikeAnyOther() {
        var clean = clean(3);
        var failing = ((Sight.Said) FALLEN).pulse();
        var here = Map.of("here", failing, "tokyo", clean, "osaka", clean);
        assertThat(Doubts.of(Map.of("a", here, "b", here), Map.of())).containsOnlyKeys("here");
    }
}
