package koboshi.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import koboshi.config.Settings.Heartbeat;
import koboshi.config.Settings.Listen;
import koboshi.config.Settings.Logs;
import koboshi.config.Settings.Metrics;
import koboshi.config.Settings.Pace;
import koboshi.config.Settings.Senders;
import koboshi.config.Settings.Webhook;
import koboshi.resource.Bytes;
import koboshi.resource.ResourceId;

/** Reads what the server itself needs to know. */
final class SettingsReader {
    private static final Duration SHORTEST_KEPT = Duration.ofDays(1);
    private static final Bytes LEAST_DISK = Bytes.parse("100MiB");
    private static final Duration SHORTEST_LOGS = Duration.ofHours(1);
    private static final Bytes LEAST_LOGS = Bytes.mebi(1);
    private static final Bytes LEAST_BYTES = Bytes.parse("1KiB");
    private static final Duration QUICKEST = Duration.ofMillis(100);
    private static final Duration SLOWEST = Duration.ofMinutes(5);
    private static final Duration GRACE = Duration.ofMinutes(1);
    /** Half of the smallest block: what is older is on its way out of memory. */
    private static final Duration MOST_LATE = Duration.ofHours(1);

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?(?::\\d{1,5})?");
    private static final Duration MOST_AHEAD = Duration.ofHours(1);

    private SettingsReader() {}

    static Settings read(
            Sections sections, Path folder, Map<String, Heartbeat> heartbeats, Map<ResourceId, Map<String, Secret>> secretEnvironment,
            Settings.Scraped scrapes) {
        var listen = sections.setting("listen").flatMap(Addresses::listen).orElse(Listen.DEFAULT);
        var tokens = sections.setting("tokens").flatMap(SettingsReader::tokens);
        if (!listen.loopback() && sections.setting("tokens").isEmpty()) {
            sections.setting("listen").ifPresent(value -> value.problem(
                    listen + " can be reached from other machines; expected tokens: {file: ...} beside it, or a loopback address",
                    Optional.of("127.0.0.1:" + listen.port())));
        }
        var names = sections.setting("names").map(SettingsReader::names).orElse(Set.of());
        var state = sections.setting("state").flatMap(Value::path).orElseGet(() -> folder.resolve(".koboshi"));
        var metrics = sections.setting("metrics").map(SettingsReader::metrics).orElse(Metrics.DEFAULT);
        var webhook = sections.setting("notify").flatMap(SettingsReader::webhook);
        return new Settings(listen, names, tokens, state, metrics, webhook, heartbeats, secretEnvironment, scrapes,
                sections.setting("logs").map(SettingsReader::logs).orElse(Logs.DEFAULT),
                sections.setting("senders").map(SettingsReader::senders).orElse(Senders.DEFAULT));
    }

    private static Set<String> names(Value value) {
        var items = value.items("a list of names such as [koboshi.example.org]").orElse(List.of());
        return items.stream().flatMap(item -> item.matching(NAME, "a name such as koboshi.example.org, without a scheme").stream()).collect(Collectors.toUnmodifiableSet());
    }

    private static Optional<Path> tokens(Value value) {
        return value.fields(List.of("file")).need("file", "the path of the file of tokens", Value::path);
    }

    private static Metrics metrics(Value value) {
        var fields = value.fields(List.of("keep", "disk", "late", "ahead", "services_every", "host_every"));
        return new Metrics(
                fields.get("keep", one -> one.duration(SHORTEST_KEPT, Duration.ofDays(36_500))).orElse(Metrics.DEFAULT.keep()),
                fields.get("disk", one -> ServiceReader.amount(one, LEAST_DISK)).map(Bytes::count).orElse(Metrics.DEFAULT.disk()),
                fields.get("late", one -> one.duration(Duration.ZERO, MOST_LATE)).orElse(Metrics.DEFAULT.late()),
                fields.get("ahead", one -> one.duration(Duration.ofSeconds(1), MOST_AHEAD)).orElse(Metrics.DEFAULT.ahead()),
                new Pace(pace(fields, "services_every").orElse(Pace.DEFAULT.services()), pace(fields, "host_every").orElse(Pace.DEFAULT.host())));
    }

    private static Optional<Duration> pace(Fields fields, String name) {
        return fields.get(name, one -> one.duration(QUICKEST, SLOWEST));
    }

    private static Logs logs(Value value) {
        var fields = value.fields(List.of("keep", "disk"));
        var keep = fields.get("keep", one -> one.duration(SHORTEST_LOGS, Duration.ofDays(36_500))).orElse(Logs.DEFAULT.keep());
        return new Logs(keep, fields.get("disk", one -> ServiceReader.amount(one, LEAST_LOGS)).map(Bytes::count).orElse(Logs.DEFAULT.disk()));
    }

    private static Senders senders(Value value) {
        var fields = value.fields(List.of("samples", "bytes", "series"));
        return new Senders(
                fields.get("samples", one -> one.whole(0, 100_000_000)).orElse(Senders.DEFAULT.samples()),
                fields.get("bytes", one -> ServiceReader.amount(one, LEAST_BYTES)).map(Bytes::count).orElse(Senders.DEFAULT.bytes()),
                fields.get("series", one -> one.whole(0, 10_000_000)).orElse(Senders.DEFAULT.series()));
    }

    private static Optional<Webhook> webhook(Value notify) {
        return notify.fields(List.of("webhook")).get("webhook", value -> {
            var fields = value.fields(List.of("url", "secret"));
            var secret = fields.get("secret", Secrets::read);
            return fields.need("url", "where to call", Addresses::http).map(url -> new Webhook(url, secret));
        });
    }

    static Map<String, Heartbeat> heartbeats(Map<String, Value> definitions) {
        var heartbeats = new TreeMap<String, Heartbeat>();
        definitions.forEach((name, value) -> {
            if (Names.fit(name, value, Names.NAME)) {
                heartbeat(value).ifPresent(heartbeat -> heartbeats.put(name, heartbeat));
            }
        });
        return heartbeats;
    }

    private static Optional<Heartbeat> heartbeat(Value value) {
        var fields = value.fields(List.of("every", "grace"));
        var grace = fields.get("grace", one -> one.duration(Duration.ZERO, Duration.ofDays(31))).orElse(GRACE);
        return fields.need("every", "how often it beats, such as 1d", one -> one.duration(Duration.ofSeconds(1), Duration.ofDays(366)))
                .map(every -> new Heartbeat(every, grace));
    }
}
