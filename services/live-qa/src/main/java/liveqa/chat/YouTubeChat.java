package liveqa.chat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import liveqa.feed.Comment;
import liveqa.feed.Feed;
import liveqa.measure.ChatMeasures;
import liveqa.measure.Parts;
import liveqa.question.Asker;
import liveqa.question.Channel;
import liveqa.question.Decision;
import liveqa.question.Desk;

/**
 * Follows one video's chat: one step, then the pause that the step asks for.
 *
 * <p>A page counts as read, and its successor is kept on the disk, only once every message of it was taken; so after a
 * sudden death the page is read again, and the ids tell what was taken before. What no room was found for is offered again
 * without asking the API again.
 */
final class YouTubeChat {
    static final String PART = "youtube";
    private static final Duration LOOK_AGAIN = Duration.ofMinutes(1);
    private static final Duration LOOK_AGAIN_LATER = Duration.ofMinutes(5);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);
    private static final Duration WHEN_FULL = Duration.ofSeconds(2);
    /** Messages may come out of order by no more than this; older ones were read before. */
    private static final Duration OUT_OF_ORDER = Duration.ofMinutes(10);
    private static final int REMEMBERED_IDS = 3_000;

    private final String video;
    private final YouTubeApi api;
    private final Feed feed;
    private final Desk desk;
    private final Quota quota;
    private final Parts parts;
    private final ChatMeasures measures;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final Path file;

    private Optional<String> chat;
    private Optional<String> page;
    private Instant readUpTo;
    private final LinkedHashSet<String> seen;
    /** Deletions may overtake what they delete. */
    private final LinkedHashSet<String> deleted = new LinkedHashSet<>();
    private final ArrayDeque<Message> toTake = new ArrayDeque<>();
    private Answered.Page read;
    private int failures;

    /** What a chat is followed with. */
    record House(Feed feed, Desk desk, Parts parts, ChatMeasures measures, InstantSource clock, RandomGenerator random, Path file) {}

    YouTubeChat(String video, YouTubeApi api, int quotaUnits, House house) {
        this.video = video;
        this.api = api;
        this.feed = house.feed;
        this.desk = house.desk;
        this.parts = house.parts;
        this.measures = house.measures;
        this.clock = house.clock;
        this.random = house.random;
        this.file = house.file;
        this.quota = new Quota(quotaUnits);
        var bookmark = Bookmark.read(file, video);
        chat = bookmark.chat();
        page = bookmark.page();
        readUpTo = bookmark.readUpTo();
        seen = new LinkedHashSet<>(bookmark.lastIds());
        quota.goesOn(bookmark.quotaDay(), bookmark.quotaUsed());
    }

    /** The pause before the next step. */
    Duration step() throws InterruptedException {
        var pause = read != null ? takeRest() : !quota.allows(Quota.MESSAGES_LIST, clock.instant()) ? outOfQuota() : chat.isPresent() ? readOn() : look();
        measures.spent(quota.used(), quota.budget());
        measures.pauses(pause);
        return pause;
    }

    private Duration outOfQuota() {
        parts.degraded(PART, "the day's quota of " + quota.budget() + " units is used up; the chat is read on after midnight Pacific time");
        var left = quota.untilRenewal(clock.instant()).plusSeconds(1);
        return left.compareTo(LOOK_AGAIN_LATER) < 0 ? left : LOOK_AGAIN_LATER;
    }

    private Duration look() throws InterruptedException {
        quota.spend(Quota.VIDEOS_LIST, clock.instant());
        return switch (api.chatOf(video)) {
            case Answered.Chat(Optional<String> found) -> {
                measures.called("videos.list", "ok");
                failures = 0;
                chat = found;
                keep();
                if (found.isPresent()) yield Duration.ZERO;
                parts.degraded(PART, "the video is not live now; looking again every minute");
                yield LOOK_AGAIN;
            }
            case Answered.No no -> refused("videos.list", no);
            case Answered.Lost lost -> lost("videos.list", lost);
            case Answered.Page _ -> throw new AssertionError("videos.list has no pages");
        };
    }

    private Duration readOn() throws InterruptedException {
        quota.spend(Quota.MESSAGES_LIST, clock.instant());
        return switch (api.messages(chat.orElseThrow(), page)) {
            case Answered.Page got -> {
                measures.called("liveChatMessages.list", "ok");
                failures = 0;
                read = got;
                toTake.addAll(got.messages());
                yield takeRest();
            }
            case Answered.No no -> refused("liveChatMessages.list", no);
            case Answered.Lost lost -> lost("liveChatMessages.list", lost);
            case Answered.Chat _ -> throw new AssertionError("liveChatMessages.list finds no chats");
        };
    }

    private Duration takeRest() throws InterruptedException {
        boolean ended = false;
        while (!toTake.isEmpty()) {
            if (!take(toTake.peek())) {
                parts.degraded(PART, "the queue is full: " + toTake.size() + " messages wait to be taken");
                return WHEN_FULL;
            }
            ended |= toTake.remove() instanceof Message.Ended;
        }
        var got = read;
        read = null;
        page = got.next().or(() -> page);
        if (ended) forgetChat();
        keep();
        return ended || got.offlineAt().isPresent() ? offline(got, ended) : follows(got);
    }

    private Duration follows(Answered.Page got) {
        var pause = quota.pause(got.pause(), clock.instant());
        if (pause.equals(got.pause())) parts.ok(PART);
        else parts.degraded(PART, "the quota runs low (" + (quota.budget() - quota.used()) + " of " + quota.budget() + " units left): reading every " + pause.toSeconds() + " s");
        return pause;
    }

    private Duration offline(Answered.Page got, boolean ended) {
        forgetChat();
        keep();
        parts.degraded(PART, ended ? "the chat has ended; looking for a new one" : "the stream went offline at " + got.offlineAt().orElseThrow() + "; looking for a new one");
        return LOOK_AGAIN;
    }

    private void forgetChat() {
        chat = Optional.empty();
        page = Optional.empty();
    }

    /** False when there is no room for it now. */
    private boolean take(Message message) throws InterruptedException {
        switch (message) {
            case Message.Said said -> {
                return take(said);
            }
            case Message.Deleted gone -> {
                measures.message("deletion");
                remember(deleted, idOf(gone.id()));
                desk.decide(idOf(gone.id()), Decision.DELETE, PART);
            }
            case Message.Banned banned -> {
                measures.message("ban");
                desk.ban(keyOf(banned.authorKey()), banned.author(), PART, banned.duration().map(clock.instant()::plus));
            }
            case Message.Ended _, Message.Other _ -> measures.message("other");
            case Message.Unreadable _ -> measures.message("unreadable");
        }
        return true;
    }

    private boolean take(Message.Said said) throws InterruptedException {
        var id = idOf(said.id());
        boolean old = said.at().isBefore(readUpTo.minus(OUT_OF_ORDER));
        if (seen.contains(id) || deleted.contains(id) || old) {
            measures.message("repeated");
            return true;
        }
        var comment = new Comment(id, said.author(), said.text(), Channel.YOUTUBE, new Asker(keyOf(said.authorKey()), said.rank()));
        if (feed.take(List.of(comment)).refused() > 0) return false;
        measures.message(switch (said.rank()) {
            case VIEWER -> "text";
            case MEMBER -> "member";
            case PAID -> "paid";
        });
        remember(seen, id);
        // A time far ahead is a lie, and would make every true message look old.
        if (said.at().isAfter(readUpTo) && said.at().isBefore(clock.instant().plus(OUT_OF_ORDER))) readUpTo = said.at();
        return true;
    }

    private static void remember(LinkedHashSet<String> ids, String id) {
        ids.add(id);
        if (ids.size() > REMEMBERED_IDS) ids.removeFirst();
    }

    private Duration refused(String call, Answered.No no) {
        measures.called(call, no.why().word());
        parts.degraded(PART, no.why().means() + " (" + call + ": " + no.said() + ")");
        return switch (no.why()) {
            case CHAT_ENDED, CHAT_NOT_FOUND -> {
                forgetChat();
                keep();
                yield LOOK_AGAIN;
            }
            case CHAT_DISABLED, VIDEO_NOT_FOUND, FORBIDDEN, KEY -> LOOK_AGAIN_LATER;
            case QUOTA -> {
                quota.isUsedUp(clock.instant());
                keep();
                yield outOfQuota();
            }
            case PAGE_TOKEN -> {
                page = Optional.empty();
                keep();
                yield backOff();
            }
            case RATE_LIMIT, SERVER, OTHER -> backOff();
        };
    }

    private Duration lost(String call, Answered.Lost lost) {
        measures.called(call, "lost");
        parts.degraded(PART, "cannot be reached (" + call + ": " + lost.why() + "); trying on");
        return backOff();
    }

    /** Twice as long each time up to five minutes, and by chance between half and all of it: not all who lost the API come back at once. */
    private Duration backOff() {
        long most = Math.min(LONGEST_PAUSE.toMillis(), 2_000L << Math.min(failures++, 10));
        return Duration.ofMillis(most / 2 + random.nextLong(most / 2 + 1));
    }

    private void keep() {
        try {
            new Bookmark(video, chat, page, readUpTo, List.copyOf(seen), quota.day(), quota.used()).write(file);
            parts.ok("youtube-bookmark");
        } catch (IOException e) {
            parts.degraded("youtube-bookmark", "how far the chat was read cannot be written: " + e + "; after a restart messages are read again, and their ids tell");
        }
    }

    static String keyOf(String channelId) {
        return "youtube:" + channelId;
    }

    /** A platform's ids may hold any characters; ours go into a path. */
    static String idOf(String messageId) {
        try {
            return "yt-" + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(messageId.getBytes(StandardCharsets.UTF_8)), 0, 12);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java has SHA-256", e);
        }
    }
}
