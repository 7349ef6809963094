package koboshi.probe;

import java.net.URI;
import java.time.Duration;
import koboshi.config.ScrapeJob.Access;

/**
 * What is asked.
 *
 * @param url of http or https, with a host
 * @param timeout for everything from the lookup of the name to the end of the answer, redirects included
 * @param most bytes of the body
 * @param kept bytes of the body that whoever judges it wants to see
 */
public record Question(URI url, Access access, Duration timeout, long most, int kept) {
    boolean secure() {
        return "https".equalsIgnoreCase(url.getScheme());
    }

    /** Without the brackets of an IPv6 address. */
    String host() {
        var host = url.getHost();
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    int port() {
        return url.getPort() >= 0 ? url.getPort() : secure() ? 443 : 80;
    }

    Question at(URI elsewhere) {
        return new Question(elsewhere, access, timeout, most, kept);
    }

    /** Whether a login that was written for one of them may be shown to the other. */
    boolean sameSite(Question other) {
        return secure() == other.secure() && port() == other.port() && host().equalsIgnoreCase(other.host());
    }
}
