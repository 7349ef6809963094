package koboshi.probe;

import java.net.URI;
import java.time.Duration;
import koboshi.config.ScrapeJob.Access;
import koboshi.config.Site;

/**
 * What is asked.
 *
 * @param url of http or https
 * @param site where it leads
 * @param timeout for everything from the lookup of the name to the end of the answer, redirects included
 * @param most bytes of the body
 * @param kept bytes of the body that whoever judges it wants to see
 */
public record Question(URI url, Site site, Access access, Duration timeout, long most, int kept) {
    /** @throws IllegalArgumentException where the address leads nowhere */
    public Question(URI url, Access access, Duration timeout, long most, int kept) {
        this(url, Site.of(url).orElseThrow(() -> new IllegalArgumentException("no address of http or https that can be asked")), access, timeout, most, kept);
    }

    Question at(URI elsewhere) {
        return new Question(elsewhere, access, timeout, most, kept);
    }
}
