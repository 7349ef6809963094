package koboshi.act;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import koboshi.agent.link.Frame;
import koboshi.agent.link.Json;
import koboshi.loop.Event;
import koboshi.resource.Service;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever an agent says, the loop hears nothing that it could stumble over. */
class NonsenseTest {
    private final FakeLoop loop = new FakeLoop();
    private final Agents agents = new Agents(7, "/srv", UnaryOperator.identity(), loop);
    private final FakeWire wire = new FakeWire();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "good morning",
                "[]",
                "{}",
                "null",
                "{\"is\":\"prophecy\"}",
                "{\"is\":\"welcome\",\"protocol\":1,\"epoch\":3}",
                "{\"is\":\"hello\",\"protocol\":1,\"id\":\"local\",\"boot\":\"b\"}",
                "{\"is\":\"ended\",\"act\":1}",
                "{\"is\":\"ended\",\"act\":1,\"outcome\":{\"is\":\"failed\"}}",
                "{\"is\":\"facts\"}",
                "{\"is\":\"facts\",\"facts\":[null]}",
                "{\"is\":\"facts\",\"facts\":[{\"seq\":1,\"seen\":\"2026-01-01T00:00:00Z\",\"fact\":{\"is\":\"remarked\",\"text\":\"x\"}}]}",
                "{\"is\":\"facts\",\"facts\":[{\"seq\":1,\"on\":\"service/a\",\"seen\":\"2026-01-01T00:00:00Z\"}]}",
                "{\"is\":\"facts\",\"facts\":[{\"seq\":1,\"on\":\"a b\",\"seen\":\"2026-01-01T00:00:00Z\",\"fact\":{\"is\":\"remarked\",\"text\":\"x\"}}]}",
                "{\"is\":\"facts\",\"facts\":[{\"seq\":1,\"on\":\"service/a\",\"seen\":\"2026-01-01T00:00:00Z\",\"fact\":{\"is\":\"started\",\"pid\":4,\"adopted\":false}}]}",
                "{\"is\":\"facts\",\"facts\":[{\"seq\":1,\"on\":\"service/a\",\"seen\":\"2026-01-01T00:00:00Z\",\"fact\":{\"is\":\"exited\",\"pid\":4,"
                        + "\"cause\":\"FAILED\",\"detail\":\"\",\"evidence\":[],\"next\":\"PT99999999999999H\"}}]}"
            })
    void nonsenseEndsTheLinkAndIsNotHeard(String frame) {
        var link = agents.open(wire);
        link.said("{\"is\":\"hello\",\"protocol\":1,\"id\":\"local\",\"boot\":\"b\"}");
        link.said(frame);
        assertThat(wire.closed).singleElement().asString().startsWith("not understood: ").hasSizeLessThan(123);
        assertThat(loop.heard).containsExactly(new Event.AgentLinked("local"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"is\":\"hello\",\"protocol\":1}",
                "{\"is\":\"hello\",\"protocol\":1,\"id\":\"local\"}",
                "{\"is\":\"hello\",\"protocol\":1,\"id\":\"a\\nb\",\"boot\":\"b\"}",
                "{\"is\":\"facts\",\"facts\":[]}",
                "{\"is\":\"ended\",\"act\":1,\"outcome\":{\"is\":\"failed\",\"why\":\"x\"}}"
            })
    void whoeverDoesNotBeginWithAWholeHelloIsNotHeard(String frame) {
        agents.open(wire).said(frame);
        assertThat(wire.closed).hasSize(1);
        assertThat(loop.heard).isEmpty();
        assertThat(agents.count()).isZero();
    }

    @Test
    void aFrameOfTheNextReleaseWithMoreInItIsHeard() {
        agents.open(wire).said("{\"is\":\"hello\",\"protocol\":1,\"id\":\"local\",\"boot\":\"b\",\"colour\":\"red\"}");
        assertThat(loop.heard).hasSize(1);
    }

    @Test
    void aPlanTooLargeForOneGrantIsRefusedBeforeItIsTakenUp() {
        List<Service> many = IntStream.range(0, 20).mapToObj(_ -> Scene.service("host-2", Map.of("TEXT", "x".repeat(5000)))).toList();
        assertThatThrownBy(() -> agents.refuseTooMuch(many))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the services of host host-2 together")
                .hasMessageContaining(Integer.toString(Frame.MAX_BYTES));
        agents.refuseTooMuch(many.subList(0, 10));
    }

    @Test
    void aLargeFrameOfWholeFactsIsHeard() {
        var link = agents.open(wire);
        link.said(Json.write(new Frame.Hello(Frame.PROTOCOL, "local", "b")));
        link.said("{\"is\":\"facts\",\"facts\":[{\"seq\":1,\"on\":\"service/a\",\"seen\":\"2026-01-01T00:00:00Z\",\"fact\":{\"is\":\"remarked\",\"text\":\""
                + "x".repeat(60_000) + "\"}}]}");
        assertThat(loop.heard(Event.Reported.class)).hasSize(1);
    }
}
