package koboshi.loop.sim;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import koboshi.guard.Condition;
import koboshi.journey.Journey;
import koboshi.journey.Pulse;
import koboshi.loop.Event;
import koboshi.loop.Plan;
import koboshi.resource.ResourceId;
import koboshi.series.Labels;
import koboshi.signal.Findings;
import koboshi.signal.Reading;
import koboshi.signal.Run;

/** Koboshi's eyes: journeys at their pace, questions about series, heartbeats that come in, looks at ourselves. */
final class Watchers {
    private final World world;
    private final Desk desk;
    private int plan;
    private int life;

    Watchers(World world, Desk desk) {
        this.world = world;
        this.desk = desk;
    }

    void follow(Plan next) {
        plan++;
        next.journeys().values().forEach(journey -> {
            var watch = new Watch(journey);
            every(world.chance.millis(0, (int) journey.every().toMillis()), watch::run);
        });
        next.duties().values().forEach(duty -> {
            switch (duty.guard().condition()) {
                case Condition.Gives _ -> every(askEvery(), () -> ask(duty.name(), duty.guard().on().orElseThrow()));
                case Condition.Absent _ -> every(askEvery(), () -> ask(duty.name(), duty.guard().on().orElseThrow()));
                case Condition.HeartbeatOverdue(var beat, var each, _) -> every(each, () -> beat(beat, each));
                default -> {}
            }
        });
        next.services().values().stream().filter(service -> service.gentle().quiet().isPresent())
                .forEach(service -> every(askEvery(), () -> askWhetherItIsQuiet(service.id())));
        if (life != desk.life()) {
            life = desk.life();
            desk.inThisLife(Duration.ofSeconds(1), this::lookAtOurselves);
        }
    }

    private void every(Duration wait, Runnable what) {
        int now = plan;
        desk.inThisLife(wait, () -> {
            if (now == plan) {
                what.run();
            }
        });
    }

    private void lookAtOurselves() {
        desk.tell(new Event.SelfChecked("disk", world.troubles.disk()));
        desk.inThisLife(Duration.ofSeconds(world.troubles.quiet() ? 300 : 5), this::lookAtOurselves);
    }

    private void beat(String name, Duration each) {
        if (!world.troubles.beatsStopped()) {
            desk.tell(new Event.Beat(name));
        }
        every(each, () -> beat(name, each));
    }

    private void ask(String guard, ResourceId on) {
        var trouble = world.troubles.source();
        desk.tell(new Event.Answered(guard, trouble.map(Findings::none).orElseGet(() -> found(readings(on)))));
        every(askEvery(), () -> ask(guard, on));
    }

    private void askWhetherItIsQuiet(ResourceId on) {
        var trouble = world.troubles.source();
        var reading = Reading.of(Labels.NONE, 0, world.chance.oneIn(3));
        desk.tell(new Event.Answered("quiet:" + on.name(), trouble.map(Findings::none).orElseGet(() -> Findings.of(List.of(reading)))));
        every(askEvery(), () -> askWhetherItIsQuiet(on));
    }

    private Duration askEvery() {
        return Duration.ofSeconds(world.calm ? 50 : 20);
    }

    private List<Reading> readings(ResourceId on) {
        var doll = world.doll(on);
        boolean scraped = doll.runs() || doll.lostAt().plusSeconds(300).isAfter(world.now());
        return scraped
                ? Stream.of("a", "b").map(channel -> Reading.of(Labels.of("channel", channel), doll.waiting, doll.waiting > 50)).toList()
                : List.of();
    }

    private static Findings found(List<Reading> readings) {
        var missing = readings.isEmpty() ? Optional.of("no sample of waiting") : Optional.<String>empty();
        return new Findings(readings, missing, Duration.ZERO, Optional.empty());
    }

    /** One journey, as fast as it must be. */
    private final class Watch {
        private final Journey journey;
        private Pulse pulse = Pulse.UNKNOWN;
        private Duration since = Duration.ZERO;

        Watch(Journey journey) {
            this.journey = journey;
        }

        void run() {
            var run = once();
            pulse = pulse.after(List.of(run));
            desk.tell(new Event.JourneyRan(journey.name(), List.of(run)));
            if (pulse.suspected() && !pulse.confirmed()) {
                burst();
            }
            every(pace(), this::run);
        }

        private Duration pace() {
            if (!pulse.suspected() && pulse.cleanInARow() >= 3) {
                since = Duration.ZERO;
                return journey.every();
            }
            since = since.plusSeconds(1);
            return Duration.ofSeconds(since.toSeconds() < 60 ? 1 : since.toSeconds() < 120 ? 5 : 30);
        }

        private void burst() {
            var runs = new ArrayList<Run>();
            Stream.generate(this::once).limit(Journey.BURST).forEach(runs::add);
            Optional<String> starved = world.troubles.starved();
            if (starved.isPresent() && runs.stream().anyMatch(run -> !run.clean())) {
                desk.tell(new Event.JourneyDoubted(journey.name(), starved.get()));
                return;
            }
            pulse = pulse.after(runs);
            desk.tell(new Event.JourneyRan(journey.name(), runs));
        }

        private Run once() {
            boolean answers = world.doll(journey.service()).serves(world.now()) && !world.troubles.lost();
            return answers
                    ? Run.clean(desk.clock(), Duration.ofMillis(20))
                    : Run.failed(desk.clock(), Duration.ofMillis(600), "hear", "no answer within 600ms");
        }
    }
}
