package liveqa.chat;

import static liveqa.chat.EmulatedYouTube.LIVE;
import static liveqa.chat.EmulatedYouTube.NOT_LIVE;
import static liveqa.chat.EmulatedYouTube.banned;
import static liveqa.chat.EmulatedYouTube.deleted;
import static liveqa.chat.EmulatedYouTube.item;
import static liveqa.chat.EmulatedYouTube.page;
import static liveqa.chat.EmulatedYouTube.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import liveqa.feed.Feed;
import liveqa.measure.Measures;
import liveqa.measure.Parts;
import liveqa.question.Decision;
import liveqa.question.Desk;
import liveqa.question.Rank;
import liveqa.question.Rules;
import liveqa.question.Screen;
import liveqa.question.Standings;
import liveqa.question.TurnLine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Against an emulated endpoint: the real API has not been asked. */
class YouTubeChatTest {
    private static final String AT = "2026-04-01T09:59:00.000Z";
    private final EmulatedYouTube youtube = new EmulatedYouTube();
    private Instant now = Instant.parse("2026-04-01T10:00:00Z");
    private @TempDir Path folder;
    private Measures measures;
    private Parts parts;
    private Desk desk;
    private YouTubeApi api;
    private YouTubeChat chat;

    @BeforeEach
    void open() throws Exception {
        open(100, 10_000);
    }

    private void open(int bound, int quota) throws Exception {
        measures = new Measures();
        parts = new Parts(() -> now);
        desk = Desk.open(folder.resolve("log"), new TurnLine(), bound, () -> now, measures, new Rules(Screen.OPEN, Set.of(Rank.PAID), false));
        api = new YouTubeApi(youtube.endpoint(), "secret-key", Duration.ofMillis(700));
        var house = new YouTubeChat.House(new Feed(desk, () -> now, measures::counted), desk, parts, measures.chat(), () -> now, new Random(1), folder.resolve("bookmark"));
        chat = new YouTubeChat("video", api, quota, house);
    }

    private void reopen(int bound, int quota) throws Exception {
        close();
        now = now.plusSeconds(5);
        open(bound, quota);
    }

    @AfterEach
    void closeAll() throws Exception {
        close();
        youtube.close();
    }

    private void close() throws Exception {
        desk.stop();
        api.close();
    }

    private List<String> line() {
        return desk.firstInLine(1000).stream().map(ticket -> ticket.question().author()).toList();
    }

    private String standing(String messageId) {
        return desk.find(YouTubeChat.idOf(messageId)).map(Standings::word).orElse("unknown");
    }

    private String part() {
        return parts.all().stream().filter(part -> part.name().equals("youtube")).map(part -> part.state().word() + " " + part.why()).findAny().orElse("");
    }

    private void live() throws Exception {
        youtube.says(LIVE);
        assertThat(chat.step()).isZero();
    }

    private Duration reads(String page) throws Exception {
        youtube.says(page);
        return chat.step();
    }

    @Test
    void questionsOfTheChatJoinTheLineAndThePauseAskedForIsKept() throws Exception {
        live();
        assertThat(reads(page("p2", 7_000, text("1", "鈴木", "財源はどこですか", AT), text("2", "田中", "こんばんは", AT)))).isEqualTo(Duration.ofSeconds(7));
        assertThat(line()).containsExactly("鈴木");
        assertThat(part()).isEqualTo("ok ");
        reads(page("p3", 7_000));
        assertThat(youtube.calls.getFirst()).contains("/youtube/v3/videos?", "part=liveStreamingDetails", "id=video");
        assertThat(youtube.calls.getLast()).contains("/liveChat/messages?", "liveChatId=chat-1", "part=id,snippet,authorDetails", "pageToken=p2");
        assertThat(youtube.keys).containsOnly("secret-key");
        assertThat(youtube.calls).noneMatch(call -> call.contains("secret-key"));
    }

