package koboshi.drills;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import koboshi.cli.Wrong;
import org.junit.jupiter.api.Test;

class StageTest {
    private final LiveQaService service = new LiveQaService(Path.of("."), 1, 2);
    private final AtomicReference<Path> folder = new AtomicReference<>();

    private Stage.Writing writing(String text) {
        return data -> {
            folder.set(data.getParent());
            if (text.isEmpty()) {
                throw new IOException("no room");
            }
            return text;
        };
    }

    @Test
    void whatCannotBeWrittenLeavesNoFolder() {
        assertThatThrownBy(() -> Stage.open(service, 0, writing(""))).hasMessage("no room");
        assertThat(folder.get()).doesNotExist();
    }

    @Test
    void aKoboshiThatDoesNotComeUpLeavesNeitherFolderNorProcess() {
        assertThatThrownBy(() -> Stage.open(service, 0, writing("servces: {}\n"))).isInstanceOf(Wrong.class).hasMessageContaining("services");
        assertThat(folder.get()).doesNotExist();
        assertThat(Sightings.of(folder.get().toString())).isEmpty();
    }
}
