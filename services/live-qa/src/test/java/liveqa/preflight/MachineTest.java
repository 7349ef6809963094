package liveqa.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the machine itself must have, on prepared folders and invented outputs. */
class MachineTest {
    private static final String VOICE = "/usr/share/hts-voice/nitech-jp-atr503-m001/nitech_jp_atr503_m001.htsvoice";
    private @TempDir Path root;
    private Prepared host;

    @BeforeEach
    void prepare() {
        host = new Prepared(root);
    }

    private Prepared memory(int totalMib, int availableMib, int swapMib, int swapFreeMib) {
        return host.file("/proc/meminfo", "MemTotal: %d kB\nMemAvailable: %d kB\nSwapTotal: %d kB\nSwapFree: %d kB\n".formatted(totalMib * 1024,
                availableMib * 1024, swapMib * 1024, swapFreeMib * 1024));
    }

    @Test
    void enoughMemoryPasses() throws Exception {
        assertThat(memory(2048, 1024, 0, 0).says(new MemoryCheck())).isEqualTo("passed: 1024 MiB free (needed 256 MiB, limit 2048 MiB)");
    }

    @Test
    void tooLittleMemoryWouldSwapAndFails() throws Exception {
        assertThat(memory(2048, 200, 4096, 4096).says(new MemoryCheck())).startsWith("failed: 200 MiB are free, 256 MiB are needed");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "0::/a/b | /sys/fs/cgroup/a/memory.max | 134217728", "'3:cpu:/\n4:memory:/box' | /sys/fs/cgroup/memory/box/memory.limit_in_bytes | 134217728",
        "0::/gone | /sys/fs/cgroup/memory.max | 134217728",
    })
    void theLimitOfAControlGroupCounts(String groups, String file, String limit) throws Exception {
        memory(2048, 1024, 0, 0).file("/proc/self/cgroup", groups).file(file, limit);
        assertThat(host.says(new MemoryCheck())).startsWith("failed: the limit of 128 MiB is below the 256 MiB");
    }

    @Test
    void aGroupWithoutALimitIsNone() throws Exception {
        memory(2048, 1024, 0, 0).file("/proc/self/cgroup", "0::/a\n4:memory:/b\n").file("/sys/fs/cgroup/a/memory.max", "max")
                .file("/sys/fs/cgroup/memory/b/memory.limit_in_bytes", "9223372036854771712");
        assertThat(host.says(new MemoryCheck())).startsWith("passed: ");
    }

    @ParameterizedTest
    @CsvSource({"0, 0, passed: none", "1024, 1024, passed: 1024 MiB", "1024, 900, failed: 124 MiB are swapped out already"})
    void whatIsSwappedOutAlreadyFails(int swap, int free, String said) throws Exception {
        assertThat(memory(2048, 1024, swap, free).says(new SwapCheck())).startsWith(said);
    }

    @Test
    void whatIsNotLinuxIsNotProvable() throws Exception {
        assertThat(host.says(new MemoryCheck())).startsWith("unprovable: ");
        assertThat(host.says(new LimitsCheck())).startsWith("unprovable: ");
    }

    @ParameterizedTest
    @CsvSource({"21, -Xmx96m, too old", "25, -Dx=y, without a heap limit", "25, -Xmx96m, it would hang"})
    void anotherJavaOrItsFlagsFail(int release, String flag, String said) throws Exception {
        assertThat(host.jvm(new Jvm(release, "x", "y", 1, List.of(flag), "UTF-8", 2)).says(new JavaCheck())).startsWith("failed: ").contains(said);
    }

    @Test
    void aLocaleThatCannotOpenJapaneseNamesFails() throws Exception {
        assertThat(host.says(new LocaleCheck())).startsWith("passed: ");
        assertThat(host.jvm(new Jvm(25, "x", "y", 1, List.of(), "ANSI_X3.4-1968", 2)).says(new LocaleCheck())).startsWith("failed: ").contains("C.UTF-8");
    }

    @ParameterizedTest
    @CsvSource({"1024, 4096, failed", "65536, 100, failed", "65536, unlimited, passed"})
    void narrowLimitsFail(String files, String processes, String verdict) throws Exception {
        host.file("/proc/self/limits", "Limit  Soft Limit  Hard Limit  Units\nMax open files   512   " + files + "   files\nMax processes   1   "
                + processes + "   processes\n");
        assertThat(host.says(new LimitsCheck())).startsWith(verdict);
    }

    @ParameterizedTest
    @CsvSource({"1, 0.1, failed", "2, 5.0, failed", "2, 0.5, passed"})
    void oneProcessorOrBusyOnesFail(int processors, String load, String verdict) throws Exception {
        host.jvm(new Jvm(25, "x", "y", 1, List.of(), "UTF-8", processors)).file("/proc/loadavg", "9.9 " + load + " 9.9 1/95 8048\n");
        assertThat(host.says(new CoresCheck())).startsWith(verdict);
    }

    @Test
    void aPortOfAnotherFailsWithTheCommandThatNamesIt() throws Exception {
        var other = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        other.start();
        try {
            assertThat(host.port(other.getAddress().getPort()).says(new PortCheck())).startsWith("failed: ").contains("ss -ltnp");
        } finally {
            other.stop(0);
        }
    }

    @Test
    void aDataFolderThatIsToBeMadeIsMeasuredAboveAndNothingIsLeft() throws Exception {
        var data = root.resolve("not/yet");
        assertThat(host.data(data).says(new DiskSyncCheck())).contains("median");
        assertThat(host.says(new DiskSpaceCheck())).contains("free");
        assertThat(root).isEmptyDirectory();
    }

    @Test
    void aFileInPlaceOfTheDataFolderFails() throws Exception {
        assertThat(host.data(Files.writeString(root.resolve("file"), "x")).says(new LogFolderCheck())).startsWith("failed: ").contains("is not a folder");
    }

    @Test
    void aDataFolderInUseByAnotherFails() throws Exception {
        var data = Files.createDirectory(root.resolve("data"));
        try (var other = new RandomAccessFile(data.resolve("lock").toFile(), "rw"); var _ = other.getChannel().lock()) {
            assertThat(host.says(new LogFolderCheck())).startsWith("failed: another live-qa uses");
        }
        assertThat(host.says(new LogFolderCheck())).doesNotContain("another live-qa");
    }

    @Test
    void passagesAreCountedAndTheSamplesProveNothing() throws Exception {
        assertThat(host.says(new DocumentsCheck())).startsWith("unprovable: ").contains("fictional");
        var folder = host.file("/docs/a.md", "# T\n\n## H\n\nOne.\n\nTwo.\n").documents(root.resolve("docs"));
        assertThat(folder.says(new DocumentsCheck())).isEqualTo("passed: 1 documents and 2 passages from " + root.resolve("docs"));
        assertThat(host.documents(root.resolve("none")).says(new DocumentsCheck())).startsWith("failed: ").contains("cannot be read");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"0 | 'Noto Sans CJK JP,Noto\nIPAGothic' | passed: 2 families (such as IPAGothic)",
            "0 | '' | failed: there is none", "1 | 'broken' | failed: none was found"})
    void fontsAreThoseThatKnowJapanese(int code, String out, String said) throws Exception {
        assertThat(host.program("fc-list", code, out).says(new FontsCheck())).startsWith(said);
    }

    @Test
    void withoutFcListTheFilesNamesTell() throws Exception {
        assertThat(host.file("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc", "").says(new FontsCheck()))
                .startsWith("passed: NotoSansCJK-Regular.ttc");
    }

    private Prepared voice(short sample) {
        host.file("/var/lib/mecab/dic/open-jtalk/naist-jdic/sys.dic", "").file(VOICE, "");
        return host.programs((_, _, command) -> {
            try {
                Files.write(Path.of(command[command.length - 1]), wav(sample));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return new Programs.Ended(0, "");
        });
    }

    private static byte[] wav(short sample) {
        int bytes = 48_000;
        var wav = ByteBuffer.allocate(44 + bytes).order(ByteOrder.LITTLE_ENDIAN);
        wav.put("RIFF".getBytes()).putInt(36 + bytes).put("WAVEfmt ".getBytes()).putInt(16).putShort((short) 1).putShort((short) 1).putInt(48_000)
                .putInt(96_000).putShort((short) 2).putShort((short) 16);
        wav.put("data".getBytes()).putInt(bytes);
        while (wav.hasRemaining()) wav.putShort(sample);
        return wav.array();
    }

    @Test
    void aVoiceThatIsHeardPassesAndASilentOneFails() throws Exception {
        assertThat(voice((short) 3000).says(new VoiceCheck())).startsWith("passed: it was heard").contains("0.5 s");
        assertThat(voice((short) 0).says(new VoiceCheck())).startsWith("failed: it spoke, and there was silence");
    }

    @Test
    void whatIsMissingOfTheVoiceIsNamedWithItsCommand() throws Exception {
        assertThat(host.says(new VoiceCheck())).startsWith("failed: its dictionary is missing").contains("apt-get install open-jtalk");
        host.file("/var/lib/mecab/dic/open-jtalk/naist-jdic/sys.dic", "").file("/etc/os-release", "ID=debian\nVERSION_CODENAME=trixie\n");
        assertThat(host.says(new VoiceCheck())).contains("there is no voice", "debian trixie contrib non-free");
        assertThat(host.file("/etc/os-release", "ID=ubuntu\n").says(new VoiceCheck())).contains("add-apt-repository -y multiverse");
        assertThat(host.file("/usr/share/hts-voice/mei/mei.htsvoice", "").says(new VoiceCheck())).contains("there is no voice", "-> --voice ", "mei.htsvoice");
        assertThat(host.file(VOICE, "").says(new VoiceCheck())).startsWith("failed: open_jtalk is not there");
        assertThat(host.program("open_jtalk", new Programs.Stuck()).says(new VoiceCheck())).contains("longer than five seconds");
        assertThat(host.program("open_jtalk", 1, "Error: Cannot open").says(new VoiceCheck())).contains("it does not speak: Error: Cannot open");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "Asia/Tokyo | Asia/Tokyo | passed: Asia/Tokyo",
                "Etc/UTC | Asia/Tokyo | failed: Etc/UTC; it should be Asia/Tokyo -> sudo timedatectl set-timezone Asia/Tokyo", "Etc/UTC | '' | passed: Etc/UTC",
    })
    void theTimeZoneIsTheAttestedOne(String zone, String wanted, String said) throws Exception {
        assertThat(host.file("/etc/timezone", zone + "\n").attested("time_zone: " + wanted).says(new TimeZoneCheck())).startsWith(said);
    }

    @Test
    void aRebootThatWaitsOrComesByItselfFails() throws Exception {
        assertThat(host.says(new UpdatesCheck())).startsWith("unprovable: ");
        host.file("/etc/apt/apt.conf.d/20auto-upgrades", "APT::Periodic::Unattended-Upgrade \"1\";")
                .file("/etc/apt/apt.conf.d/50unattended-upgrades", "//Unattended-Upgrade::Automatic-Reboot \"true\";\n");
        assertThat(host.says(new UpdatesCheck())).isEqualTo("passed: updates come by themselves, reboots do not");
        host.file("/etc/apt/apt.conf.d/50unattended-upgrades", "Unattended-Upgrade::Automatic-Reboot \"true\";\n");
        assertThat(host.says(new UpdatesCheck())).startsWith("failed: updates may reboot").contains("zz-live-qa");
        host.file("/etc/apt/apt.conf.d/zz-live-qa", "Unattended-Upgrade::Automatic-Reboot \"false\";\n");
        assertThat(host.says(new UpdatesCheck())).startsWith("passed: ");
        assertThat(host.file("/run/reboot-required", "").says(new UpdatesCheck())).startsWith("failed: an update waits for a reboot");
    }

    @Test
    void aMachineThatCanSleepFails() throws Exception {
        assertThat(host.says(new PowerCheck())).startsWith("unprovable: ");
        assertThat(host.program("systemctl", 0, "static\nstatic").says(new PowerCheck())).startsWith("failed: ").contains("systemctl mask sleep.target");
        assertThat(host.program("systemctl", 1, "masked\nmasked").says(new PowerCheck())).startsWith("passed: ");
        assertThat(host.program("systemd-detect-virt", 0, "kvm").says(new PowerCheck())).startsWith("passed: ");
        assertThat(host.program("systemd-detect-virt", 0, "docker").says(new PowerCheck())).startsWith("unprovable: ");
    }

    @Test
    void obsWithoutItsBrowserSourceFails() throws Exception {
        assertThat(host.says(new ObsCheck())).startsWith("unprovable: ");
        assertThat(host.program("obs", 0, "OBS Studio - 30.2").says(new ObsCheck())).startsWith("failed: ").contains("no browser source");
        assertThat(host.file("/usr/lib/x86_64-linux-gnu/obs-plugins/obs-browser.so", "").says(new ObsCheck())).startsWith("passed: ");
    }

    @Test
    void theClockIsKeptBySomebodyOrNot() throws Exception {
        assertThat(host.says(new ClockCheck())).startsWith("unprovable: ");
        assertThat(host.program("timedatectl", 0, "no\n").says(new ClockCheck())).startsWith("failed: ").contains("timedatectl set-ntp true");
        assertThat(host.program("chronyc", 0, "Reference ID : 1\nLeap status     : Normal\n").says(new ClockCheck())).isEqualTo("passed: kept by chrony");
        assertThat(host.program("chronyc", 0, "Leap status     : Not synchronised\n").says(new ClockCheck())).startsWith("failed: ");
        assertThat(host.program("timedatectl", 0, "yes\n").says(new ClockCheck())).isEqualTo("passed: kept by systemd");
    }
}
