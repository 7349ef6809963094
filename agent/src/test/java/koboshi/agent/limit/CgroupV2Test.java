package koboshi.agent.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import koboshi.agent.keep.ProcessKey;
import koboshi.resource.Bytes;
import koboshi.signal.Fact.Cause;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a folder that looks like the kernel's. What a kernel really does with it is proved in a guest, by src/test/qemu/prove. */
class CgroupV2Test {
    private static final ProcessKey PROCESS = new ProcessKey(4711, 1, "here");

    @TempDir
    Path own;

    @Test
    void aServiceGetsAGroupWithoutSwapThatIsKilledAsAWhole() throws IOException {
        var group = Files.createDirectories(own.resolve("koboshi/live-qa.ab"));
        file("koboshi/live-qa.ab/memory.swap.max", "max\n");
        file("koboshi/live-qa.ab/memory.oom.group", "0\n");
        new CgroupV2(group, new Ceiling(Bytes.mebi(160), false)).enclose(PROCESS);
        assertThat(group.resolve("memory.max")).hasContent(Long.toString(160L << 20));
        assertThat(group.resolve("memory.swap.max")).hasContent("0");
        assertThat(group.resolve("memory.oom.group")).hasContent("1");
        assertThat(group.resolve("cgroup.procs")).hasContent("4711");
        assertThat(group.resolve("memory.high")).doesNotExist();
    }

    @Test
    void swapIsLeftToItWhereThatIsAllowedAndIsSaid() throws IOException {
        file("g/memory.swap.max", "0\n");
        var fence = new CgroupV2(own.resolve("g"), new Ceiling(Bytes.mebi(160), true));
        fence.enclose(PROCESS);
        assertThat(own.resolve("g/memory.swap.max")).hasContent("max");
        assertThat(fence.words()).isEqualTo("memory limit 160MiB by cgroup v2, swap allowed");
    }

    @Test
    void aKernelWithoutSwapAccountingIsNoObstacle() throws IOException {
        new CgroupV2(own.resolve("g"), new Ceiling(Bytes.mebi(1), false)).enclose(PROCESS);
        assertThat(own.resolve("g/memory.swap.max")).doesNotExist();
    }

    @Test
    void itsCountersTellWhyItEndedAndWhatItUses() throws IOException {
        file("g/memory.events", "low 0\nhigh 0\nmax 3\noom 1\noom_kill 2\noom_group_kill 1\n");
        file("g/memory.current", "1000\n");
        file("g/memory.max", "2000\n");
        file("g/memory.stat", "anon 500\nfile 400\ninactive_file 300\n");
        file("g/memory.swap.current", "7\n");
        file("g/cpu.stat", "usage_usec 2500000\nuser_usec 1\n");
        file("g/memory.pressure", "some avg10=0.00 avg60=0.00 avg300=0.00 total=1500000\nfull avg10=0.00 avg60=0.00 avg300=0.00 total=500000\n");
        var fence = new CgroupV2(own.resolve("g"), new Ceiling(new Bytes(2000), false));
        assertThat(fence.verdict()).contains(Cause.OUT_OF_MEMORY);
        assertThat(fence.share()).contains(0.25);
        assertThat(fence.figures()).containsEntry("container_memory_usage_bytes", 1000.0).containsEntry("container_memory_working_set_bytes", 700.0)
                .containsEntry("container_memory_rss", 500.0).containsEntry("container_memory_swap", 7.0).containsEntry("container_oom_events_total", 2.0)
                .containsEntry("container_spec_memory_limit_bytes", 2000.0).containsEntry("container_cpu_usage_seconds_total", 2.5)
                .containsEntry("container_pressure_memory_waiting_seconds_total", 1.5).containsEntry("container_pressure_memory_stalled_seconds_total", 0.5);
        assertThat(fence.status()).contains("oom_kill 2");
    }

    @Test
    void aGroupThatIsGoneTellsNothing() {
        var fence = new CgroupV2(own.resolve("gone"), new Ceiling(Bytes.mebi(1), false));
        assertThat(fence.verdict()).isEmpty();
        assertThat(fence.share()).isEmpty();
        assertThat(fence.figures()).isEmpty();
    }

    @Test
    void itsOwnPartOfTheTreeIsDivided() throws IOException {
        file("cgroup.controllers", "cpu io memory pids\n");
        file("cgroup.subtree_control", "\n");
        file("cgroup.procs", "1\n");
        assertThat(Delegation.divided(own)).isEqualTo(new Delegation.Found.Ours(new Delegation(own.resolve("koboshi"))));
        assertThat(own.resolve("cgroup.subtree_control")).hasContent("+memory");
        assertThat(own.resolve("koboshi/cgroup.subtree_control")).hasContent("+memory");
    }

