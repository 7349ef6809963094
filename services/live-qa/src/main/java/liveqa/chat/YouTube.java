package liveqa.chat;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import liveqa.feed.Feed;
import liveqa.measure.ChatMeasures;
import liveqa.measure.Parts;
import liveqa.question.Desk;

/** Follows a YouTube chat on a thread of its own until it is closed. */
public final class YouTube implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("youtube");
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration AFTER_A_FAULT = Duration.ofMinutes(1);

    /** Where and with what; the key is never printed. */
    public record Settings(String video, URI endpoint, String key, int quotaUnits) {
        @Override
        public String toString() {
            return "YouTube video " + video + " by " + endpoint;
        }
    }

    private final CountDownLatch closed = new CountDownLatch(1);
    private final YouTubeApi api;
    private final YouTubeChat chat;
    private final Parts parts;
    private final Thread thread;

    public YouTube(Settings settings, Feed feed, Desk desk, Parts parts, ChatMeasures measures, InstantSource clock, Path bookmark) {
        this.parts = parts;
        this.api = new YouTubeApi(settings.endpoint, settings.key, PATIENCE);
        this.chat = new YouTubeChat(settings.video, api, settings.quotaUnits,
                new YouTubeChat.House(feed, desk, parts, measures, clock, RandomGenerator.getDefault(), bookmark));
        parts.degraded(YouTubeChat.PART, "not connected yet");
        this.thread = Thread.ofVirtual().name("youtube").start(this::follow);
    }

    private void follow() {
        try {
            var pause = Duration.ZERO;
            while (!closed.await(pause.toMillis(), TimeUnit.MILLISECONDS)) pause = step();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** A fault of ours costs this part a minute, not its life. */
    private Duration step() throws InterruptedException {
        try {
            return chat.step();
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "following the chat failed", e);
            parts.degraded(YouTubeChat.PART, "a fault of this program: " + e);
            return AFTER_A_FAULT;
        }
    }

    @Override
    public void close() {
        closed.countDown();
        thread.interrupt();
        api.close();
    }
}
