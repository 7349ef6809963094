package koboshi.scrape;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import koboshi.config.Durations;
import koboshi.config.ScrapeJob;
import koboshi.config.ScrapeJob.Group;
import koboshi.config.ScrapeJob.Spelled;
import koboshi.config.Site;
import koboshi.series.Labels;

/** Makes targets of what is written: gives each the labels rules can see, applies the rules, and reads the address out of what is left. */
final class Finding {
    private static final String ADDRESS = "__address__";
    private static final String SCHEME = "__scheme__";
    private static final String PATH = "__metrics_path__";
    private static final String EVERY = "__scrape_interval__";
    private static final String TIMEOUT = "__scrape_timeout__";
    private static final String PARAMETER = "__param_";
    static final String URL = "__meta_url";
    static final String DNS_NAME = "__meta_dns_name";
    private static final String FILE = "__meta_filepath";
    private static final String INSTANCE = "instance";
    private static final Pattern BAD_ADDRESS = Pattern.compile(".*[/\\s?#@].*");

    private final ScrapeJob job;
    private final Map<String, Target> found = new LinkedHashMap<>();
    private final List<Map<String, String>> dropped = new ArrayList<>();

    private Finding(ScrapeJob job) {
        this.job = job;
    }

    /**
     * @param targets by what tells them apart; one that is written twice is there once
     * @param dropped labels of those a rule left out
     */
    record Found(Map<String, Target> targets, List<Map<String, String>> dropped) {}

    static Found find(ScrapeJob job, List<Group> groups) {
        var finding = new Finding(job);
        groups.forEach(group -> group.addresses().forEach(address -> finding.take(group, address)));
        return new Found(finding.withinLimit(), finding.dropped);
    }

    private void take(Group group, String address) {
        var discovered = discovered(group, address);
        var labels = new TreeMap<>(discovered);
        if (!job.targetRules().apply(labels)) {
            dropped.add(discovered);
            return;
        }
        var target = target(discovered, labels);
        found.put(target.key(), target);
    }

    private Map<String, String> discovered(Group group, String address) {
        var labels = new TreeMap<String, String>();
        labels.put("job", job.name());
        labels.put(EVERY, Durations.text(job.every()));
        labels.put(TIMEOUT, Durations.text(job.timeout()));
        labels.put(SCHEME, job.address().scheme());
        labels.put(PATH, job.address().path());
        job.address().parameters().forEach((name, values) -> values.stream().limit(1).forEach(value -> labels.put(PARAMETER + name, value)));
        if (!group.source().isEmpty()) {
            labels.put(FILE, group.source());
        }
        labels.putAll(group.labels());
        labels.put(ADDRESS, address);
        labels.values().removeIf(String::isEmpty);
        return labels;
    }

    /** Where a target was found, in words. */
    static String from(Map<String, String> discovered) {
        return Stream.of(FILE, URL, DNS_NAME).map(discovered::get).filter(Objects::nonNull).findFirst().map(from -> from.split("\\?", 2)[0]).orElse("its configuration");
    }

    static boolean isOfFile(Map<String, String> discovered) {
        return discovered.containsKey(FILE);
    }

    private Target target(Map<String, String> discovered, Map<String, String> labels) {
        var address = labels.getOrDefault(ADDRESS, "");
        var every = duration(labels, EVERY);
        var timeout = duration(labels, TIMEOUT);
        boolean whole = job.spelled() == Spelled.AS_URL && address.contains("://");
        var url = whole ? address : labels.getOrDefault(SCHEME, "http") + "://" + address + path(labels.getOrDefault(PATH, "/metrics")) + query(labels);
        var own = new TreeMap<>(labels);
        own.keySet().removeIf(name -> name.startsWith("__"));
        own.putIfAbsent(INSTANCE, address);
        var usable = every.isPositive() ? every : job.every();
        return new Target(job, discovered, Labels.of(own), url, usable, timeout.isPositive() ? timeout : job.timeout(), whole ? trouble(url).or(() -> trouble(labels, every, timeout)).orElse("") : parts(labels, address, url, every, timeout));
    }

