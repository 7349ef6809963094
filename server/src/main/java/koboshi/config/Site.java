package koboshi.config;

import java.net.URI;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a web address leads.
 *
 * <p>Names such as {@code my_service} and {@code web.1} are no hosts to Java, though networks of containers are full of them and whoever visits reaches them. Digits and
 * dots that are no whole address are none to us either: what looks like an address would be looked up where nothing may wait.
 *
 * @param host without the brackets of an IPv6 address
 * @param written host and port as they stand in the head of a question
 */
public record Site(boolean secure, String host, int port, String written) {
    private static final Pattern AUTHORITY = Pattern.compile("(?:[^@]*@)?((\\[[^]]+]|[A-Za-z0-9._-]+)(?::(\\d{0,5}))?)");
    private static final Pattern NAME = Pattern.compile(".*[A-Za-z_].*");
    private static final int LARGEST_PORT = 65_535;

    /** Empty where it is no address of http or https that can be asked; who logs in there is passed over. */
    public static Optional<Site> of(URI url) {
        boolean secure = "https".equalsIgnoreCase(url.getScheme());
        if (!secure && !"http".equalsIgnoreCase(url.getScheme()) || url.getRawAuthority() == null) {
            return Optional.empty();
        }
        return Optional.of(AUTHORITY.matcher(url.getRawAuthority()))
                .filter(match -> match.matches() && (url.getHost() != null || NAME.matcher(match.group(2)).matches()))
                .map(match -> new Site(secure, bare(match.group(2)), port(match, secure), match.group(1)))
                .filter(site -> site.port() >= 1 && site.port() <= LARGEST_PORT);
    }

    private static String bare(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    private static int port(Matcher match, boolean secure) {
        var written = match.group(3);
        return written != null && !written.isEmpty() ? Integer.parseInt(written) : secure ? 443 : 80;
    }

    /** Whether a login that was written for one of them may be shown to the other. */
    public boolean sameAs(Site other) {
        return secure == other.secure && port == other.port && host.equalsIgnoreCase(other.host);
    }
}
