package koboshi.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import koboshi.config.ScrapeJob.Alarm;
import koboshi.journey.Step.Expectation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProbesTest {
    @TempDir
    Path folder;

    private List<ScrapeJob> read(String text) throws Exception {
        return Configuration.read(Files.writeString(folder.resolve("koboshi.yaml"), text)).settings().scrapes().jobs();
    }

    private ScrapeJob job(String keys) throws Exception {
        return read("probes: {shops: " + keys + "}").getFirst();
    }

    private List<String> problems(String text) {
        return catchThrowableOfType(Problems.class, () -> read(text)).list().stream().map(Problem::toString).toList();
    }

    @Test
    void readsAJobWithWhatIsUsual() throws Exception {
        var job = job("{targets: ['https://a.example.org/health']}");
        assertThat(job).extracting(ScrapeJob::every, ScrapeJob::timeout, ScrapeJob::probe, ScrapeJob::alarm)
                .containsExactly(Duration.ofSeconds(10), Duration.ofSeconds(5), Optional.of(Expectation.SUCCESS), Optional.of(Alarm.ANY));
        assertThat(job.limits().body()).isEqualTo(1 << 20);
    }

    @Test
    void readsWhatIsExpectedAndWhoIsCalled() throws Exception {
        var job = job("{targets: [a], expect: {status: [2xx, 404], contains: ok, within: 1s, certificate: 14d}, alarm: {failures: 3}}");
        var expect = job.probe().orElseThrow();
        assertThat(expect.statuses()).hasSize(101).contains(200, 299, 404);
        assertThat(expect.certificate()).contains(Duration.ofDays(14));
        assertThat(job.alarm().orElseThrow().failures()).isEqualTo(3);
        assertThat(job("{targets: [a], alarm: false}").alarm()).isEmpty();
    }

    @Test
    void namesTheNearestKey() {
        assertThat(problems("probes:\n  shops: {target: [a], expects: {}}")).anySatisfy(problem ->
                assertThat(problem).startsWith("koboshi.yaml:2:11: probes.shops.target: unknown key").endsWith("did you mean \"targets\"?"));
        assertThat(problems("probes: {shops: {targets: [a], expect: {stauts: 200}}}")).singleElement().asString().contains("did you mean \"status\"?");
    }

    @Test
    void takesNamesThatAreCommonAmongContainersAlsoAsWholeAddresses() throws Exception {
        assertThat(job("{targets: ['http://my_service:8080', 'https://stack_web.1/health', 'my_service:8080']}")).isNotNull();
        assertThat(problems("probes: {shops: {targets: ['http://256.1.1.1/']}}")).singleElement().asString().contains("targets[0]").contains("a host and a path");
    }

    @Test
    void refusesWhatIsNoAddressAndNeverRepeatsALogin() {
        assertThat(problems("probes: {shops: {targets: ['ftp://a/']}}")).singleElement().asString().contains("targets[0]").contains("http:// or https://");
        assertThat(problems("probes: {shops: {targets: ['https://me:secret@a/']}}")).singleElement().asString().contains("without user and password").doesNotContain("secret");
        assertThat(problems("probes: {shops: {targets: ['a/health']}}")).hasSize(1);
        assertThat(problems("probes: {shops: {}}")).singleElement().asString().contains("expected targets, groups, files");
        assertThat(problems("probes: {shops: {targets: [a], expect: {status: 9xx}}}")).singleElement().asString().contains("100 to 599");
    }

    @Test
    void oneNameIsOneJobHoweverItIsWatched() {
        assertThat(problems("scrapes: {shops: {targets: [a]}}\nprobes: {shops: {targets: [a]}}")).singleElement().asString().contains("is there already");
    }
}
