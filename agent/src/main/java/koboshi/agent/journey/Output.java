package koboshi.agent.journey;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** What a program has said so far. */
final class Output {
    static final int MOST = 1 << 20;

    private final InputStream stream;
    private final ByteArrayOutputStream text = new ByteArrayOutputStream();

    Output(InputStream stream) {
        this.stream = stream;
    }

    /** Takes what is there without waiting for more; false once it is too much. */
    boolean took() {
        try {
            for (int there = stream.available(); there > 0 && text.size() <= MOST; there = stream.available()) {
                text.write(stream.readNBytes(there));
            }
        } catch (IOException _) {
            // It was ended; what it said until then is all there is.
        }
        return text.size() <= MOST;
    }

    String text() {
        return text.toString(StandardCharsets.UTF_8).stripTrailing();
    }
}