    @Test
    void afterARestartItReadsOnFromThePageItHadReadAndTakesNothingTwice() throws Exception {
        live();
        reads(page("p2", 1_000, text("1", "鈴木", "財源はどこですか", AT), text("2", "田中", "こんばんは", AT)));
        reopen(100, 10_000);
        reads(page("p3", 1_000, text("2", "田中", "こんばんは", AT), text("1", "鈴木", "財源はどこですか", AT), text("3", "佐藤", "病院は建ちますか", AT)));
        assertThat(youtube.calls.getLast()).contains("pageToken=p2");
        assertThat(line()).containsExactly("鈴木", "佐藤");
        assertThat(new String(measures.exposition(null).text(), StandardCharsets.UTF_8)).contains("comments_received_total 1.0", "youtube_messages_total{kind=\"repeated\"} 2.0");
    }

    @Test
    void whatWasMissedWhileItWasAwayIsReadAndTheOldIsNot() throws Exception {
        live();
        reads(page("p2", 1_000, text("1", "鈴木", "財源はどこですか", AT)));
        Files.delete(folder.resolve("bookmark"));
        reopen(100, 10_000);
        live();
        reads(page("p9", 1_000, text("1", "鈴木", "財源はどこですか", AT), text("2", "田中", "病院は建ちますか", "2026-04-01T09:59:30Z")));
        assertThat(line()).containsExactly("鈴木", "田中");
        youtube.refuses(400, "pageTokenInvalid");
        chat.step();
        reads(page("p10", 1_000, text("0", "昔", "税金は上がりますか", "2026-04-01T09:00:00Z"), text("2", "田中", "病院は建ちますか", AT)));
        assertThat(youtube.calls.getLast()).doesNotContain("pageToken");
        assertThat(line()).containsExactly("鈴木", "田中");
    }

    @Test
    void whatFindsNoRoomWaitsWithoutAskingTheApiAgain() throws Exception {
        reopen(1, 10_000);
        live();
        var full = page("p2", 1_000, text("1", "a", "財源はどこですか", AT), text("2", "b", "病院は建ちますか", AT));
        assertThat(reads(full)).isEqualTo(Duration.ofSeconds(2));
        assertThat(part()).startsWith("degraded the queue is full");
        chat.step();
        assertThat(youtube.callsOf("liveChat/messages")).hasSize(1);
        desk.decide(YouTubeChat.idOf("1"), Decision.SKIP, "司会");
        chat.step();
        assertThat(line()).containsExactly("b");
        assertThat(youtube.callsOf("liveChat/messages")).hasSize(1);
    }

    @Test
    void aPageHalfTakenIsReadAgainAfterASuddenEnd() throws Exception {
        reopen(1, 10_000);
        live();
        var full = page("p2", 1_000, text("1", "a", "財源はどこですか", AT), text("2", "b", "病院は建ちますか", AT));
        reads(full);
        reopen(5, 10_000);
        reads(full);
        assertThat(youtube.calls.getLast()).doesNotContain("pageToken");
        assertThat(line()).containsExactly("a", "b");
    }

    @Test
    void aPaidMessageAndAMembersAreKnown() throws Exception {
        live();
        reads(page("p2", 1_000, text("1", "普通", "財源はどこですか", AT),
                item("2", "支援", "\"type\":\"superChatEvent\",\"publishedAt\":\"" + AT + "\",\"superChatDetails\":{\"amountMicros\":\"500000000\",\"userComment\":\"病院は建ちますか\"}", ""),
                item("3", "会員", "\"type\":\"textMessageEvent\",\"publishedAt\":\"" + AT + "\",\"textMessageDetails\":{\"messageText\":\"税金は上がりますか\"}", ",\"isChatSponsor\":true"),
                item("4", "札", "\"type\":\"superStickerEvent\"", "")));
        assertThat(line()).containsExactly("支援", "普通", "会員");
        assertThat(desk.find(YouTubeChat.idOf("3")).orElseThrow().question().asker().rank()).isEqualTo(Rank.MEMBER);
    }

    @Test
    void aDeletedMessageIsNotAnsweredEvenIfTheDeletionComesFirst() throws Exception {
        live();
        reads(page("p2", 1_000, text("1", "a", "財源はどこですか", AT), deleted("1"), deleted("2"), text("2", "b", "病院は建ちますか", AT), text("3", "c", "橋は直りますか", AT)));
        assertThat(standing("1")).isEqualTo("withdrawn");
        assertThat(standing("2")).isEqualTo("unknown");
        assertThat(line()).containsExactly("c");
    }

