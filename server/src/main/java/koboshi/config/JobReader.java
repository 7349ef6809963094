package koboshi.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import koboshi.config.ScrapeJob.Address;
import koboshi.config.ScrapeJob.Format;
import koboshi.config.ScrapeJob.Group;
import koboshi.config.ScrapeJob.Limits;
import koboshi.config.ScrapeJob.Reading;
import koboshi.config.ScrapeJob.Spelled;

/** Reads what is the same in our own jobs and in Prometheus's. */
final class JobReader {
    static final List<String> SHARED = List.of(
            "scheme", "params", "honor_labels", "honor_timestamps", "track_timestamps_staleness", "scrape_protocols", "scrape_native_histograms",
            "always_scrape_classic_histograms", "scrape_classic_histograms", "relabel_configs", "metric_relabel_configs", "body_size_limit", "sample_limit",
            "label_limit", "label_name_length_limit", "label_value_length_limit", "target_limit", "extra_scrape_metrics");
    static final Duration LONGEST = Duration.ofDays(1);
    private static final Duration SHORTEST = Duration.ofMillis(100);
    static final String METRICS = "/metrics";
    private static final int MOST_ADDRESSES = 10_000;
    private static final Pattern SIZE = Pattern.compile("(\\d{1,9})\\s*(|[KMGTP]i?)B?");
    private static final Pattern ADDRESS = Pattern.compile("[^\\s/]{1,1000}");

    private JobReader() {}

    static Optional<Duration> every(Fields fields, String key) {
        return fields.get(key, value -> value.duration(SHORTEST, LONGEST));
    }

    /** What is written must fit; what is not written is made to fit. */
    static Duration timeout(Fields fields, String key, Duration every, Duration otherwise) {
        var written = fields.get(key, value -> value.duration(SHORTEST, LONGEST));
        written.filter(timeout -> timeout.compareTo(every) > 0).flatMap(_ -> fields.value(key)).ifPresent(value ->
                value.problem("expected at most the " + Durations.text(every) + " between two scrapes", Optional.of(Durations.text(every))));
        return written.orElse(otherwise.compareTo(every) > 0 ? every : otherwise);
    }

    static Address address(Fields fields, String pathKey, String usual) {
        var scheme = fields.get("scheme", value -> value.oneOf(List.of("http", "https"))).orElse("http");
        var path = fields.get(pathKey, Value::text).orElse(usual);
        return new Address(scheme, path, parameters(fields));
    }

    private static SortedMap<String, List<String>> parameters(Fields fields) {
        var parameters = new TreeMap<String, List<String>>();
        fields.value("params").ifPresent(value -> value.entries("a mapping of names to lists").forEach((name, one) ->
                parameters.put(name, one.items("a list of texts").orElse(List.of()).stream().flatMap(item -> item.anyText("text").stream()).toList())));
        return parameters;
    }

    /** How answers are wanted where a job does not say so. */
    record Wanted(boolean natives, Optional<List<Format>> formats, boolean classic, boolean more) {}

    static final Wanted USUAL_READING = new Wanted(false, Optional.empty(), false, false);

    static Reading reading(Fields fields) {
        return reading(fields, wanted(fields, USUAL_READING));
    }

    static Wanted wanted(Fields fields, Wanted otherwise) {
        boolean natives = flag(fields, "scrape_native_histograms", otherwise.natives());
        var formats = fields.get("scrape_protocols", value -> value.items("a list of formats")).map(JobReader::formats).or(otherwise::formats);
        boolean classic = fields.get("always_scrape_classic_histograms", Value::flag).or(() -> fields.get("scrape_classic_histograms", Value::flag)).orElse(otherwise.classic());
        return new Wanted(natives, formats, classic, flag(fields, "extra_scrape_metrics", otherwise.more()));
    }

    static Reading reading(Fields fields, Wanted wanted) {
        return new Reading(
                flag(fields, "honor_labels", false), flag(fields, "honor_timestamps", true), flag(fields, "track_timestamps_staleness", false),
                wanted.formats().orElse(wanted.natives() ? Format.ALL : Format.TEXTS), wanted.classic(), wanted.more());
    }

