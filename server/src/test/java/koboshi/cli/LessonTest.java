package koboshi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

class LessonTest {
    private static final String HOLDS = "config koboshi.yaml\n1s heartbeat nightly beats\nexpect at 1s guard late inactive\nexpect acts none\n";
    private static final String FAILS = HOLDS + "expect at 1s guard late firing\n";

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        var line = Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        return line.execute(Stream.concat(Stream.of("lesson", "test"), Stream.of(arguments)).toArray(String[]::new));
    }

    private String file(String name, String text) throws IOException {
        Files.writeString(folder.resolve("koboshi.yaml"), "heartbeats: {nightly: {every: 1m}}\nguards: {late: {heartbeat: nightly, then: [notify]}}\n");
        return Files.writeString(folder.resolve(name), text).toString();
    }

    @Test
    void saysHowManyExpectationsOfEachFileHeld() throws IOException {
        assertThat(run(file("a.lesson", HOLDS))).isEqualTo(Exit.OK);
        assertThat(out.toString()).endsWith("a.lesson: 2 passed, 0 failed\n");
    }

    @Test
    void aLessonThatIsNotCaughtAnyMoreEndsWithOneAndSaysWhatWasInstead() throws IOException {
        file("a.lesson", HOLDS);
        file("b.lesson", FAILS);
        assertThat(run(folder.toString())).isEqualTo(Exit.NOT_WELL);
        assertThat(out.toString()).contains("b.lesson: 2 passed, 1 failed", "b.lesson:5:1: expect at 1s guard late firing", "instead: at 1s guard late is inactive");
    }

    @Test
    void aLessonThatCannotBeReadEndsWithTwo() throws IOException {
        assertThat(run(file("a.lesson", HOLDS + "1s heartbeat nigtly beats\n"))).isEqualTo(Exit.USAGE);
        assertThat(out.toString()).contains("a.lesson:5:14: expected a heartbeat: nightly, found \"nigtly\"; did you mean \"nightly\"?");
    }

    @Test
    void saysTheSameAsJson() throws IOException {
        assertThat(run("--json", file("b.lesson", FAILS))).isEqualTo(Exit.NOT_WELL);
        var file = new JsonMapper().readTree(out.toString()).at("/files/0");
        assertThat(file.path("name").asString()).endsWith("b.lesson");
        assertThat(file.path("passed").asInt()).isEqualTo(2);
        assertThat(file.path("failed").asInt()).isEqualTo(1);
        assertThat(file.at("/problems/0/line").asInt()).isEqualTo(5);
        assertThat(file.at("/problems/0/instead").asString()).contains("inactive");
    }

    @Test
    void whereThereIsNoLessonItSaysWhatOneWouldBe() {
        assertThat(run(folder.resolve("none").toString())).isEqualTo(Exit.USAGE);
        assertThat(err.toString()).contains("a lesson is a file ending in .lesson");
        assertThat(run(folder.toString())).isEqualTo(Exit.USAGE);
    }

    @Test
    void explainsItself() {
        assertThat(run("--help")).isEqualTo(Exit.OK);
        assertThat(out.toString()).contains("--json", "--story", "lessons/ beside");
    }
}
