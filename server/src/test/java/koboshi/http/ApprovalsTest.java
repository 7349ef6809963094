package koboshi.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import koboshi.action.Refusal;
import koboshi.action.Verb;
import koboshi.guard.GuardKey;
import koboshi.incident.Entry;
import koboshi.loop.Question;
import koboshi.resource.ResourceId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApprovalsTest {
    private static final GuardKey ASKED = GuardKey.of("see@web/s2");
    private static final String GO = "{\"incident\":18,\"why\":\"the others carry it\"}";
    private static final Question QUESTION =
            new Question(18, ASKED, Verb.EJECT, Crossroads.S2, new Refusal.NeedsApproval(Optional.of(new Refusal.Line("web", 3, 2))));
    private static final Question OTHER = new Question(18, GuardKey.of("slow"), Verb.RESTART_GENTLY, ResourceId.service("app-2"), new Refusal.NeedsApproval());
    private OpenDoors open;

    @BeforeEach
    void openDoors(@TempDir Path folder) throws IOException {
        open = new OpenDoors(folder);
        ask(QUESTION);
    }

    private void ask(Question... questions) {
        var view = Scene.of(0);
        open.house.see(new View(0, FakeHouse.AT, view.services(), view.guards(), view.incidents(), view.acts(), view.freeze(), view.sent(), view.hosts(), view.pools(), view.vantages(), List.of(questions)));
    }

    @AfterEach
    void closeDoors() {
        open.close();
    }

    private Caller.Heard agree(String body, String... who) throws IOException {
        var lines = new ArrayList<>(List.of("POST /api/approvals", "Idempotency-Key: key-00001"));
        lines.addAll(List.of(who));
        return open.send(body, lines.toArray(String[]::new));
    }

    private String named(Role role) throws IOException {
        return "Authorization: Bearer " + open.tokens.add("sakura", role);
    }

    @Test
    void whoeverSitsAtThisMachineIsTooAnonymousToAgree() throws IOException {
        var heard = agree(GO);
        assertThat(heard.status()).isEqualTo(403);
        assertThat(heard.text()).contains("expected approver or above; whoever agrees must have a name");
        assertThat(open.house.events).isEmpty();
    }

    @Test
    void anOperatorMayNotAgree() throws IOException {
        assertThat(agree(GO, named(Role.OPERATOR)).text()).contains("sakura is an operator: expected approver or above");
        assertThat(open.house.events).isEmpty();
    }

    @Test
    void anApproversWordIsHandedInUnderTheirName() throws IOException {
        open.house.durable = CompletableFuture.completedFuture(1L);
        open.house.happens(new Entry.Agreed(18, ASKED, Verb.EJECT, Crossroads.S2, GuardKey.of("operator:sakura"), FakeHouse.AT.plusSeconds(600), "the others carry it"));
        // The view is of before the word came.
        ask(QUESTION);
        var heard = agree(GO, named(Role.APPROVER));
        assertThat(heard.status()).isEqualTo(202);
        assertThat(heard.text()).contains("Operator sakura agrees that guard see@web/s2 may do this");
        assertThat(open.house.events).containsExactly(QUESTION.agreedBy("sakura", "the others carry it"));
    }

    @Test
    void whereNothingIsAskedNothingIsAgreedTo() throws IOException {
        ask();
        assertThat(agree(GO, named(Role.APPROVER)).status()).isEqualTo(409);
        assertThat(open.house.events).isEmpty();
    }

    @Test
    void whatIsNamedIsAgreedToAndNothingElse() throws IOException {
        open.house.durable = CompletableFuture.completedFuture(1L);
        ask(QUESTION, OTHER);
        agree("{\"incident\":18,\"guard\":\"slow\",\"verb\":\"restart-gently\",\"on\":\"service/app-2\",\"why\":\"go\"}", named(Role.APPROVER));
        assertThat(open.house.events).containsExactly(OTHER.agreedBy("sakura", "go"));
    }

    @Test
    void whereSeveralThingsAreAskedOneMustBeNamed() throws IOException {
        ask(QUESTION, OTHER);
        var heard = agree(GO, named(Role.APPROVER));
        assertThat(heard.status()).isEqualTo(409);
        assertThat(heard.text()).contains("asks for 2 things", "guard see@web/s2 would eject backend/web/s2", "guard slow would restart-gently service/app-2");
        assertThat(open.house.events).isEmpty();
    }

    @Test
    void whatIsAskedByNowIsNotWhatWasShown() throws IOException {
        ask(OTHER);
        var heard = agree("{\"incident\":18,\"guard\":\"slow\",\"verb\":\"drain\",\"on\":\"backend/web/s2\",\"why\":\"go\"}", named(Role.APPROVER));
        assertThat(heard.status()).isEqualTo(409);
        assertThat(heard.text()).contains("does not ask that now", "guard slow would restart-gently service/app-2");
        assertThat(open.house.events).isEmpty();
    }

    @Test
    void whatWasAskedMayBeOverWhenTheWordComes() throws IOException {
        open.house.durable = CompletableFuture.completedFuture(1L);
        assertThat(agree(GO, named(Role.APPROVER)).text()).contains("nothing in incident 18 waits");
    }

    @Test
    void aWordWithoutAReasonIsNone() throws IOException {
        var sakura = named(Role.APPROVER);
        assertThat(agree("{\"incident\":18}", sakura).status()).isEqualTo(400);
        assertThat(agree("{\"incident\":\"18\",\"why\":\"x\"}", sakura).status()).isEqualTo(400);
    }
}
