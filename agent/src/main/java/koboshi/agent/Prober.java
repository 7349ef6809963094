package koboshi.agent;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.function.Consumer;
import koboshi.agent.journey.JourneyWatches;
import koboshi.agent.journey.Rehearsal;

/** The agent at a vantage: runs the journeys it is sent from where it stands, and tells the server how they went. */
public final class Prober {
    private Prober() {}

    /**
     * Runs until it is interrupted; while there is no link it goes on, and tells afterwards.
     *
     * @param server where Koboshi's page is, {@code http://host:port} or {@code https:}
     * @param vantage the name it has in the configuration
     * @param tokenFile read anew at every dial
     * @param authorities certificates that are believed when the server shows one; those this host's Java believes where empty
     * @param programs whether exec steps are run; off, journeys with such steps are not run here
     * @param log one line on each change
     * @throws IOException when the token cannot be read, or no port of this host can be opened
     * @throws IllegalArgumentException when the address is none
     */
    public static void run(URI server, String vantage, Path tokenFile, Optional<Path> authorities, boolean programs, Consumer<String> log) throws IOException, InterruptedException {
        var address = dialled(server);
        authorization(tokenFile);
        var steady = new SteadyClock(System::nanoTime);
        var spool = new RunSpool(steady);
        var trust = new Trust(authorities);
        var http = trust.client();
        var clock = new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().name("clock").daemon().factory());
        try (var door = new OwnDoor(); var watches = JourneyWatches.of(Rehearsal::run, door::control, spool::tell, steady)) {
            var link = new ProberLink(vantage, watches, spool, programs, log);
            var dialler = new Dialler(address, () -> authorization(tokenFile), trust, http, link, log);
            link.by(dialler);
            log.accept("prober " + vantage + ", pid " + ProcessHandle.current().pid());
            dialler.run(clock);
        } finally {
            clock.shutdownNow();
            http.shutdownNow();
        }
    }

    private static String authorization(Path tokenFile) throws IOException {
        return "Bearer " + Files.readString(tokenFile).strip();
    }

    private static URI dialled(URI server) {
        var scheme = switch (String.valueOf(server.getScheme())) {
            case "http", "ws" -> "ws";
            case "https", "wss" -> "wss";
            default -> "";
        };
        if (scheme.isEmpty() || server.getHost() == null) {
            throw new IllegalArgumentException("no address of a Koboshi: " + server + " (expected http://host:port, or https:)");
        }
        return URI.create(scheme + "://" + server.getRawAuthority() + "/agent");
    }
}
