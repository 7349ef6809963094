package liveqa.phone;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** baresip, a telephone of other people's making: calls, presses keys, hangs up, and keeps all it hears. */
final class Baresip implements AutoCloseable {
    private static final int HEADER = 44;
    private final Process process;
    private final Path folder;

    private Baresip(Process process, Path folder) {
        this.process = process;
        this.folder = folder;
    }

    static Baresip calls(int sipPort, Path folder) throws Exception {
        if (!Files.isExecutable(Path.of("/usr/bin/baresip"))) Assumptions.abort("needs the package baresip-core");
        quiet(folder.resolve("quiet.wav"));
        Files.writeString(folder.resolve("accounts"), "<sip:tester@127.0.0.1>;regint=0;audio_codecs=PCMU/8000/1\n");
        Files.writeString(folder.resolve("contacts"), "\n");
        Files.writeString(folder.resolve("config"), """
                sip_listen 127.0.0.1:%d
                net_interface 127.0.0.1
                audio_player aubridge,ear
                audio_source aufile,%s/quiet.wav
                module_path /usr/lib/baresip/modules
                module stdio.so
                module g711.so
                module aubridge.so
                module aufile.so
                module sndfile.so
                snd_path %s
                module_tmp account.so
                module_app menu.so
                """.formatted(Phone.freePort(), folder, folder));
        var process = new ProcessBuilder("baresip", "-f", folder.toString(), "-e", "d sip:1234@127.0.0.1:" + sipPort, "-t", "150").redirectErrorStream(true)
                .redirectOutput(folder.resolve("baresip.out").toFile()).start();
        return new Baresip(process, folder);
    }

    /** Two minutes of nothing to say. */
    private static void quiet(Path file) throws IOException {
        int bytes = 2 * 8000 * 120;
        Files.write(file, ByteBuffer.allocate(HEADER + bytes).order(ByteOrder.LITTLE_ENDIAN).put("RIFF".getBytes()).putInt(36 + bytes)
                .put("WAVEfmt ".getBytes()).putInt(16).putShort((short) 1).putShort((short) 1).putInt(8000).putInt(16_000).putShort((short) 2)
                .putShort((short) 16).put("data".getBytes()).putInt(bytes).array());
    }

    void presses(char key) throws IOException {
        process.getOutputStream().write(key);
        process.getOutputStream().flush();
    }

    void hangsUp() throws IOException {
        presses('b');
    }

    boolean isInCall() {
        return said().contains("Call established");
    }

    String said() {
        try {
            return Files.readString(folder.resolve("baresip.out"), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** What it has heard until now, 8000 samples a second. */
    short[] heard() {
        try (var files = Files.list(folder)) {
            var dump = files.filter(file -> file.toString().endsWith("-dec.wav")).findAny();
            if (dump.isEmpty()) return new short[0];
            var bytes = ByteBuffer.wrap(Files.readAllBytes(dump.get())).order(ByteOrder.LITTLE_ENDIAN);
            var samples = new short[Math.max(0, bytes.limit() - HEADER) / 2];
            bytes.position(Math.min(HEADER, bytes.limit())).asShortBuffer().get(samples);
            return samples;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
