package liveqa.model;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The flags of the language model. Without an address there is none. */
public final class ModelFlags {
    @Option(names = "--llm", paramLabel = "URL",
            description = "OpenAI-compatible endpoint, such as https://api.example.com/v1; also from LIVE_QA_LLM_URL. Default: none, answers are quoted from the documents")
    URI url;

    @Option(names = "--llm-model", paramLabel = "NAME", description = "Name of the model; also from LIVE_QA_LLM_MODEL")
    String model;

    @Option(names = "--llm-key-file", paramLabel = "FILE", description = "File that holds the endpoint's key; or LIVE_QA_LLM_KEY. Never printed")
    Path keyFile;

    @Option(names = "--llm-tokens-per-hour", paramLabel = "N", defaultValue = "200000", description = "Most tokens in an hour, in and out. Default: ${DEFAULT-VALUE}")
    long tokensPerHour;

    @Option(names = "--llm-tokens-per-day", paramLabel = "N", defaultValue = "2000000", description = "Most tokens in a day. Default: ${DEFAULT-VALUE}")
    long tokensPerDay;

    @Option(names = "--llm-yen-per-hour", paramLabel = "YEN", defaultValue = "100", description = "Most yen in an hour. Default: ${DEFAULT-VALUE}")
    double yenPerHour;

    @Option(names = "--llm-yen-per-day", paramLabel = "YEN", defaultValue = "1000", description = "Most yen in a day. Default: ${DEFAULT-VALUE}")
    double yenPerDay;

    @Option(names = "--llm-price", paramLabel = "IN:OUT", defaultValue = "25:100",
            description = "Yen for a million tokens read and written, from the provider's price list; 0:0 for one's own machine. Default: ${DEFAULT-VALUE}")
    String price;

    @Option(names = "--llm-first-token", paramLabel = "MS", defaultValue = "3000", description = "Milliseconds to wait for its first word. Default: ${DEFAULT-VALUE}")
    int firstTokenMillis;

    @Option(names = "--llm-whole", paramLabel = "MS", defaultValue = "8000", description = "Milliseconds for its whole answer, retries included. Default: ${DEFAULT-VALUE}")
    int wholeMillis;

    /**
     * What the flags and the environment say; nothing when no endpoint is named.
     *
     * @throws IOException in words for whoever started the service
     */
    public Optional<ModelSettings> settings(Map<String, String> environment) throws IOException {
        var endpoint = url != null ? url : environment.containsKey("LIVE_QA_LLM_URL") ? uri(environment.get("LIVE_QA_LLM_URL")) : null;
        if (endpoint == null) return Optional.empty();
        var name = model != null ? model : environment.get("LIVE_QA_LLM_MODEL");
        if (name == null || name.isBlank()) throw new IOException("--llm needs --llm-model NAME");
        var key = key(environment);
        check(endpoint, key.isPresent());
        var prices = prices();
        return Optional.of(new ModelSettings(endpoint, name, key.map(Key::new), new Budget.Limits(tokensPerHour, tokensPerDay, yenPerHour, yenPerDay, prices[0], prices[1]),
                positive("--llm-first-token", firstTokenMillis), positive("--llm-whole", wholeMillis)));
    }

    private static URI uri(String text) throws IOException {
        try {
            return URI.create(text.strip());
        } catch (IllegalArgumentException e) {
            throw new IOException("LIVE_QA_LLM_URL is not an address: " + text, e);
        }
    }

    private Optional<String> key(Map<String, String> environment) throws IOException {
        if (keyFile == null) return Optional.ofNullable(environment.get("LIVE_QA_LLM_KEY")).map(String::strip).filter(key -> !key.isEmpty());
        var key = Files.readString(keyFile).strip();
        if (key.isEmpty() || key.length() > 4096 || key.chars().anyMatch(c -> c <= ' ' || c > '~')) {
            throw new IOException("--llm-key-file " + keyFile + ": expected one line of plain characters");
        }
        return Optional.of(key);
    }

    private static void check(URI endpoint, boolean keyed) throws IOException {
        boolean web = "https".equals(endpoint.getScheme()) || "http".equals(endpoint.getScheme());
        if (!web || endpoint.getHost() == null || endpoint.getUserInfo() != null) {
            throw new IOException("--llm must be like https://api.example.com/v1 or http://127.0.0.1:11434/v1, without a user, not " + endpoint.getScheme() + "://" + endpoint.getHost());
        }
        if (keyed && "http".equals(endpoint.getScheme()) && !isLoopback(endpoint.getHost())) {
            throw new IOException("--llm " + endpoint + ": a key is sent by https only, or to this machine");
        }
    }

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException _) {
            return false; // Then it is not this machine.
        }
    }

    private double[] prices() throws IOException {
        var parts = price.split(":", -1);
        try {
            double in = Double.parseDouble(parts[0]);
            double out = Double.parseDouble(parts[parts.length - 1]);
            if (parts.length == 2 && in >= 0 && out >= 0 && in < 1e9 && out < 1e9) return new double[] {in, out};
        } catch (NumberFormatException _) {
            // Said below.
        }
        throw new IOException("--llm-price must be like 25:100, yen for a million tokens read and written, not " + price);
    }

    private static Duration positive(String flag, int millis) throws IOException {
        if (millis < 1 || millis > 120_000) throw new IOException(flag + " must be from 1 to 120000 milliseconds, not " + millis);
        return Duration.ofMillis(millis);
    }
}
