package liveqa.phone.talk;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import liveqa.phone.asking.Reply;
import liveqa.phone.words.Language;
import liveqa.phone.words.Words;
import org.junit.jupiter.api.Test;

class HostTest {
    private static final Reply FOUND = new Reply.Found("給食費を無料にします。", "学校の約束", "給食");
    private final Words words = Words.bundled();
    private final Host hearing = new Host(words, true, Set.of(Language.values()));
    private final Host deaf = new Host(words, false, Set.of(Language.JA));

    private static String said(Turn turn) {
        return turn.say().stream().map(Utterance::text).collect(Collectors.joining(" "));
    }

    private static Turn after(Host host, Event... events) {
        Turn turn = null;
        var at = host.opening();
        for (var event : events) {
            turn = host.next(at, event);
            at = turn.conversation();
        }
        return turn;
    }

    private static Event press(char key) {
        return new Event.Pressed(key);
    }

    private static final Event ARRIVED = new Event.Arrived();

    @Test
    void whereSpeechIsHeardAQuestionIsInvited() {
        assertThat(said(after(hearing, ARRIVED))).contains("ご質問を、声でどうぞ", "For English, press 9");
    }

    @Test
    void whereOnlyKeysAreTheTopicsAreReadOut() {
        assertThat(said(after(deaf, ARRIVED))).contains("給食費は、1。", "介護施設は、6。").doesNotContain("声でどうぞ", "English");
    }

    @Test
    void whatIsHeardIsAsked() {
        assertThat(after(hearing, ARRIVED, new Event.Heard("バスは残りますか")).then()).isEqualTo(new Then.Ask("バスは残りますか"));
    }

    @Test
    void aTopicsKeyAsksItsQuestion() {
        assertThat(after(deaf, ARRIVED, press('2')).then()).isEqualTo(new Then.Ask("待機児童をどう減らしますか"));
        assertThat(after(hearing, ARRIVED, press('1'), press('2')).then()).isEqualTo(new Then.Ask("待機児童をどう減らしますか"));
    }

    @Test
    void anAnswerIsSpokenWithItsSource() {
        var turn = after(hearing, ARRIVED, new Event.Heard("給食費"), new Event.Replied(FOUND));
        assertThat(said(turn)).contains("給食費を無料にします。", "出典は、学校の約束の、給食です。", "ほかにご質問");
    }

    @Test
    void zeroRepeatsTheAnswer() {
        var turn = after(hearing, ARRIVED, new Event.Heard("給食費"), new Event.Replied(FOUND), press('0'));
        assertThat(said(turn)).contains("給食費を無料にします。").doesNotContain("ほかに");
    }

    @Test
    void nineChangesTheLanguageAndBack() {
        var english = after(hearing, ARRIVED, press('9'));
        assertThat(said(english)).contains("Please say your question");
        assertThat(english.conversation().language()).isEqualTo(Language.EN);
        assertThat(said(after(hearing, ARRIVED, press('9'), press('9')))).contains("声でどうぞ");
    }

    @Test
    void aLanguageNobodySpeaksIsNotOffered() {
        assertThat(said(after(deaf, ARRIVED, press('9')))).contains("使われていません");
    }

    @Test
    void aJapaneseAnswerIsReadByTheJapaneseVoiceToEnglishCallers() {
        var turn = after(hearing, ARRIVED, press('9'), press('1'), press('1'), new Event.Replied(FOUND));
        assertThat(turn.say().getFirst().language()).isEqualTo(Language.JA);
        assertThat(turn.say().getLast().language()).isEqualTo(Language.EN);
    }

    @Test
    void silenceIsAskedTwiceAndThenEnds() {
        var silence = new Event.Silence();
        assertThat(after(hearing, ARRIVED, silence, silence).then()).isEqualTo(new Then.Listen());
        assertThat(after(hearing, ARRIVED, silence, silence, silence).then()).isEqualTo(new Then.HangUp("no_input"));
        assertThat(after(hearing, ARRIVED, silence, silence, press('0'), silence).then()).isEqualTo(new Then.Listen());
    }

    @Test
    void everyTroubleIsSaidHonestlyAndAnotherQuestionIsOffered() {
        var away = after(hearing, ARRIVED, new Event.Replied(new Reply.Away("refused")));
        assertThat(said(away)).contains("つながりません", "ほかにご質問").doesNotContain("refused");
        assertThat(said(after(hearing, ARRIVED, new Event.Replied(new Reply.Full(Duration.ofSeconds(5)))))).contains("混み合っています");
        assertThat(said(after(hearing, ARRIVED, new Event.Replied(new Reply.Failed("x"))))).contains("問題が起きました");
        assertThat(said(after(hearing, ARRIVED, new Event.Replied(new Reply.NotFound())))).contains("見つかりませんでした");
        assertThat(said(after(hearing, ARRIVED, new Event.GaveUp()))).contains("お答えできませんでした");
    }

    @Test
    void aVeryLongAnswerEndsWithASentence() {
        var turn = after(hearing, ARRIVED, new Event.Replied(new Reply.Found("長い文です。".repeat(400), "", "")));
        assertThat(turn.say().getFirst().text().length()).isLessThan(Host.LONGEST_ANSWER + 20);
        assertThat(turn.say().getFirst().text()).endsWith("。");
    }

    @Test
    void callersAreToldApartWithoutTheirNumbers() {
        var caller = Caller.of("+81 3-1234-5678");
        assertThat(caller.masked()).isEqualTo("…78");
        assertThat(caller.tag()).hasSize(4).isEqualTo(Caller.of("+81312345678").tag());
        assertThat(Caller.of("anonymous").masked()).isEqualTo("hidden");
    }
}
