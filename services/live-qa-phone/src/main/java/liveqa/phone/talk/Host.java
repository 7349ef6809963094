package liveqa.phone.talk;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import liveqa.phone.asking.Reply;
import liveqa.phone.words.Language;
import liveqa.phone.words.Phrase;
import liveqa.phone.words.Words;

/**
 * Leads a conversation: pure, from where it stands and what happened to what is said next. The same for every kind of line.
 *
 * <p>A line that hears speech starts by inviting a question; one that knows keys only starts with the topics.
 */
public final class Host {
    /** An answer is cut at the end of a sentence beyond this: three minutes of speech is no answer on the telephone. */
    static final int LONGEST_ANSWER = 700;
    private static final int PROMPTS_INTO_SILENCE = 2;

    private final Words words;
    private final boolean hears;
    private final Set<Language> spoken;

    public Host(Words words, boolean hears, Set<Language> spoken) {
        this.words = words;
        this.hears = hears;
        this.spoken = spoken;
    }

    /** A call nobody has said a word in. */
    public Conversation opening() {
        return new Conversation(spoken.contains(Language.JA) ? Language.JA : Language.EN, !hears, 0, List.of());
    }

    public Turn next(Conversation at, Event event) {
        return switch (event) {
            case Event.Arrived _ -> greeting(at);
            case Event.Heard(var text) -> text.isBlank() ? silence(at) : ask(at, text);
            case Event.Pressed(var key) -> pressed(at.heard(), key);
            case Event.Silence _ -> silence(at);
            case Event.Replied(var reply) -> replied(at, reply);
            case Event.GaveUp _ -> offer(at, List.of(say(at, Phrase.SLOW)));
            case Event.TimeIsUp _ -> hangUp(at, "too_long", Phrase.LONG_CALL, Phrase.GOODBYE);
            case Event.Stopping _ -> hangUp(at, "stopped", Phrase.STOPPING);
        };
    }

    private Turn greeting(Conversation at) {
        var said = new ArrayList<>(List.of(say(at, Phrase.GREETING)));
        if (otherIsSpoken(at)) said.add(say(at.in(at.language().other()), Phrase.OTHER_LANGUAGE));
        said.addAll(menu(at));
        return listen(at.said(menu(at)), said);
    }

    private boolean otherIsSpoken(Conversation at) {
        return spoken.contains(at.language().other());
    }

    private List<Utterance> menu(Conversation at) {
        return at.topicKeys() ? topics(at) : List.of(say(at, Phrase.INVITATION));
    }

    private List<Utterance> topics(Conversation at) {
        var said = new ArrayList<>(List.of(say(at, Phrase.TOPICS)));
        int key = 0;
        for (var topic : words.topics(at.language())) {
            said.add(say(at, Phrase.TOPIC, Map.of("key", Integer.toString(++key), "topic", topic.name())));
        }
        said.add(say(at, Phrase.TOPIC_KEYS));
        return List.copyOf(said);
    }

    private Turn pressed(Conversation at, char key) {
        return switch (key) {
            case '0' -> again(at);
            case '9' -> otherIsSpoken(at) ? opened(at.in(at.language().other()).choosing(!hears)) : unknown(at);
            case '#' -> hangUp(at, "completed", Phrase.GOODBYE);
            case '*' -> opened(at.choosing(true));
            default -> digit(at, key - '0');
        };
    }

    private Turn digit(Conversation at, int digit) {
        if (!at.topicKeys()) return digit == 1 ? opened(at.choosing(true)) : unknown(at);
        var topics = words.topics(at.language());
        return digit >= 1 && digit <= topics.size() ? ask(at, topics.get(digit - 1).question()) : unknown(at);
    }

    private Turn again(Conversation at) {
        return listen(at, at.last().isEmpty() ? menu(at) : at.last());
    }

    private Turn opened(Conversation at) {
        return listen(at.said(menu(at)), menu(at));
    }

    private Turn unknown(Conversation at) {
        var said = new ArrayList<>(List.of(say(at, Phrase.UNKNOWN_KEY)));
        said.addAll(menu(at));
        return listen(at, said);
    }