    @Test
    void aBannedUsersQuestionsAreWithdrawnAndATimeOutEnds() throws Exception {
        live();
        reads(page("p2", 1_000, text("1", "荒", "財源はどこですか", AT), banned("荒", "temporary", 300), text("2", "荒", "病院は建ちますか", AT)));
        assertThat(standing("1")).isEqualTo("withdrawn");
        assertThat(standing("2")).isEqualTo("unknown");
        now = now.plusSeconds(301);
        reads(page("p3", 1_000, text("3", "荒", "橋は直りますか", "2026-04-01T10:05:00Z")));
        assertThat(line()).containsExactly("荒");
        reads(page("p4", 1_000, banned("荒", "permanent", 0)));
        now = now.plusSeconds(999_999);
        assertThat(line()).isEmpty();
        assertThat(desk.bans()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "403, liveChatEnded, the chat has ended, 60, true", "404, liveChatNotFound, there is no such chat, 60, true",
        "403, liveChatDisabled, switched off, 300, false", "403, forbidden, may not read this chat, 300, false", "400, API_KEY_INVALID, not valid, 300, false",
        "403, rateLimitExceeded, too many calls, 2, false", "429, anything, too many calls, 2, false", "503, backendError, trouble of its own, 2, false",
        "403, quotaExceeded, quota of 10000 units is used up, 300, false", "403, dailyLimitExceeded, quota of 10000 units is used up, 300, false",
    })
    void eachRefusalIsTakenByItsName(int status, String reason, String said, int atMostSeconds, boolean looksForAnother) throws Exception {
        live();
        youtube.refuses(status, reason);
        assertThat(chat.step()).isBetween(Duration.ofMillis(atMostSeconds * 500L), Duration.ofSeconds(atMostSeconds));
        assertThat(part()).startsWith("degraded").contains(said);
        youtube.says(LIVE);
        chat.step();
        assertThat(youtube.calls.getLast().contains("/videos")).isEqualTo(looksForAnother);
    }

