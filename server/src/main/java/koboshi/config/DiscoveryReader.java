package koboshi.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import koboshi.config.ScrapeJob.Access;
import koboshi.config.ScrapeJob.Discovery;
import koboshi.config.ScrapeJob.Discovery.Dns.Kind;

/** Reads where targets are found besides files, with Prometheus's keys in its files and in ours. */
final class DiscoveryReader {
    static final List<String> KEYS = List.of("http_sd_configs", "dns_sd_configs");
    private static final List<String> HTTP = List.of("url", "refresh_interval");
    private static final List<String> UNSUPPORTED = List.of("oauth2", "proxy_url", "no_proxy", "proxy_from_environment", "proxy_connect_header", "http_headers");
    private static final List<String> DNS = List.of("names", "type", "port", "refresh_interval");
    private static final Duration HTTP_EVERY = Duration.ofMinutes(1);
    private static final Duration DNS_EVERY = Duration.ofSeconds(30);
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final int MOST = 100;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_]([A-Za-z0-9_.-]{0,251}[A-Za-z0-9_.])?");

    private DiscoveryReader() {}

    /** In our spelling of logins. */
    static List<Discovery> ours(Fields fields) {
        return read(fields, AccessReader.OURS, AccessReader::ours);
    }

    /** In Prometheus's. */
    static List<Discovery> theirs(Fields fields) {
        return read(fields, AccessReader.THEIRS, AccessReader::theirs);
    }

    private static List<Discovery> read(Fields fields, List<String> accessKeys, Function<Fields, Access> access) {
        var all = new ArrayList<Discovery>();
        list(fields, "http_sd_configs", "a list of addresses of lists, each with url").forEach(item -> http(item, accessKeys, access).ifPresent(all::add));
        list(fields, "dns_sd_configs", "a list of names to look up, each with names").forEach(item -> dns(item).ifPresent(all::add));
        return all;
    }

    private static List<Value> list(Fields fields, String key, String expected) {
        var items = RuleReader.list(fields, key, expected);
        if (items.size() > MOST) {
            fields.value(key).ifPresent(value -> value.problem("expected at most " + MOST));
        }
        return items;
    }

    private static Optional<Discovery> http(Value item, List<String> accessKeys, Function<Fields, Access> access) {
        var fields = item.fields(Stream.of(HTTP, accessKeys, UNSUPPORTED).flatMap(List::stream).toList());
        fields.refuse(UNSUPPORTED, "is not supported here");
        var letIn = access.apply(fields);
        var every = every(fields, HTTP_EVERY);
        return fields.need("url", "an address such as http://127.0.0.1:8080/targets", Addresses::http).map(url -> new Discovery.Http(url, every, letIn));
    }

    private static Optional<Discovery> dns(Value item) {
        var fields = item.fields(DNS);
        var every = every(fields, DNS_EVERY);
        var kind = fields.get("type", value -> value.oneOf(Stream.of(Kind.values()).map(Enum::name).toList())).map(Kind::valueOf).orElse(Kind.SRV);
        var port = fields.get("port", value -> value.whole(1, 65_535));
        if (port.isEmpty() && !fields.has("port") && kind != Kind.SRV) {
            fields.missing("port", "the port of the addresses, since a record of type " + kind + " has none");
        }
        var names = fields.need("names", "a list of names", value -> value.items("a list of names"))
                .map(items -> items.stream().flatMap(one -> one.matching(NAME, "a name such as web.example.org").stream()).toList());
        names.filter(all -> all.size() > MOST).flatMap(_ -> fields.value("names")).ifPresent(value -> value.problem("expected at most " + MOST + " names"));
        return names.map(all -> new Discovery.Dns(all, kind, port.orElse(0), every));
    }

    private static Duration every(Fields fields, Duration otherwise) {
        return fields.get("refresh_interval", value -> value.duration(SHORTEST, JobReader.LONGEST)).orElse(otherwise);
    }
}
