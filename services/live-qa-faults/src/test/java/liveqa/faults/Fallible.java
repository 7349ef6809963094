package liveqa.faults;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import liveqa.Flags;
import liveqa.Service;
import picocli.CommandLine;

/** The real service with its falls, in this process. */
final class Fallible implements AutoCloseable {
    private final HttpClient client = HttpClient.newHttpClient();
    final Service service;
    final FaultControl control;

    Fallible(Path data, String... more) throws Exception {
        var arguments = new ArrayList<>(List.of("--listen", "127.0.0.1:0", "--data", data.toString(), "--probe-every", "0s"));
        arguments.addAll(List.of(more));
        var flags = CommandLine.populateCommand(new Flags(), arguments.toArray(String[]::new));
        var faults = new Faults(flags.workers());
        this.service = Service.start(flags, faults.seams());
        this.control = new FaultControl(faults, new InetSocketAddress("127.0.0.1", 0));
    }

    HttpResponse<String> fault(String path, String... headers) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(control.url() + "/faults/" + path)).POST(BodyPublishers.noBody());
        if (headers.length > 0) request.headers(headers);
        return client.send(request.build(), BodyHandlers.ofString());
    }

    String faultsOn() throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(URI.create(control.url() + "/faults")).build(), BodyHandlers.ofString()).body();
    }

    /** The status of the acceptance. */
    int ask(String id) throws IOException, InterruptedException {
        var body = BodyPublishers.ofString("{\"id\":\"" + id + "\",\"text\":\"財源はどこですか\"}");
        var request = HttpRequest.newBuilder(URI.create(service.url() + "/questions")).header("Content-Type", "application/json").POST(body);
        return client.send(request.timeout(Duration.ofSeconds(20)).build(), BodyHandlers.ofString()).statusCode();
    }

    String get(String path) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(URI.create(service.url() + path)).timeout(Duration.ofSeconds(30)).build(), BodyHandlers.ofString()).body();
    }

    @Override
    public void close() {
        client.shutdownNow();
        control.close();
        service.close();
    }
}
