package koboshi.rule;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The functions a template can call: those of the language, and those Prometheus adds. */
final class Functions {
    private static final Map<String, Known> ALL = new HashMap<>();

    /** What an argument must be. */
    enum Kind {
        ANY("interface {}"),
        TEXT("string"),
        SAMPLE("*template.sample"),
        RESULT("template.queryResult");

        private final String type;

        Kind(String type) {
            this.type = type;
        }

        boolean takes(Object value) {
            return switch (this) {
                case ANY -> true;
                case TEXT -> value instanceof String;
                case SAMPLE -> value instanceof Datum.Sample;
                case RESULT -> value instanceof Datum.Result;
            };
        }
    }

    /** What is done with the arguments once they are known to be of the right kinds. */
    interface Body {
        Object apply(Rendering rendering, List<Object> arguments);
    }

    /**
     * @param least how many arguments there must be; more only where it is open
     * @param lazy whether arguments are looked at only until one decides
     */
    record Known(String name, List<Kind> kinds, int least, boolean open, boolean lazy, Body body) {
        Optional<String> count(int given) {
            boolean right = open ? given >= least : given == least;
            return right ? Optional.empty() : Optional.of("wrong number of args for " + name + ": want " + (open ? "at least " : "") + least + " got " + given);
        }

        /** @param constant how the argument was written, empty unless it was a constant */
        Optional<String> wrong(int index, Object value, String constant) {
            var kind = index < kinds.size() ? kinds.get(index) : kinds.isEmpty() ? Kind.ANY : kinds.getLast();
            if (kind.takes(value)) {
                return Optional.empty();
            }
            if (!constant.isEmpty()) {
                return Optional.of("expected " + kind.type + "; found " + constant);
            }
            return Optional.of(value == null ? "invalid value; expected " + kind.type : "wrong type for value; expected " + kind.type + "; got " + Datum.type(value));
        }
    }

    private Functions() {}

    static boolean known(String name) {
        return ALL.containsKey(name);
    }

    static Known named(String name) {
        return ALL.get(name);
    }

    private static void exact(String name, List<Kind> kinds, Body body) {
        ALL.put(name, new Known(name, kinds, kinds.size(), false, false, body));
    }

    private static void open(String name, int least, Kind kind, Body body) {
        ALL.put(name, new Known(name, List.of(kind), least, true, false, body));
    }

    static {
        ofTheLanguage();
        comparisons();
        queries();
        numbers();
        texts();
    }

    private static void ofTheLanguage() {
        ALL.put("and", new Known("and", List.of(), 1, true, true, null));
        ALL.put("or", new Known("or", List.of(), 1, true, true, null));
        exact("not", List.of(Kind.ANY), (_, a) -> !Datum.truth(a.getFirst()));
        exact("len", List.of(Kind.ANY), (_, a) -> Elements.length(a.getFirst()));
        open("index", 1, Kind.ANY, (_, a) -> Elements.index(a));
        open("slice", 1, Kind.ANY, (_, a) -> Elements.slice(a));
        open("print", 0, Kind.ANY, (_, a) -> Printing.print(a));
        open("println", 0, Kind.ANY, (_, a) -> Printing.line(a));
        ALL.put("printf", new Known("printf", List.of(Kind.TEXT, Kind.ANY), 1, true, false, (_, a) -> Printf.format((String) a.getFirst(), a.subList(1, a.size()))));
        open("html", 0, Kind.ANY, (_, a) -> Escapes.html(Printing.print(a)));
        open("js", 0, Kind.ANY, (_, a) -> Escapes.js(Printing.print(a)));
        open("urlquery", 0, Kind.ANY, (_, a) -> Escapes.query(Printing.print(a)));
        open("call", 1, Kind.ANY, (_, a) -> {
            throw new TemplateError("non-function of type " + Datum.type(a.getFirst()));
        });
    }

    private static void comparisons() {
        open("eq", 1, Kind.ANY, (_, a) -> Order.anyEqual(a));
        exact("ne", List.of(Kind.ANY, Kind.ANY), (_, a) -> !Order.equal(a.get(0), a.get(1)));
        exact("lt", List.of(Kind.ANY, Kind.ANY), (_, a) -> Order.less(a.get(0), a.get(1)));
        exact("le", List.of(Kind.ANY, Kind.ANY), (_, a) -> Order.less(a.get(0), a.get(1)) || Order.equal(a.get(0), a.get(1)));
        // As in Go, so that NaN is greater than anything.
        exact("gt", List.of(Kind.ANY, Kind.ANY), (_, a) -> !Order.less(a.get(0), a.get(1)) && !Order.equal(a.get(0), a.get(1)));
        exact("ge", List.of(Kind.ANY, Kind.ANY), (_, a) -> !Order.less(a.get(0), a.get(1)));
    }

