package liveqa.preflight;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The report for programs, and for comparing hosts. Its form is written down in docs/preflight-report.md; a change of meaning is a new version. */
final class ReportJson {
    static final String FORM = "live-qa-preflight/1";
    private static final int MOST = 4 * 1024 * 1024;
    private static final JsonMapper JSON = new JsonMapper();

    private ReportJson() {}

    static String write(Report report) {
        var root = JSON.createObjectNode().put("form", FORM).put("at", report.at().toString()).put("host", report.host()).put("millis", report.millis())
                .put("exit", report.exitCode());
        root.put("passed", report.passed()).put("failed", report.failed()).put("unprovable", report.unprovable());
        var lines = root.putArray("lines");
        for (var line : report.lines()) write(line, lines.addObject());
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root);
    }

    private static void write(Line line, ObjectNode to) {
        to.put("id", line.id());
        words(line.title(), to.putObject("title"));
        to.put("verdict", switch (line.verdict()) {
            case Verdict.Passed _ -> "passed";
            case Verdict.Failed _ -> "failed";
            case Verdict.Unprovable _ -> "unprovable";
        });
        words(line.verdict().said(), to.putObject("said"));
        if (line.verdict() instanceof Verdict.Failed(_, Words remedy)) words(remedy, to.putObject("remedy"));
        to.put("millis", line.millis());
        var facts = to.putArray("facts");
        for (var fact : line.finding().facts()) facts.addObject().put("name", fact.name()).put("value", fact.value())
                .put("better", fact.better().name().toLowerCase(Locale.ROOT));
    }

    private static void words(Words words, ObjectNode to) {
        to.put("ja", words.ja()).put("en", words.en());
    }

    /** @throws IOException saying what the file is not */
    static Report read(Path file) throws IOException {
        if (Files.notExists(file)) throw new IOException("there is no report " + file + "; make one on the other host with: live-qa preflight --json FILE");
        if (Files.size(file) > MOST) throw new IOException(file + " is too long for a report");
        try {
            var root = JSON.readTree(Files.readString(file));
            if (!root.path("form").asString("").equals(FORM)) throw new IOException(file + " is not a report of the form " + FORM + ", but "
                    + root.path("form").asString("something else"));
            var lines = new ArrayList<Line>();
            for (var line : root.path("lines")) lines.add(line(line));
            return new Report(Instant.parse(text(root, "at")), text(root, "host"), root.path("millis").asLong(0), List.copyOf(lines));
        } catch (JacksonException | DateTimeException | IllegalArgumentException e) {
            throw new IOException(file + " is not a readable report: " + e.getMessage(), e);
        }
    }

    private static Line line(JsonNode node) throws IOException {
        var said = words(node.path("said"));
        Verdict verdict = switch (text(node, "verdict")) {
            case "passed" -> new Verdict.Passed(said);
            case "failed" -> new Verdict.Failed(said, words(node.path("remedy")));
            case "unprovable" -> new Verdict.Unprovable(said);
            case String other -> throw new IOException("unknown verdict " + other + " in the report");
        };
        var facts = new ArrayList<Fact>();
        for (var fact : node.path("facts")) facts.add(new Fact(text(fact, "name"), text(fact, "value"),
                Fact.Better.valueOf(text(fact, "better").toUpperCase(Locale.ROOT))));
        return new Line(text(node, "id"), words(node.path("title")), new Finding(verdict, List.copyOf(facts)), node.path("millis").asLong(0));
    }

    private static Words words(JsonNode node) throws IOException {
        return new Words(text(node, "ja"), text(node, "en"));
    }

    private static String text(JsonNode node, String field) throws IOException {
        if (!node.path(field).isString()) throw new IOException("the report lacks " + field);
        return node.path(field).stringValue();
    }
}
