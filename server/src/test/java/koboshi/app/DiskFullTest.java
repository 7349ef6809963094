package koboshi.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import koboshi.store.ChildJvm;
import koboshi.store.Journal;
import koboshi.store.Reserve;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No room left: everything acknowledged stays, one call goes out, and the process ends only when it truly cannot write. */
class DiskFullTest {
    /** A small disk of the process's own, gone with it; what is on it at the end is carried out. */
    private static final String SMALL_DISK =
            "unshare -m$(test $(id -u) = 0 || echo r) sh -c 'mount -t tmpfs -o size=24m small \"$0\" && \"$@\"; code=$?; test -e \"$0\"/journal.db && cp \"$0\"/journal.db* \"$0\"-after; exit $code' ";

    @TempDir
    private Path folder;

    @Test
    void whenItTrulyCannotWriteItEndsAndWhatItSaidStays() throws Exception {
        try (var child = ChildJvm.within("exec prlimit --fsize=9000000 \"$@\"", FullDisk.class, folder)) {
            var said = child.rest();
            assertThat(child.code()).isEqualTo(LastWords.EXIT);
            assertThat(said).contains("reserve held: true").anyMatch(line -> line.startsWith("call: the journal cannot be written, the reserve"));
            assertThat(durable(said)).isPositive();
            assertStays(folder, durable(said));
        }
    }

    @Test
    void theReserveBuysRoomForTheLastEntries() throws Exception {
        var disk = Files.createDirectories(folder.resolve("disk"));
        var after = Files.createDirectories(folder.resolve("disk-after"));
        try (var child = ChildJvm.within(SMALL_DISK + disk + " \"$@\"", FullDisk.class, disk)) {
            var said = child.rest();
            assertThat(child.code()).as("%s", said.reversed().stream().limit(20).toList()).isEqualTo(LastWords.EXIT);
            int call = call(said);
            assertThat(durable(said.subList(0, call))).isPositive();
            assertThat(durable(said) - durable(said.subList(0, call))).as("written after the disk was full").isGreaterThan(50);
            assertStays(after, durable(said));
        }
    }

    private static int call(List<String> said) {
        var calls = said.stream().filter(line -> line.startsWith("call: ")).toList();
        assertThat(calls).hasSize(1);
        return said.indexOf(calls.getFirst());
    }

    private static long durable(List<String> said) {
        return said.stream().filter(line -> line.startsWith("durable ")).mapToLong(line -> Long.parseLong(line.substring(8))).max().orElse(0);
    }

    private static void assertStays(Path folder, long said) {
        try (var journal = Journal.open(folder.resolve("journal.db"))) {
            assertThat(journal.lastOffset()).isGreaterThanOrEqualTo(said);
            assertThat(journal.after(0, Integer.MAX_VALUE)).hasSize((int) journal.lastOffset());
        }
    }

    @Test
    void withoutRoomForAReserveNothingOfItIsLeftInTheWay() throws Exception {
        try (var child = ChildJvm.within("exec prlimit --fsize=4000000 \"$@\"", Holding.class, folder)) {
            assertThat(child.rest()).contains("held: false").last().isEqualTo("held: false");
        }
        assertThat(folder.resolve("reserve")).doesNotExist();
    }

    @Test
    void onADiskThatIsNearlyFullHandsAreFrozenAndSayWhy() throws Exception {
        var disk = Files.createDirectories(folder.resolve("disk"));
        Files.createDirectories(folder.resolve("disk-after"));
        try (var child = ChildJvm.within(SMALL_DISK + disk + " \"$@\"", Frozen.class, disk)) {
            assertThat(child.rest()).anyMatch(line -> line.startsWith("self-check:disk: the disk of the state folder has only ") && line.endsWith(" MiB left"));
            assertThat(child.code()).isZero();
        }
    }

    /** A whole Koboshi; says what froze it. */
    static final class Frozen {
        public static void main(String... arguments) throws IOException {
            try (var house = new Installation(Path.of(arguments[0])).start()) {
                house.await("hands are frozen", state -> !state.path("freeze").isNull());
                var freeze = house.get("/api/state").path("freeze");
                System.out.println(freeze.path("by").asString() + ": " + freeze.path("why").asString());
            }
        }
    }

    /** Tries to hold a reserve. */
    static final class Holding {
        public static void main(String... arguments) {
            System.out.println("held: " + new Reserve(Path.of(arguments[0])).hold());
        }
    }
}
