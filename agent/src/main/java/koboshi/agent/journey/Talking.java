package koboshi.agent.journey;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;
import koboshi.journey.Step;

/** Lines over one connection, ours and theirs by turns. */
final class Talking implements Attempt, Dialogue.Carrier {
    private static final Pattern ADDRESS = Pattern.compile("(.+):(\\d{1,5})");
    private static final int MOST_LINE = 16 << 10;
    private static final int MOST_HEARD = 1 << 20;

    private final Step.Talk step;
    private final Script script;
    private final Connection connection = new Connection();
    private final Dialogue dialogue;
    private InputStream in = InputStream.nullInputStream();
    private int heard;

    Talking(Step.Talk step, Script script) {
        this.step = step;
        this.script = script;
        this.dialogue = new Dialogue("line", this, this, script);
    }

    @Override
    public Finding take() {
        var address = script.fill(step.address());
        try {
            connect(address);
            var trouble = Judgement.certificate(step.certificate(), connection.certifiedUntil(), Instant.now());
            trouble = trouble.isPresent() ? trouble : dialogue.take(step.turns());
            return trouble.map(Finding::trouble).orElseGet(() -> Finding.kept(dialogue.captured()));
        } catch (IOException trouble) {
            return Finding.trouble(address + ": " + script.shown(Connection.because(trouble)));
        }
    }

    private void connect(String address) throws IOException {
        var parts = ADDRESS.matcher(address);
        if (!parts.matches() || Integer.parseInt(parts.group(2)) > 65_535) {
            throw new IllegalArgumentException("not a host:port: " + address);
        }
        in = connection.open(parts.group(1), Integer.parseInt(parts.group(2)), step.secure());
    }

    @Override
    public void say(String text) throws IOException {
        var line = script.fillLines(text);
        connection.send((line.endsWith("\n") ? line : line + "\r\n").getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public Optional<String> next() throws IOException {
        var line = new ByteArrayOutputStream();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                return line.size() == 0 ? Optional.empty() : Optional.of(text(line));
            }
            line.write(next);
            if (line.size() > MOST_LINE || ++heard > MOST_HEARD) {
                throw new IOException(line.size() > MOST_LINE ? "a line of more than " + MOST_LINE + " bytes" : "more than " + MOST_HEARD + " bytes");
            }
        }
        heard++;
        return Optional.of(text(line));
    }

    private static String text(ByteArrayOutputStream line) {
        return line.toString(StandardCharsets.UTF_8).stripTrailing();
    }

    @Override
    public String waiting() {
        return dialogue.waiting();
    }

    @Override
    public void close() {
        connection.close();
    }
}
