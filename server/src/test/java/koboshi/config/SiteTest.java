package koboshi.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Where web addresses lead, those that Java sees no host in too. */
class SiteTest {
    private static Optional<Site> site(String url) {
        return Site.of(URI.create(url));
    }

    @Test
    void readsHostAndPort() {
        assertThat(site("http://example.org/x")).contains(new Site(false, "example.org", 80, "example.org"));
        assertThat(site("HTTPS://10.0.0.7?x=y")).contains(new Site(true, "10.0.0.7", 443, "10.0.0.7"));
        assertThat(site("http://[::1]:8080/")).contains(new Site(false, "::1", 8080, "[::1]:8080"));
        assertThat(site("http://user:secret@example.org:81/")).contains(new Site(false, "example.org", 81, "example.org:81"));
    }

    @Test
    void readsNamesThatAreNoHostsToJava() {
        assertThat(site("http://my_service:8080/")).contains(new Site(false, "my_service", 8080, "my_service:8080"));
        assertThat(site("https://stack_web.1")).contains(new Site(true, "stack_web.1", 443, "stack_web.1"));
        assertThat(site("http://web.1/")).contains(new Site(false, "web.1", 80, "web.1"));
    }

    @Test
    void leadsNowhereWhereNobodyCanBeAsked() {
        for (var url : List.of("http://256.1.1.1/", "http://127.1/", "http://1.2.3.4.5/", "http://h:0/", "http://h:65536/", "http://my_h:123456/", "http://a_b%20c/", "http:x", "/x", "ftp://h/", "mailto:a@b", "http://\u65e5\u672c/")) {
            assertThat(site(url)).as(url).isEmpty();
        }
    }

    @Test
    void aLoginIsShownToTheSameHostPortAndSchemeOnly() {
        var here = site("https://example.org/a").orElseThrow();
        assertThat(here.sameAs(site("https://EXAMPLE.org:443/b").orElseThrow())).isTrue();
        for (var other : List.of("http://example.org:443/", "https://example.org:444/", "https://www.example.org/")) {
            assertThat(here.sameAs(site(other).orElseThrow())).as(other).isFalse();
        }
    }
}