    @Test
    void aStreamThatWentOfflineOrEndedIsLookedForAgain() throws Exception {
        youtube.says(NOT_LIVE);
        assertThat(chat.step()).isEqualTo(Duration.ofMinutes(1));
        assertThat(part()).contains("not live now");
        live();
        reads(page("p2", 1_000).replace("\"items\"", "\"offlineAt\":\"2026-04-01T09:59:59Z\",\"items\""));
        assertThat(part()).contains("went offline at 2026-04-01T09:59:59Z");
        live();
        reads(page("p2", 1_000, item("e", "x", "\"type\":\"chatEndedEvent\"", "")));
        assertThat(part()).contains("the chat has ended");
        youtube.says(NOT_LIVE);
        chat.step();
        assertThat(youtube.calls.getLast()).contains("/videos");
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "not json", "[]", "{}", "{\"items\":7}", "null", "\"text\"",
    })
    void anAnswerThatIsNoneIsTriedAgainLaterAndLaterAndHarmsNothing(String body) throws Exception {
        live();
        for (int most = 2; most < 2000; most *= 2) {
            youtube.says(body);
            var pause = chat.step();
            assertThat(pause).isBetween(Duration.ofMillis(Math.min(most, 300) * 500L), Duration.ofSeconds(Math.min(most, 300)));
        }
        assertThat(part()).contains("cannot be reached");
        reads(page("p2", 1_000, text("1", "a", "財源はどこですか", AT)));
        assertThat(part()).isEqualTo("ok ");
        assertThat(line()).containsExactly("a");
    }

    @Test
    void anAnswerThatNeverEndsIsGivenUp() throws Exception {
        live();
        youtube.hangs();
        assertThat(chat.step()).isLessThanOrEqualTo(Duration.ofSeconds(2));
        assertThat(part()).contains("no answer within");
    }

    @Test
    void liesAreBounded() throws Exception {
        live();
        assertThat(reads(page("p2", 0))).isEqualTo(Duration.ofSeconds(1));
        assertThat(reads(page("p2", -5))).isEqualTo(Duration.ofSeconds(1));
        assertThat(reads(page("p2", 999_999_999_999L))).isEqualTo(Duration.ofMinutes(5));
        reads(page("p3", 1_000, "{}", "7", "{\"snippet\":{\"type\":\"textMessageEvent\"}}", deleted(""), text("1", "未来", "財源はどこですか", "2999-01-01T00:00:00Z"),
                text("2", "a".repeat(500), "なぜ？" + "な".repeat(3000), AT), text("3", "今", "病院は建ちますか", "some time")));
        assertThat(line()).hasSize(3);
        assertThat(desk.find(YouTubeChat.idOf("2")).orElseThrow().question().text()).hasSize(500);
        reads(page("p4", 1_000, text("4", "次", "橋は直りますか", AT)));
        assertThat(line()).as("one message of the far future does not make the others old").hasSize(4);
    }

    @Test
    void aQuotaThatRunsLowIsSpreadOverTheDayAndSurvivesARestart() throws Exception {
        reopen(100, 30);
        live();
        assertThat(reads(page("p", 1_000))).isEqualTo(Duration.ofSeconds(1));
        assertThat(reads(page("p", 1_000))).isEqualTo(Duration.ofSeconds(1));
        var pause = reads(page("p", 1_000));
        // 14 of 30 units are left, and 20:59:55 until midnight in California (UTC-7): one page for every five units.
        assertThat(pause).isBetween(Duration.ofHours(4), Duration.ofHours(8));
        assertThat(part()).contains("14 of 30 units left");
        reopen(100, 30);
        reads(page("p", 1_000));
        reads(page("p", 1_000));
        int calls = youtube.calls.size();
        assertThat(chat.step()).isEqualTo(Duration.ofMinutes(5));
        assertThat(youtube.calls).hasSize(calls);
        assertThat(part()).contains("used up");
        assertThat(new String(measures.exposition(null).text(), StandardCharsets.UTF_8)).contains("youtube_quota_used_units 26.0", "youtube_quota_budget_units 30.0");
        now = Instant.parse("2026-04-02T07:00:01Z");
        assertThat(reads(page("p", 1_000))).as("a new day in California").isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void aBookmarkThatCannotBeWrittenDegradesThatAlone() throws Exception {
        live();
        Files.createDirectory(folder.resolve("bookmark.new"));
        assertThat(reads(page("p2", 1_000, text("1", "a", "財源はどこですか", AT)))).isEqualTo(Duration.ofSeconds(1));
        assertThat(line()).containsExactly("a");
        assertThat(parts.all().stream().filter(part -> part.name().equals("youtube-bookmark")).findAny().orElseThrow().state()).isEqualTo(Parts.State.DEGRADED);
        assertThat(part()).isEqualTo("ok ");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void noneIsLostAndNoneTakenTwiceHoweverPagesComeAndWheneverItFalls(long seed) throws Exception {
        reopen(5_000, 1_000_000);
        live();
        var random = new Random(seed);
        for (int next = 0; next < 200; ) {
            int upTo = next + 1 + random.nextInt(15);
            int from = Math.max(0, next - random.nextInt(20));
            var items = new ArrayList<String>();
            for (int i = from; i < upTo; i++) items.add(text("m" + i, "a" + i, i + "番の財源はどこですか", "2026-04-01T09:5" + random.nextInt(10) + ":00Z"));
            Collections.shuffle(items, random);
            switch (random.nextInt(4)) {
                case 0 -> youtube.refuses(500, "backendError");
                case 1 -> youtube.refuses(403, "rateLimitExceeded");
                default -> {
                    youtube.says(page("p" + upTo, 1_000, items.toArray(String[]::new)));
                    next = upTo;
                }
            }
            chat.step();
            if (random.nextInt(10) == 0) reopen(5_000, 1_000_000);
        }
        assertThat(line()).doesNotHaveDuplicates().hasSizeGreaterThanOrEqualTo(200);
    }
}
