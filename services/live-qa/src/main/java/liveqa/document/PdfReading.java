package liveqa.document;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The process that reads PDFs: a line for each file in, a line with its passages, or why there are none, out. */
final class PdfReading {
    private static final JsonMapper JSON = new JsonMapper();

    private PdfReading() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        var requests = new LinkedBlockingQueue<String>();
        Thread.ofPlatform().daemon().start(() -> answer(requests, out));
        var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (var line = in.readLine(); line != null; line = in.readLine()) requests.put(line);
        // Whoever asked is gone, perhaps by a sudden death; a file that is still being read must not keep this process.
        Runtime.getRuntime().halt(0);
    }

    private static void answer(LinkedBlockingQueue<String> requests, PrintStream out) {
        try {
            while (true) out.println(reply(requests.take()));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    static String request(Path file, Limits limits) {
        return JSON.createObjectNode().put("file", file.toAbsolutePath().toString()).put("bytes", limits.bytesPerFile()).put("pages", limits.pages())
                .put("characters", limits.charactersPerFile()).put("passages", limits.passages()).toString();
    }

    private static ObjectNode reply(String request) {
        var asked = JSON.readTree(request);
        var limits = new Limits(1, asked.path("bytes").asLong(), asked.path("pages").asInt(), asked.path("characters").asInt(), asked.path("passages").asInt(), Duration.ZERO);
        var reply = JSON.createObjectNode();
        try {
            var passages = reply.putArray("passages");
            for (var passage : DocumentFile.readHere(Path.of(asked.path("file").asString()), limits)) {
                passages.addArray().add(passage.document()).add(passage.heading()).add(passage.page()).add(passage.text());
            }
        } catch (Unreadable e) {
            reply.put("reason", e.reason().name()).put("message", e.getMessage());
        }
        return reply;
    }

    static List<Passage> passages(String reply) throws Unreadable {
        var node = JSON.readTree(reply);
        if (node.has("reason")) throw new Unreadable(Unreadable.Reason.valueOf(node.path("reason").asString()), node.path("message").asString());
        var passages = new ArrayList<Passage>();
        for (var one : node.path("passages")) passages.add(new Passage(one.get(0).asString(), one.get(1).asString(), one.get(2).asInt(), one.get(3).asString()));
        return List.copyOf(passages);
    }
}