    private String parts(Map<String, String> labels, String address, String url, Duration every, Duration timeout) {
        var each = trouble(labels, address, every, timeout);
        return each.isEmpty() && job.spelled() == Spelled.AS_URL ? together(address, url) : each;
    }

    /** Of an address that was put together. Secrets hide in parameters, so that it is not repeated. */
    private static String together(String address, String url) {
        try {
            boolean leads = Site.of(new URI(url)).isPresent();
            return leads ? "" : "expected host:port as " + ADDRESS + ", a name or an address and a port from 1 to 65535, found \"" + address + "\"";
        } catch (URISyntaxException unreadable) {
            return ADDRESS + ", " + PATH + " and the parameters make no address such as https://example.org/health; " + reason(unreadable);
        }
    }

    private static String reason(URISyntaxException unreadable) {
        return unreadable.getReason() + " at character " + (unreadable.getIndex() + 1);
    }

    private static String path(String path) {
        return path.startsWith("/") ? path : "/" + path;
    }

    private static String trouble(Map<String, String> labels, String address, Duration every, Duration timeout) {
        var scheme = labels.getOrDefault(SCHEME, "http");
        if (address.isEmpty()) {
            return "the rules left no " + ADDRESS;
        }
        if (BAD_ADDRESS.matcher(address).matches()) {
            return "expected host:port as " + ADDRESS + ", found \"" + address + "\"";
        }
        if (!scheme.equals("http") && !scheme.equals("https")) {
            return "expected http or https as " + SCHEME + ", found \"" + scheme + "\"";
        }
        return trouble(labels, every, timeout).orElse("");
    }

    private static Optional<String> trouble(Map<String, String> labels, Duration every, Duration timeout) {
        return every.isPositive() && timeout.isPositive() && timeout.compareTo(every) <= 0
                ? Optional.empty()
                : Optional.of("expected durations as " + EVERY + " and " + TIMEOUT + ", the second at most the first, found " + labels.get(EVERY) + " and " + labels.get(TIMEOUT));
    }

    /** Of an address that is written as a whole; a rule may have made it. Logins hide in addresses, so that it is not repeated. */
    private static Optional<String> trouble(String url) {
        try {
            var parsed = new URI(url);
            return Site.of(parsed).isPresent() && !parsed.getRawAuthority().contains("@")
                    ? Optional.empty()
                    : Optional.of("expected an address such as https://example.org/health, without user and password, as " + ADDRESS);
        } catch (URISyntaxException unreadable) {
            return Optional.of("expected an address such as https://example.org/health as " + ADDRESS + "; " + reason(unreadable));
        }
    }

    /** Zero where there is none. */
    private static Duration duration(Map<String, String> labels, String name) {
        try {
            return Durations.parse(labels.getOrDefault(name, "0"));
        } catch (IllegalArgumentException _) {
            return Duration.ZERO;
        }
    }

    /** A rule may have changed the first value of a parameter, or made one. */
    private String query(Map<String, String> labels) {
        var parameters = new TreeMap<String, List<String>>(job.address().parameters());
        labels.forEach((label, value) -> {
            if (label.startsWith(PARAMETER)) {
                var rest = parameters.getOrDefault(label.substring(PARAMETER.length()), List.of("")).stream().skip(1).toList();
                var values = new ArrayList<>(List.of(value));
                values.addAll(rest);
                parameters.put(label.substring(PARAMETER.length()), values);
            }
        });
        var pairs = parameters.entrySet().stream()
                .flatMap(one -> one.getValue().stream().map(value -> encoded(one.getKey()) + "=" + encoded(value)))
                .collect(Collectors.joining("&"));
        return pairs.isEmpty() ? "" : "?" + pairs;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** Above the limit none is asked, as in Prometheus: which ones to leave out would be chance. */
    private Map<String, Target> withinLimit() {
        int most = job.limits().targets();
        if (most > 0 && found.size() > most) {
            found.replaceAll((_, target) -> target.refused("the job has " + found.size() + " targets where target_limit is " + most + ": none of them is scraped"));
        }
        return found;
    }
}
