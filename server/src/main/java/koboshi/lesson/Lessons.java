package koboshi.lesson;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Finds lessons and holds them against the guards as they are now. */
public final class Lessons {
    /** How a lesson's file name ends. */
    public static final String ENDING = ".lesson";

    private Lessons() {}

    /**
     * The lessons in a folder and below it, by name, or the one file.
     *
     * @throws IOException when it cannot be listed; make it readable and try again
     */
    public static List<Path> in(Path path) throws IOException {
        if (!Files.isDirectory(path)) {
            return List.of(path);
        }
        try (var inside = Files.walk(path)) {
            return inside.filter(file -> file.toString().endsWith(ENDING)).filter(Files::isRegularFile).sorted().toList();
        }
    }

    /** Plays one lesson from its beginning to its end. Time is simulated: a day of it takes moments. */
    public static Result run(Path file) {
        var reader = new LessonReader(file);
        var lesson = reader.read();
        return lesson.isPresent() ? hold(lesson.get()) : new Result(file, 0, List.of(), List.of(), List.of(), reader.mistakes());
    }

    private static Result hold(Lesson lesson) {
        try {
            return hold(lesson, Retelling.of(lesson));
        } catch (IllegalStateException unsettled) {
            var failure = new Result.Failure(1, 1, "a loop that settles", unsettled.getMessage(), List.of());
            return new Result(Path.of(lesson.name()), 0, List.of(failure), List.of(), List.of(), List.of());
        }
    }

    private static Result hold(Lesson lesson, Retelling told) {
        var verdict = new Verdict(told.timeline());
        var passed = 0;
        var known = new ArrayList<Result.Failure>();
        var failures = new ArrayList<>(told.missteps().stream().map(step -> failure(step, told.timeline())).toList());
        for (var expectation : lesson.expectations()) {
            var instead = verdict.instead(expectation.claim(), expectation.when());
            if (instead.isPresent()) {
                (expectation.known().isPresent() ? known : failures).add(failure(expectation, expectation.text(), instead.get(), told.timeline()));
            } else if (expectation.known().isPresent()) {
                failures.add(failure(expectation, "not yet: " + expectation.text(), "it holds now; remove the mark above it", told.timeline()));
            } else {
                passed++;
            }
        }
        failures.sort(Comparator.comparingInt(Result.Failure::line));
        return new Result(Path.of(lesson.name()), passed, failures, known, told.timeline().story(), List.of());
    }

    private static Result.Failure failure(Expectation expectation, String expected, String instead, Timeline timeline) {
        return new Result.Failure(expectation.line(), expectation.column(), expected, instead, timeline.around(moment(expectation, timeline)));
    }

    /** What is said of the whole lesson is shown with its end. */
    private static Duration moment(Expectation expectation, Timeline timeline) {
        boolean whole = expectation.claim() instanceof Claim.Acts && !timeline.lines().isEmpty();
        return whole ? timeline.lines().getLast().at() : expectation.when().to();
    }

    private static Result.Failure failure(Retelling.Misstep step, Timeline timeline) {
        return new Result.Failure(step.line(), 1, step.expected(), step.instead(), timeline.around(step.at()));
    }
}
