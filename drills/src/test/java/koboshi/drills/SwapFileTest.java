package koboshi.drills;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SwapFileTest {
    @TempDir
    Path folder;

    @Test
    void whereMemoryIsTheOnlyDiskItSaysSoAndLeavesNothing() throws Exception {
        var memory = Path.of("/dev/shm");
        assumeTrue(Files.isDirectory(memory) && Files.getFileStore(memory).type().equals("tmpfs"), "needs /dev/shm");
        assertThatThrownBy(() -> SwapFile.on(1 << 20, List.of(memory)))
                .isInstanceOf(SwapFile.NotHere.class).hasMessageContaining("no place for a file of 1 MiB").hasMessageContaining("/dev/shm is memory itself (tmpfs)");
        try (var files = Files.list(memory)) {
            assertThat(files).noneMatch(file -> file.getFileName().toString().startsWith("koboshi-swap-"));
        }
    }

    @Test
    void aDiskWithoutRoomIsNamedWithWhatWasAskedForAndLeftAsItWas() throws Exception {
        FileStore store = Files.getFileStore(folder);
        long tooMuch = store.getUsableSpace() + (1L << 40);
        assertThatThrownBy(() -> SwapFile.on(tooMuch, List.of(folder, folder.resolve("none"))))
                .isInstanceOf(SwapFile.NotHere.class).hasMessageContaining(folder + " has only ").hasMessageContaining(" MiB free").hasMessageContaining("none");
        try (var files = Files.list(folder)) {
            assertThat(files).isEmpty();
        }
    }
}
