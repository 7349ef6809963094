package koboshi.lesson;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** What a real machine once measured: a file of columns under their names, commas between them and no quotes, one row a moment. */
final class Recording {
    private static final int MOST_ROWS = 1_000_000;

    /** @param after the first row */
    record Point(Duration after, double value) {}

    private final Path file;
    private final List<String> columns;
    private final List<List<String>> rows;

    private Recording(Path file, List<String> columns, List<List<String>> rows) {
        this.file = file;
        this.columns = columns;
        this.rows = rows;
    }

    /** @throws Unreadable at the word just read, which named the file */
    static Recording read(Path file, Sentence sentence) throws Unreadable {
        try (var lines = Files.newBufferedReader(file)) {
            return of(file, lines);
        } catch (IOException | IllegalArgumentException trouble) {
            var why = trouble instanceof IllegalArgumentException ? trouble.getMessage() : file + " cannot be read: " + trouble.getClass().getSimpleName();
            throw sentence.wrongBefore("a file of columns; " + why);
        }
    }

    private static Recording of(Path file, BufferedReader lines) throws IOException {
        var rows = new ArrayList<List<String>>();
        for (var line = lines.readLine(); line != null; line = lines.readLine()) {
            if (rows.size() > MOST_ROWS) {
                throw new IllegalArgumentException(file + " has more than " + MOST_ROWS + " rows");
            }
            if (!line.isBlank()) {
                rows.add(fields(line));
            }
        }
        if (rows.size() < 2) {
            throw new IllegalArgumentException(file + " has no row below the names of its columns");
        }
        return new Recording(file, rows.getFirst(), rows.subList(1, rows.size()));
    }

    private static List<String> fields(String line) {
        return List.of(line.split(",", -1)).stream().map(String::strip).toList();
    }

    List<String> columns() {
        return columns;
    }

    /** Row after row, each so long after the one before. */
    List<Point> every(Duration every, String column) {
        return IntStream.range(0, rows.size()).mapToObj(row -> new Point(every.multipliedBy(row), number(row, column))).toList();
    }

    /** Each row at the moment that another of its columns tells. */
    List<Point> at(String moments, String column) {
        var first = moment(0, moments);
        var points = new ArrayList<Point>();
        for (int row = 0; row < rows.size(); row++) {
            var after = Duration.between(first, moment(row, moments));
            if (after.isNegative()) {
                throw wrong(row, moments, "a moment that is not before the first row's");
            }
            points.add(new Point(Duration.ofMillis(after.toMillis()), number(row, column)));
        }
        return points;
    }

    private double number(int row, String column) {
        try {
            return Double.parseDouble(cell(row, column));
        } catch (NumberFormatException _) {
            throw wrong(row, column, "a number");
        }
    }

    private Instant moment(int row, String column) {
        var text = cell(row, column);
        return seconds(text).or(() -> dated(text)).orElseThrow(() -> wrong(row, column, "a moment such as 2024-01-07 15:45:29 or seconds since 1970"));
    }

    private static Optional<Instant> seconds(String text) {
        try {
            return Optional.of(Double.parseDouble(text)).filter(Double::isFinite).map(seconds -> Instant.ofEpochMilli(Math.round(seconds * 1e3)));
        } catch (NumberFormatException _) {
            return Optional.empty();
        }
    }

    private static Optional<Instant> dated(String text) {
        var written = text.replaceFirst(" ", "T");
        try {
            boolean placed = written.matches(".*(Z|[+-]\\d\\d:?\\d\\d)");
            return Optional.of(placed ? OffsetDateTime.parse(written).toInstant() : LocalDateTime.parse(written).toInstant(ZoneOffset.UTC));
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }

    private String cell(int row, String column) {
        int at = columns.indexOf(column);
        return at < rows.get(row).size() ? rows.get(row).get(at) : "";
    }

    /** Counted as an editor does: the names of the columns are on line 1. */
    private IllegalArgumentException wrong(int row, String column, String expected) {
        return new IllegalArgumentException(expected + " in column " + column + " of " + file.getFileName() + ", line " + (row + 2) + ", instead of \"" + cell(row, column) + "\"");
    }
}
