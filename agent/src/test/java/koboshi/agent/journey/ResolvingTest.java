package koboshi.agent.journey;

import static koboshi.agent.journey.Steps.journey;
import static koboshi.agent.journey.Steps.run;
import static koboshi.agent.journey.Steps.why;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import koboshi.journey.Step;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ResolvingTest {
    private final NameServer names = new NameServer(Map.of(
            "shop.test", List.of(NameServer.address(10, 0, 0, 1), NameServer.address(10, 0, 0, 2)),
            "www.shop.test", List.of(NameServer.alias("shop.test")),
            "note.shop.test", List.of(NameServer.text("v=1 id=42")),
            "_sip._tcp.shop.test", List.of(NameServer.service(10, 5, 5060, "sip.shop.test"))));

    ResolvingTest() throws IOException {}

    @AfterEach
    void close() {
        names.close();
    }

    private Step.Dns dns(String name, String type, int atLeast, String... records) {
        return new Step.Dns("find", name, type, Optional.of(names.address()), List.of(records), atLeast, Map.of(), Optional.empty());
    }

    @Test
    void findsTheAddressesOfAName() {
        assertThat(run(dns("shop.test", "A", 2, "10.0.0.2")).stumble()).isEmpty();
        assertThat(names.asked).containsExactly("shop.test");
    }

    @Test
    void findsEveryTypeOfRecord() {
        assertThat(run(dns("www.shop.test", "CNAME", 1, "SHOP.test.")).stumble()).isEmpty();
        assertThat(run(dns("note.shop.test", "TXT", 1, "v=1 id=42")).stumble()).isEmpty();
        assertThat(run(dns("_sip._tcp.shop.test", "SRV", 1, "10 5 5060 sip.shop.test")).stumble()).isEmpty();
    }

    @Test
    void saysWhatCameInstead() {
        assertThat(why(run(dns("shop.test", "A", 1, "10.0.0.3")))).isEqualTo("find: expected A 10.0.0.3 of shop.test, came 10.0.0.1, 10.0.0.2");
        assertThat(why(run(dns("shop.test", "A", 3)))).isEqualTo("find: expected at least 3 A of shop.test, came 10.0.0.1, 10.0.0.2");
        assertThat(why(run(dns("gone.test", "A", 1)))).isEqualTo("find: expected at least 1 A of gone.test, came none");
    }

    @Test
    void aNameThatMustNotBeThereMayBeAskedFor() {
        assertThat(run(dns("gone.test", "A", 0)).clean()).isTrue();
    }

    @Test
    void whatIsFoundGoesIntoTheNextStep() throws IOException {
        try (var service = new OneService(OneService.answering("HTTP/1.1 200 OK", "", ""))) {
            var find = new Step.Dns("find", "note.shop.test", "TXT", Optional.of(names.address()), List.of(), 1, Map.of("id", new Step.Capture.Regex("id=(\\d+)")), Optional.empty());
            assertThat(run(find, Steps.request("get", "GET", service.url() + "/${id}")).stumble()).isEmpty();
            assertThat(service.requests).singleElement().asString().startsWith("GET /42 ");
        }
    }

    @Test
    void aServerThatNeverAnswersIsCutOff() throws IOException {
        try (var silent = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            var step = new Step.Dns("find", "shop.test", "A", Optional.of("127.0.0.1:" + silent.getLocalPort()), List.of(), 1, Map.of(), Optional.empty());
            assertThat(why(Rehearsal.run(journey(Duration.ofMillis(300), step)))).isEqualTo("find: no answer of the name service within 300 ms");
        }
    }
}
