package koboshi.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import koboshi.resource.ResourceId;

/**
 * What the server itself needs to know, besides the plan.
 *
 * @param names by which proxies on this machine pass visitors on; where there are any, this machine's own needs a token as well
 * @param tokens where the hashes of access tokens are kept; always there when {@code listen} is not a loopback address
 * @param state folder of journal, evidence, series and agent
 * @param secretEnvironment variables of services whose values are fetched when a service is started, by name
 * @param scrapes where series are fetched
 * @param logs how long lines are kept
 * @param senders what each of those that send may send
 */
public record Settings(
        Listen listen,
        Set<String> names,
        Optional<Path> tokens,
        Path state,
        Metrics metrics,
        Optional<Webhook> webhook,
        Map<String, Heartbeat> heartbeats,
        Map<ResourceId, Map<String, Secret>> secretEnvironment,
        Scraped scrapes,
        Logs logs,
        Senders senders) {
    public Settings {
        names = Set.copyOf(names);
        heartbeats = Map.copyOf(heartbeats);
        secretEnvironment = Map.copyOf(secretEnvironment);
    }

    public Settings listeningAt(Listen other) {
        return new Settings(other, names, tokens, state, metrics, webhook, heartbeats, secretEnvironment, scrapes, logs, senders);
    }

    public Settings keptIn(Path folder) {
        return new Settings(listen, names, tokens, folder, metrics, webhook, heartbeats, secretEnvironment, scrapes, logs, senders);
    }

    /** @param host a name or address without brackets */
    public record Listen(String host, int port) {
        public static final Listen DEFAULT = new Listen("127.0.0.1", 8642);

        /** @return empty when it is not {@code host:port} */
        public static Optional<Listen> parse(String text) {
            var match = Addresses.LISTEN.matcher(text);
            return match.matches() && Integer.parseInt(match.group(3)) <= 65_535
                    ? Optional.of(new Listen(match.group(1) == null ? match.group(2) : match.group(1), Integer.parseInt(match.group(3))))
                    : Optional.empty();
        }

        public boolean loopback() {
            return host.equals("localhost") || host.equals("::1") || host.matches("127(\\.\\d{1,3}){3}");
        }

        @Override
        public String toString() {
            return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
        }
    }

    /**
     * How long series are kept, and which samples are taken.
     *
     * @param disk bytes above which the oldest go, 0 for no such limit
     * @param late how far behind the newest one may be that comes out of order
     * @param ahead how far ahead of the clock
     * @param pace how often agents measure
     */
    public record Metrics(Duration keep, long disk, Duration late, Duration ahead, Pace pace) {
        public static final Metrics DEFAULT = new Metrics(Duration.ofDays(30), 0, Duration.ofMinutes(30), Duration.ofMinutes(10), Pace.DEFAULT);
    }

    /** How often an agent measures the services it keeps, and its host. */
    public record Pace(Duration services, Duration host) {
        public static final Pace DEFAULT = new Pace(Duration.ofSeconds(1), Duration.ofSeconds(5));
    }

    /** @param disk bytes above which the oldest go */
    public record Logs(Duration keep, long disk) {
        public static final Logs DEFAULT = new Logs(Duration.ofDays(7), 512L << 20);
    }

    /**
     * What one sender may send; 0 for no limit of its own.
     *
     * @param samples a second
     * @param bytes a second
     * @param series within an hour or two
     */
    public record Senders(int samples, long bytes, int series) {
        public static final Senders DEFAULT = new Senders(500_000, 32L << 20, 0);
    }

    /** @param secret signs what is sent, where given */
    public record Webhook(URI url, Optional<Secret> secret) {
        /** Without path and query: chat services put their tokens there. */
        @Override
        public String toString() {
            return "Webhook[" + url.getScheme() + "://" + url.getRawAuthority() + "/..., secret=" + secret + "]";
        }
    }

    /**
     * Where series are fetched.
     *
     * @param files that were read for it beside the configuration's own, and are watched like them
     */
    public record Scraped(List<ScrapeJob> jobs, List<Path> files) {
        public Scraped {
            jobs = List.copyOf(jobs);
            files = List.copyOf(files);
        }
    }

    public record Heartbeat(Duration every, Duration grace) {}
}
