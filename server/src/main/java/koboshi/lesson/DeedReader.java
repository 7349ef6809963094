package koboshi.lesson;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import koboshi.action.Outcome;
import koboshi.action.Verb;
import koboshi.guard.Selector;
import koboshi.journey.Journey;
import koboshi.journey.Quorum;
import koboshi.resource.ResourceId;
import koboshi.series.Labels;
import koboshi.signal.Fact.Cause;

/** Reads what happens, from the word after the moment on. */
final class DeedReader {
    private static final List<String> SUBJECTS = List.of(
            "journey", "vantage", "process", "agent", "prober", "heartbeat", "push", "series", "capture", "restart", "restart-gently", "stop", "start", "notify", "operator", "deploy",
            "campaign", "note", "self-check", "clock", "koboshi", "reload", "balancers", "sessions");
    private static final Collection<String> CHECKS = List.of("disk", "queue", "clock");
    private static final List<String> CAUSES = Arrays.stream(Cause.values()).map(Enum::name).toList();
    private static final String NUMBER = "a number";

    private final Names names;
    private final Path folder;
    private final Sentence sentence;
    private List<Recording.Point> recorded = List.of();

    DeedReader(Names names, Path folder, Sentence sentence) {
        this.names = names;
        this.folder = folder;
        this.sentence = sentence;
    }

    List<Deed> read() throws Unreadable {
        var subject = sentence.oneOf(SUBJECTS);
        return switch (subject) {
            case "journey" -> journeys(Quorum.HERE);
            case "vantage" -> {
                var vantage = sentence.named("vantage", names.places());
                sentence.needs("sees");
                yield journeys(vantage);
            }
            case "prober" -> List.of(prober());
            case "process" -> process();
            case "agent" -> List.of(agent());
            case "heartbeat" -> List.of(heartbeat());
            case "push" -> List.of(push());
            case "series" -> List.of(series());
            case "operator" -> List.of(operator());
            case "deploy", "campaign", "note" -> List.of(note(subject.equals("note") ? "text" : subject));
            case "self-check" -> List.of(check());
            case "clock" -> List.of(clock());
            case "koboshi" -> List.of(sentence.oneOf(List.of("killed", "started")).equals("killed") ? new Deed.Killed() : new Deed.Started());
            case "balancers" -> List.of(balancers());
            case "sessions" -> List.of(sessions());
            case "reload" -> List.of(new Deed.Reloaded(path(folder, sentence)));
            default -> List.of(ended(Verbs.of(subject)));
        };
    }

    /** What follows the line's moment, each point a push like the one that was read; empty where the line replays nothing. */
    List<Recording.Point> recorded() {
        return recorded;
    }

    private List<Deed> journeys(String vantage) throws Unreadable {
        var journeys = sentence.names("journey", names.journeys());
        return each(journeys, journey(vantage, names.ofBackends().containsAll(journeys) ? Journey.BURST_OF_A_BACKEND : Journey.BURST));
    }

    private static List<Deed> each(List<String> names, Function<String, Deed> deed) {
        return names.stream().map(deed).toList();
    }

    /** @param most runs of a burst */
    private Function<String, Deed> journey(String vantage, int most) throws Unreadable {
        switch (sentence.oneOf(List.of("clean", "fails", "burst", "doubted"))) {
            case "clean" -> {
                var took = took();
                return name -> new Deed.Ran(name, vantage, 1, 0, "", took);
            }
            case "fails" -> {
                var why = sentence.text("the step and what came instead");
                var took = took();
                return name -> new Deed.Ran(name, vantage, 1, 1, why, took);
            }
            case "burst" -> {
                return burst(vantage, most);
            }
            default -> {
                var why = sentence.text("why it says nothing");
                return name -> new Deed.Doubted(name, vantage, why);
            }
        }
    }

    private Function<String, Deed> burst(String vantage, int most) throws Unreadable {
        if (sentence.oneOf(List.of("clean", "fails")).equals("clean")) {
            var took = took();
            return name -> new Deed.Ran(name, vantage, most, 0, "", took);
        }
        int failed = sentence.hasText() ? most : Integer.parseInt(sentence.oneOf(IntStream.rangeClosed(1, most).mapToObj(Integer::toString).toList()));
        if (failed < most && !sentence.hasText()) {
            sentence.needs("of");
            sentence.needs(String.valueOf(most));
        }
        var why = sentence.text("the step and what came instead");
        var took = took();
        return name -> new Deed.Ran(name, vantage, most, failed, why, took);
    }

