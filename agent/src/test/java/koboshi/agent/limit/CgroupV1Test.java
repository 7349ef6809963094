package koboshi.agent.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import koboshi.agent.keep.ProcessKey;
import koboshi.resource.Bytes;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a folder that looks like the kernel's. */
class CgroupV1Test {
    private static final ProcessKey PROCESS = new ProcessKey(4711, 1, "here");

    @TempDir
    Path koboshi;

    private Path group;

    @BeforeEach
    void makeGroup() throws IOException {
        group = Files.createDirectories(koboshi.resolve("live-qa.ab"));
        Files.writeString(group.resolve("memory.swappiness"), "60\n");
    }

    private CgroupV1 fence(boolean swap) {
        return new CgroupV1(group, new Ceiling(Bytes.mebi(160), swap));
    }

    @Test
    void whereTheKernelDoesNotCountSwapItIsAskedToAvoidItAndThatIsSaid() throws IOException {
        fence(false).enclose(PROCESS);
        assertThat(group.resolve("memory.swappiness")).hasContent("0");
        assertThat(group.resolve("memory.limit_in_bytes")).hasContent(Long.toString(160L << 20));
        assertThat(fence(false).words()).isEqualTo("memory limit 160MiB by cgroup v1, swap cannot be forbidden here");
    }

    @Test
    void whereItIsAllowedNothingIsAsked() throws IOException {
        fence(true).enclose(PROCESS);
        assertThat(group.resolve("memory.swappiness")).hasContent("60\n");
        assertThat(fence(true).words()).isEqualTo("memory limit 160MiB by cgroup v1, swap allowed");
    }

    @Test
    void whereTheKernelCountsItItIsForbidden() throws IOException {
        Files.writeString(koboshi.resolve("memory.memsw.limit_in_bytes"), "-1\n");
        Files.writeString(group.resolve("memory.memsw.limit_in_bytes"), "9223372036854771712\n");
        fence(false).enclose(PROCESS);
        assertThat(group.resolve("memory.memsw.limit_in_bytes")).hasContent(Long.toString(160L << 20));
        assertThat(group.resolve("memory.swappiness")).hasContent("60\n");
        assertThat(fence(false).words()).isEqualTo("memory limit 160MiB by cgroup v1");
    }
}