    private static void queries() {
        exact("query", List.of(Kind.TEXT), (rendering, a) -> rendering.query((String) a.getFirst()));
        exact("first", List.of(Kind.RESULT), (_, a) -> first((Datum.Result) a.getFirst()));
        exact("label", List.of(Kind.TEXT, Kind.SAMPLE), (_, a) -> label((String) a.get(0), (Datum.Sample) a.get(1)));
        exact("value", List.of(Kind.SAMPLE), (_, a) -> ((Datum.Sample) a.getFirst()).value());
        exact("strvalue", List.of(Kind.SAMPLE), (_, a) -> label("__value__", (Datum.Sample) a.getFirst()));
        exact("sortByLabel", List.of(Kind.TEXT, Kind.RESULT), (_, a) -> sorted((String) a.get(0), (Datum.Result) a.get(1)));
        open("args", 0, Kind.ANY, (_, a) -> arguments(a));
    }

    private static Datum.Sample first(Datum.Result result) {
        if (result.samples().isEmpty()) {
            throw new TemplateError("first() called on vector with no elements");
        }
        return result.samples().getFirst();
    }

    private static String label(String name, Datum.Sample sample) {
        return sample.labels().map().getOrDefault(name, "");
    }

    private static Datum.Result sorted(String name, Datum.Result result) {
        var samples = new ArrayList<>(result.samples());
        samples.sort(Comparator.comparing(sample -> label(name, sample)));
        return new Datum.Result(samples);
    }

    private static Datum.Arguments arguments(List<Object> values) {
        var map = new TreeMap<String, Object>();
        for (int i = 0; i < values.size(); i++) {
            map.put("arg" + i, values.get(i));
        }
        return new Datum.Arguments(map);
    }

    private static void numbers() {
        exact("humanize", List.of(Kind.ANY), (_, a) -> Humane.number(Humane.toNumber(a.getFirst())));
        exact("humanize1024", List.of(Kind.ANY), (_, a) -> Humane.binary(Humane.toNumber(a.getFirst())));
        exact("humanizeDuration", List.of(Kind.ANY), (_, a) -> Humane.duration(Humane.toNumber(a.getFirst())));
        exact("humanizePercentage", List.of(Kind.ANY), (_, a) -> Numbers.general(Humane.toNumber(a.getFirst()) * 100, 4) + "%");
        exact("humanizeTimestamp", List.of(Kind.ANY), (_, a) -> Humane.timestamp(Humane.toNumber(a.getFirst())));
        exact("toTime", List.of(Kind.ANY), (_, a) -> new Datum.Time(Humane.instant(Humane.toNumber(a.getFirst()))));
        exact("toDuration", List.of(Kind.ANY), (_, a) -> new Datum.Length(Humane.length(Humane.toNumber(a.getFirst()))));
        exact("parseDuration", List.of(Kind.TEXT), (_, a) -> Humane.seconds((String) a.getFirst()));
    }

    private static void texts() {
        exact("title", List.of(Kind.TEXT), (_, a) -> Wording.title((String) a.getFirst()));
        exact("toUpper", List.of(Kind.TEXT), (_, a) -> ((String) a.getFirst()).toUpperCase(Locale.ROOT));
        exact("toLower", List.of(Kind.TEXT), (_, a) -> ((String) a.getFirst()).toLowerCase(Locale.ROOT));
        exact("match", List.of(Kind.TEXT, Kind.TEXT), (_, a) -> Wording.pattern((String) a.get(0)).matcher((String) a.get(1)).find());
        exact("reReplaceAll", List.of(Kind.TEXT, Kind.TEXT, Kind.TEXT),
                (rendering, a) -> Wording.replaceAll((String) a.get(0), (String) a.get(1), (String) a.get(2), rendering));
        exact("stripPort", List.of(Kind.TEXT), (_, a) -> Wording.stripPort((String) a.getFirst()));
        exact("stripDomain", List.of(Kind.TEXT), (_, a) -> Wording.stripDomain((String) a.getFirst()));
        exact("safeHtml", List.of(Kind.TEXT), (_, a) -> a.getFirst());
        exact("urlQueryEscape", List.of(Kind.TEXT), (_, a) -> Escapes.query((String) a.getFirst()));
        exact("graphLink", List.of(Kind.TEXT), (_, a) -> "/graph?g0.expr=" + Escapes.query((String) a.getFirst()) + "&g0.tab=0");
        exact("tableLink", List.of(Kind.TEXT), (_, a) -> "/graph?g0.expr=" + Escapes.query((String) a.getFirst()) + "&g0.tab=1");
        exact("pathPrefix", List.of(), (rendering, _) -> rendering.surroundings().pathPrefix());
        exact("externalURL", List.of(), (rendering, _) -> rendering.surroundings().externalUrl());
    }
}
