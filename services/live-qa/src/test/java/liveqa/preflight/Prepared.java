package liveqa.preflight;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A host out of a folder: its system's files, what its programs print, what people attest. */
final class Prepared {
    static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private final Path root;
    private final Map<String, Programs.Ran> programs = new HashMap<>();
    private final Map<String, String> environment = new HashMap<>();
    private Jvm jvm = new Jvm(25, "25.0.3", "Temurin", 96 * Bytes.MIB, List.of("-Xmx96m", "-XX:+ExitOnOutOfMemoryError"), "UTF-8", 2);
    private Intent.Model model;
    private Intent.Chat chat;
    private Intent.Door door = new Intent.Door(null, null);
    private Path documents;
    private Path data;
    private int port = 1;
    private Programs real;
    private String attested;

    Prepared(Path root) {
        this.root = root;
        this.data = root.resolve("data");
    }

    Prepared file(String path, String text) {
        try {
            var file = root.resolve(path.substring(1));
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @param command its words, joined by blanks; its first word alone stands for all its calls */
    Prepared program(String command, int code, String out) {
        return program(command, new Programs.Ended(code, out));
    }

    Prepared program(String command, Programs.Ran ran) {
        programs.put(command, ran);
        return this;
    }

    Prepared programs(Programs own) {
        real = own;
        return this;
    }

    Prepared environment(String name, String value) {
        environment.put(name, value);
        return this;
    }

    Prepared jvm(Jvm other) {
        jvm = other;
        return this;
    }

    Prepared model(Intent.Model asked) {
        model = asked;
        return this;
    }

    Prepared chat(Intent.Chat asked) {
        chat = asked;
        return this;
    }

    Prepared door(String allowHost, Path tokenFile) {
        door = new Intent.Door(allowHost, tokenFile);
        return this;
    }

    Prepared documents(Path folder) {
        documents = folder;
        return this;
    }

    Prepared data(Path folder) {
        data = folder;
        return this;
    }

    Prepared port(int number) {
        port = number;
        return this;
    }

    Prepared attested(String yaml) {
        attested = yaml;
        return this;
    }

    Host host() throws AttestProblem {
        var attest = root.resolve("attest.yaml");
        if (attested != null) file("/attest.yaml", attested);
        var clock = Clock.fixed(NOW, ZoneOffset.UTC);
        var intent = new Intent("127.0.0.1", port, data, documents, model, chat, new Intent.Voice("open_jtalk", null, null), door, null);
        return new Host(root, real != null ? real : this::run, new Web(), environment, jvm, intent, new AttestFile(LocalDate.now(clock)).read(attest), clock);
    }

    private Programs.Ran run(Duration limit, String input, String... command) {
        var whole = programs.get(String.join(" ", command));
        return whole != null ? whole : programs.getOrDefault(command[0], new Programs.Missing());
    }

    /** What the check says in English, with its verdict before it. */
    String says(Check check) throws Exception {
        var verdict = check.look(host()).verdict();
        return switch (verdict) {
            case Verdict.Passed(Words said) -> "passed: " + said.en();
            case Verdict.Failed(Words said, Words remedy) -> "failed: " + said.en() + " -> " + remedy.en();
            case Verdict.Unprovable(Words said) -> "unprovable: " + said.en();
        };
    }
}
