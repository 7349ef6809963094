package liveqa.phone;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Call after call, against the service as a process of its own. */
class ManyCallsTest {
    /** RFC 3261 has transactions remembered for 32 s, so that a late repetition finds its answer. */
    private static final Duration FORGOTTEN = Duration.ofSeconds(75);
    private @TempDir Path folder;

    @Test
    void threeHundredCallsLeaveNothingOpen() throws Exception {
        int sip = Phone.freePort();
        int echo = Phone.freePort();
        try (var liveQa = new StandIn(); var phone = started(liveQa, sip)) {
            calls(phone, sip, echo, "warm", 40);
            Phone.await("the stack to forget", FORGOTTEN, () -> phone.metric("sip_entries_held", "") == 0);
            var held = phone.held();
            long files = phone.count("fd");
            long threads = phone.count("task");
            calls(phone, sip, echo, "many", 300);
            Phone.await("the stack to forget", FORGOTTEN, () -> phone.metric("sip_entries_held", "") == 0);
            assertThat(phone.metric("calls_total", "completed")).isEqualTo(340);
            assertThat(phone.metric("calls_in_progress", "")).isZero();
            assertThat(phone.count("fd")).as("open files").isLessThanOrEqualTo(files);
            assertThat(phone.count("task")).as("threads").isLessThanOrEqualTo(threads);
            assertThat(phone.said.toString()).as("the log").contains("from=…78").doesNotContain("12345678");
            // The stack's timers let go of the last calls' dialogs some seconds after they left its tables.
            Phone.await("the release of what the calls held", FORGOTTEN, () -> bytes(growth(held, phone.held())) < 100_000);
        }
    }

    private static Map<String, Long> growth(Map<String, Long> before, Map<String, Long> after) {
        return after.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, each -> each.getValue() - before.getOrDefault(each.getKey(), 0L)));
    }

    private static long bytes(Map<String, Long> growth) {
        return growth.values().stream().mapToLong(Long::longValue).sum();
    }

    private static Child started(StandIn liveQa, int sip) throws Exception {
        return Child.ready("--listen", "127.0.0.1:0", "--live-qa", liveQa.address().toString(), "--sip", "127.0.0.1:" + sip, "--ring", "0ms", "--max-calls", "30",
                "--rtp-ports", "43000-43199", "--espeak", "/nowhere/espeak");
    }

    /** Calls of half a second, up to 20 at once, whose sound is sent back to its sender. */
    private void calls(Child phone, int sip, int echo, String name, int count) throws Exception {
        var own = Files.createDirectory(folder.resolve(name));
        try (var sipp = Sipp.calls(sip, own, "short-call.xml", echo, "-rtp_echo", "-mp", Integer.toString(echo), "-m", Integer.toString(count),
                "-r", "20", "-l", "20")) {
            assertThat(sipp.verdict(Duration.ofSeconds(90))).withFailMessage(sipp::saidQuietly).isZero();
        }
        Phone.await("the last call's end", Duration.ofSeconds(10), () -> phone.metric("calls_in_progress", "") == 0);
    }
}
