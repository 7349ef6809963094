package koboshi.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import koboshi.loop.Event;
import koboshi.loop.Loop;
import koboshi.loop.Seen;
import koboshi.loop.State;
import koboshi.store.ChildJvm;
import koboshi.store.Journal;
import koboshi.store.Journal.Written;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FailingCommitTest {
    @TempDir
    private Path folder;

    @Test
    void endsTheProcessBeforeAnythingIsShownOrDone() throws Exception {
        try (var child = ChildJvm.run(Failing.class, folder.resolve("journal.db"))) {
            var said = child.rest();
            assertThat(child.code()).isEqualTo(LastWords.EXIT);
            assertThat(said)
                    .anyMatch(line -> line.contains("the loop cannot go on: java.lang.IllegalStateException: no disk"))
                    .contains("It ends here rather than act without a record; services go on. Start it again once this is mended.")
                    .noneMatch(line -> line.matches("SHOWN|DONE|ANSWERED"));
        }
        try (var journal = Journal.open(folder.resolve("journal.db"))) {
            assertThat(journal.lastOffset()).isZero();
        }
    }

    /** A loop whose commits fail. */
    static final class Failing implements Engine.Commits {
        public static void main(String... arguments) {
            var journal = Journal.open(Path.of(arguments[0]));
            var engine = new Engine(new Loop(new State(), new Seen(Instant.now())), journal, new Moments(Instant.EPOCH), new Failing());
            engine.tell(new Event.SelfChecked("disk", Optional.of("full")), _ -> System.out.println("ANSWERED"));
            engine.start();
        }

        @Override
        public void commit(List<Written> entries) {
            throw new IllegalStateException("no disk");
        }

        @Override
        public void publish(List<Written> entries) {
            System.out.println("SHOWN");
        }

        @Override
        public void act(List<Written> entries, List<Event> events) {
            System.out.println("DONE");
        }
    }
}
