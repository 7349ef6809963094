package koboshi.tsdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import koboshi.series.Labels;
import koboshi.series.Matcher;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real process that writes, and ends badly. */
class KilledTest {
    @TempDir
    Path folder;

    private final Settings settings = Settings.standard().withClock(() -> Instant.ofEpochMilli(Writing.START + 1_000_000_000L));

    private Process writing(String before) throws IOException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java");
        var command = before + "exec '" + java + "' -Xmx128m -cp '" + System.getProperty("java.class.path") + "' koboshi.tsdb.Writing '" + folder + "'";
        return new ProcessBuilder("sh", "-c", command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    }

    @Test
    void nothingAcknowledgedIsLostByKillMinusNine() throws Exception {
        int before = 0;
        for (int kill = 0; kill < 3; kill++) {
            var process = writing("");
            long acknowledged = read(process.inputReader(), 2_000 + kill * 3_000);
            process.destroyForcibly().waitFor();
            try (var store = Store.open(folder, settings)) {
                assertThat(store.findings()).isEmpty();
                assertThat(stepsIn(store)).isGreaterThan(acknowledged).isGreaterThan(before);
                before = (int) acknowledged;
            }
        }
    }

    private static long read(BufferedReader lines, int enough) throws IOException {
        long last = -1;
        for (var line = lines.readLine(); line != null && last < enough; line = lines.readLine()) {
            last = Long.parseLong(line);
        }
        return last;
    }

    /** How many steps are there without a gap in any series. */
    private static long stepsIn(Store store) {
        long least = Long.MAX_VALUE;
        for (var series : store.select(List.of(new Matcher("__name__", true, "x")), 0, Long.MAX_VALUE)) {
            int i = Integer.parseInt(series.labels().get("i"));
            var samples = series.samples();
            for (int step = 0; step < samples.size(); step++) {
                assertThat(samples.get(step).millis()).isEqualTo(Writing.START + step * 1000L);
                assertThat(samples.get(step).value()).isEqualTo(step * 0.1 + i);
            }
            least = Math.min(least, samples.size());
        }
        return least;
    }

    /** A limit on the size of files refuses as a full disk does: in the middle of a write. */
    @Test
    void aFullDiskRefusesTheBatchAndHarmsNothingBefore() throws Exception {
        var process = writing("ulimit -f 256; ");
        var lines = process.inputReader().lines().toList();
        assertThat(process.waitFor()).as("the second refusal ends the process").isNotZero();
        assertThat(lines.getLast()).startsWith("refused").contains("File too large");
        long acknowledged = Long.parseLong(lines.get(lines.size() - 2));
        try (var store = Store.open(folder, settings)) {
            assertThat(stepsIn(store)).isEqualTo(acknowledged + 1);
            assertThat(store.findings()).isEmpty();
            assertThat(store.batch().series(Labels.of("__name__", "y")).sample(Writing.START, 1).commit().taken()).isEqualTo(1);
        }
    }

    @Test
    void anInspectionNamesWhatIsDamagedAndARepairLeavesTheRest() throws Exception {
        try (var store = Store.open(folder, settings)) {
            for (int i = 0; i < 3; i++) {
                store.batch().series(Labels.of("__name__", "x", "i", "" + i)).sample(Writing.START, i).commit();
            }
            store.flush();
            assertThatThrownBy(() -> Inspection.inspect(folder, _ -> {})).hasMessageContaining("open in this process");
        }
        assertThat(Inspection.inspect(folder, _ -> {}).sound()).isTrue();
        damageOneChunk();
        var seen = new ArrayList<String>();
        var report = Inspection.inspect(folder, seen::add);
        assertThat(seen).isNotEmpty();
        assertThat(report.findings()).singleElement().asString().contains("x{i=\"0\"}").contains("checksum");
        assertThat(Inspection.repair(folder, settings, _ -> {})).anySatisfy(line -> assertThat(line).contains("x{i=\"0\"}").contains("is lost"));
        assertThat(Inspection.inspect(folder, _ -> {}).sound()).isTrue();
        try (var store = Store.open(folder, settings)) {
            assertThat(store.series(List.of(), 0, Long.MAX_VALUE)).extracting(labels -> labels.get("i")).containsExactly("1", "2");
        }
    }

    private void damageOneChunk() throws IOException {
        var chunks = Blocks.children(folder.resolve("blocks")).getFirst().resolve("chunks");
        byte[] bytes = Files.readAllBytes(chunks);
        bytes[Magic.LENGTH + 3] ^= 4;
        Files.write(folder.resolve("damaged"), bytes);
        Files.move(folder.resolve("damaged"), chunks, StandardCopyOption.REPLACE_EXISTING);
    }
}
