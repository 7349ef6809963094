package koboshi.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import koboshi.loop.Plan;
import koboshi.resource.Pool;
import koboshi.resource.ResourceId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What follows from a configuration when HAProxy tells of servers. */
class DiscoverTest {
    private static final String JOURNEY = "journeys: {see: {pool: web, steps: [{get: \"http://${server}/\"}]}}";

    @TempDir
    private Path folder;

    private Configuration read(String traffic, String more) throws Exception {
        var file = folder.resolve("koboshi.yaml");
        Files.writeString(file, "services: {a: {run: a}}\ntraffic: {web: {haproxy: unix:/run/haproxy.sock" + traffic + "}}\n" + JOURNEY + "\n" + more);
        return Configuration.read(file);
    }

    private static Map<String, Map<String, String>> found(String... servers) {
        var found = new LinkedHashMap<String, String>();
        for (int i = 0; i < servers.length; i++) {
            found.put(servers[i], "10.0.0." + (i + 1) + ":80");
        }
        return Map.of("web", found);
    }

    private static Map<String, String> addresses(Plan plan) {
        var addresses = new LinkedHashMap<String, String>();
        plan.pools().get("web").members().forEach(member -> addresses.put(member.server(), member.address().orElseThrow()));
        return addresses;
    }

    @Test
    void withoutServersAllOfTheBackendAreTaken() throws Exception {
        var configuration = read("", "");
        assertThat(configuration.plan().pools().get("web").members()).isEmpty();
        var plan = configuration.over(found("s2", "s1")).plan();
        assertThat(addresses(plan)).containsExactly(Map.entry("s2", "10.0.0.1:80"), Map.entry("s1", "10.0.0.2:80"));
        assertThat(plan.journeys().get("see@web/s1").server()).contains("10.0.0.2:80");
        assertThat(plan.duties()).containsKeys("see@web/s1", "see@web/s2");
        assertThat(configuration.warnings()).isEmpty();
    }

    @Test
    void onlyNamesOfThePatternAreTaken() throws Exception {
        assertThat(addresses(read(", discover: \"web-*\"", "").over(found("web-1", "test", "web-", "x-web-2")).plan())).containsOnlyKeys("web-1", "web-");
    }

    @Test
    void whatIsWrittenOfAServerGoesBeforeWhatIsTold() throws Exception {
        var plan = read(", discover: \"*\", servers: {s1: {service: a}, s2: {address: \"h:81\"}, s3: \"h:82\", s4: {stands_on: [x]}}", "").over(found("s1", "s2")).plan();
        assertThat(addresses(plan)).isEqualTo(Map.of("s1", "10.0.0.1:80", "s2", "h:81", "s3", "h:82"));
        assertThat(plan.pools().get("web").members().getFirst().service()).contains(ResourceId.service("a"));
    }

    @Test
    void aProofAtAServerIsThereWhileTheServerIs() throws Exception {
        var guard = "guards: {slow: {when: \"x > 1\", on: service/a, then: [restart], prove: {journey: see, within: 1m}}}";
        var configuration = read(", discover: \"*\", servers: {s1: {service: a}}", guard);
        assertThat(configuration.over(found("s2")).plan().duties().get("slow").runbook().prove()).isEmpty();
        assertThat(configuration.over(found("s1")).plan().duties().get("slow").runbook().prove().map(proof -> proof.journey())).contains("see@web/s1");
    }

    @Test
    void aLessonKnowsTheServersThatAreNamed() throws Exception {
        assertThat(addresses(read(", discover: \"*\", servers: {s1: {service: a}}", "").overNamed().plan())).containsOnlyKeys("s1");
    }

    @Test
    void writtenServersAreNotChangedByWhatIsTold() throws Exception {
        var configuration = read(", servers: {s1: \"h:1\", s2: \"h:2\"}", "");
        assertThat(configuration.over(found("s3")).plan()).isEqualTo(configuration.plan());
        assertThat(configuration.plan().pools().get("web").discovers()).isEqualTo(Optional.empty());
    }

    @Test
    void aPoolOfTwoHundredIsLaidOut() throws Exception {
        var plan = read("", "").over(found(IntStream.range(0, 200).mapToObj(i -> "s" + i).toArray(String[]::new))).plan();
        assertThat(plan.pools().get("web").has(Pool.backend("web", "s199"))).isTrue();
        assertThat(plan.journeys()).hasSize(200);
    }
}
