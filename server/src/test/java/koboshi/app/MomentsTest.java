package koboshi.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class MomentsTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private Instant wall = START;
    private long nanos = 123;
    private final Moments moments = new Moments(Instant.EPOCH, () -> wall, () -> nanos);

    private void pass(Duration time) {
        wall = wall.plus(time);
        nanos += time.toNanos();
    }

    @Test
    void timePassesAsTheMonotonicClockSays() {
        pass(Duration.ofSeconds(90));
        assertThat(moments.instant()).isEqualTo(START.plusSeconds(90));
        assertThat(moments.leap()).isEmpty();
    }

    @Test
    void aLeapAheadIsToldOnceAndFollowed() {
        pass(Duration.ofSeconds(10));
        wall = wall.plusSeconds(3600);
        assertThat(moments.leap()).contains(Duration.ofHours(1));
        assertThat(moments.leap()).isEmpty();
        assertThat(moments.instant()).isEqualTo(START.plusSeconds(3610));
    }

    @Test
    void aLeapBackIsToldOnceAndNotFollowed() {
        pass(Duration.ofSeconds(10));
        wall = wall.minusSeconds(3600);
        assertThat(moments.leap()).contains(Duration.ofHours(-1));
        assertThat(moments.leap()).isEmpty();
        pass(Duration.ofSeconds(1));
        assertThat(moments.instant()).isEqualTo(START.plusSeconds(11));
    }

    @Test
    void aWallThatIsSetRightAgainIsToldAndChangesNothing() {
        wall = wall.minusSeconds(3600);
        moments.leap();
        wall = wall.plusSeconds(3600);
        assertThat(moments.leap()).contains(Duration.ofHours(1));
        assertThat(moments.instant()).isEqualTo(START);
    }

    @Test
    void aLeapAheadBeyondWhereWeAreIsFollowedAlsoAfterOneBack() {
        wall = wall.minusSeconds(100);
        moments.leap();
        wall = wall.plusSeconds(160);
        assertThat(moments.leap()).contains(Duration.ofSeconds(160));
        assertThat(moments.instant()).isEqualTo(START.plusSeconds(60));
    }

    @Test
    void whatAClockIsCorrectedByInSmallStepsIsNoLeapUntilItIsFiveSeconds() {
        wall = wall.plusMillis(4999);
        assertThat(moments.leap()).isEmpty();
        wall = wall.plusMillis(1);
        assertThat(moments.leap()).contains(Duration.ofSeconds(5));
    }

    @Test
    void aJournalFromTheFutureIsNotGoneBehind() {
        var later = new Moments(START.plusSeconds(600), () -> wall, () -> nanos);
        assertThat(later.instant()).isEqualTo(START.plusSeconds(600));
        assertThat(later.leap()).isEmpty();
    }
}
