package koboshi.config;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Other servers of series.
 *
 * @param source where guards and rules ask instead of here
 * @param remoteWrites where everything that is taken here is sent on to
 */
public record Elsewhere(Optional<Server> source, List<RemoteWrite> remoteWrites) {
    public static final Elsewhere NONE = new Elsewhere(Optional.empty(), List.of());

    public Elsewhere {
        remoteWrites = List.copyOf(remoteWrites);
    }

    /** @param patience for one request */
    public record Server(URI url, Login login, Map<String, String> headers, Duration patience) {
        public Server {
            headers = Map.copyOf(headers);
        }

        /**
         * What is sent with each request.
         *
         * @throws IOException naming the secret that is missing, or this server where one cannot be sent; never what the secret is
         */
        public Map<String, String> sent() throws IOException {
            var all = new TreeMap<>(headers);
            switch (login) {
                case Login.None _ -> {}
                case Login.Bearer(var token) -> all.put("Authorization", "Bearer " + token.value());
                case Login.Basic(var user, var password) -> all.put("Authorization",
                        "Basic " + Base64.getEncoder().encodeToString((user + ":" + password.value()).getBytes(StandardCharsets.UTF_8)));
            }
            if (!all.values().stream().flatMapToInt(String::chars).allMatch(Server::fitsAHeader)) {
                // Said here, because the client's own words would repeat the value.
                throw new IOException("a secret or header for " + this + " holds what no header can, such as a second line");
            }
            return all;
        }

        private static boolean fitsAHeader(int letter) {
            return letter == '\t' || letter >= 0x20 && letter != 0x7f && letter <= 0xff;
        }

        /** Without the path, where tokens may hide. */
        @Override
        public String toString() {
            return url.getScheme() + "://" + url.getRawAuthority();
        }
    }

    /**
     * @param name of its queue on disk and of its figures
     * @param disk bytes its queue may take
     * @param nativeHistograms whether they are sent, too
     */
    public record RemoteWrite(String name, Server server, long disk, boolean nativeHistograms) {}

    /** How a server lets us in. */
    public sealed interface Login {
        record None() implements Login {}

        record Bearer(Secret token) implements Login {}

        record Basic(String user, Secret password) implements Login {}
    }
}
