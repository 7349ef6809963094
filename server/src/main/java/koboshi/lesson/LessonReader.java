package koboshi.lesson;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import koboshi.config.Configuration;
import koboshi.config.Problems;

/** Reads a lesson's text and the configurations it names, and finds all mistakes at once, one a line. */
final class LessonReader {
    private static final int LARGEST = 1 << 20;
    private static final int MOST_STEPS = 2_000_000;
    private static final Duration TICK = Duration.ofMillis(200);
    /** A comment on the line above an expectation: what is wrong is known, and the line must fail until it is mended. */
    private static final String KNOWN = "# known:";
    private static final String MOMENT = "a moment such as 30s, a range such as 0s..30s, or expect";

    private final Path file;
    private final Path folder;
    private final List<Mistake> mistakes = new ArrayList<>();
    private final Map<Path, Configuration> configurations = new LinkedHashMap<>();
    private final List<Cue> cues = new ArrayList<>();
    private final List<Expectation> expectations = new ArrayList<>();
    private Duration tick = TICK;
    private Names names;
    private boolean begun;
    private Optional<String> known = Optional.empty();

    LessonReader(Path file) {
        this.file = file;
        this.folder = file.toAbsolutePath().normalize().getParent();
    }

    List<Mistake> mistakes() {
        return List.copyOf(mistakes);
    }

    /** Empty when there are mistakes. */
    Optional<Lesson> read() {
        var lines = lines();
        if (mistakes.isEmpty()) {
            configure(lines);
        }
        if (mistakes.isEmpty()) {
            names = Names.of(configurations.values());
            for (int i = 0; i < lines.size(); i++) {
                line(i + 1, lines.get(i));
            }
            bound();
        }
        return mistakes.isEmpty() ? Optional.of(lesson()) : Optional.empty();
    }

    private Lesson lesson() {
        return new Lesson(file.toString(), configurations.keySet().iterator().next(), configurations, tick, cues, expectations);
    }

    private List<String> lines() {
        try (var in = Files.newInputStream(file)) {
            var bytes = in.readNBytes(LARGEST + 1);
            if (bytes.length <= LARGEST) {
                return new String(bytes, StandardCharsets.UTF_8).lines().toList();
            }
            wrong(1, 1, "too large; expected at most 1MiB");
        } catch (IOException trouble) {
            wrong(1, 1, "cannot be read: " + trouble.getClass().getSimpleName());
        }
        return List.of();
    }

    private void wrong(int line, int column, String expected) {
        mistakes.add(new Mistake(file.toString(), line, column, expected, Optional.empty()));
    }

    /** Configurations are read before anything else, since names are held against them. */
    private void configure(List<String> lines) {
        for (int i = 0; i < lines.size(); i++) {
            try {
                configure(i + 1, new Sentence(lines.get(i)));
            } catch (Unreadable unreadable) {
                mistakes.add(unreadable.in(file.toString(), i + 1));
            }
        }
        if (configurations.isEmpty() && mistakes.isEmpty()) {
            wrong(1, 1, "expected the first line to be: config PATH, the path of a koboshi.yaml from this file's folder");
        }
    }

    private void configure(int line, Sentence sentence) throws Unreadable {
        if (sentence.isEmpty()) {
            return;
        }
        if (configurations.isEmpty()) {
            sentence.needs("config");
            configuration(line, sentence);
            return;
        }
        sentence.word(MOMENT);
        if (sentence.takes("reload")) {
            configuration(line, sentence);
        }
    }

    private void configuration(int line, Sentence sentence) throws Unreadable {
        int column = sentence.column();
        var path = DeedReader.path(folder, sentence);
        try {
            if (!configurations.containsKey(path)) {
                configurations.put(path, Configuration.read(path).overNamed());
            }
        } catch (Problems problems) {
            problems.list().forEach(problem -> wrong(line, column, "a configuration that cannot be followed: " + problem));
        }
    }

    private void line(int number, String text) {
        try {
            var sentence = new Sentence(text);
            if (!sentence.isEmpty()) {
                read(number, text, sentence);
            }
            known = Optional.of(text.strip()).filter(comment -> comment.startsWith(KNOWN)).map(comment -> comment.substring(KNOWN.length()).strip());
        } catch (Unreadable unreadable) {
            mistakes.add(unreadable.in(file.toString(), number));
        }
    }

    private void read(int number, String text, Sentence sentence) throws Unreadable {
        int column = sentence.column();
        if (sentence.takes("config")) {
            first(sentence);
        } else if (sentence.takes("tick")) {
            tick = tick(sentence);
        } else if (sentence.takes("expect")) {
            expectation(number, column, text.strip(), sentence);
        } else {
            cue(number, sentence);
        }
        sentence.ends();
    }

    private void first(Sentence sentence) throws Unreadable {
        if (begun) {
            throw sentence.wrongBefore("config on the first line only; a line such as 30s reload PATH follows another");
        }
        begun = true;
        DeedReader.path(folder, sentence);
    }

    private static Duration tick(Sentence sentence) throws Unreadable {
        var tick = sentence.duration("how often time passes by itself, such as 200ms or 10s");
        if (tick.compareTo(Duration.ofMillis(10)) < 0 || tick.compareTo(Duration.ofHours(1)) > 0) {
            throw sentence.wrongBefore("from 10ms to 1h");
        }
        return tick;
    }

    private void expectation(int number, int column, String text, Sentence sentence) throws Unreadable {
        var dated = new ClaimReader(names, sentence).read();
        expectations.add(new Expectation(number, column, text, dated.when(), dated.claim(), known));
    }

    private void cue(int number, Sentence sentence) throws Unreadable {
        var when = sentence.when(MOMENT);
        var reader = new DeedReader(names, folder, sentence);
        var deeds = reader.read();
        if (reader.recorded().isEmpty()) {
            cues.add(new Cue(number, when, every(when, sentence), deeds));
        } else {
            replay(number, when, deeds, reader.recorded());
        }
    }

    /** From the line's moment on; of a range what fits into it. */
    private void replay(int number, When when, List<Deed> deeds, List<Recording.Point> recorded) {
        var labels = ((Deed.Pushed) deeds.getFirst()).labels();
        for (var point : recorded) {
            var moment = when.from().plus(point.after());
            if (when.isMoment() || when.holds(moment)) {
                cues.add(new Cue(number, When.at(moment), Duration.ZERO, List.of(new Deed.Pushed(labels, point.value(), point.value()))));
            }
        }
    }

    private static Duration every(When when, Sentence sentence) throws Unreadable {
        if (when.isMoment()) {
            return Duration.ZERO;
        }
        sentence.needs("every");
        return sentence.pace();
    }

    private void bound() {
        long steps = cues.stream().mapToLong(Cue::count).sum();
        if (mistakes.isEmpty() && steps + lesson().end().dividedBy(tick) > MOST_STEPS) {
            wrong(1, 1, "too long; expected at most " + MOST_STEPS + " steps: write a longer tick below the first line, such as tick 10s");
        }
    }
}