    private static List<Format> formats(List<Value> items) {
        // The first version with quoted names is what we read as text in any case.
        var words = Stream.concat(Stream.of(Format.values()).map(Format::word), Stream.of("PrometheusText1.0.0")).toList();
        return items.stream().flatMap(item -> item.oneOf(words).stream())
                .map(word -> Stream.of(Format.values()).filter(format -> format.word().equals(word)).findFirst().orElse(Format.TEXT)).distinct().toList();
    }

    static boolean flag(Fields fields, String key, boolean otherwise) {
        return fields.get(key, Value::flag).orElse(otherwise);
    }

    static Limits limits(Fields fields) {
        var standard = Limits.STANDARD;
        return new Limits(
                fields.get("body_size_limit", JobReader::size).filter(bytes -> bytes > 0).orElse(standard.body()),
                limit(fields, "sample_limit", standard.samples()),
                limit(fields, "label_limit", 0),
                limit(fields, "label_name_length_limit", 0),
                limit(fields, "label_value_length_limit", 0),
                limit(fields, "target_limit", 0));
    }

    private static int limit(Fields fields, String key, int otherwise) {
        return fields.get(key, value -> value.whole(0, 999_999_999)).orElse(otherwise);
    }

    /** As Prometheus counts: a kilobyte is 1024 bytes, however it is spelled. */
    private static Optional<Long> size(Value value) {
        return value.text("an amount such as 10MiB").flatMap(text -> {
            var match = SIZE.matcher(text);
            if (!match.matches()) {
                value.problem("expected an amount such as 10MiB, found " + Value.quoted(text));
            }
            return match.matches() ? Optional.of(bytes(match)).filter(bytes -> withinBody(value, bytes)) : Optional.empty();
        });
    }

    private static long bytes(Matcher match) {
        int power = match.group(2).isEmpty() ? 0 : "KMGTP".indexOf(match.group(2).charAt(0)) + 1;
        return (long) Math.min(Long.MAX_VALUE, Long.parseLong(match.group(1)) * Math.pow(1024, power));
    }

    private static boolean withinBody(Value value, long bytes) {
        boolean within = bytes <= 1L << 30;
        if (!within) {
            value.problem("expected at most 1GiB");
        }
        return within;
    }

    /** One group of targets, with labels for all of them. */
    static Optional<Group> group(Value item, Spelled spelled) {
        var fields = item.fields(List.of("targets", "labels"));
        var addresses = addresses(fields, "targets", spelled);
        var labels = labels(fields);
        return Optional.of(new Group(addresses, labels, ""));
    }

    static List<String> addresses(Fields fields, String key, Spelled spelled) {
        var addresses = new ArrayList<String>();
        var items = RuleReader.list(fields, key, "a list of addresses such as " + example(spelled));
        if (items.size() > MOST_ADDRESSES) {
            fields.value(key).ifPresent(value -> value.problem("expected at most " + MOST_ADDRESSES + " addresses"));
            return List.of();
        }
        items.forEach(item -> spelled(item, spelled).ifPresent(addresses::add));
        return addresses;
    }

    private static String example(Spelled spelled) {
        return switch (spelled) {
            case AS_ADDRESS -> "127.0.0.1:9100";
            case AS_URL -> "https://example.org/health";
        };
    }

    /** An address without a scheme may also be a URL's, whose rest the job says. */
    private static Optional<String> spelled(Value item, Spelled spelled) {
        return switch (spelled) {
            case AS_ADDRESS -> address(item);
            case AS_URL -> item.text("an address such as https://example.org/health")
                    .flatMap(text -> text.contains("://") ? Addresses.probed(item, text).map(_ -> text) : address(item));
        };
    }

    private static Optional<String> address(Value item) {
        return item.text("an address such as 127.0.0.1:9100").filter(text -> {
            boolean plain = ADDRESS.matcher(text).matches();
            if (!plain) {
                item.problem("expected host:port without scheme and path; those stand under scheme and path, found " + Value.quoted(text));
            }
            return plain;
        });
    }

    static SortedMap<String, String> labels(Fields fields) {
        return RuleReader.texts(fields, "labels", true);
    }
}
