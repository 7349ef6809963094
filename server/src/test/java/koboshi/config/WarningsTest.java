package koboshi.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WarningsTest {
    @TempDir
    Path folder;

    private List<String> warnings(String text) throws Exception {
        return Configuration.read(Files.writeString(folder.resolve("koboshi.yaml"), text)).warnings().stream().map(Problem::toString).toList();
    }

    @Test
    void warnsOfARestartThatNothingProves() throws Exception {
        assertThat(warnings("""
                services: {a: {run: a}}
                guards: {g: {when: x > 1, on: service/a, then: [restart]}}
                """)).containsExactly("koboshi.yaml:2:10: guards.g: nothing proves that the restart helped; add prove: {journey: ..., within: 60s}");
    }

    @Test
    void warnsOfWhatNobodyWatches() throws Exception {
        assertThat(warnings("""
                heartbeats: {nightly: {every: 1d}}
                services: {a: {run: a}}
                journeys: {j: {service: a, steps: [{get: "http://127.0.0.1/"}]}}
                """)).containsExactly(
                "koboshi.yaml:1:14: heartbeats.nightly: no guard watches this heartbeat",
                "koboshi.yaml:3:12: journeys.j: no guard judges by this journey");
    }

    @Test
    void aProofAloneIsAUseOfAJourney() throws Exception {
        assertThat(warnings("""
                services: {a: {run: a}}
                journeys: {j: {service: a, steps: [{get: "http://127.0.0.1/"}]}}
                guards: {g: {when: x > 1, on: service/a, then: [restart], prove: {journey: j}}}
                """)).isEmpty();
    }

    @Test
    void warnsOfAFloorThatForbidsEveryRestart() throws Exception {
        assertThat(warnings("""
                services: {a: {run: a, role: web, floor: 2}, b: {run: b, role: web}, c: {run: c, floor: 1}}
                journeys: {j: {service: a, steps: [{get: "http://127.0.0.1/"}]}}
                guards: {g: {journey: j, then: [restart]}}
                """)).containsExactly("koboshi.yaml:1:12: services.a: floor 2 with 2 in role web: its guards may never take it down");
    }

    @Test
    void warnsOfRedundancyThatIsOnlyApparent() throws Exception {
        assertThat(warnings("""
                traffic:
                  web:
                    haproxy: unix:/run/haproxy.sock
                    servers:
                      s1: {address: "10.0.0.1:80", stands_on: [nas-1]}
                      s2: {address: "10.0.0.1:81", stands_on: [nas-1]}
                      s3: {address: "10.0.0.3:80", stands_on: [nas-1, site-b]}
                  app: {haproxy: unix:/run/haproxy.sock, servers: {s1: "10.0.0.1:80", s2: "10.0.0.1:81", s3: "10.0.0.3:80"}, floor: 2}
                journeys:
                  see: {pool: web, steps: [{get: "http://${server}/"}]}
                  look: {pool: app, steps: [{get: "http://${server}/"}]}
                """)).containsExactly(
                "koboshi.yaml:5:7: traffic.web.servers: if nas-1 falls, 0 of 3 servers are left, below what must stay: this redundancy is only apparent",
                "koboshi.yaml:8:51: traffic.app.servers: if 10.0.0.1 falls, 1 of 3 servers are left, below what must stay: this redundancy is only apparent");
    }

    @Test
    void warnsOfServersThatNothingIsRehearsedAgainst() throws Exception {
        assertThat(warnings("""
                services: {a: {run: a}}
                traffic:
                  web: {haproxy: unix:/run/haproxy.sock, servers: {s1: {address: "10.0.0.1:80", service: a}, s2: "10.0.0.2:80"}}
                journeys: {see: {service: a, steps: [{get: "http://127.0.0.1/"}]}}
                guards: {g: {journey: see, then: []}}
                """)).containsExactly(
                "koboshi.yaml:3:8: traffic.web: no journey is run against web/s2, so what its balancer calls up counts as well; add journeys with pool: web");
    }

    @Test
    void warnsOfSecretsThatStandInTheFileWithoutRepeatingThem() throws Exception {
        var warnings = warnings("""
                services: {a: {run: a, environment: {DB_PASSWORD: hunter2, API_KEY: hunter2, MODE: x}}}
                journeys: {j: {service: a, steps: [{get: "http://127.0.0.1/", headers: {Authorization: Bearer hunter2}}]}}
                guards: {g: {journey: j, then: []}}
                """);
        assertThat(warnings).hasSize(3).noneMatch(warning -> warning.contains("hunter2"));
    }
}
