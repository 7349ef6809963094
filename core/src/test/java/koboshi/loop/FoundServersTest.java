package koboshi.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import koboshi.action.Motive;
import koboshi.action.Outcome;
import koboshi.action.Verb;
import koboshi.guard.Standing;
import koboshi.incident.Entry;
import koboshi.incident.Words;
import org.junit.jupiter.api.Test;

/** Servers come and go as balancers tell. */
class FoundServersTest {
    private final Web web = new Web("s1", "s2", "s3");

    private Entry.ServersFound told() {
        return web.house.written(Entry.ServersFound.class).getLast();
    }

    @Test
    void whoCameWentAndMovedIsSaid() {
        web.tells("s1", "s3=10.0.0.9:80", "s4");
        assertThat(told()).isEqualTo(new Entry.ServersFound("web", Map.of("s4", "s4:80"), List.of("s2"), Map.of("s3", "10.0.0.9:80")));
        assertThat(Words.en(told())).isEqualTo("The balancers of pool web tell of other servers: new s4 (s4:80); gone s2; elsewhere s3 (10.0.0.9:80).");
    }

    @Test
    void whatIsOutStaysOutAndWhatIsWellStaysKnownWhenOthersComeAndGo() {
        web.falls("s2");
        web.done(Verb.EJECT);
        web.held("s2");
        var before = web.seat("s2");
        web.tells("s1", "s2", "s4");
        assertThat(web.seat("s2")).isEqualTo(before);
        assertThat(web.house.standing("see@web/s2")).isInstanceOf(Standing.Firing.class);
        assertThat(web.house.loop.seen().trafficTrouble("web", web.house.now)).isEmpty();
        assertThat(web.house.loop.seen().pulse("see@web/s1").cleanInARow()).isPositive();
    }

    @Test
    void aServerThatIsNoLongerNamedEndsQuietly() {
        web.falls("s2");
        web.done(Verb.EJECT);
        long calls = calls();
        web.tells("s1", "s3");
        assertThat(web.seat("s2")).isNull();
        assertThat(web.house.incident().open()).isFalse();
        assertThat(calls()).isEqualTo(calls);
    }

    private long calls() {
        return web.house.written(Entry.ActStarted.class).stream().filter(act -> act.motive() == Motive.CALL).count();
    }

    @Test
    void aServerThatMovedMustProveItselfBeforeItCounts() {
        web.tells("s1", "s2=10.0.0.9:80", "s3=10.0.0.8:80");
        web.falls("s1");
        assertThat(web.begun(Verb.EJECT, "s1")).isFalse();
        web.clean("s2", "s3");
        web.clean("s2", "s3");
        assertThat(web.begun(Verb.EJECT, "s1")).isTrue();
    }

    @Test
    void anActOnAServerThatWentEndsAndLeavesNothing() {
        web.falls("s2");
        web.tells("s1", "s3");
        web.ends(Verb.EJECT, new Outcome.Unknown("no whole answer"));
        web.passSeconds(12);
        assertThat(web.house.open(Verb.EJECT)).isEmpty();
        assertThat(web.seat("s2")).isNull();
    }
}
