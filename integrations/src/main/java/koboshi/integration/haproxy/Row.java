package koboshi.integration.haproxy;

import java.util.List;
import java.util.Map;

/** A line of a table, asked by the names of its columns. */
record Row(Answer answer, Map<String, Integer> columns, List<String> fields) {
    String text(String column) throws HaproxyTrouble {
        var place = columns.get(column);
        if (place == null) {
            throw answer.nonsense("a table without the column " + column);
        }
        return fields.get(place);
    }

    /** An empty field is a count that does not apply: nothing was counted. */
    long count(String column) throws HaproxyTrouble {
        var text = text(column);
        try {
            return text.isEmpty() ? 0 : Long.parseLong(text);
        } catch (NumberFormatException _) {
            throw answer.nonsense("\"" + text.substring(0, Math.min(40, text.length())) + "\" in the column " + column + ", which counts");
        }
    }

    int small(String column) throws HaproxyTrouble {
        return Math.clamp(count(column), Integer.MIN_VALUE, Integer.MAX_VALUE);
    }
}
