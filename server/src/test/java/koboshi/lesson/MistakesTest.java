package koboshi.lesson;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a writer is told of a slip. */
class MistakesTest {
    @TempDir
    Path folder;

    private Result run(String text) throws IOException {
        Files.writeString(folder.resolve("koboshi.yaml"), """
                services: {web: {run: web}}
                journeys: {front: {service: web, steps: [{get: "http://127.0.0.1/"}]}}
                guards: {silent: {journey: front, then: [restart]}}
                """);
        Files.writeString(folder.resolve("run.csv"), "time,used,bad\n2024-01-07 15:45:29.2,1,1\n2024-01-07 15:46:29.2,2,oops\n");
        return Lessons.run(Files.writeString(folder.resolve("a.lesson"), text));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            30 journey front clean                     | 1  | found "30"             | 30s
            1s jorney front clean                      | 4  | found "jorney"         | journey
            1s journey fornt clean                     | 12 | a journey: front       | front
            1s journey front cleen                     | 18 | one of burst, clean    | clean
            1s journey front fails no                  | 24 | in quotes              | "no ..."
            1s journey front fails "no                 | 24 | closing "              |
            1s..5s journey front clean                 | 27 | "every"                |
            5s..1s journey front clean every 1s        | 1  | ends after it begins   |
            1s process service/wbe started             | 12 | a service: service/web | service/web
            1s process service/web exited OUT_OF_MEMRY | 31 | one of FAILED          | OUT_OF_MEMORY
            1s push x{a="b} 3                          | 13 | closing "              |
            1s push x{a=b} 3                           | 9  | a series               |
            1s push x many                             | 11 | a number               |
            1s push x from run.csv                     | 16 | the path of a file of columns | "run.csv ..."
            1s push x from "rnu.csv" column used       | 16 | rnu.csv cannot be read: NoSuchFileException |
            1s push x from "run.csv" used              | 26 | "column"               |
            1s push x from "run.csv" column usd at time | 33 | a column: bad, time, used | used
            1s push x from "run.csv" column used       | 37 | one of at, every       |
            1s push x from "run.csv" column used at tme | 41 | a column               | time
            1s push x from "run.csv" column bad at time | 40 | a number in column bad of run.csv, line 3, instead of "oops" |
            1s push x from "run.csv" column time every 1m | 44 | a number in column time of run.csv, line 2 |
            1s push x from "run.csv" column used at bad | 41 | a moment such as 2024-01-07 15:45:29 |
            1s agent locl linked                       | 10 | a host: local          | local
            1s vantage here seez front clean           | 17 | "sees"                 | sees
            1s prober tokyo linked                     | 11 | a vantage:             |
            expect at 5s verdict of front falen        | 31 | clean, fallen          | fallen
            1s koboshi kiled                           | 12 | killed, started        | killed
            1s journey front clean now                 | 24 | the end of the line    |
            expect in 5s nothing                       | 8  | acts, at, during       |
            expect at 1s..5s nothing                   | 11 | one moment after "at"  |
            expect during 5s nothing                   | 15 | 0s..30s after "during" |
            expect at 5s guard silnt firing            | 20 | a guard:               | silent
            expect at 5s guard silent fireing          | 27 | inactive, pending      | firing
            expect at 5s action restart refused cooling | 37 | one of act-in-progress |
            expect at 5s hands cold                    | 20 | free, frozen           |
            expect at 5s incident on service/wbe open  | 26 | a resource: guard/agent-away:local | service/web
            config other.yaml                          | 1  | on the first line only |
            tick 1ms                                   | 6  | from 10ms to 1h        |
            """)
    void namesThePlaceWhatWasExpectedAndTheNearestSpelling(String line, int column, String expected, String nearest) throws IOException {
        var mistakes = run("config koboshi.yaml\n" + line + "\n").mistakes();
        assertThat(mistakes).hasSize(1);
        var mistake = mistakes.getFirst();
        assertThat(mistake.line()).isEqualTo(2);
        assertThat(mistake.column()).isEqualTo(column);
        assertThat(mistake.expected()).contains(expected);
        assertThat(mistake.nearest().orElse(null)).isEqualTo(nearest);
    }

    @Test
    void tellsAllOfThemAtOnce() throws IOException {
        assertThat(run("config koboshi.yaml\n1s bad\n# a comment\n2s worse\n").problems()).hasSize(2).allMatch(line -> line.contains("a.lesson:"));
    }

    @Test
    void wantsAConfigurationFirst() throws IOException {
        assertThat(run("").mistakes().getFirst().expected()).contains("config PATH");
        assertThat(run("1s journey front clean\n").mistakes().getFirst().expected()).contains("\"config\"");
    }

    @Test
    void repeatsWhatIsWrongWithTheConfiguration() throws IOException {
        Files.writeString(folder.resolve("bad.yaml"), "servces: {}\n");
        assertThat(run("config bad.yaml\n").mistakes()).hasSize(1).first().extracting(Mistake::expected).asString().contains("did you mean \"services\"?");
    }

    @Test
    void refusesWhatWouldTakeForever() throws IOException {
        assertThat(run("config koboshi.yaml\n1s..52w journey front clean every 10ms\n").mistakes().getFirst().expected()).contains("longer tick");
    }

    @Test
    void aFileThatIsNotThereIsOneMistake() {
        assertThat(Lessons.run(folder.resolve("none.lesson")).problems()).singleElement().asString().contains("cannot be read: NoSuchFileException");
    }
}
