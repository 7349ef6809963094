package koboshi.agent.keep;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import koboshi.action.Outcome;
import koboshi.action.Verb;
import koboshi.agent.fact.DurableFile;
import koboshi.agent.keep.ActLedger.Known;
import koboshi.agent.link.Frame;
import koboshi.agent.link.Json;
import koboshi.resource.ResourceId;

/** All services granted to this agent. The last grant lies on disk, so that they are kept while no server is to be found. */
public final class Wards {
    private final Kit kit;
    private final Path grantFile;
    private final ActLedger ledger;
    private final Map<ResourceId, Ward> wards = new HashMap<>();

    private Wards(Kit kit) throws IOException {
        this.kit = kit;
        this.grantFile = kit.state().resolve("grant.json");
        this.ledger = new ActLedger(kit.state().resolve("acts.jsonl"));
    }

    /** Takes up what was granted before this agent was started. */
    public static Wards open(Kit kit) throws IOException {
        var all = new Wards(kit);
        var before = DurableFile.read(all.grantFile);
        if (before.isPresent()) {
            all.guard(Json.read(before.get(), Frame.Grant.class));
        }
        return all;
    }

    public synchronized void granted(Frame.Grant grant) throws IOException {
        DurableFile.replace(grantFile, Json.write(grant, Frame.Grant.class));
        guard(grant);
    }

    private synchronized void guard(Frame.Grant grant) throws IOException {
        var directory = Path.of(grant.directory()).toAbsolutePath();
        var gone = new ArrayList<>(wards.keySet());
        for (var service : grant.services()) {
            gone.remove(service.id());
            var ward = wards.get(service.id());
            if (ward != null) {
                ward.adjust(service, directory);
            } else {
                ward = new Ward(kit, service, directory);
                wards.put(service.id(), ward);
                ward.begin();
            }
        }
        gone.forEach(id -> {
            kit.log().accept(id + " let go of");
            wards.remove(id).letGo();
        });
    }

    /** Where each service writes its log, by its name. */
    public synchronized Map<String, List<Path>> logs() {
        return wards.values().stream().collect(Collectors.toMap(ward -> ward.service().id().name(), Ward::logs));
    }

    public synchronized void observe(ResourceId on) {
        ward(on).ifPresent(Ward::observe);
    }

    /** @return whether the server is the latest leader known, or a later one */
    public boolean accepts(long epoch) {
        return ledger.accepts(epoch);
    }

    /** Does the command once; whoever sends it again is told the outcome it had. */
    public void command(Frame.Command command, Consumer<Outcome> answer) {
        if (!ledger.accepts(command.epoch())) {
            answer.accept(new Outcome.Failed("epoch " + command.epoch() + " is over: epoch " + ledger.epoch() + " commands"));
            return;
        }
        switch (ledger.take(command.act())) {
            case Known.Ended(var outcome) -> answer.accept(outcome);
            case Known.InHand() -> kit.log().accept("act " + command.act() + " is in hand already");
            case Known.Fresh() -> perform(command, answer);
            case Known.Doubtful() -> performAgain(command, answer);
        }
    }

    /** Everything but a restart comes to the same when it is done twice. */
    private void performAgain(Frame.Command command, Consumer<Outcome> answer) {
        if (command.verb().replaces()) {
            end(command, new Outcome.Unknown("the agent was killed after it had begun"), answer);
        } else {
            perform(command, answer);
        }
    }

    private void perform(Frame.Command command, Consumer<Outcome> answer) {
        long latest = System.nanoTime() + command.ttl().toNanos();
        ward(command.on()).ifPresentOrElse(
                ward -> ward.ask(() -> inTime(latest, ward, command.verb()), outcome -> end(command, outcome, answer)),
                () -> end(command, new Outcome.Failed(command.on() + " is not guarded here"), answer));
    }

    private static Outcome inTime(long latest, Ward ward, Verb verb) {
        return System.nanoTime() > latest ? new Outcome.Failed("too late") : ward.perform(verb);
    }

    private void end(Frame.Command command, Outcome outcome, Consumer<Outcome> answer) {
        try {
            ledger.ended(command.act(), outcome);
        } catch (UncheckedIOException trouble) {
            kit.log().accept("act " + command.act() + ": " + trouble.getMessage());
        }
        kit.log().accept("act " + command.act() + " " + command.verb() + " " + command.on() + ": " + outcome);
        answer.accept(outcome);
    }

    /** A service that runs now, for whoever measures it. */
    public record Running(ResourceId id, ProcessKey key, Fence fence) {}

    public List<Running> running() {
        return all().stream().map(Ward::running).flatMap(Optional::stream).toList();
    }

    private synchronized List<Ward> all() {
        return List.copyOf(wards.values());
    }

    private synchronized Optional<Ward> ward(ResourceId on) {
        return Optional.ofNullable(wards.get(on));
    }
}
