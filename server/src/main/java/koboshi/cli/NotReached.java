package koboshi.cli;

import java.net.URI;

/** No Koboshi answers where it was looked for. */
public final class NotReached extends RuntimeException {
    public NotReached(URI server, Throwable cause) {
        super("no Koboshi answers at " + server + ": start one with koboshi up, or name another with --server", cause);
    }
}