    private Turn silence(Conversation at) {
        var silent = at.silent();
        if (silent.silences() > PROMPTS_INTO_SILENCE) return hangUp(at, "no_input", Phrase.GOODBYE);
        var said = new ArrayList<>(List.of(say(at, Phrase.NOT_HEARD)));
        said.addAll(menu(at));
        return listen(silent, said);
    }

    private Turn ask(Conversation at, String question) {
        return new Turn(at.heard(), List.of(say(at, Phrase.LOOKING)), new Then.Ask(question));
    }

    private Turn replied(Conversation at, Reply reply) {
        return switch (reply) {
            case Reply.Found found -> answered(at, found);
            case Reply.NotFound _ -> answered(at, say(at, Phrase.NOT_FOUND));
            case Reply.Failed _ -> offer(at, List.of(say(at, Phrase.FAILED)));
            case Reply.Held _ -> offer(at, List.of(say(at, Phrase.HELD)));
            case Reply.Withdrawn _ -> offer(at, List.of(say(at, Phrase.WITHDRAWN)));
            case Reply.Full _ -> offer(at, List.of(say(at, Phrase.FULL)));
            case Reply.TooLong _ -> offer(at, List.of(say(at, Phrase.TOO_LONG)));
            case Reply.Away _ -> offer(at, List.of(say(at, Phrase.AWAY)));
            case Reply.Waiting _ -> new Turn(at, List.of(say(at, Phrase.STILL_LOOKING)), new Then.Wait());
        };
    }

    private Turn answered(Conversation at, Reply.Found found) {
        var answer = words.say(at.language(), Phrase.ANSWER, Map.of("answer", shortened(found.answer())));
        if (found.document().isBlank()) return answered(at, spoken(at, answer));
        var source = words.say(at.language(), Phrase.SOURCE, Map.of("document", found.document(), "heading", found.heading()));
        return answered(at, spoken(at, answer), spoken(at, source));
    }

    private Turn answered(Conversation at, Utterance... answer) {
        return offer(at.said(List.of(answer)), List.of(answer));
    }

    private Turn offer(Conversation at, List<Utterance> said) {
        var all = new ArrayList<>(said);
        all.add(say(at, hears ? Phrase.NEXT : Phrase.NEXT_KEYS));
        return listen(at.choosing(!hears), all);
    }

    private static String shortened(String answer) {
        if (answer.length() <= LONGEST_ANSWER) return answer;
        int end = Math.max(answer.lastIndexOf('。', LONGEST_ANSWER), answer.lastIndexOf(". ", LONGEST_ANSWER));
        return answer.substring(0, end > 0 ? end + 1 : LONGEST_ANSWER);
    }

    private static Turn listen(Conversation at, List<Utterance> said) {
        return new Turn(at, List.copyOf(said), new Then.Listen());
    }

    private Turn hangUp(Conversation at, String outcome, Phrase... phrases) {
        var said = new ArrayList<Utterance>();
        for (var phrase : phrases) said.add(say(at, phrase));
        return new Turn(at, List.copyOf(said), new Then.HangUp(outcome));
    }

    private Utterance say(Conversation at, Phrase phrase) {
        return new Utterance(at.language(), words.say(at.language(), phrase));
    }

    private Utterance say(Conversation at, Phrase phrase, Map<String, String> places) {
        return new Utterance(at.language(), words.say(at.language(), phrase, places));
    }

    /** Words of the documents are read by the voice of their own language, whatever the caller chose. */
    private static Utterance spoken(Conversation at, String text) {
        return new Utterance(Language.of(text) == Language.JA ? Language.JA : at.language(), text);
    }

    /** All that may be said in every call, so that a voice can be asked for it before the first one. */
    public List<Utterance> alwaysSaid() {
        var said = new ArrayList<Utterance>();
        for (var language : spoken) {
            var at = opening().in(language);
            said.addAll(greeting(at).say());
            for (var phrase : List.of(Phrase.LOOKING, Phrase.STILL_LOOKING, Phrase.NEXT_KEYS, Phrase.NOT_HEARD, Phrase.GOODBYE, Phrase.STOPPING)) {
                said.add(say(at, phrase));
            }
        }
        return said.stream().distinct().toList();
    }
}
