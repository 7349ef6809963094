package liveqa.phone;

import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import liveqa.phone.sip.Ear;
import org.assertj.core.api.Assertions;
import picocli.CommandLine;

/** The real service in this process, with SIP on a free port, and somebody who reads its metrics. */
final class Phone implements AutoCloseable {
    static final String TOKEN = "0123456789abcdef0123456789abcdef";
    private static final Duration LOOK = Duration.ofMillis(20);
    final HttpClient client = HttpClient.newHttpClient();
    final Service service;

    private Phone(Service service) {
        this.service = service;
    }

    static Phone by(URI liveQa, String... flags) throws Exception {
        return hearing(null, liveQa, flags);
    }

    static Phone hearing(Ear.Maker ears, URI liveQa, String... flags) throws Exception {
        var all = new ArrayList<>(List.of("--listen", "127.0.0.1:0", "--live-qa", liveQa.toString(),
                "--espeak", "/nowhere/espeak", "--open-jtalk", "/nowhere/open_jtalk"));
        all.addAll(List.of(flags));
        if (!all.contains("--stop-within")) all.addAll(List.of("--stop-within", all.contains("--sip") ? "12s" : "100ms"));
        return new Phone(Service.start(CommandLine.populateCommand(new Flags(), all.toArray(String[]::new)), TOKEN, ears));
    }

    /** SIP besides; short times, so that a test need not be long. */
    static Phone withSip(URI liveQa, String... flags) throws Exception {
        var all = new ArrayList<>(List.of("--sip", "127.0.0.1:" + freePort(), "--rtp-ports", "42000-42999"));
        if (!List.of(flags).contains("--ring")) all.addAll(List.of("--ring", "10ms"));
        all.addAll(List.of(flags));
        return by(liveQa, all.toArray(String[]::new));
    }

    static int freePort() throws Exception {
        try (var socket = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            return socket.getLocalPort();
        }
    }

    String get(String path) throws Exception {
        return client.send(HttpRequest.newBuilder(URI.create(service.url() + path)).build(), BodyHandlers.ofString()).body();
    }

    /** The sum of all lines of a metric that bear that label, or of all lines. */
    double metric(String name, String label) throws Exception {
        return get("/metrics").lines().filter(line -> line.startsWith(name + "{") || line.startsWith(name + " ")).filter(line -> line.contains(label))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1))).sum();
    }

    /** The same for conditions that are asked again and again. */
    double metricOrNothing(String name, String label) {
        try {
            return metric(name, label);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    static void await(String what, Duration within, BooleanSupplier condition) {
        long until = System.nanoTime() + within.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > until) Assertions.fail(what + " did not happen within " + within);
            LockSupport.parkNanos(LOOK.toNanos());
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
        service.close();
    }
}
