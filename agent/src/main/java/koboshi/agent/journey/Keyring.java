package koboshi.agent.journey;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import koboshi.agent.link.Json;

/** The secrets of one run: fetched when first needed, and taken out of everything that is told of the run. */
final class Keyring {
    private static final int LARGEST = 64 << 10;
    private static final int SHORTEST_LINE = 8;
    private static final String JSON = "json:";
    private static final String MASK = "***";

    private final Map<String, String> fetched = new ConcurrentHashMap<>();
    private final List<String> forms = new CopyOnWriteArrayList<>();

    /**
     * @param reference {@code env:NAME} or {@code file:/path}; after {@code json:} it is spelt as JSON does
     * @throws Unready naming what is missing, never its content
     */
    String value(String reference) {
        return reference.startsWith(JSON) ? json(value(reference.substring(JSON.length()))) : fetched.computeIfAbsent(reference, this::fetch);
    }

    private String fetch(String reference) {
        int colon = reference.indexOf(':');
        var name = reference.substring(colon + 1);
        var secret = reference.startsWith("env:") ? variable(name) : content(Path.of(name));
        // A server that repeats what it was sent may spell it for its own format.
        var spelt = Stream.of(secret, json(secret), URLEncoder.encode(secret, StandardCharsets.UTF_8));
        Stream.concat(spelt, secret.lines().filter(line -> line.length() >= SHORTEST_LINE)).distinct().forEach(forms::add);
        forms.sort(Comparator.comparingInt(String::length).reversed());
        return secret;
    }

    private static String json(String secret) {
        var quoted = Json.mapper().writeValueAsString(secret);
        return quoted.substring(1, quoted.length() - 1);
    }

    private static String variable(String name) {
        var value = System.getenv(name);
        if (value == null || value.isBlank()) {
            throw new Unready("environment variable " + name + " is not set");
        }
        return value.stripTrailing();
    }

    private static String content(Path path) {
        try (var in = Files.newInputStream(path)) {
            var bytes = in.readNBytes(LARGEST + 1);
            var value = new String(bytes, StandardCharsets.UTF_8).stripTrailing();
            if (value.isEmpty() || bytes.length > LARGEST) {
                throw new Unready("file " + path + (value.isEmpty() ? " is empty" : " is larger than 64KiB"));
            }
            return value;
        } catch (IOException _) {
            throw new Unready("file " + path + " cannot be read");
        }
    }

    String masked(String text) {
        var masked = text;
        for (var form : forms) {
            masked = masked.replace(form, MASK);
        }
        return masked;
    }
}