    private Optional<Duration> took() throws Unreadable {
        return sentence.takes("took") ? Optional.of(sentence.duration("how long the run took, such as 20ms")) : Optional.empty();
    }

    private List<Deed> process() throws Unreadable {
        var services = sentence.names("service", names.services());
        var sign = sign();
        return each(services, service -> new Deed.Told(ResourceId.parse(service), sign));
    }

    private Deed.Sign sign() throws Unreadable {
        return switch (sentence.oneOf(List.of("started", "found", "exited", "exhausted", "start-failed", "runs", "lies", "remarks"))) {
            case "started" -> new Deed.Sign.Started(pid(), false);
            case "found" -> new Deed.Sign.Started(pid(), true);
            case "exited" -> exited();
            case "exhausted" -> new Deed.Sign.Exhausted();
            case "start-failed" -> new Deed.Sign.StartFailed(sentence.text("why"));
            case "runs" -> new Deed.Sign.Seen(true, pid());
            case "lies" -> new Deed.Sign.Seen(false, Optional.empty());
            default -> new Deed.Sign.Remarked(sentence.text("what the agent remarks"));
        };
    }

    private Optional<Long> pid() throws Unreadable {
        return sentence.takes("as") ? Optional.of((long) number("a process id")) : Optional.empty();
    }

    private Deed.Sign exited() throws Unreadable {
        var cause = Cause.valueOf(sentence.oneOf(CAUSES));
        var detail = sentence.textIfAny().orElse("");
        if (!sentence.takes("again")) {
            return new Deed.Sign.Exited(cause, detail, Duration.ZERO);
        }
        sentence.needs("in");
        return new Deed.Sign.Exited(cause, detail, sentence.duration("when its agent starts it again, such as 100ms"));
    }

    private Deed agent() throws Unreadable {
        var host = sentence.named("host", names.hosts());
        return sentence.oneOf(List.of("linked", "lost")).equals("linked") ? new Deed.Linked(host) : new Deed.Lost(host);
    }

    private Deed prober() throws Unreadable {
        var vantage = sentence.named("vantage", names.vantages());
        return sentence.oneOf(List.of("linked", "lost")).equals("linked") ? new Deed.ProberLinked(vantage) : new Deed.ProberLost(vantage);
    }

    private Deed heartbeat() throws Unreadable {
        var heartbeat = sentence.named("heartbeat", names.heartbeats());
        sentence.needs("beats");
        return new Deed.Beat(heartbeat);
    }

    private Deed push() throws Unreadable {
        var labels = labels(sentence, "a series such as questions_waiting{channel=\"live\"}");
        if (sentence.takes("from")) {
            recorded = replayed();
            return new Deed.Pushed(labels, recorded.getFirst().value(), recorded.getFirst().value());
        }
        double value = number(NUMBER);
        return new Deed.Pushed(labels, value, sentence.takes("to") ? number(NUMBER) : value);
    }

    private List<Recording.Point> replayed() throws Unreadable {
        var recording = Recording.read(path(sentence.text("the path of a file of columns, from this file's folder,")), sentence);
        sentence.needs("column");
        var column = sentence.named("column", recording.columns());
        boolean dated = sentence.oneOf(List.of("at", "every")).equals("at");
        try {
            return dated ? recording.at(sentence.named("column", recording.columns()), column) : recording.every(sentence.pace(), column);
        } catch (IllegalArgumentException | ArithmeticException wrong) {
            throw sentence.wrongBefore(wrong.getMessage());
        }
    }

    private Path path(String written) throws Unreadable {
        try {
            return folder.resolve(written).normalize();
        } catch (InvalidPathException wrong) {
            throw sentence.wrongBefore(wrong.getMessage());
        }
    }

