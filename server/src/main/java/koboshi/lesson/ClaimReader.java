package koboshi.lesson;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import koboshi.action.Verb;
import koboshi.config.Spelling;
import koboshi.guard.GuardKey;
import koboshi.incident.Ending;
import koboshi.lesson.Claim.Course;
import koboshi.lesson.Claim.Fate;
import koboshi.lesson.Claim.Place;
import koboshi.lesson.Claim.Stand;
import koboshi.lesson.Claim.View;
import koboshi.resource.ResourceId;
import koboshi.series.Labels;

/** Reads what must be so, from the word after {@code expect} on. */
final class ClaimReader {
    private static final List<String> SUBJECTS = List.of("guard", "action", "incident", "verdict", "vantage", "person", "hands", "no", "nothing");

    private final Names names;
    private final Sentence sentence;

    ClaimReader(Names names, Sentence sentence) {
        this.names = names;
        this.sentence = sentence;
    }

    /** What is said of the whole lesson bears the moment of its beginning. */
    record Dated(When when, Claim claim) {}

    Dated read() throws Unreadable {
        return switch (sentence.oneOf(List.of("at", "during", "acts"))) {
            case "at" -> new Dated(moment(), claim());
            case "during" -> new Dated(range(), claim());
            default -> new Dated(When.at(Duration.ZERO), acts());
        };
    }

    private When moment() throws Unreadable {
        var when = sentence.when("a moment such as 30s or 1m30.5s");
        if (!when.isMoment()) {
            throw sentence.wrongBefore("one moment after \"at\", or \"during\" before a range");
        }
        return when;
    }

    private When range() throws Unreadable {
        var when = sentence.when("a range such as 0s..30s");
        if (when.isMoment()) {
            throw sentence.wrongBefore("a range such as 0s..30s after \"during\", or \"at\" before a moment");
        }
        return when;
    }

    private Claim claim() throws Unreadable {
        return switch (sentence.oneOf(SUBJECTS)) {
            case "guard" -> new Claim.Stands(guard(), Keywords.read(sentence, Stand.values()));
            case "action" -> action();
            case "incident" -> incident();
            case "verdict" -> judged();
            case "vantage" -> new Claim.Looks(sentence.named("vantage", names.places()), Keywords.read(sentence, Place.values()), sentence.textIfAny());
            case "person" -> called();
            case "hands" -> hands();
            case "no" -> none();
            default -> new Claim.Nothing();
        };
    }

    private Claim judged() throws Unreadable {
        sentence.needs("of");
        return new Claim.Judged(sentence.named("journey", names.journeys()), Keywords.read(sentence, View.values()), sentence.textIfAny());
    }

    private GuardKey guard() throws Unreadable {
        var written = sentence.word("a guard: " + Choices.list(names.guards()));
        int brace = written.indexOf('{');
        var name = brace < 0 ? written : written.substring(0, brace);
        if (!names.guards().contains(name)) {
            throw sentence.wrongBefore("a guard: " + Choices.list(names.guards()), Spelling.nearest(name, names.guards()));
        }
        return brace < 0 ? GuardKey.of(name) : new GuardKey(name, DeedReader.labels(new Sentence("x" + written.substring(brace)), "labels").without(Labels.NAME));
    }

    private Claim action() throws Unreadable {
        var verb = Verbs.read(sentence);
        var on = on("of");
        var fate = Keywords.read(sentence, Fate.values());
        boolean named = fate == Fate.REFUSED && sentence.hasMore();
        return new Claim.Acted(verb, on, fate, named ? Optional.of(sentence.oneOf(Keywords.REFUSALS)) : Optional.empty());
    }

    private Optional<ResourceId> on(String word) throws Unreadable {
        return sentence.takes(word) ? Optional.of(ResourceId.parse(sentence.named("resource", names.resources()))) : Optional.empty();
    }

    private Claim incident() throws Unreadable {
        var on = on("on");
        if (sentence.takes("says")) {
            return new Claim.Says(on, sentence.text("what stands in its timeline"));
        }
        var course = Keywords.read(sentence, Course.values());
        boolean how = course == Course.ENDED && sentence.hasMore();
        return new Claim.Fell(on, course, how ? Optional.of(Keywords.read(sentence, Ending.values())) : Optional.empty());
    }

    private Claim called() throws Unreadable {
        sentence.needs("called");
        return new Claim.Called(sentence.textIfAny());
    }

    private Claim hands() throws Unreadable {
        if (sentence.oneOf(List.of("frozen", "free")).equals("free")) {
            return new Claim.Free();
        }
        return new Claim.Frozen(sentence.takes("by") ? Optional.of(frozenBy()) : Optional.empty());
    }

    /** {@code correlated}, {@code self-check:disk}, or {@code operator:ann}. */
    private String frozenBy() throws Unreadable {
        var who = sentence.word("who froze them: correlated, self-check:NAME, or operator NAME");
        return who.equals("operator") ? who + ":" + sentence.word("an operator's name") : who;
    }

    private Claim none() throws Unreadable {
        return switch (sentence.oneOf(List.of("action", "incident", "call"))) {
            case "action" -> new Claim.NotActed(verbIfAny(), on("of"));
            case "incident" -> new Claim.NoFall(on("on"));
            default -> new Claim.NotCalled();
        };
    }

    private Optional<Verb> verbIfAny() throws Unreadable {
        for (var word : Verbs.ALL) {
            if (sentence.takes(word)) {
                return Optional.of(Verbs.of(word));
            }
        }
        return Optional.empty();
    }

    private Claim acts() throws Unreadable {
        var on = on("of");
        if (sentence.takes("none")) {
            return new Claim.Acts(List.of(), on);
        }
        var verbs = new ArrayList<Verb>();
        do {
            verbs.add(Verbs.read(sentence));
        } while (sentence.takes(","));
        return new Claim.Acts(verbs, on);
    }
}
