package koboshi.loop.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.function.LongConsumer;
import java.util.stream.LongStream;
import koboshi.incident.Entry;
import org.junit.jupiter.api.Test;

/**
 * The loop in a simulated world: some three hundred hours in which something happens every four minutes, ten thousand in which it is rare.
 *
 * <p>A seed that fails prints itself; {@code -Dseed=} runs it alone, {@code -Dseeds=} more of them.
 */
class SimulationTest {
    private static final long SEEDS = Long.getLong("seeds", 30);

    @Test
    void keepsItsPromisesWhileEverythingFallsAgainAndAgain() {
        each(SEEDS, seed -> tried(seed, new World(seed, seed % 5 == 0, false), Duration.ofHours(6), Duration.ofMinutes(4)));
    }

    @Test
    void keepsItsPromisesOverLongQuietWeeks() {
        each(SEEDS, seed -> tried(seed, new World(-seed, false, true), Duration.ofHours(300), Duration.ofHours(5)));
    }

    @Test
    void writesNothingInAWorldThatIsWell() {
        each(5, seed -> {
            var world = new World(seed, false, false).begins().runs(Duration.ofMinutes(5));
            world.troubles.silence();
            int before = world.desk.journal.size();
            world.runs(Duration.ofHours(100));
            assertThat(world.desk.journal.last(world.desk.journal.size() - before)).as("entries but for kept beats")
                    .allMatch(line -> line.entry() instanceof Entry.Beaten);
        });
    }

    private static void tried(long seed, World world, Duration length, Duration mean) {
        try {
            world.begins();
            world.troubles.every(mean);
            world.runs(length).comesToRest();
        } catch (RuntimeException | AssertionError broken) {
            var story = new StringBuilder("seed " + seed + " at " + world.desk.clock() + " (loop) " + world.now() + " (world): " + broken.getMessage() + "\n");
            world.desk.journal.last(40).forEach(line -> story.append(line.at()).append(' ').append(line.entry()).append('\n'));
            throw new AssertionError(story.toString(), broken);
        }
    }

    private static void each(long seeds, LongConsumer run) {
        var one = Long.getLong("seed");
        (one == null ? LongStream.rangeClosed(1, seeds) : LongStream.of(one)).forEach(run);
    }
}