    /** The name and every label, each with its value. */
    static Labels labels(Sentence sentence, String expected) throws Unreadable {
        var written = sentence.word(expected);
        try {
            var selector = Selector.parse(written);
            if (selector.matchers().stream().allMatch(matcher -> matcher.equal())) {
                var labels = Labels.NONE;
                for (var matcher : selector.all()) {
                    labels = labels.with(matcher.label(), matcher.value());
                }
                return labels;
            }
        } catch (IllegalArgumentException _) {
            // Told below, with its place.
        }
        throw sentence.wrongBefore(expected);
    }

    private double number(String expected) throws Unreadable {
        var written = sentence.word(expected);
        try {
            return Double.parseDouble(written);
        } catch (NumberFormatException _) {
            throw sentence.wrongBefore(expected);
        }
    }

    private Deed series() throws Unreadable {
        return new Deed.SeriesAsked(sentence.oneOf(List.of("fail", "answer")).equals("fail") ? Optional.of(sentence.text("why")) : Optional.empty());
    }

    private Deed operator() throws Unreadable {
        var who = sentence.word("an operator's name");
        return switch (sentence.oneOf(List.of("orders", "switches", "agrees", "freezes", "thaws"))) {
            case "orders" -> ordered(who);
            case "switches" -> switched(who);
            case "agrees" -> agreed(who);
            case "freezes" -> new Deed.Froze(who, sentence.text("why"));
            default -> new Deed.Thawed(who, sentence.text("why"));
        };
    }

    private Deed ordered(String who) throws Unreadable {
        var verb = Verbs.read(sentence);
        sentence.needs("of");
        var on = ResourceId.parse(sentence.named("service", names.movable()));
        return new Deed.Ordered(who, verb, on, sentence.text("why"));
    }

    private Deed switched(String who) throws Unreadable {
        sentence.needs("to");
        var group = ResourceId.parse(sentence.named("group", names.groups()));
        return new Deed.Switched(who, group, sentence.text("why"));
    }

    private Deed agreed(String who) throws Unreadable {
        sentence.needs("on");
        var on = ResourceId.parse(sentence.named("service", names.movable()));
        return new Deed.Agreed(who, on, sentence.text("why"));
    }

    private Deed balancers() throws Unreadable {
        var pool = sentence.named("pool", names.pools());
        return new Deed.Balanced(pool, sentence.oneOf(List.of("away", "answer")).equals("away") ? Optional.of(sentence.text("why")) : Optional.empty());
    }

    private Deed sessions() throws Unreadable {
        var backend = ResourceId.parse(sentence.named("server", names.backends()));
        return new Deed.Served(backend, (int) number("how many"));
    }

    private Deed note(String kind) throws Unreadable {
        var text = sentence.text("what is noted");
        return new Deed.Noted(kind, text, sentence.takes("from") ? sentence.word("who says so") : "lesson");
    }

    private Deed check() throws Unreadable {
        var check = sentence.oneOf(CHECKS);
        return new Deed.Checked(check, sentence.oneOf(List.of("fails", "well")).equals("fails") ? Optional.of(sentence.text("why")) : Optional.empty());
    }

    private Deed clock() throws Unreadable {
        sentence.needs("jumps");
        boolean back = sentence.oneOf(List.of("ahead", "back")).equals("back");
        var by = sentence.duration("how far, such as 10m");
        return new Deed.Jumped(back ? by.negated() : by);
    }

    private Deed ended(Verb verb) throws Unreadable {
        sentence.needs("of");
        var on = ResourceId.parse(sentence.named("service", names.services()));
        var how = sentence.oneOf(List.of("done", "failed", "unknown"));
        var words = sentence.textIfAny().orElse("");
        return new Deed.Ended(verb, on, switch (how) {
            case "done" -> Outcome.Done.plain(words);
            case "failed" -> new Outcome.Failed(words);
            default -> new Outcome.Unknown(words);
        });
    }

    static Path path(Path folder, Sentence sentence) throws Unreadable {
        var written = sentence.hasText() ? sentence.text("a path") : sentence.word("the path of a koboshi.yaml, from this file's folder");
        try {
            return folder.resolve(written).normalize();
        } catch (InvalidPathException _) {
            throw sentence.wrongBefore("a path");
        }
    }
}
