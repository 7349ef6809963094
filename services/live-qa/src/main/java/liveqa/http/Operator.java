package liveqa.http;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.Set;

/**
 * Who may moderate and change what goes on air: whoever bears the token, or without one whoever sits at this machine.
 *
 * <p>Behind a proxy every request comes from this machine, so that without a token nobody may.
 */
public final class Operator {
    public static final int SHORTEST = 12;
    private final Optional<byte[]> token;
    private final SameSite sameSite;
    private final boolean behindProxy;

    public Operator(Optional<String> token, InetAddress listening, Set<String> allowedHosts) {
        this.token = token.map(text -> text.getBytes(StandardCharsets.UTF_8));
        this.sameSite = new SameSite(listening, allowedHosts);
        this.behindProxy = !allowedHosts.isEmpty();
    }

    void check(Request request) throws Refusal {
        sameSite.check(request);
        if (token.isEmpty()) withoutToken(request);
        else if (!MessageDigest.isEqual(given(request), token.get())) throw new Refusal(401, "the operator's token is needed");
    }

    private void withoutToken(Request request) throws Refusal {
        if (behindProxy) throw new Refusal(403, "with --allow-host this needs a token, for a proxy's visitors look like this machine's: start live-qa with --operator-token-file");
        if (!sameSite.isLocal(request)) throw new Refusal(403, "this can be done from this machine only; to allow others start live-qa with --operator-token-file");
    }

    private static byte[] given(Request request) {
        return request.header("Authorization").orElse("").replaceFirst("^Bearer ", "").getBytes(StandardCharsets.UTF_8);
    }
}
