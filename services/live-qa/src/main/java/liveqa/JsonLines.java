package liveqa;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.Map;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** One JSON object a line: time, level, logger, message, the event's own fields, and error if there is one. */
final class JsonLines extends Formatter {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int LONGEST = 8_000;

    @Override
    public String format(LogRecord record) {
        var line = JSON.createObjectNode().put("time", Instant.ofEpochMilli(record.getMillis()).toString()).put("level", level(record.getLevel()))
                .put("logger", String.valueOf(record.getLoggerName())).put("message", cut(formatMessage(record)));
        var parameters = record.getParameters();
        if (parameters != null && parameters.length == 1 && parameters[0] instanceof Map<?, ?> fields) fields.forEach((name, value) -> put(line, name.toString(), value));
        if (record.getThrown() != null) line.put("error", cut(trace(record.getThrown())));
        return line + "\n";
    }

    private static void put(ObjectNode line, String name, Object value) {
        if (value instanceof Number number) line.put(name, number.doubleValue());
        else line.put(name, String.valueOf(value));
    }

    private static String level(Level level) {
        if (level.intValue() >= Level.SEVERE.intValue()) return "error";
        if (level.intValue() >= Level.WARNING.intValue()) return "warning";
        return level.intValue() >= Level.INFO.intValue() ? "info" : "debug";
    }

    private static String trace(Throwable thrown) {
        var text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    private static String cut(String text) {
        return text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text;
    }
}
