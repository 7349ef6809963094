package koboshi.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import koboshi.agent.host.Whereabouts;
import koboshi.agent.link.Frame.KnownAs;
import koboshi.agent.link.Frame.Neighbour;
import koboshi.agent.link.Frame.Surroundings;
import koboshi.http.ViewedHost;
import koboshi.http.ViewedHost.Program;
import koboshi.journey.Journey;
import koboshi.journey.Quorum;
import koboshi.journey.Step;
import koboshi.loop.Plan;
import koboshi.resource.ResourceId;
import org.junit.jupiter.api.Test;

/** Who is listed as watched by nothing. */
class UnwatchedTest {
    private static final Neighbour EXPORTER = new Neighbour("node_exporter", 5, 5, "", List.of(9100));
    private static final Neighbour STRANGER = new Neighbour("postgres", 6, 6, "postgresql.service", List.of(5432));

    private List<String> asked = List.of();
    private Plan plan = Plan.EMPTY;
    private Set<String> heartbeats = Set.of();
    private final Unwatched unwatched = new Unwatched(() -> asked, () -> plan, () -> heartbeats);

    private List<String> listed(String host, Optional<KnownAs> known, Neighbour... neighbours) {
        var hosts = unwatched.hosts(Map.of(host, new Surroundings("cgroup v2", List.of(neighbours), known)));
        return hosts.getFirst().unguarded().stream().map(Program::name).toList();
    }

    private static Optional<KnownAs> here() {
        return Optional.of(new KnownAs(Whereabouts.network(), List.of("desk", "192.0.2.9")));
    }

    private static Optional<KnownAs> elsewhere() {
        return Optional.of(new KnownAs("another network", List.of("web1", "192.0.2.7", "2001:db8:0:0:0:0:0:7")));
    }

    @Test
    void whatIsScrapedOrProbedIsNotListed() {
        asked = List.of("http://localhost:9100/metrics");
        assertThat(listed("local", here(), EXPORTER, STRANGER)).containsExactly("postgres");
        asked = List.of("http://127.0.0.1:9100/metrics", "http://[::1]:5432");
        assertThat(listed("local", here(), EXPORTER, STRANGER)).isEmpty();
    }

    @Test
    void aHostIsMeantByItsNameItsDomainAndItsAddresses() {
        for (var address : List.of("web1", "WEB1.example.org", "192.0.2.7", "[2001:db8::7]", "front")) {
            asked = List.of("https://" + address + ":9100/metrics?x=http://web1:5432");
            assertThat(listed("front", elsewhere(), EXPORTER, STRANGER)).as(address).containsExactly("postgres");
        }
    }

    @Test
    void whatIsAskedOnAnotherHostAtTheSamePortWatchesNobodyHere() {
        asked = List.of("http://localhost:9100/metrics", "http://web2:9100/metrics", "http://web10.example.org:9100/");
        assertThat(listed("front", elsewhere(), EXPORTER)).containsExactly("node_exporter");
    }

    @Test
    void whatAJourneyAddressesIsNotListed() {
        plan = plan(Optional.empty(), new Step.Talk("connect", "localhost:5432", false, List.of(), Optional.empty(), Optional.empty()));
        assertThat(listed("local", here(), EXPORTER, STRANGER)).containsExactly("node_exporter");
        plan = plan(Optional.of("127.0.0.1:9100"), new Step.Talk("connect", "${server}", false, List.of(), Optional.empty(), Optional.empty()));
        assertThat(listed("local", here(), EXPORTER, STRANGER)).containsExactly("postgres");
    }

    @Test
    void localhostOfAnotherVantageIsNotOurs() {
        var step = new Step.Talk("connect", "localhost:5432", false, List.of(), Optional.empty(), Optional.empty());
        var journey = journey(Optional.empty(), step).seenBy(Quorum.majority(List.of("tokyo")));
        plan = new Plan(Map.of(), Map.of(journey.name(), journey), Map.of());
        assertThat(listed("local", here(), STRANGER)).containsExactly("postgres");
    }

    @Test
    void aHeartbeatOfItsNameWatchesAWorkerThatListensNowhere() {
        var worker = new Neighbour("python3", 7, 7, "mailer.service", List.of());
        assertThat(listed("local", here(), worker)).hasSize(1);
        heartbeats = Set.of("mailer");
        assertThat(listed("local", here(), worker)).isEmpty();
    }

    @Test
    void aContainerIsMeantByItsOwnAddressAndItsPublishedPortOnly() {
        var inside = new Neighbour("nginx", 8, 8, "container 0123456789ab", List.of(8080), Optional.empty(), Optional.of(List.of("172.17.0.2:80")));
        asked = List.of("http://localhost:80/", "http://web1:80/");
        assertThat(listed("local", here(), inside)).hasSize(1);
        asked = List.of("http://localhost:8080/");
        assertThat(listed("local", here(), inside)).isEmpty();
        asked = List.of("http://172.17.0.2:80/");
        assertThat(listed("local", here(), inside)).isEmpty();
    }

    @Test
    void anAgentThatDoesNotSayWhereItIsIsTheServersHostByItsNameOnly() {
        asked = List.of("http://localhost:9100/metrics");
        assertThat(listed("local", Optional.empty(), EXPORTER)).isEmpty();
        assertThat(listed("web1", Optional.empty(), EXPORTER)).hasSize(1);
    }

    @Test
    void anAddressToReachItIsSaid() {
        assertThat(unwatched.hosts(Map.of("local", new Surroundings("x", List.of(), here())))).extracting(ViewedHost::address).containsExactly("127.0.0.1");
        assertThat(unwatched.hosts(Map.of("front", new Surroundings("x", List.of(), elsewhere())))).extracting(ViewedHost::address).containsExactly("web1");
    }

    private static Plan plan(Optional<String> server, Step step) {
        var journey = journey(server, step);
        return new Plan(Map.of(), Map.of(journey.name(), journey), Map.of());
    }

    private static Journey journey(Optional<String> server, Step step) {
        var journey = new Journey("ask", ResourceId.parse("service/db"), Duration.ofSeconds(5), Duration.ofSeconds(5), Optional.empty(), List.of(step));
        return server.map(one -> journey.against("ask", ResourceId.parse("backend/web/db"), one)).orElse(journey);
    }
}