    @Test
    void aUnitThatSystemdDelegatedIsDividedWhereSystemdDoesNotObey() throws IOException {
        var unit = Files.createDirectories(own.resolve("system.slice/koboshi.service"));
        file("system.slice/koboshi.service/cgroup.controllers", "memory\n");
        file("system.slice/koboshi.service/cgroup.subtree_control", "\n");
        file("system.slice/koboshi.service/cgroup.procs", "1\n");
        var ours = new Delegation.Found.Ours(new Delegation(unit.resolve("koboshi")));
        assertThat(Delegation.delegated(unit, false, _ -> false)).as("it is its user's to write, as no other unit of the system").isEqualTo(ours);
        assertThat(Delegation.delegated(unit, true, unit::equals)).isEqualTo(ours);
    }

    @Test
    void aUnitThatSystemdKeepsForItselfIsLeftAlone() throws IOException {
        file("system.slice/x.service/cgroup.controllers", "memory\n");
        file("system.slice/x.service/cgroup.subtree_control", "\n");
        var unit = own.resolve("system.slice/x.service");
        assertThat(Delegation.delegated(unit, true, _ -> false)).as("root may write anywhere").isInstanceOfSatisfying(Delegation.Found.NotOurs.class,
                not -> assertThat(not.why()).contains("did not obey", "Delegate=yes"));
        file("user@7.service/x.service/cgroup.subtree_control", "\n");
        assertThat(Delegation.delegated(own.resolve("user@7.service/x.service"), false, _ -> false)).isInstanceOf(Delegation.Found.NotOurs.class);
        assertThat(unit.resolve("cgroup.subtree_control")).as("nothing was written").hasContent("\n");
        assertThat(unit.resolve("koboshi")).doesNotExist();
    }

    @Test
    void withoutTheMemoryControllerOrTheRightsItSaysWhy() throws IOException {
        file("cgroup.controllers", "hugetlb\n");
        assertThat(Delegation.divided(own)).isEqualTo(new Delegation.Found.NotOurs("cgroup v2 has no memory controller at " + own));
        file("cgroup.controllers", "memory\n");
        assertThat(Delegation.divided(own)).isEqualTo(new Delegation.Found.NotOurs(own + " is not ours to write"));
    }

    @Test
    void ourPlaceInTheTreeIsReadFromTheKernelsFiles() {
        var mounts = "30 23 0:26 / /sys/fs/cgroup rw,nosuid shared:4 - cgroup2 cgroup2 rw\n";
        assertThat(Delegation.mounted(mounts)).contains(Path.of("/sys/fs/cgroup"));
        assertThat(Delegation.mounted("30 23 0:26 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory\n")).isEmpty();
        assertThat(Delegation.own(own, "9:cpu:/x\n0::/a.slice/b.service\n")).contains(own.resolve("a.slice/b.service"));
        assertThat(Delegation.own(own, "0::/\n")).contains(own);
    }

    @Test
    void aLaterAgentInTheLeafOfAnEarlierOneDividesTheSamePlace() {
        assertThat(Delegation.own(own, "0::/a.service/koboshi-agent\n")).contains(own.resolve("a.service"));
    }

    @Test
    void systemdIsAskedInWordsItTakes() {
        var fence = new SystemdScope(new SystemdScope.Master(true, own), "live-qa.ab12", new Ceiling(new Bytes(1024), false));
        assertThat(fence.through()).containsExactly("/usr/bin/systemd-run", "--user", "--scope", "--quiet", "--collect", "--unit=koboshi-live_qa.ab12.scope",
                "--slice=koboshi-live_qa.ab12.slice", "-p", "MemoryMax=1024", "-p", "MemorySwapMax=0", "--");
        assertThat(SystemdScope.unitName("backend~a%2Fb")).isEqualTo("backend_7e_a_25_2Fb");
    }

    @Test
    void theCountersOfASystemdSliceAreReadLikeAnyGroups() throws IOException {
        file("koboshi.slice/koboshi-x.slice/memory.events", "oom_kill 1\n");
        var fence = new SystemdScope(new SystemdScope.Master(false, own), "x", new Ceiling(new Bytes(1024), false));
        assertThat(fence.verdict()).isEqualTo(Optional.of(Cause.OUT_OF_MEMORY));
        assertThat(fence.figures()).containsEntry("container_oom_events_total", 1.0).containsEntry("container_spec_memory_limit_bytes", 1024.0);
    }

    private void file(String name, String text) throws IOException {
        Files.createDirectories(own.resolve(name).getParent());
        Files.writeString(own.resolve(name), text);
    }
}
