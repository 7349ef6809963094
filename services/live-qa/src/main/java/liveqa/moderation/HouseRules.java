package liveqa.moderation;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;
import liveqa.question.Channel;
import liveqa.question.HoldReason;
import liveqa.question.Question;
import liveqa.question.Screen;

/** Which questions wait for a moderator. It reads form, not meaning: a person has the last word, both ways. */
public final class HouseRules implements Screen {
    private static final Pattern LINK = Pattern.compile(
            "(?i)https?[:：]|www\\.|(?<![@A-Za-z0-9])[a-z0-9-]{2,}\\.(?:com|net|org|info|biz|xyz|top|club|shop|site|online|jp|ly|me|gg|tv|io|cn|ru)(?![A-Za-z])");
    /** The same character eight times, or up to four characters five times over. */
    private static final Pattern REPETITION = Pattern.compile("(.)\\1{7,}|(.{2,4}?)\\2{4,}", Pattern.DOTALL);

    private final Words words;
    private final Frequency frequency;

    HouseRules(Words words, Frequency frequency) {
        this.words = words;
        this.frequency = frequency;
    }

    /**
     * @param ownWords a file of further words, or null
     * @param perMinute how many questions one asker may send within a minute
     * @throws IOException when the file cannot be read
     */
    public static HouseRules with(Path ownWords, int perMinute) throws IOException {
        var words = Words.bundled();
        return new HouseRules(ownWords == null ? words : words.with(ownWords), new Frequency(perMinute, Duration.ofMinutes(1)));
    }

    @Override
    public Question masked(Question question) {
        var text = Personal.masked(question.text());
        var author = Personal.masked(question.author());
        boolean same = text.equals(question.text()) && author.equals(question.author());
        return same ? question : new Question(question.id(), author, text, question.channel(), question.askedAt(), question.asker());
    }

    @Override
    public Optional<HoldReason> holds(Question question, Instant now) {
        // Nobody sees a probe; it must come through, or it would tell of a fault that is none.
        if (question.channel() == Channel.PROBE) return Optional.empty();
        // Counted first: who is held for another reason has asked all the same.
        boolean tooOften = asker(question).filter(asker -> frequency.isExceededBy(asker, now)).isPresent();
        var both = question.author() + "\n" + question.text();
        if (words.in(question.text()) || words.in(question.author())) return Optional.of(HoldReason.WORD);
        if (LINK.matcher(both).find()) return Optional.of(HoldReason.LINK);
        if (Personal.holdsAddress(question.text())) return Optional.of(HoldReason.PERSONAL);
        if (REPETITION.matcher(question.text()).find()) return Optional.of(HoldReason.REPETITION);
        return tooOften ? Optional.of(HoldReason.RATE) : Optional.empty();
    }

    /** The page names its askers; one that comes in its name without doing so is told by the name it gives. */
    private static Optional<String> asker(Question question) {
        if (question.asker().isKnown()) return Optional.of(question.asker().key());
        return question.channel() == Channel.PAGE ? Optional.of("page:" + question.author()) : Optional.empty();
    }
}
