package liveqa.preflight;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.util.stream.Stream;

/** The way out to each configured address: its name is found and its port opens. */
final class OutboundCheck implements Check {
    private static final int LIMIT_MILLIS = 4_000;

    @Override
    public String id() {
        return "outbound";
    }

    @Override
    public Words title() {
        return Words.of("外への道", "the way out");
    }

    @Override
    public Finding look(Host host) {
        var endpoints = host.intent().endpoints();
        if (endpoints.isEmpty()) return Finding.unprovable(Words.of("外の相手（チャット、言語モデル）が設定にない。OBS から配信先への道は OBS で確かめる",
                "nothing outside (chat, model) is configured; the way from OBS to the platform is proven in OBS"));
        for (var endpoint : endpoints) {
            var closed = closed(endpoint);
            if (closed != null) return Finding.failed(Words.of("%s: ", "%s: ", endpoint.getHost()).then(closed), remedy(host, endpoint));
        }
        return Finding.passed(Words.same(String.join(", ", endpoints.stream().map(URI::getAuthority).distinct().toList())));
    }

    private static Words closed(URI endpoint) {
        int port = endpoint.getPort() >= 0 ? endpoint.getPort() : endpoint.getScheme().equals("http") ? 80 : 443;
        var address = new InetSocketAddress(endpoint.getHost(), port);
        if (address.isUnresolved()) return Words.of("名前が見つからない（DNS）", "the name is not found (DNS)");
        try (var socket = new Socket()) {
            socket.connect(address, LIMIT_MILLIS);
            return null;
        } catch (IOException e) {
            return Web.why(e);
        }
    }

    private static Words remedy(Host host, URI endpoint) {
        var proxied = Stream.of("https_proxy", "HTTPS_PROXY", "http_proxy", "HTTP_PROXY").anyMatch(host.environment()::containsKey);
        if (proxied) {
            return Words.of("この機械には代理サーバの設定がある。Java には -Dhttps.proxyHost= と -Dhttps.proxyPort= で伝える（LIVE_QA_JVM）",
                    "this host has a proxy; tell Java with -Dhttps.proxyHost= and -Dhttps.proxyPort= (LIVE_QA_JVM)");
        }
        return Words.of("名前: getent hosts %1$s。道: curl -v %2$s。防火壁で外向きを開ける", "name: getent hosts %1$s; way: curl -v %2$s; open the firewall outwards",
                endpoint.getHost(), endpoint);
    }
}
