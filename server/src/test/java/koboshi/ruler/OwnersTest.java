package koboshi.ruler;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import koboshi.config.Configuration;
import koboshi.series.Labels;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnersTest {
    private static final String PLAN = """
            services:
              desk: {run: java -jar desk.jar, metrics: {scrape: 'http://127.0.0.1:8080/metrics'}}
              till: {run: java -jar till.jar, metrics: {scrape: 'http://127.0.0.1:8081/metrics'}}
              red: {run: java -jar red.jar, metrics: {scrape: 'http://127.0.0.1:8082/red'}}
              green: {run: java -jar green.jar, metrics: {scrape: 'http://127.0.0.1:8082/green'}}
              blue: {run: java -jar blue.jar, metrics: {scrape: 'http://127.0.0.1:8082/blue'}}
            """;

    @TempDir
    private Path folder;

    private Owners owners;

    @BeforeEach
    void read() throws Exception {
        var file = Files.writeString(folder.resolve("koboshi.yaml"), PLAN);
        owners = Owners.of(Configuration.read(file).settings().scrapes().jobs());
    }

    private String service(String... labels) {
        return owners.named(Labels.of(labels)).get("service");
    }

    @Test
    void anAlertOfAServicesJobOrInstanceIsTheServices() {
        assertThat(service("job", "desk")).isEqualTo("desk");
        assertThat(service("instance", "127.0.0.1:8081")).isEqualTo("till");
    }

    @Test
    void whatSpeaksOfAServiceAlreadyStaysAsItIs() {
        assertThat(service("job", "desk", "service", "somebody")).isEqualTo("somebody");
    }

    @Test
    void anAddressThatSeveralAnswerAtIsNobodys() {
        assertThat(service("instance", "127.0.0.1:8082")).isEmpty();
    }

    @Test
    void whatIsNobodysStaysNobodys() {
        assertThat(service("job", "node", "instance", "127.0.0.1:9100")).isEmpty();
        assertThat(Owners.NONE.named(Labels.of("job", "desk"))).isEqualTo(Labels.of("job", "desk"));
    }
}
