package koboshi.loop;

import static org.assertj.core.api.Assertions.assertThat;

import koboshi.action.Motive;
import koboshi.action.Refusal;
import koboshi.action.Verb;
import koboshi.incident.Entry;
import koboshi.signal.Flow;
import org.junit.jupiter.api.Test;

/** What is out of traffic: it drains first, stays out for as long as somebody wants it so, and comes back when it is well. */
class OutOfTrafficTest {
    private final Servers web = new Servers();

    @Test
    void whatFallsWhileAPersonDrainsItStaysThePersons() {
        web.pool(1, 100, "s1", "s2", "s3");
        web.ordered(Verb.DRAIN, "s2");
        web.shows("s2", new Flow(false, 3, "DRAIN", true, true));
        web.falls("s2");
        assertThat(web.begun(Verb.EJECT, "s2")).isEmpty();
        assertThat(web.seat("s2").byOrder()).isTrue();
    }

    @Test
    void aPersonMayKeepOutWhatWentOutByItself() {
        web.pool(1, 100, "s1", "s2", "s3");
        web.ejected("s2");
        web.ordered(Verb.EJECT, "s2");
        web.clean(20, "s1", "s2", "s3");
        assertThat(web.seat("s2").byOrder()).isTrue();
        assertThat(web.begun(Verb.READY, "s2")).isEmpty();
    }

    @Test
    void aServerTakenOutOfThePlanIsForgottenAndSomebodyIsTold() {
        web.pool(1, 100, "s1", "s2", "s3");
        web.ejected("s2");
        web.house.tell(new Event.Planned(Plan.EMPTY));
        assertThat(web.house.loop.state().seats()).isEmpty();
        assertThat(web.called("nobody brings it back")).isTrue();
    }

    @Test
    void aDrainIsNotOverWhileOneOfTheBalancersCannotBeAsked() {
        web.pool(1, 50, "s1", "s2", "s3");
        web.ordered(Verb.DRAIN, "s2");
        web.shows("s2", new Flow(false, 0, "DRAIN", true, false));
        web.clean("s1", "s2", "s3");
        assertThat(web.begun(Verb.EJECT, "s2")).isEmpty();
    }

    @Test
    void comesBackAfterItsTimeAndItsCleanRuns() {
        web.pool(1, 50, "s1", "s2", "s3");
        web.ejected("s2");
        web.clean(3, "s1", "s2", "s3");
        assertThat(web.begun(Verb.READY, "s2")).isEmpty();
        web.clean(2, "s1", "s2", "s3");
        assertThat(web.begun(Verb.READY, "s2")).map(Entry.ActStarted::motive).contains(Motive.COURSE);
        web.done(Verb.READY, "s2");
        assertThat(web.seat("s2")).isInstanceOf(Seat.Returned.class);
        assertThat(web.house.loop.state().incidents().getFirst().open()).isFalse();
    }

    @Test
    void staysOutWhileItsJourneyFails() {
        web.pool(1, 50, "s1", "s2", "s3");
        web.ejected("s2");
        web.failing(30, "s2", "s1", "s3");
        assertThat(web.begun(Verb.READY, "s2")).isEmpty();
        assertThat(web.house.loop.state().incidents().getFirst().open()).isTrue();
    }

    @Test
    void aRelapseDoublesTheWait() {
        web.pool(1, 50, "s1", "s2", "s3");
        web.ejected("s2");
        web.clean(5, "s1", "s2", "s3");
        web.done(Verb.READY, "s2");
        web.shows("s2", new Flow(true, 1, "UP"));
        web.clean("s1", "s2", "s3");
        web.ejected("s2");
        assertThat(web.seat("s2")).isEqualTo(new Seat.Out(web.house.now, web.house.now.plusSeconds(10), web.begun(Verb.EJECT, "s2").orElseThrow().by(), false, 1));
    }

    @Test
    void whatStoodLongAfterItCameBackIsNoRelapse() {
        web.pool(1, 50, "s1", "s2", "s3");
        web.ejected("s2");
        web.clean(5, "s1", "s2", "s3");
        web.done(Verb.READY, "s2");
        web.shows("s2", new Flow(true, 1, "UP"));
        web.clean(301, "s1", "s2", "s3");
        web.ejected("s2");
        assertThat(web.seat("s2")).isEqualTo(new Seat.Out(web.house.now, web.house.now.plusSeconds(5), web.begun(Verb.EJECT, "s2").orElseThrow().by(), false, 0));
    }

    @Test
    void aDrainedServerGoesOutWhenItsLastSessionEnds() {
        web.pool(1, 50, "s1", "s2", "s3");
        web.ordered(Verb.DRAIN, "s2");
        web.shows("s2", new Flow(false, 3, "DRAIN"));
        web.clean("s1", "s2", "s3");
        assertThat(web.seat("s2")).isInstanceOf(Seat.Draining.class);
        assertThat(web.begun(Verb.EJECT, "s2")).isEmpty();
        web.shows("s2", new Flow(false, 0, "DRAIN"));
        web.clean("s1", "s2", "s3");
        assertThat(web.begun(Verb.EJECT, "s2")).map(Entry.ActStarted::why).contains("no session is left on it");
    }

    @Test
    void aDrainedServerGoesOutWhenItsTimeIsOver() {
        web.pool(1, 50, "s1", "s2", "s3");
        web.ordered(Verb.DRAIN, "s2");
        web.shows("s2", new Flow(false, 3, "DRAIN"));
        web.clean(30, "s1", "s2", "s3");
        assertThat(web.begun(Verb.EJECT, "s2")).map(Entry.ActStarted::why).contains("its time to drain is over; 3 sessions go on");
    }

    @Test
    void whatAPersonTookOutNobodyElseBringsBack() {
        web.pool(1, 50, "s1", "s2", "s3");
        web.ordered(Verb.EJECT, "s2");
        web.shows("s2", new Flow(false, 0, "MAINT"));
        web.clean(60, "s1", "s2", "s3");
        assertThat(web.begun(Verb.READY, "s2")).isEmpty();
        web.falls("s2");
        assertThat(web.house.loop.state().incidents()).isEmpty();
        web.order(Verb.READY, "s2");
        assertThat(web.begun(Verb.READY, "s2")).isPresent();
    }

    @Test
    void aPersonIsHeldByTheFloorToo() {
        web.pool(2, 100, "s1", "s2");
        web.order(Verb.DRAIN, "s1");
        assertThat(web.refused("s1")).containsExactly(new Refusal.BelowFloor("web", 2, 2));
    }

    @Test
    void ofTwoOperatorsAtOnceTheSecondIsToldWhy() {
        web.pool(1, 100, "s1", "s2", "s3");
        web.order(Verb.DRAIN, "s1");
        web.order(Verb.DRAIN, "s1");
        web.order(Verb.EJECT, "s2");
        long first = web.begun(Verb.DRAIN, "s1").orElseThrow().act();
        assertThat(web.refused("s1")).containsExactly(new Refusal.ActInProgress(first));
        assertThat(web.refused("s2")).containsExactly(new Refusal.RoleIsBusy("web", first));
    }

    @Test
    void nothingIsForgottenWhenKoboshiDies() {
        web.pool(1, 50, "s1", "s2", "s3");
        web.ejected("s2");
        var again = State.of(web.house.loop.state().snapshot());
        assertThat(again.seats()).isEqualTo(web.house.loop.state().seats());
        assertThat(again.pools()).containsExactlyElementsOf(web.house.loop.state().pools());
    }
}
