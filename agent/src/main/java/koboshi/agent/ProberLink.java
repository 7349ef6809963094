package koboshi.agent;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import koboshi.agent.journey.JourneyWatches;
import koboshi.agent.link.Frame;
import koboshi.journey.Journey;
import koboshi.journey.Step;
import koboshi.loop.Event;

/** A prober's link to the server: hears which journeys to run, and tells how they went. Nothing else can be ordered of it. */
final class ProberLink implements Dialler.Party {
    /** Far more than one host could run. */
    private static final int MOST_JOURNEYS = 10_000;

    private final String vantage;
    private final JourneyWatches watches;
    private final RunSpool spool;
    private final boolean programs;
    private final Consumer<String> log;
    private final String boot = UUID.randomUUID().toString();
    private final Map<String, RunSpool.Definition> arriving = new HashMap<>();
    private volatile Dialler dialler;
    private volatile Optional<Conversation> welcomed = Optional.empty();

    /** @param programs whether it may run what a journey's exec steps name */
    ProberLink(String vantage, JourneyWatches watches, RunSpool spool, boolean programs, Consumer<String> log) {
        this.vantage = vantage;
        this.watches = watches;
        this.spool = spool;
        this.programs = programs;
        this.log = log;
    }

    void by(Dialler its) {
        dialler = its;
    }

    @Override
    public Frame.Hello hello() {
        return new Frame.Hello(Frame.PROTOCOL, vantage, boot);
    }

    @Override
    public void hear(Conversation from, Frame frame) {
        switch (frame) {
            case Frame.Welcome _ -> welcome(from);
            case Frame.Rehearse rehearse -> rehearse(rehearse);
            case Frame.Suspect(var on) -> watches.suspect(on);
            case Frame.Ack(var seq) -> spool.acknowledged(seq);
            case Frame.Refused(var why) -> dialler.refused(from, why);
            case Frame.Grant _, Frame.Command _, Frame.Observe _ -> from.over("it speaks as to an agent");
            case Frame.Hello _, Frame.Ended _, Frame.Facts _, Frame.Measured _, Frame.Surroundings _, Frame.Rehearsed _ -> from.over("it speaks as a prober does");
        }
    }

    private void welcome(Conversation from) {
        arriving.clear();
        welcomed = Optional.of(from);
        dialler.welcomed();
        spool.linked(from::sayMade);
    }

    private void rehearse(Frame.Rehearse rehearse) {
        var marks = rehearse.marks().orElse(Map.of());
        rehearse.journeys().forEach(journey -> arriving.put(journey.name(), new RunSpool.Definition(journey, Optional.ofNullable(marks.get(journey.name())))));
        if (arriving.size() > MOST_JOURNEYS) {
            throw new IllegalArgumentException("more than " + MOST_JOURNEYS + " journeys");
        }
        if (!rehearse.more()) {
            spool.follow(arriving);
            var mayRun = new HashMap<String, Journey>();
            arriving.values().stream().map(RunSpool.Definition::journey).filter(this::mayRun).forEach(journey -> mayRun.put(journey.name(), journey));
            log.accept("runs " + mayRun.size() + " of " + arriving.size() + " journeys");
            watches.follow(mayRun);
            arriving.clear();
        }
    }

    /** Whoever holds the server must not hold this host too. */
    private boolean mayRun(Journey journey) {
        boolean runsPrograms = Stream.concat(journey.steps().stream(), journey.cleanUp().stream()).anyMatch(Step.Exec.class::isInstance);
        if (runsPrograms && !programs) {
            spool.tell(journey, new Event.JourneyDoubted(journey.name(), "it runs a program, which this prober does only when started with --programs"));
        }
        return programs || !runsPrograms;
    }

    @Override
    public boolean stands(Conversation conversation) {
        return welcomed.equals(Optional.of(conversation));
    }

    @Override
    public void lost() {
        welcomed = Optional.empty();
        spool.lost();
    }
}
