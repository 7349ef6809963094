package koboshi.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real promtool asks us as it asks a Prometheus. */
class PromtoolTest {
    @TempDir
    private Path folder;

    private Installation house;
    private Path promtool;

    @BeforeEach
    void start() throws IOException {
        promtool = Stream.of(System.getenv("PATH").split(":"))
                .map(place -> Path.of(place, "promtool"))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseGet(() -> Assumptions.abort("needs the package prometheus (for promtool)"));
        house = new Installation(folder).start();
        house.push("waiting{desk=\"a\"} 7\nwaiting{desk=\"b\"} 3");
    }

    @AfterEach
    void stop() {
        if (house != null) {
            house.close();
        }
    }

    private String promtool(String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(promtool.toString(), "query"));
        command.addAll(List.of(arguments));
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }

    private String address() {
        return house.address().toString().replaceAll("/$", "");
    }

    @Test
    void asksAtOneMoment() throws Exception {
        assertThat(promtool("instant", address(), "sum(waiting)")).startsWith("{} => 10 @[");
    }

    @Test
    void asksOverARange() throws Exception {
        assertThat(promtool("range", "--step=1s", address(), "waiting{desk=\"a\"}")).contains("waiting{desk=\"a\"} =>").contains("7 @[");
    }

    @Test
    void asksWhichSeriesThereAre() throws Exception {
        assertThat(promtool("series", "--match=waiting", address())).contains("{__name__=\"waiting\", desk=\"b\"}");
        assertThat(promtool("labels", address(), "desk")).isEqualTo("a\nb\n");
    }

    @Test
    void saysWhatIsWrong() throws IOException, InterruptedException {
        var process = new ProcessBuilder(promtool.toString(), "query", "instant", address(), "sum(").redirectErrorStream(true).start();
        assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)).contains("bad_data").contains("query");
        assertThat(process.waitFor()).isNotZero();
    }
}
