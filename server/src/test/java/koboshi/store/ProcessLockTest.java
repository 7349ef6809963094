package koboshi.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessLockTest {
    @TempDir
    private Path folder;

    /** Takes the folder, says so, and holds it for as long as it lives. */
    static final class Holding {
        public static void main(String... arguments) throws IOException {
            try (var _ = ProcessLock.take(Path.of(arguments[0]))) {
                System.out.println("held");
                System.in.read();
            }
        }
    }

    @Test
    void aSecondProcessOnAFolderIsRefusedAndNamesIt() throws Exception {
        try (var child = ChildJvm.run(Holding.class, folder)) {
            assertThat(child.line()).isEqualTo("held");
            assertThatThrownBy(() -> ProcessLock.take(folder)).isInstanceOf(IOException.class).hasMessageContaining("another Koboshi already works in " + folder);
        }
    }

    @Test
    void aKilledHolderHoldsNothing() throws Exception {
        try (var child = ChildJvm.run(Holding.class, folder)) {
            assertThat(child.line()).isEqualTo("held");
            child.kill();
            ProcessLock.take(folder).close();
        }
    }

    @Test
    void theSameProcessIsRefusedASecondTimeUntilItLetsGo() throws IOException {
        try (var _ = ProcessLock.take(folder)) {
            assertThatThrownBy(() -> ProcessLock.take(folder)).hasMessageContaining("another Koboshi");
        }
        ProcessLock.take(folder).close();
    }
}
