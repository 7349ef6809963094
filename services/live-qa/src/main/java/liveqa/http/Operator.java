package liveqa.http;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;

/** Who may change what goes on air: whoever knows the token, or without one whoever sits at this machine. */
public final class Operator {
    private static final int SHORTEST = 12;
    private final byte[] token;

    private Operator(String token) {
        this.token = token.getBytes(StandardCharsets.UTF_8);
    }

    /** The token of that file, else of LIVE_QA_OPERATOR_TOKEN, else none. */
    public static Operator with(Path file) throws IOException {
        var fromEnvironment = System.getenv().getOrDefault("LIVE_QA_OPERATOR_TOKEN", "");
        var token = file == null ? fromEnvironment.strip() : Files.readString(file).strip();
        if (file != null && token.isEmpty() || !token.isEmpty() && token.length() < SHORTEST) {
            throw new IOException("the operator's token must have at least " + SHORTEST + " characters");
        }
        return new Operator(token);
    }

    void check(Request request) throws Refusal {
        if (token.length == 0) {
            if (!local(request)) throw new Refusal(403, "settings can be changed from this machine only; to allow others start with --operator-token-file");
            return;
        }
        var given = request.header("Authorization").orElse("").replaceFirst("^Bearer ", "");
        if (!MessageDigest.isEqual(given.getBytes(StandardCharsets.UTF_8), token)) throw new Refusal(401, "the operator's token is needed");
    }

    private static boolean local(Request request) {
        InetAddress from = request.exchange().getRemoteAddress().getAddress();
        return from.isLoopbackAddress();
    }
}
