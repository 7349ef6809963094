package koboshi.house;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Keeps the rooms of ARCHITECTURE.md as they are drawn there, by what was really compiled. */
class HouseTest {
    private static final List<String> SHIPPED = List.of("metrics", "core", "integrations", "agent", "server");
    private static final List<String> ALL = List.of("metrics", "core", "integrations", "agent", "server", "drills", "scenarios", "bench",
            "services/live-qa", "services/live-qa-faults", "services/live-qa-phone");

    /** Whose packages a module may use besides its own. */
    private static final Map<String, List<String>> BELOW = Map.of(
            "metrics", List.of(),
            "core", List.of("metrics"),
            "integrations", List.of("metrics", "core"),
            "agent", List.of("metrics", "core"),
            "server", List.of("metrics", "core", "integrations", "agent"),
            "drills", List.of("metrics", "core", "integrations", "agent", "server"));

    private static final Map<String, List<String>> LIBRARIES = Map.of(
            "metrics", List.of("org.roaringbitmap", "com.google.re2j", "org.xerial.snappy", "com.github.luben.zstd", "io.airlift.compress"),
            "core", List.of(),
            "agent", List.of("tools.jackson", "com.fasterxml.jackson.annotation"));

    /** Of metrics, core sees only what is pure. */
    private static final Set<String> PURE_METRICS = Set.of("koboshi.series", "koboshi.promql", "koboshi.forecast");

    /** What is broken today. A line that is mended must go from here, or this test fails. */
    private static final List<String> KNOWN_ORDER = List.of();
    private static final List<String> KNOWN_SLEEPS = List.of();
    private static final Map<String, List<String>> KNOWN_WORDS = Map.of();
    private static final List<String> KNOWN_PURITY = List.of();

    @Test
    void everyRoomWasBuiltBeforeItIsLookedAt() {
        assertThat(SHIPPED).allMatch(House::built);
    }

    @TestFactory
    Stream<DynamicTest> aModuleUsesOnlyThoseBelowIt() {
        return BELOW.keySet().stream().sorted().map(module -> DynamicTest.dynamicTest(module, () ->
                assertThat(Rules.uses(House.shipped(module), mayUse(module))).isEmpty()));
    }

    private static Set<String> mayUse(String module) {
        var packages = new HashSet<>(House.packages(module));
        BELOW.get(module).forEach(below -> packages.addAll(House.packages(below)));
        if (module.equals("core")) {
            packages.removeIf(name -> House.packages("metrics").contains(name) && !PURE_METRICS.contains(name));
        }
        return packages;
    }

    @TestFactory
    Stream<DynamicTest> aModuleNeedsOnlyTheLibrariesOnItsList() {
        return LIBRARIES.entrySet().stream().map(room -> DynamicTest.dynamicTest(room.getKey(), () ->
                assertThat(Rules.libraries(House.shipped(room.getKey()), room.getValue())).isEmpty()));
    }

    @Test
    void aPackageUsesOnlyThoseBeforeIt() {
        var broken = House.ORDER.entrySet().stream().flatMap(room -> Rules.order(room.getValue(), House.shipped(room.getKey())).stream()).toList();
        assertThat(broken).containsExactlyInAnyOrderElementsOf(KNOWN_ORDER);
    }

    @Test
    void judgementIsPure() {
        var judgement = new ArrayList<>(House.shipped("core"));
        House.shipped("metrics").stream().filter(one -> PURE_METRICS.contains(one.inPackage())).forEach(judgement::add);
        assertThat(Rules.purity(judgement)).containsExactlyInAnyOrderElementsOf(KNOWN_PURITY);
    }

    @Test
    void integrationsNeverNameEachOther() {
        assertThat(Rules.strangersToEachOther(House.shipped("integrations"))).isEmpty();
    }

    @Test
    void servicesImportNothingOfOurs() {
        assumeThat(House.built("services/live-qa")).as("built in this run").isTrue();
        assertThat(Rules.importsNothingOfOurs(House.shipped("services/live-qa"))).isEmpty();
    }

    @Test
    void nothingShippedNamesTheFaultsOfDrills() {
        var shipped = new ArrayList<CompiledClass>();
        SHIPPED.forEach(module -> shipped.addAll(House.shipped(module)));
        shipped.addAll(House.shipped("services/live-qa"));
        assertThat(Rules.namesNoFaults(shipped)).isEmpty();
    }

    @TestFactory
    Stream<DynamicTest> noTypeIsNamedByAWordThatSaysNothing() {
        return ALL.stream().map(module -> DynamicTest.dynamicTest(module, () -> {
            assumeThat(House.built(module)).as("built in this run").isTrue();
            var named = Stream.concat(House.shipped(module).stream(), House.tests(module).stream()).toList();
            assertThat(Rules.forbiddenWords(named)).containsExactlyElementsOf(KNOWN_WORDS.getOrDefault(module, List.of()));
        }));
    }

    @Test
    void noTestSleeps() {
        assertThat(Rules.sleeps(ALL.stream().flatMap(module -> House.tests(module).stream()).toList())).containsExactlyInAnyOrderElementsOf(KNOWN_SLEEPS);
    }

    @Test
    void architectureListsThePackagesThereAre() throws IOException {
        var found = new LinkedHashMap<String, List<String>>();
        SHIPPED.forEach(module -> found.put(module, House.packages(module)));
        assertThat(RoomsInWords.read(Files.readString(House.ROOT.resolve("ARCHITECTURE.md")))).isEqualTo(found);
    }
}
