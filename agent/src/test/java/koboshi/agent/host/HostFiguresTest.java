package koboshi.agent.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import koboshi.agent.link.Frame.Figure;
import koboshi.series.Labels;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is made of a host's files: of made-up ones whose every number is known, and of this host's own. */
class HostFiguresTest {
    @TempDir
    Path proc;

    private final List<String> troubles = new ArrayList<>();

    @Test
    void memoryIsGivenInBytesUnderTheNamesOfNodeExporter() throws IOException {
        file("meminfo", "MemTotal:       1000 kB\nMemAvailable:    250 kB\nActive(anon):      3 kB\nHugePages_Total:       7\nSwapFree:  2 kB\n");
        file("vmstat", "nr_free_pages 12\npswpin 5\npswpout 6\npgmajfault 8\noom_kill 1\n");
        assertThat(measured()).containsEntry("node_memory_MemTotal_bytes", 1_024_000.0).containsEntry("node_memory_MemAvailable_bytes", 256_000.0)
                .containsEntry("node_memory_Active_anon_bytes", 3_072.0).containsEntry("node_memory_HugePages_Total", 7.0)
                .containsEntry("node_vmstat_pswpin", 5.0).containsEntry("node_vmstat_pswpout", 6.0).containsEntry("node_vmstat_oom_kill", 1.0)
                .doesNotContainKey("node_vmstat_nr_free_pages");
    }

    @Test
    void pressureIsGivenInSeconds() throws IOException {
        file("pressure/memory", "some avg10=0.00 avg60=0.00 avg300=0.00 total=2500000\nfull avg10=0.00 avg60=0.00 avg300=0.00 total=1000000\n");
        file("pressure/cpu", "some avg10=0.00 avg60=0.00 avg300=0.00 total=500000\nfull avg10=0.00 avg60=0.00 avg300=0.00 total=0\n");
        assertThat(measured()).containsEntry("node_pressure_memory_waiting_seconds_total", 2.5)
                .containsEntry("node_pressure_memory_stalled_seconds_total", 1.0).containsEntry("node_pressure_cpu_waiting_seconds_total", 0.5);
    }

    @Test
    void processorsAndLoadAreRead() throws IOException {
        file("stat", "cpu  9 9 9 9 9 9 9 9 0 0\ncpu0 100 0 50 1000 25 0 1 3 0 0\nintr 99 1 2\nctxt 77\nbtime 1700000000\nprocesses 44\nprocs_running 2\nprocs_blocked 1\n");
        file("loadavg", "0.50 1.25 2.00 1/99 1234\n");
        assertThat(measured()).containsEntry("node_cpu_seconds_total cpu=0 mode=user", 1.0).containsEntry("node_cpu_seconds_total cpu=0 mode=steal", 0.03)
                .containsEntry("node_boot_time_seconds", 1.7e9).containsEntry("node_forks_total", 44.0).containsEntry("node_intr_total", 99.0)
                .containsEntry("node_load5", 1.25).containsEntry("node_procs_blocked", 1.0).hasSize(8 + 6 + 3);
    }

    @Test
    void disksAndNetworksAreReadAndPartitionsLeftOut() throws IOException {
        file("diskstats", " 254 0 vda 10 1 20 30 40 2 50 60 1 80 90 0 0 0 0\n 254 1 sda1 1 1 1 1 1 1 1 1 1 1 1\n 7 0 loop0 1 1 1 1 1 1 1 1 1 1 1\n");
        file("net/dev", "Inter-|   Receive\n face |bytes\n  eth0: 100 2 3 4 0 0 0 0 500 6 7 8 0 0 0 0\n");
        file("net/sockstat", "sockets: used 9\nTCP: inuse 3 orphan 0 tw 2 alloc 4 mem 1\n");
        assertThat(measured()).containsEntry("node_disk_read_bytes_total device=vda", 10_240.0).containsEntry("node_disk_io_time_seconds_total device=vda", 0.08)
                .containsEntry("node_network_receive_bytes_total device=eth0", 100.0).containsEntry("node_network_transmit_drop_total device=eth0", 8.0)
                .containsEntry("node_sockstat_TCP_tw", 2.0).doesNotContainKey("node_disk_io_now device=sda1").doesNotContainKey("node_disk_io_now device=loop0");
    }

    @Test
    void aFileAnotherKernelWritesDifferentlyCostsItsOwnFiguresOnlyAndIsSaidOnce() throws IOException {
        file("meminfo", "MemTotal: lots\n");
        file("loadavg", "1 2 3 x y\n");
        var meter = meter();
        assertThat(named(meter.host().figures())).containsEntry("node_load1", 1.0);
        meter.host();
        assertThat(troubles).singleElement().asString().contains("measuring the host").contains("lots");
    }

    @Test
    void thisHostHasAllOfThem() {
        var figures = named(new Meter("local", List::of, troubles::add).host().figures());
        assertThat(troubles).isEmpty();
        assertThat(figures).containsKeys("node_memory_MemAvailable_bytes", "node_load1", "node_cpu_seconds_total cpu=0 mode=user", "node_boot_time_seconds",
                "node_network_receive_bytes_total device=lo", "node_filefd_allocated");
        assertThat(figures.keySet()).anyMatch(name -> name.startsWith("node_filesystem_avail_bytes") && name.contains("mountpoint=/"));
    }

    @Test
    void everySeriesNamesItsHost() {
        assertThat(new Meter("web-1", List::of, troubles::add).host().figures())
                .allMatch(figure -> figure.labels().get("host").equals("web-1") && figure.labels().get("instance").equals("web-1"));
    }

    private Map<String, Double> measured() {
        var figures = named(meter().host().figures());
        assertThat(troubles).isEmpty();
        return figures;
    }

    private Meter meter() {
        return new Meter(proc, "local", List::of, troubles::add);
    }

    private static Map<String, Double> named(List<Figure> figures) {
        return figures.stream().collect(Collectors.toMap(figure -> words(figure.labels()), Figure::value));
    }

    private static String words(Labels labels) {
        Function<Map.Entry<String, String>, String> pair = label -> " " + label.getKey() + "=" + label.getValue();
        return labels.name() + labels.withoutAll(List.of("host", "instance", Labels.NAME)).asMap().entrySet().stream().map(pair).collect(Collectors.joining());
    }

    private void file(String name, String text) throws IOException {
        Files.createDirectories(proc.resolve(name).getParent());
        Files.writeString(proc.resolve(name), text);
    }
}
