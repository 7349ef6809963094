package koboshi.app;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import koboshi.loop.Event;
import koboshi.store.Reserve;
import koboshi.watch.Telling;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at ourselves: whoever is starved or out of room must not judge others. */
final class SelfWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SelfWatch.class);
    private static final long LEAST_ROOM = 64L << 20;
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);
    private static final int MEMORY_EVERY_SECONDS = 5;
    private static final Duration OWN_DOOR = Duration.ofMillis(250);

    private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(OWN_DOOR).sslContext(trustingNobody()).build();
    private final ScheduledExecutorService looking = Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("self").factory());
    private final SpareMemory memory = new SpareMemory();
    private final Reserve reserve;
    private final Supplier<Duration> waited;
    private final Supplier<URI> door;
    private final RoomWatch room;

    /** @param waited how long events wait before they are decided */
    SelfWatch(Reserve reserve, RoomWatch room, Supplier<Duration> waited, Supplier<URI> door) {
        this.room = room;
        this.reserve = reserve;
        this.waited = waited;
        this.door = door;
    }

    /** It asks nobody but us, in plain HTTP: to read whom the world trusts is a tenth of a start. */
    private static SSLContext trustingNobody() {
        try {
            var context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[0], null);
            return context;
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException("this Java knows no TLS", broken);
        }
    }

    void start(Telling telling) {
        looking.scheduleWithFixedDelay(() -> look(telling), 1, 1, TimeUnit.SECONDS);
        looking.scheduleWithFixedDelay(this::lookAtRoom, 1, 1, TimeUnit.SECONDS);
        looking.scheduleWithFixedDelay(memory::giveBack, MEMORY_EVERY_SECONDS, MEMORY_EVERY_SECONDS, TimeUnit.SECONDS);
    }

    private void look(Telling telling) {
        telling.tell(new Event.SelfChecked("disk", disk()));
        telling.tell(new Event.SelfChecked("queue", queue()));
    }

    /** Whoever brings too many series harms new ones only: hands go on. */
    private void lookAtRoom() {
        try {
            room.look();
        } catch (RuntimeException | OutOfMemoryError trouble) {
            LOG.warn("nobody knows how much room there is for new series: {}", trouble.toString());
        }
    }

    private Optional<String> disk() {
        long room = reserve.usableBytes();
        if (room > LEAST_ROOM + Reserve.BYTES) {
            reserve.hold();
        }
        return room < LEAST_ROOM ? Optional.of("the disk of the state folder has only " + (room >> 20) + " MiB left") : Optional.empty();
    }

    private Optional<String> queue() {
        var longest = waited.get();
        return longest.compareTo(LONGEST_WAIT) > 0
                ? Optional.of("events wait " + longest.toSeconds() + " s before they are decided")
                : Optional.empty();
    }

    /** Tried beside every burst: our own door answers at once, or this host is in no state to judge. */
    Optional<String> control() {
        var request = HttpRequest.newBuilder(door.get().resolve("/health")).timeout(OWN_DOOR).build();
        try {
            var answer = client.sendAsync(request, HttpResponse.BodyHandlers.discarding()).get(OWN_DOOR.toMillis(), TimeUnit.MILLISECONDS);
            return answer.statusCode() == 200 ? Optional.empty() : Optional.of("our own door answers " + answer.statusCode());
        } catch (ExecutionException | TimeoutException _) {
            return Optional.of("our own door did not answer within " + OWN_DOOR.toMillis() + " ms: this host is in no state to judge");
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return Optional.of("interrupted");
        }
    }

    @Override
    public void close() {
        looking.shutdownNow();
        client.close();
    }
}
