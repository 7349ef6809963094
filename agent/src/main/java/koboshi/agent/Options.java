package koboshi.agent;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the agent is started with.
 *
 * @param server where it dials, {@code ws://host:port/agent}
 * @param id the host's name in the configuration
 * @param state its folder
 * @param tokenFile read anew at every dial, so that a token can be changed without a restart
 * @param trust whom it believes where the server shows a certificate
 * @param processesEvery how often the kept services are measured
 * @param hostEvery how often the host is
 */
record Options(URI server, String id, Path state, Path tokenFile, Trust trust, Duration processesEvery, Duration hostEvery) {
    static final String USAGE =
            """
            usage: koboshi.agent.Agent --server URL --id NAME --state DIR --token-file FILE

              --server URL        where Koboshi listens, such as ws://127.0.0.1:8642/agent
              --id NAME           this host's name in the configuration
              --state DIR         where the agent remembers what it keeps; one agent per folder
              --token-file FILE   holds the token the server knows this agent by
              --ca-file FILE      certificates, in PEM, of the authorities to believe where the server speaks TLS (default: those this host's Java believes)
              --processes-every MS   how often the kept services are measured, in milliseconds (default 1000)
              --host-every MS     how often the host is measured, in milliseconds (default 5000)
              --help              this page
            """;
    private static final List<String> NAMES = List.of("--server", "--id", "--state", "--token-file");
    private static final List<String> OPTIONAL = List.of("--ca-file", "--processes-every", "--host-every");
    private static final long SHORTEST_MILLIS = 100;

    /** @throws IllegalArgumentException saying what is wrong and what was expected */
    static Options parse(String... arguments) {
        var values = new HashMap<String, String>();
        for (int i = 0; i < arguments.length; i += 2) {
            if (!NAMES.contains(arguments[i]) && !OPTIONAL.contains(arguments[i])) {
                throw new IllegalArgumentException("unknown option " + arguments[i] + " (known: " + String.join(", ", NAMES) + ", "
                        + String.join(", ", OPTIONAL) + ", --help)");
            }
            if (i + 1 == arguments.length) {
                throw new IllegalArgumentException(arguments[i] + " needs a value");
            }
            values.put(arguments[i], arguments[i + 1]);
        }
        NAMES.stream().filter(name -> !values.containsKey(name)).findFirst().ifPresent(missing -> {
            throw new IllegalArgumentException(missing + " is missing");
        });
        return of(values);
    }

    private static Options of(Map<String, String> values) {
        var server = URI.create(values.get("--server"));
        if (!List.of("ws", "wss").contains(server.getScheme()) || server.getHost() == null) {
            throw new IllegalArgumentException("--server " + server + " (expected ws://host:port/agent, or wss:)");
        }
        return new Options(
                server, values.get("--id"), Path.of(values.get("--state")).toAbsolutePath(), Path.of(values.get("--token-file")), new Trust(Optional.ofNullable(values.get("--ca-file")).map(Path::of)),
                pace(values, "--processes-every", 1_000), pace(values, "--host-every", 5_000));
    }

    private static Duration pace(Map<String, String> values, String name, long standard) {
        var text = values.getOrDefault(name, Long.toString(standard));
        if (!text.matches("\\d{1,9}") || Long.parseLong(text) < SHORTEST_MILLIS) {
            throw new IllegalArgumentException(name + " " + text + " (expected milliseconds, at least " + SHORTEST_MILLIS + ")");
        }
        return Duration.ofMillis(Long.parseLong(text));
    }

    String authorization() throws IOException {
        try {
            return "Bearer " + Files.readString(tokenFile).trim();
        } catch (IOException unreadable) {
            throw new IOException("--token-file cannot be read: " + unreadable.getMessage(), unreadable);
        }
    }

    /** Where a piece of evidence goes: beside the link, by HTTP. */
    URI evidence(String hash) {
        return beside("/agent/evidence/" + hash);
    }

    /** Where lines of a service go, whose name needs no escaping. */
    URI logs(String service) {
        return beside("/agent/logs?service=" + service);
    }

    private URI beside(String path) {
        var scheme = server.getScheme().equals("wss") ? "https" : "http";
        return URI.create(scheme + "://" + server.getRawAuthority() + path);
    }
}
