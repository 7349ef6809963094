package liveqa.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FaultsTest {
    private static final long MEGABYTE = 1 << 20;
    private @TempDir Path data;

    @ParameterizedTest
    @ValueSource(strings = {"1", "2", "4"})
    void hungWorkersAreReallyDeadlockedWhileQuestionsAreStillAccepted(String workers) throws Exception {
        try (var service = new Fallible(data, "--workers", workers)) {
            assertThat(service.fault("hang").statusCode()).isEqualTo(202);
            assertThat(deadlockedThreads()).anyMatch(name -> name.startsWith("answer-")).hasSizeGreaterThanOrEqualTo(2);
            assertThat(service.ask("a")).isEqualTo(202);
            assertThat(service.get("/questions/a?wait=1s")).contains("\"status\":\"waiting\"");
            assertThat(service.get("/health")).contains("\"ok\"");
            assertThat(service.get("/metrics")).contains("questions_waiting 1.0");
            service.fault("heal");
            assertThat(service.get("/questions/a?wait=20s")).contains("\"outcome\":\"valid\"");
            assertThat(deadlockedThreads()).isEmpty();
        }
    }

    private static String[] deadlockedThreads() {
        var threads = ManagementFactory.getThreadMXBean();
        var ids = threads.findDeadlockedThreads();
        return ids == null ? new String[0] : Arrays.stream(threads.getThreadInfo(ids)).map(info -> info.getThreadName()).toArray(String[]::new);
    }

    @Test
    void aSilentServiceAcceptsAndItsWorkersIdle() throws Exception {
        try (var service = new Fallible(data)) {
            service.fault("silent");
            assertThat(service.ask("a")).isEqualTo(202);
            assertThat(service.get("/questions/a?wait=1s")).contains("\"status\":\"waiting\"");
            assertThat(deadlockedThreads()).isEmpty();
            assertThat(workers()).isNotEmpty().allMatch(state -> state == Thread.State.TIMED_WAITING || state == Thread.State.WAITING);
            service.fault("heal");
            assertThat(service.get("/questions/a?wait=20s")).contains("\"outcome\":\"valid\"");
        }
    }

    private static Thread.State[] workers() {
        return Thread.getAllStackTraces().keySet().stream().filter(thread -> thread.getName().startsWith("answer-")).map(Thread::getState).toArray(Thread.State[]::new);
    }

    @Test
    void aSlowServiceTakesThatMuchLongerAndHealsAtOnce() throws Exception {
        try (var service = new Fallible(data)) {
            service.fault("slow?seconds=1");
            long before = System.nanoTime();
            service.ask("a");
            assertThat(service.get("/questions/a?wait=20s")).contains("\"outcome\":\"valid\"");
            assertThat(System.nanoTime() - before).isGreaterThan(1_000_000_000L);
            service.fault("slow?seconds=3600");
            service.ask("b");
            assertThat(service.get("/questions/b?wait=500ms")).contains("\"status\":\"answering\"");
            service.fault("heal");
            assertThat(service.get("/questions/b?wait=20s")).contains("\"outcome\":\"valid\"");
        }
    }

    @Test
    void aLeakOnTheHeapGrowsAtItsPaceUntilHealed() throws Exception {
        leaks("heap", () -> {
            System.gc();
            return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
        });
    }

    @Test
    void aLeakOutsideTheHeapGrowsAtItsPace() throws Exception {
        leaks("native", FaultsTest::resident);
    }

    private static long resident() {
        try {
            return Long.parseLong(Files.readString(Path.of("/proc/self/statm")).split(" ")[1]) * 4096;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aLeakSlowsAnswersAndThenEndsThemWhileTheProcessLives() throws Exception {
        try (var service = new Fallible(data)) {
            long before = resident() / 1_000_000;
            service.fault("leak?mbps=50&where=native&slow_mb=" + (before + 5) + "&hang_mb=" + (before + 100));
            long start = System.nanoTime();
            while (resident() / 1_000_000 < before + 110) assertThat(seconds(start)).as("seconds to leak 110 MB at 50 MB/s").isLessThan(30);
            assertThat(service.ask("a")).isEqualTo(202);
            assertThat(service.get("/questions/a?wait=1s")).doesNotContain("\"outcome\"");
            assertThat(service.get("/health")).contains("\"ok\"");
            service.fault("heal");
            assertThat(service.get("/questions/a?wait=20s")).contains("\"outcome\":\"valid\"");
        }
    }

    @Test
    void theCourseOfALeakIsReadAndRefusedWithWhatWasExpected() {
        assertThat(Leak.Course.parse("10:600:700")).isEqualTo(new Leak.Course(10, Leak.Where.NATIVE, 600, 700, false));
        assertThat(Leak.Course.parse("10:searched").searched()).isTrue();
        assertThatThrownBy(() -> Leak.Course.parse("fast")).hasMessage("expected MB_A_SECOND:SLOW_MB:HANG_MB, such as 10:600:700, or 10:searched");
        assertThatThrownBy(() -> Leak.Course.parse("10:700:600")).hasMessageContaining("expected slow below hang");
    }

    private void leaks(String where, LongSupplier used) throws Exception {
        try (var service = new Fallible(data)) {
            long before = used.getAsLong();
            long start = System.nanoTime();
            service.fault("leak?mbps=40&where=" + where);
            while (used.getAsLong() < before + 50 * MEGABYTE) assertThat(seconds(start)).as("seconds to leak 50 MB").isLessThan(15);
            assertThat(seconds(start)).as("seconds to leak 50 MB at 40 MB/s").isGreaterThan(0.8);
            assertThat(service.ask("a")).isEqualTo(202);
            service.fault("heal");
            while (used.getAsLong() > before + 25 * MEGABYTE) {
                System.gc();
                assertThat(seconds(start)).as("seconds until it is given back").isLessThan(30);
            }
        }
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) / 1e9;
    }

    @Test
    void theControlSaysWhichAreOn() throws Exception {
        try (var service = new Fallible(data)) {
            assertThat(service.faultsOn()).isEqualTo("{\"on\":[]}");
            service.fault("silent");
            service.fault("slow?seconds=2");
            assertThat(service.faultsOn()).isEqualTo("{\"on\":[\"slow\",\"silent\"]}");
            assertThat(service.fault("heal").body()).isEqualTo("{\"on\":[]}");
        }
    }

    @ParameterizedTest
    @CsvSource({"sleep,404", "slow?seconds=0,400", "slow?seconds=x,400", "leak?where=disk,400", "leak?mbps,400"})
    void whatTheControlDoesNotUnderstandChangesNothing(String path, int status) throws Exception {
        try (var service = new Fallible(data)) {
            assertThat(service.fault(path).statusCode()).isEqualTo(status);
            assertThat(service.faultsOn()).isEqualTo("{\"on\":[]}");
        }
    }

    @Test
    void noWebPageMayMakeItFall() throws Exception {
        try (var service = new Fallible(data)) {
            assertThat(service.fault("crash", "Origin", "http://localhost").statusCode()).isEqualTo(403);
            assertThat(service.get("/health")).contains("ok");
        }
    }
}
