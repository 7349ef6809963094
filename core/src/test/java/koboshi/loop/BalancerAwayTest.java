package koboshi.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import koboshi.action.Outcome;
import koboshi.action.Verb;
import koboshi.guard.Standing;
import koboshi.incident.Entry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One of several balancers is away, or answers and does nothing: what goes through it goes as nobody decided. */
class BalancerAwayTest {
    private static final String GUARD = "balancer-away:web";
    private static final String DENIES = "HAProxy at unix:/b.sock: this socket may only look: its line \"stats socket\" needs \"level admin\"";

    private final Web web = new Web("s1", "s2", "s3");

    @BeforeEach
    void isGuardedWithoutBeingAsked() {
        web.house.adopt(web.house.loop.state().plan().withBuiltIn());
        sees(1, Map.of());
    }

    private void sees(int seconds, Map<String, String> amiss) {
        for (int i = 0; i < seconds; i++) {
            web.house.pass(Duration.ofSeconds(1));
            web.house.tell(new Event.TrafficSeen("web", web.flows, Optional.empty(), amiss));
        }
    }

    private long calls() {
        return web.house.written(Entry.ActStarted.class).stream().filter(act -> act.verb() == Verb.NOTIFY && act.by().guard().equals(GUARD)).count();
    }

    @Test
    void aReloadCallsNobody() {
        sees(29, Map.of("unix:/b.sock", "nobody there"));
        sees(60, Map.of());
        assertThat(calls()).isZero();
    }

    @Test
    void oneThatRefusesForGoodCallsAPersonOnceByItsAddressAndSaysWhatToDo() {
        sees(32, Map.of("unix:/b.sock", DENIES));
        assertThat(web.house.incident().why()).contains("unix:/b.sock", "level admin");
        web.house.ends(Verb.NOTIFY, Outcome.Done.plain("called"));
        sees(600, Map.of("unix:/b.sock", DENIES));
        assertThat(calls()).isOne();
    }

    @Test
    void itEndsWhenItObeysAgain() {
        sees(32, Map.of("unix:/b.sock", DENIES));
        sees(2, Map.of());
        assertThat(web.house.standing(GUARD)).isInstanceOf(Standing.Inactive.class);
        sees(60, Map.of());
        assertThat(web.house.incident().open()).isFalse();
    }

    @Test
    void noneThatAnswersCallsAPersonToo() {
        web.silent();
        web.passSeconds(32);
        assertThat(calls()).isOne();
    }
}
