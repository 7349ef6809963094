package koboshi.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import koboshi.agent.link.Json;
import koboshi.incident.Entry;
import koboshi.journey.Journey;
import koboshi.journey.Step;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StepsTest {
    private static final String SECRET = "hunter2";

    @TempDir
    Path folder;

    private Configuration configuration(String steps) throws Exception {
        Files.writeString(folder.resolve("token"), SECRET);
        var text = "services: {a: {run: a}}\njourneys:\n  j:\n    service: a\n    within: 2s\n" + steps.indent(4) + "guards: {g: {journey: j, then: []}}\n";
        return Configuration.read(Files.writeString(folder.resolve("koboshi.yaml"), text));
    }

    private Journey journey(String steps) throws Exception {
        return configuration(steps).plan().journeys().get("j");
    }

    private Step step(String step) throws Exception {
        return journey("steps:\n" + step.indent(2)).steps().getLast();
    }

    @Test
    void readsTimeTextAndCertificateOfAnAnswer() throws Exception {
        var step = (Step.Http) step("- {get: \"https://127.0.0.1/\", expect: {within: 300ms, matches: \"a+\", certificate: 14d}}");
        assertThat(step.expect()).isEqualTo(new Step.Expectation(
                List.of(), Map.of(), List.of(), Map.of(), List.of("a+"), Optional.of(Duration.ofMillis(300)), Optional.of(Duration.ofDays(14))));
    }

    @Test
    void readsLines() throws Exception {
        assertThat(step("""
                - tls: 127.0.0.1:465
                  expect: {within: 1s, certificate: 7d}
                  talk:
                    - hear: "220"
                    - say: EHLO probe
                    - hear: {matches: "^250 ", capture: {id: {regex: "id=(.)"}, all: line}, within: 500ms}
                    - say: RSET ${id}
                """)).isEqualTo(new Step.Talk("tls 127.0.0.1:465", "127.0.0.1:465", true, List.of(
                new Step.Turn.Hear(Step.Wording.containing("220"), Map.of(), Optional.empty()),
                new Step.Turn.Say("EHLO probe"),
                new Step.Turn.Hear(new Step.Wording(List.of(), List.of("^250 "), Map.of()),
                        Map.of("id", new Step.Capture.Regex("id=(.)"), "all", new Step.Capture.Whole()), Optional.of(Duration.ofMillis(500))),
                new Step.Turn.Say("RSET ${id}")), Optional.of(Duration.ofSeconds(1)), Optional.of(Duration.ofDays(7))));
    }

    @Test
    void oneExchangeNeedsNoList() throws Exception {
        var step = (Step.Talk) step("- {tcp: \"127.0.0.1:6379\", say: PING, hear: +PONG, name: ping}");
        assertThat(step.turns()).containsExactly(new Step.Turn.Say("PING"), new Step.Turn.Hear(Step.Wording.containing("+PONG"), Map.of(), Optional.empty()));
        assertThat(step.name()).isEqualTo("ping");
    }

    @Test
    void readsAWebSocketAndSendsJson() throws Exception {
        var step = (Step.WebSocket) step("""
                - websocket: ws://127.0.0.1/live?room=1
                  say: {type: ask, text: "x ${env:PATH}"}
                  hear: {json: {/type: answer}, capture: {id: /id}}
                """);
        assertThat(step.name()).isEqualTo("websocket /live?room=1");
        assertThat(step.turns().getFirst()).isEqualTo(new Step.Turn.Say("{\"type\":\"ask\",\"text\":\"x ${json:env:PATH}\"}"));
        assertThat(step.turns().getLast()).isEqualTo(new Step.Turn.Hear(
                new Step.Wording(List.of(), List.of(), Map.of("/type", "answer")), Map.of("id", new Step.Capture.Json("/id")), Optional.empty()));
    }

    @Test
    void readsAQuestionToTheNameService() throws Exception {
        assertThat(step("- {dns: shop.test, type: SRV, server: \"127.0.0.1:5353\", expect: {records: \"1 1 80 a\", count: 2, within: 1s}, capture: {first: record}}"))
                .isEqualTo(new Step.Dns("SRV shop.test", "shop.test", "SRV", Optional.of("127.0.0.1:5353"), List.of("1 1 80 a"), 2,
                        Map.of("first", new Step.Capture.Whole()), Optional.of(Duration.ofSeconds(1))));
        assertThat(step("- dns: shop.test")).isEqualTo(
                new Step.Dns("A shop.test", "shop.test", "A", Optional.empty(), List.of(), 1, Map.of(), Optional.empty()));
    }

    @Test
    void readsAProgram() throws Exception {
        assertThat(step("""
                - exec: [/usr/bin/psql, -c, "select '${id}'"]
                  directory: sub
                  environment: {PGPASSWORD: {file: token}, MODE: x}
                  input: hello
                  expect: {exit: [0, 3], contains: "1 row", within: 2s}
                  capture: {code: exit, all: output}
                """.replace("${id}", "$id"))).isEqualTo(new Step.Exec("exec psql", List.of("/usr/bin/psql", "-c", "select '$id'"), folder.resolve("sub").toString(),
                Map.of("PGPASSWORD", "${file:" + folder.resolve("token") + "}", "MODE", "x"), Optional.of("hello"), List.of(0, 3),
                Step.Wording.containing("1 row"), Map.of("code", new Step.Capture.Exit(), "all", new Step.Capture.Whole()), Optional.of(Duration.ofSeconds(2))));
        assertThat(((Step.Exec) step("- exec: true -x")).directory()).isEqualTo(folder.toString());
    }

    @Test
    void cleaningUpKnowsWhatTheStepsCaptured() throws Exception {
        var journey = journey("""
                steps:
                  - {post: "http://127.0.0.1/", capture: {id: /id}}
                  - {tcp: "127.0.0.1:1", hear: {contains: x, capture: {line: line}}}
                finally:
                  - {delete: "http://127.0.0.1/${id}"}
                  - {tcp: "127.0.0.1:1", say: "${line}"}
                """);
        assertThat(journey.cleanUp()).extracting(Step::name).containsExactly("DELETE /${id}", "tcp 127.0.0.1:1");
        assertThat(journey.within()).contains(Duration.ofSeconds(2));
    }

    @Test
    void whereASecretIsKeptIsWrittenDownAndTheSecretNever() throws Exception {
        var journey = journey("""
                steps:
                  - post: http://127.0.0.1/
                    headers: {Authorization: "Bearer ${file:token}", Cookie: {env: PATH}}
                    json: {password: "${file:token}"}
                  - {put: "http://127.0.0.1/", body: {file: token}}
                """);
        var token = folder.resolve("token");
        var first = (Step.Http) journey.steps().getFirst();
        assertThat(first.headers()).containsEntry("Authorization", "Bearer ${file:" + token + "}").containsEntry("Cookie", "${env:PATH}");
        assertThat(first.body()).contains("{\"password\":\"${json:file:" + token + "}\"}");
        assertThat(((Step.Http) journey.steps().getLast()).body()).contains("${file:" + token + "}");
        assertThat(Json.write(new Entry.JourneyAdopted(journey), Entry.class)).doesNotContain(SECRET).doesNotContain(System.getenv("PATH"));
    }

    @Test
    void warnsOfASecretThatIsNotThereAndOfOneThatStandsInTheFile() throws Exception {
        var warnings = configuration("""
                steps:
                  - get: http://127.0.0.1/
                    headers: {Authorization: "Bearer ${env:KOBOSHI_NO_SUCH_VARIABLE}", X-Token: {file: nowhere}, Cookie: hunter2}
                """).warnings();
        assertThat(warnings).extracting(Problem::toString).containsExactly(
                "koboshi.yaml:8:34: journeys.j.steps[0].headers.Authorization: environment variable KOBOSHI_NO_SUCH_VARIABLE is not set",
                "koboshi.yaml:8:85: journeys.j.steps[0].headers.X-Token: file " + folder.resolve("nowhere") + " is not there",
                "koboshi.yaml:8:110: journeys.j.steps[0].headers.Cookie: looks like a secret; everybody who may see the journey can read it; "
                        + "expected {env: NAME}, {file: path} or a text with ${env:NAME}");
    }
}
