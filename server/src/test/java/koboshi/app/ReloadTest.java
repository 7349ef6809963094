package koboshi.app;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import koboshi.scrape.TargetStatus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class ReloadTest {
    private static final String MORE = Installation.PLAN + "  low: {when: 'waiting < 1', then: [notify]}\n";

    @TempDir
    private Path folder;

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private Installation house;
    private Reload reload;

    @BeforeEach
    void start() throws IOException {
        log.start();
        ((Logger) LoggerFactory.getLogger("koboshi.app")).addAppender(log);
        house = new Installation(folder).start();
        reload = new Reload(house.file(), UnaryOperator.identity(), house.koboshi, house.read());
    }

    @AfterEach
    void close() {
        ((Logger) LoggerFactory.getLogger("koboshi.app")).detachAppender(log);
        reload.close();
        house.close();
    }

    private void edit(String plan) throws IOException {
        house.write(plan);
        reload.look();
    }

    private String said() {
        return log.list.stream().map(ILoggingEvent::getFormattedMessage).collect(Collectors.joining("\n"));
    }

    private boolean inForce(String guard) {
        return house.koboshi.plan().duties().containsKey(guard);
    }

    @Test
    void aGoodFileIsTakenUp() throws IOException {
        edit(MORE);
        assertThat(inForce("low")).isTrue();
        house.await("it is shown", state -> state.path("guards").size() == 2);
    }

    @Test
    void aBadFileChangesNothingAndEveryProblemIsSaid() throws IOException {
        edit(MORE.replace("notify", "notfy"));
        assertThat(inForce("low")).isFalse();
        assertThat(inForce("high")).isTrue();
        assertThat(said()).contains("koboshi.yaml:3:").contains("did you mean \"notify\"?").contains("what was in force stays in force");
    }

    @Test
    void aFileThatIsGoneChangesNothingAndIsFollowedAgainWhenItIsBack() throws IOException {
        Files.delete(house.file());
        reload.look();
        assertThat(inForce("high")).isTrue();
        edit(MORE);
        assertThat(inForce("low")).isTrue();
    }

    @Test
    void aFileThatSaysWhatIsInForceIsNotFollowedAgain() throws IOException {
        reload.look();
        edit(Installation.PLAN);
        assertThat(said()).isEmpty();
    }

    @Test
    void aPlanTooLargeToBeRecordedChangesNothingAndSaysSo() throws IOException {
        edit(MORE + "services: {big: {run: [\"a\", \"" + "x".repeat(70_000) + "\"]}}\n");
        assertThat(inForce("low")).isFalse();
        assertThat(said()).contains("service/big would take 70");
    }

    @Test
    void whatTakesANewStartIsNamed() throws IOException {
        edit(MORE.replace(":0", ":8642") + "state: elsewhere\n");
        assertThat(inForce("low")).isTrue();
        assertThat(said()).contains("listen changed; that is followed at the next start").contains("state changed");
    }

    @Test
    void aFiringGuardThatIsTakenOutClosesItsIncidentAsRemoved() throws IOException {
        house.falls();
        edit("listen: 127.0.0.1:0\n");
        house.await("the incident is over", state -> !state.at("/incidents/0/ended").isNull());
        assertThat(house.get("/api/incidents/1").at("/incident/ending").asString()).isEqualTo("REMOVED");
    }

    /** As a sidecar does that watches a mounted folder. */
    @Test
    void whoeverChangedAFileMaySayThatItIsToBeReadNow() throws IOException {
        house.write(MORE);
        assertThat(house.asked("POST", "/-/reload").statusCode()).isEqualTo(200);
        assertThat(inForce("low")).isTrue();
        house.write(MORE.replace("notify", "notfy"));
        for (int i = 0; i < 2; i++) {
            var refused = house.asked("POST", "/-/reload");
            assertThat(refused.statusCode()).isEqualTo(500);
            assertThat(refused.body()).startsWith("failed to reload config: koboshi.yaml:3:").contains("did you mean \"notify\"?");
        }
        assertThat(house.asked("GET", "/-/reload").statusCode()).isEqualTo(405);
    }

    @Test
    void anotherPasswordIsAnotherFileThoughNobodyIsShownIt() throws IOException {
        var jobs = folder.resolve("prometheus.yml");
        var written = "scrape_configs: [{job_name: a, basic_auth: {username: u, password: first}, static_configs: [{targets: ['127.0.0.1:1']}]}]";
        Files.writeString(jobs, written);
        edit(Installation.PLAN + "scrapes: {all: {prometheus: prometheus.yml}}\n");
        Files.writeString(jobs, written.replace("first", "other"));
        var speaker = (Logger) LoggerFactory.getLogger("koboshi.app");
        speaker.setLevel(Level.INFO);
        log.list.clear();
        reload.look();
        speaker.setLevel(null);
        assertThat(said()).contains("is followed").doesNotContain("other");
    }

    private List<String> scraped() {
        return house.koboshi.targets().all().stream().map(TargetStatus::job).toList();
    }

    @Test
    void aPrometheusFileThatIsNamedIsFollowedToo() throws IOException {
        var jobs = Files.writeString(folder.resolve("prometheus.yml"), "scrape_configs: [{job_name: a, static_configs: [{targets: ['127.0.0.1:1']}]}]");
        edit(Installation.PLAN + "scrapes: {all: {prometheus: prometheus.yml}}\n");
        assertThat(scraped()).containsExactly("a");
        Files.writeString(jobs, "scrape_configs: [{job_name: longer, static_configs: [{targets: ['127.0.0.1:1']}]}]");
        reload.look();
        assertThat(scraped()).containsExactly("longer");
        Files.writeString(jobs, "scrape_configs: [{job_name: a, ec2_sd_configs: []}]");
        reload.look();
        assertThat(scraped()).containsExactly("longer");
        assertThat(said()).contains("prometheus.yml:1:32: scrape_configs[0].ec2_sd_configs: is not supported here");
    }
}
