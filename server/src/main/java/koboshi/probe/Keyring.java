package koboshi.probe;

import java.io.IOException;
import koboshi.config.ScrapeJob.Access;
import koboshi.config.ScrapeJob.Tls;

/** How targets let us in; asked before each connection, on the thread that probes, so it answers at once. */
public interface Keyring {
    /** @throws IOException in words, where a file of certificates cannot be used */
    TlsContext context(Tls tls) throws IOException;

    /**
     * What a login says in the header {@code Authorization}; empty for none.
     *
     * @throws IOException naming the secret that is missing
     */
    String authorization(Access access) throws IOException;
}
