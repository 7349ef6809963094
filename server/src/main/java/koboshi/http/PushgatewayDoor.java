package koboshi.http;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import koboshi.http.Intake.Parcel;
import koboshi.series.Histogram;
import koboshi.series.Labels;
import koboshi.series.Sample;
import koboshi.wire.ExpositionError;
import koboshi.wire.LabelRoom;
import koboshi.wire.WireError;
import koboshi.wire.WriteReceiver;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where jobs that end push to, as to a Pushgateway: what was pushed last goes on until it is replaced or deleted.
 *
 * <p>Nothing scrapes it here. It is written once a minute instead, often enough that a query's five minutes never miss it.
 */
final class PushgatewayDoor implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PushgatewayDoor.class);
    private static final String GROUP = "/metrics/{group...}";
    private static final long EVERY_SECONDS = 60;

    private final House house;
    private final Intake intake;
    private final Groups groups;
    private final ScheduledExecutorService again = Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("pushed again").factory());
    private boolean failing;

    PushgatewayDoor(House house, Intake intake, Path folder, InstantSource clock) {
        this.house = house;
        this.intake = intake;
        this.groups = new Groups(folder, clock);
        again.scheduleWithFixedDelay(this::again, 1, EVERY_SECONDS, TimeUnit.SECONDS);
    }

    List<Route> routes() {
        return List.of(
                Route.change("PUT", GROUP, visit -> Reply.of(push(visit, true))),
                Route.change("POST", GROUP, visit -> Reply.of(push(visit, false))),
                Route.change("DELETE", GROUP, visit -> Reply.of(delete(visit))),
                Route.look("/api/pushed", _ -> Reply.of(list())));
    }

    private Answer list() {
        var answer = Json.object();
        var array = answer.putArray("groups");
        groups.all().forEach(group -> {
            var one = array.addObject().put("pushed", group.pushedMillis() / 1000.0).put("failed", group.failedMillis() / 1000.0).put("series", group.samples().size());
            var labels = one.putObject("labels");
            group.key().forEach(labels::put);
        });
        return Answer.json(200, answer);
    }

    private Answer push(Visit visit, boolean whole) {
        var key = GroupKey.parse(visit.place());
        var type = visit.header("Content-Type").orElse("text/plain").toLowerCase(Locale.ROOT);
        var form = Group.Form.of(type);
        return intake.plain(visit, Way.PUSHGATEWAY, parcel -> keep(parcel, key, form, whole));
    }

    private Answer keep(Parcel parcel, Labels key, Group.Form form, boolean whole) {
        try {
            var pushed = Group.read(parcel.bytes(), form, key);
            refuseTooMany(parcel.sender(), new Group(key, 0, 0, pushed));
            var written = groups.push(key, pushed, whole);
            form.families(parcel.bytes()).forEach(intake.described()::said);
            return answer(parcel.sender(), written);
        } catch (ExpositionError | WireError e) {
            groups.failed(key);
            throw Refused.expected(e.getMessage() + "; nothing of it was taken");
        } catch (Refused e) {
            groups.failed(key);
            throw e;
        } catch (IOException e) {
            throw Intake.unkept(e);
        }
    }

    /** What is kept is written again and again without a look at who sent it: so what the sender may not send is not kept. */
    private void refuseTooMany(Sender sender, Group pushed) {
        hand(new Groups.Written(0, pushed.all(), List.of()), new WriteReceiver() {
            @Override
            public void series(byte[] message, int from, int to) {
                if (!sender.maySend(message, from, to, System.nanoTime())) {
                    intake.tallies().refused(Way.PUSHGATEWAY, Delivery.SENDERS_SERIES, pushed.samples().size());
                    throw Refused.expected("of " + pushed.samples().size() + " series one " + sender.tooMany() + "; nothing of it was taken");
                }
            }

            @Override
            public void sample(long millis, double value) {}

            @Override
            public void histogram(long millis, Histogram histogram) {}
        });
    }

    private Answer answer(Sender sender, Groups.Written written) {
        var delivery = intake.delivery(sender);
        hand(written, delivery);
        var kept = intake.keep(Way.PUSHGATEWAY, sender, delivery).all();
        if (!kept.refused().isEmpty()) {
            throw Intake.refused(kept, kept.words(), Map.of());
        }
        return new Answer(200, new HashMap<>(Map.of("Cache-Control", "no-store")), new byte[0]);
    }

    private static void hand(Groups.Written written, WriteReceiver receiver) {
        var room = new LabelRoom();
        written.ended().forEach(labels -> name(labels, room, receiver).sample(written.millis(), Sample.STALE));
        written.values().forEach((labels, value) -> name(labels, room, receiver).sample(written.millis(), value));
    }

    private static WriteReceiver name(Labels labels, LabelRoom room, WriteReceiver receiver) {
        room.begin();
        labels.forEach(room::label);
        room.name(receiver);
        return receiver;
    }

    private Answer delete(Visit visit) {
        try {
            var writing = house.archive().begin();
            hand(groups.delete(GroupKey.parse(visit.place())), writing);
            writing.commit();
            return new Answer(202, new HashMap<>(Map.of("Cache-Control", "no-store")), new byte[0]);
        } catch (IOException e) {
            throw Intake.unkept(e);
        }
    }

    /** Said once when it begins to fail and once when it does not any more. */
    void again() {
        try {
            var all = groups.again();
            if (all.values().isEmpty()) {
                return;
            }
            var writing = house.archive().begin();
            hand(all, writing);
            writing.commit();
            if (failing) {
                LOG.info("what was pushed is written again");
            }
            failing = false;
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
            if (!failing) {
                LOG.error("what was pushed cannot be written on: {}", e.toString());
            }
            failing = true;
        }
    }

    /** Waits instead of interrupting: an interrupt would close the log of the series in the middle of a write. */
    @Override
    public void close() {
        again.close();
    }
}
