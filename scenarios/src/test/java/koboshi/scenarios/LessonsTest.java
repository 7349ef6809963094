package koboshi.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import koboshi.lesson.Lessons;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every lesson of the story, on every build. */
class LessonsTest {
    /** What lessons replay lies beside the checkout and is no part of it. */
    private static final Pattern RECORDING = Pattern.compile("from \"([^\"]+)\" column");

    /** Folders of a story each, with a koboshi.yaml and lessons beside it. */
    private static List<Path> stories() throws IOException {
        try (var folders = Files.list(Path.of("."))) {
            return folders.filter(folder -> Files.exists(folder.resolve("koboshi.yaml"))).sorted().toList();
        }
    }

    @TestFactory
    Stream<DynamicTest> everyLessonIsStillCaught() throws IOException {
        return lessons().stream().map(lesson -> DynamicTest.dynamicTest(lesson.toString(), lesson.toUri(), () -> holds(lesson)));
    }

    private static List<Path> lessons() throws IOException {
        var lessons = new ArrayList<Path>();
        for (var story : stories()) {
            lessons.addAll(Lessons.in(story.resolve("lessons").normalize()));
        }
        return lessons;
    }

    private static void holds(Path lesson) throws IOException {
        var away = RECORDING.matcher(Files.readString(lesson)).results().map(match -> lesson.resolveSibling(match.group(1)).normalize()).filter(Files::notExists).findFirst();
        away.ifPresent(file -> Assumptions.abort("SKIPPED: " + lesson + " replays " + file + ", which is not here"));
        var result = Lessons.run(lesson);
        assertThat(result.problems()).as(() -> String.join("\n", result.story())).isEmpty();
        assertThat(result.passed()).as("a lesson that expects nothing teaches nothing").isPositive();
    }

    @Test
    void theFallsThatDrillsReEnactAreLessonsToo() throws IOException {
        assertThat(lessons()).extracting(lesson -> lesson.getFileName().toString()).contains("crash.lesson", "hang.lesson", "silent.lesson");
    }
}
