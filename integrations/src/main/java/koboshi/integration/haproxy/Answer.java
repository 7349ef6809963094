package koboshi.integration.haproxy;

import static koboshi.integration.haproxy.HaproxyTrouble.Kind.DENIED;
import static koboshi.integration.haproxy.HaproxyTrouble.Kind.NONSENSE;
import static koboshi.integration.haproxy.HaproxyTrouble.Kind.REFUSED;
import static koboshi.integration.haproxy.HaproxyTrouble.Kind.UNKNOWN_BACKEND;
import static koboshi.integration.haproxy.HaproxyTrouble.Kind.UNKNOWN_SERVER;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * An answer is read from its front to its end: one part for each command, each ended by an empty line. What has not got that line was cut, and is
 * nonsense as a whole: half a table would say that servers are gone.
 */
final class Answer {
    private static final int SHOWN = 200;

    private final Address address;
    private final String commands;
    private final String text;
    private int at;

    Answer(Address address, String commands, String text) {
        this.address = address;
        this.commands = commands;
        this.text = text;
    }

    /** {@code show info}: a name, a colon and a value on each line. */
    Map<String, String> pairs() throws HaproxyTrouble {
        var pairs = new HashMap<String, String>();
        var first = line();
        refuseUnless(first.startsWith("Name: "), first);
        for (var line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(": ");
            pairs.put(colon < 0 ? line : line.substring(0, colon), colon < 0 ? "" : line.substring(colon + 2).strip());
        }
        return pairs;
    }

    /** {@code show servers state}: its version, the names of the columns, and a line of words for each server. */
    List<Row> states() throws HaproxyTrouble {
        var version = line();
        refuseUnless(version.equals("1"), version);
        var columns = columns(List.of(headed(line()).split(" ")));
        var rows = new ArrayList<Row>();
        for (var line = line(); !line.isEmpty(); line = line()) {
            rows.add(row(columns, List.of(line.split(" "))));
        }
        return rows;
    }

    /** {@code show stat}: CSV under the names of its columns, of which each version has others. */
    List<Row> statistics() throws HaproxyTrouble {
        var heading = line();
        refuseUnless(heading.startsWith("# pxname,"), heading);
        var columns = columns(List.of(headed(heading).split(",")));
        var rows = new ArrayList<Row>();
        while (text.indexOf('\n', at) != at) {
            rows.add(row(columns, fields()));
        }
        line();
        return rows;
    }

    /** A command that says nothing when it succeeds. */
    void silence() throws HaproxyTrouble {
        var word = line();
        if (!word.isEmpty()) {
            throw refused(word);
        }
    }

    void end() throws HaproxyTrouble {
        if (!text.substring(at).isBlank()) {
            throw nonsense("more than was asked for: " + shown(text.substring(at)));
        }
    }

    HaproxyTrouble nonsense(String what) {
        return trouble(NONSENSE, what);
    }

    HaproxyTrouble trouble(HaproxyTrouble.Kind kind, String what) {
        return new HaproxyTrouble(kind, Exchange.said(address, commands, what));
    }

    private String line() throws HaproxyTrouble {
        int end = text.indexOf('\n', at);
        if (end < 0) {
            throw nonsense(text.isEmpty() ? "an empty answer" : "the answer was cut at: " + shown(text.substring(at)));
        }
        var line = text.substring(at, end);
        at = end + 1;
        return line;
    }

    private String headed(String line) throws HaproxyTrouble {
        if (!line.startsWith("# ")) {
            throw nonsense("a table without names of its columns: " + shown(line));
        }
        return line.substring(2);
    }

    private static Map<String, Integer> columns(List<String> names) {
        var columns = new HashMap<String, Integer>();
        for (int i = 0; i < names.size(); i++) {
            columns.putIfAbsent(names.get(i), i);
        }
        return columns;
    }

    /** A line that says less than its heading was cut. One that says more is usual: each line of {@code show stat} ends in a comma. */
    private Row row(Map<String, Integer> columns, List<String> fields) throws HaproxyTrouble {
        if (fields.size() < columns.size()) {
            throw nonsense("a line of " + fields.size() + " fields under " + columns.size() + " names");
        }
        return new Row(this, columns, fields);
    }

    /** One record of CSV, where a field between quotes may hold commas, doubled quotes and the ends of lines. */
    private List<String> fields() throws HaproxyTrouble {
        var fields = new ArrayList<String>();
        char after;
        do {
            fields.add(charAt(at) == '"' ? quoted() : plain());
            after = charAt(at++);
        } while (after == ',');
        if (after != '\n') {
            throw nonsense("a quote in the middle of a field");
        }
        return fields;
    }

    private String plain() throws HaproxyTrouble {
        int start = at;
        while (charAt(at) != ',' && charAt(at) != '\n') {
            at++;
        }
        return text.substring(start, at);
    }

    private String quoted() throws HaproxyTrouble {
        var field = new StringBuilder();
        for (at++; charAt(at) != '"' || charAt(at + 1) == '"'; at++) {
            at += charAt(at) == '"' ? 1 : 0;
            field.append(charAt(at));
        }
        at++;
        return field.toString();
    }

    private char charAt(int place) throws HaproxyTrouble {
        if (place >= text.length()) {
            throw nonsense("the answer was cut in the middle of a line");
        }
        return text.charAt(place);
    }

    private void refuseUnless(boolean asExpected, String word) throws HaproxyTrouble {
        if (!asExpected) {
            throw refused(word);
        }
    }

    /** HAProxy's own words, which differ a little from command to command. */
    private HaproxyTrouble refused(String word) {
        return switch (word) {
            case "Permission denied" ->
                trouble(DENIED, "this socket may only look: its line \"stats socket\" needs \"level admin\"");
            case "No such backend.", "Can't find backend.", "No such proxy." -> trouble(UNKNOWN_BACKEND, "it has no such backend");
            case "No such server." -> trouble(UNKNOWN_SERVER, "it has no such server");
            default -> strange(word);
        };
    }

    private HaproxyTrouble strange(String word) {
        boolean sentence = word.endsWith(".") && !word.startsWith("Unknown command");
        return sentence ? trouble(REFUSED, "it refuses: " + shown(word)) : nonsense("not the answer of a Runtime API: " + shown(word));
    }

    private static String shown(String word) {
        var clean = word.replaceAll("\\p{Cntrl}+", " ").strip();
        return clean.length() > SHOWN ? clean.substring(0, SHOWN) + "..." : clean;
    }
}
