package koboshi.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import koboshi.journey.Quorum;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VantagesTest {
    @TempDir
    private Path folder;

    private Configuration read(String journey) throws Exception {
        return Configuration.read(Files.writeString(folder.resolve("koboshi.yaml"), """
                vantages: {tokyo: {}, osaka: }
                services: {a: {run: a}}
                traffic: {web: {haproxy: ["tcp://127.0.0.1:9"], servers: {s1: "127.0.0.1:1", s2: "127.0.0.1:2"}}}
                journeys: {j: {%s, steps: [{get: "http://127.0.0.1/"}]}}
                guards: {}
                """.formatted(journey)));
    }

    private Optional<Quorum> quorum(String journey) throws Exception {
        return read("service: a, " + journey).plan().journeys().get("j").quorum();
    }

    @Test
    void moreThanHalfMustAgreeUnlessItIsSaid() throws Exception {
        assertThat(quorum("from: [here, tokyo, osaka]")).contains(new Quorum(List.of("here", "tokyo", "osaka"), 2));
        assertThat(quorum("from: [here, tokyo]")).contains(new Quorum(List.of("here", "tokyo"), 2));
        assertThat(quorum("from: [tokyo, osaka], quorum: 1")).contains(new Quorum(List.of("tokyo", "osaka"), 1));
    }

    @Test
    void aJourneyOfWhichNothingIsSaidIsRunFromHereAsEver() throws Exception {
        assertThat(quorum("every: 1s")).isEmpty();
        assertThat(quorum("from: [here]")).isEmpty();
    }

    @Test
    void aPoolsJourneyIsRunAtEachServerFromEachVantage() throws Exception {
        var journeys = read("pool: web, from: [here, tokyo, osaka]").plan().journeys();
        assertThat(journeys.get("j@web/s2").isRunFrom("osaka")).isTrue();
        assertThat(journeys.get("j@web/s2").quorum().orElseThrow().needed()).isEqualTo(2);
    }

    @Test
    void eachVantageThatIsUsedIsMissedAfterAWhileUnlessThatIsSwitchedOff() throws Exception {
        var duties = Configuration.read(Files.writeString(folder.resolve("koboshi.yaml"), """
                vantages: {tokyo: {}, osaka: {alarm: 2m}, kyoto: {alarm: off}, nara: }
                services: {a: {run: a}}
                journeys: {j: {service: a, from: [here, tokyo, osaka, kyoto], steps: [{get: "http://127.0.0.1/"}]}}
                """)).plan().duties();
        assertThat(duties.get("vantage-away:tokyo").guard().holdFor()).isEqualTo(Duration.ofSeconds(30));
        assertThat(duties.get("vantage-away:osaka").guard().holdFor()).isEqualTo(Duration.ofMinutes(2));
        assertThat(duties).doesNotContainKeys("vantage-away:kyoto", "vantage-away:nara", "vantage-away:here");
    }

    @Test
    void aVantageNobodyUsesIsTold() throws Exception {
        var read = read("service: a, from: [here, tokyo]");
        assertThat(read.vantages()).containsExactly("osaka", "tokyo");
        assertThat(read.warnings()).extracting(Problem::toString).anyMatch(text -> text.contains("vantages.osaka: no journey is run from this vantage"));
    }
}
