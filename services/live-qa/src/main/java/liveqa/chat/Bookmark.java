package liveqa.chat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** How far the chat was read, kept over restarts: the chat, its page, the time and the last ids seen, and the quota spent. */
record Bookmark(String video, Optional<String> chat, Optional<String> page, Instant readUpTo, List<String> lastIds, LocalDate quotaDay, int quotaUsed) {
    private static final System.Logger LOG = System.getLogger("youtube");
    private static final JsonMapper JSON = new JsonMapper();

    static Bookmark none(String video) {
        return new Bookmark(video, Optional.empty(), Optional.empty(), Instant.EPOCH, List.of(), LocalDate.EPOCH, 0);
    }

    /** That of another video is none, but for the quota, which is the key's. */
    static Bookmark read(Path file, String video) {
        try {
            if (!Files.exists(file)) return none(video);
            var read = parsed(Files.readString(file));
            return read.video.equals(video) ? read
                    : new Bookmark(video, Optional.empty(), Optional.empty(), Instant.EPOCH, List.of(), read.quotaDay, read.quotaUsed);
        } catch (IOException | JacksonException | IllegalArgumentException | DateTimeException e) {
            LOG.log(System.Logger.Level.WARNING, file + " cannot be read (" + e.getMessage() + "): the chat is read from its history; ids tell what was answered");
            return none(video);
        }
    }

    private static Bookmark parsed(String text) {
        var node = JSON.readTree(text);
        var ids = new ArrayList<String>();
        node.path("lastIds").forEach(id -> ids.add(id.asString()));
        return new Bookmark(node.required("video").asString(), optional(node.path("chat").asString("")), optional(node.path("page").asString("")),
                Instant.parse(node.required("readUpTo").asString()), ids, LocalDate.parse(node.required("quotaDay").asString()), node.path("quotaUsed").asInt(0));
    }

    private static Optional<String> optional(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }

    /** On the disk as a whole when it returns. */
    void write(Path file) throws IOException {
        var node = JSON.createObjectNode().put("video", video).put("chat", chat.orElse("")).put("page", page.orElse(""))
                .put("readUpTo", readUpTo.toString()).put("quotaDay", quotaDay.toString()).put("quotaUsed", quotaUsed);
        var ids = node.putArray("lastIds");
        lastIds.forEach(ids::add);
        var fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.write(fresh, node.toString().getBytes(StandardCharsets.UTF_8));
        try (var channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
