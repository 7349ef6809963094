package liveqa;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The one command, in a checkout of its own whose Maven and Java only say how they were called. */
class LauncherTest {
    private static final String BUILDS = "mkdir -p services/live-qa/target/lib; echo built >> builds; echo jar > services/live-qa/target/live-qa-1.jar; echo jar > services/live-qa/target/lib/a.jar";
    private @TempDir Path checkout;
    private Path home;

    @BeforeEach
    void layOut() throws IOException {
        home = Files.createDirectories(checkout.resolve("services/live-qa"));
        Files.createDirectories(home.resolve("src/main"));
        Files.writeString(checkout.resolve("pom.xml"), "");
        Files.writeString(home.resolve("pom.xml"), "");
        program(home.resolve("live-qa"), Files.readString(Path.of("live-qa")));
        program(checkout.resolve("mvnw"), "#!/bin/bash\n" + BUILDS + "\n");
        jdk("25.0.1");
    }

    private void jdk(String version) throws IOException {
        var bin = Files.createDirectories(checkout.resolve("jdk/bin"));
        Files.writeString(checkout.resolve("jdk/release"), "JAVA_VERSION=\"" + version + "\"\n");
        program(bin.resolve("java"), "#!/bin/bash\necho \"ran $*\"; echo \"LC_ALL=$LC_ALL LIVE_QA_LANG=$LIVE_QA_LANG\"\n");
        program(bin.resolve("javac"), "#!/bin/bash\n");
    }

    private static void program(Path file, String text) throws IOException {
        Files.writeString(file, text);
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    private record End(int code, String said) {}

    private End run(Map<String, String> environment, String... arguments) throws Exception {
        var command = new ArrayList<>(List.of("bash", home.resolve("live-qa").toString()));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("LC_") || name.startsWith("LIVE_QA"));
        builder.environment().put("JAVA25_HOME", checkout.resolve("jdk").toString());
        builder.environment().put("LANG", "C.UTF-8");
        builder.environment().putAll(environment);
        var process = builder.start();
        return new End(process.waitFor(), new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
    }

    private long builds() throws IOException {
        try (var lines = Files.lines(checkout.resolve("builds"))) {
            return lines.count();
        }
    }

    @Test
    void aFreshCheckoutIsBuiltOnceAndRunWithItsFlags() throws Exception {
        assertThat(run(Map.of(), "preflight", "--lang", "ja").said()).contains("-Xmx128m", "-XX:+ExitOnOutOfMemoryError", "liveqa.LiveQa preflight --lang ja");
        assertThat(run(Map.of("LIVE_QA_JVM", "-Xmx256m -Da=b")).said()).contains("-Xmx128m", "-Xmx256m -Da=b");
        assertThat(builds()).isEqualTo(1);
    }

    @Test
    void aChangedSourceIsBuiltIntoAnotherFolderThanTheOneThatRuns() throws Exception {
        run(Map.of());
        var before = home.resolve("target/run/current").toRealPath();
        Files.setLastModifiedTime(Files.writeString(home.resolve("src/main/A.java"), "x"), FileTime.from(Instant.now().plusSeconds(60)));
        run(Map.of());
        assertThat(builds()).isEqualTo(2);
        assertThat(home.resolve("target/run/current").toRealPath()).isNotEqualTo(before);
        assertThat(before.resolve("live-qa-1.jar")).exists();
    }

    @Test
    void aBuildThatFailsSaysWhyAndEndsWithCode2() throws Exception {
        program(checkout.resolve("mvnw"), "#!/bin/bash\necho no such library\nexit 1\n");
        var end = run(Map.of());
        assertThat(end.code()).isEqualTo(2);
        assertThat(end.said()).contains("no such library", "the build failed; all of it is in " + home.resolve("target/build.log"));
    }

    @Test
    void aLocaleThatCannotSayJapaneseNamesIsReplacedAndTheLanguageStays() throws Exception {
        assertThat(run(Map.of("LANG", "ja_JP.no-such")).said()).contains("LC_ALL=C.UTF-8 LIVE_QA_LANG=ja_JP.no-such");
        assertThat(run(Map.of("LANG", "C.UTF-8")).said()).contains("LC_ALL= LIVE_QA_LANG=\n");
    }

    @Test
    void anOlderJavaIsPassedOver() throws Exception {
        jdk("21.0.2");
        assertThat(run(Map.of()).said()).doesNotContain("ran -XX");
    }
}
