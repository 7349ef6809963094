package koboshi.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import koboshi.action.Outcome;
import koboshi.action.Verb;
import koboshi.incident.Entry;
import koboshi.signal.Flow;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A balancer that was told something and does not answer may have done it, or do it when it wakes. */
class SilentBalancerTest {
    private static final Outcome SILENT = new Outcome.Unknown("no whole answer within 1000 ms");

    private final Web web = new Web("s1", "s2", "s3");

    @BeforeEach
    void fallsSilentWhileItIsTold() {
        web.falls("s2");
        web.silent();
        web.ends(Verb.EJECT, SILENT);
        web.passSeconds(1);
        web.ends(Verb.EJECT, SILENT);
        web.passSeconds(20);
    }

    @Test
    void whatIsNotReadBackIsNotGivenUp() {
        assertThat(web.begun(Verb.EJECT, "s2")).isTrue();
        web.house.restartKoboshi();
        web.silent();
        web.passSeconds(20);
        assertThat(web.begun(Verb.EJECT, "s2")).isTrue();
    }

    @Test
    void whatWasDoneAfterAllHasASeatAndSomebodyWhoBringsItBack() {
        web.answers();
        web.held("s2");
        web.passSeconds(3);
        assertThat(web.seat("s2")).isInstanceOf(Seat.Out.class);
        for (int i = 0; i < 8; i++) {
            web.clean("s1", "s2", "s3");
        }
        assertThat(web.begun(Verb.READY, "s2")).isTrue();
    }

    @Test
    void whatIsDoneAMomentAfterItWokeIsSeenToo() {
        web.answers();
        web.passSeconds(1);
        web.held("s2");
        web.passSeconds(2);
        assertThat(web.seat("s2")).isInstanceOf(Seat.Out.class);
    }

    @Test
    void whatWasNotDoneIsDecidedAnew() {
        web.answers();
        web.clean("s1", "s3");
        web.falls("s2");
        web.clean("s1", "s3");
        web.passSeconds(1);
        assertThat(web.house.written(Entry.ActEnded.class).getLast().outcome()).isEqualTo(new Outcome.Failed("seen afterwards: it was not done"));
        assertThat(web.begun(Verb.EJECT, "s2")).isTrue();
    }

    @Test
    void aBalancerThatIsGoneForGoodHoldsNothingUpForEver() {
        web.answers();
        web.flows.replaceAll((_, flow) -> new Flow(flow.takes(), flow.sessions(), flow.status(), flow.held(), false));
        web.passSeconds(10);
        long ended = web.house.written(Entry.ActEnded.class).size();
        web.pass(Duration.ofSeconds(31));
        web.passSeconds(3);
        assertThat(web.house.written(Entry.ActEnded.class)).hasSizeGreaterThan((int) ended);
    }

    @Test
    void aPersonIsCalledWhileNobodyCanSay() {
        web.passSeconds(45);
        assertThat(web.house.written(Entry.ActStarted.class)).anyMatch(act -> act.why().equals("nobody can say whether it was done: EJECT"));
    }
}
