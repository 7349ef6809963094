package liveqa.preflight;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How the service is to be started: what its flags say. What is null was not asked for.
 *
 * @param clockFrom an address whose Date header the clock is compared with; null takes the model's or the chat's
 */
record Intent(String listenHost, int listenPort, Path data, Path documents, Model model, Chat chat, Voice voice, Door door, URI clockFrom) {
    static final URI YOUTUBE = URI.create("https://www.googleapis.com/youtube/v3");

    /** @param url an OpenAI-compatible endpoint, down to its version: {@code https://host/v1} */
    record Model(URI url, String name, Path keyFile) {}

    record Chat(URI endpoint, String video, Path keyFile) {}

    /**
     * Where Open JTalk's parts are; null is where Debian puts them.
     *
     * @param voice a file, or {@code off}
     */
    record Voice(String program, Path dictionary, String voice) {}

    /**
     * Who may come in.
     *
     * @param allowHost what {@code --allow-host} names, of several the first; null: nobody
     * @param tokenFile null: the token is in the environment, if anywhere
     */
    record Door(String allowHost, Path tokenFile) {}

    /** The outside addresses the service will call. */
    List<URI> endpoints() {
        var all = new ArrayList<URI>();
        if (model != null) all.add(model.url());
        if (chat != null) all.add(chat.endpoint());
        return all;
    }

    URI health() {
        var host = listenHost.equals("0.0.0.0") || listenHost.equals("::") ? "127.0.0.1" : listenHost;
        return URI.create("http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + listenPort + "/health");
    }
}
