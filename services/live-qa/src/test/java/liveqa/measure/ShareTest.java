package liveqa.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import liveqa.answer.Answer;
import liveqa.measure.Share.Grain;
import liveqa.question.Channel;
import liveqa.question.Question;
import liveqa.question.Standing;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShareTest {
    private static final ZoneId TOKYO = ZoneId.of("Asia/Tokyo");
    private @TempDir Path folder;
    private Instant now = Instant.parse("2026-04-01T14:59:00Z");

    private Share share(Parts parts) {
        return new Share(folder.resolve("share.json"), parts, () -> now, TOKYO);
    }

    private Share share() {
        return share(new Parts(() -> now));
    }

    private void answer(Share share, Channel channel) {
        share.answered(new Question("q", "a", "t", channel, now), new Standing.Answered(new Answer.NotFound(), now));
    }

    @Test
    void aDayBeginsAtTheMidnightOfTheHouse() {
        var share = share();
        answer(share, Channel.PAGE);
        now = now.plusSeconds(60);
        answer(share, Channel.PAGE);
        answer(share, Channel.PROBE);
        assertThat(share.rows(Grain.DAY, Duration.ofDays(3))).containsExactly(
                new Share.Row(Instant.parse("2026-03-31T15:00:00Z"), 0, 1, 0), new Share.Row(Instant.parse("2026-04-01T15:00:00Z"), 0, 1, 0));
    }

    @Test
    void tenYearsTakeNoMoreRoomThanTwo() throws Exception {
        var share = share();
        for (int hour = 0; hour < 24 * 3650; hour++) {
            now = now.plusSeconds(3600);
            answer(share, Channel.PAGE);
        }
        share.keep();
        assertThat(share.size()).isLessThanOrEqualTo(180 + 384 + 1_488 + 732);
        assertThat(Files.size(folder.resolve("share.json"))).isLessThan(150_000);
        assertThat(share().rows(Grain.DAY, Duration.ofDays(180))).hasSize(180).isEqualTo(share.rows(Grain.DAY, Duration.ofDays(180)));
    }

    @Test
    void aDamagedFileIsSetAsideAndCountingBeginsAnew() throws Exception {
        Files.writeString(folder.resolve("share.json"), "{\"through\":\"2026-04-01T00:00:00Z\",\"MINUTE\":[[1,");
        var share = share();
        answer(share, Channel.PAGE);
        share.keep();
        assertThat(folder.resolve("share.json.damaged")).exists();
        assertThat(share().rows(Grain.HOUR, Duration.ofDays(1))).hasSize(1);
    }

    @Test
    void aFileThatCannotBeWrittenDegradesThatPartAndIsWrittenOnceItCan() throws Exception {
        var parts = new Parts(() -> now);
        var inTheWay = Files.createDirectory(folder.resolve("share.json.new"));
        var share = share(parts);
        answer(share, Channel.PAGE);
        share.keep();
        assertThat(parts.all()).extracting(Parts.Part::state).isEqualTo(List.of(Parts.State.DEGRADED));
        Files.delete(inTheWay);
        share.keep();
        assertThat(parts.all()).extracting(Parts.Part::state).isEqualTo(List.of(Parts.State.OK));
        assertThat(folder.resolve("share.json")).exists();
    }
}
