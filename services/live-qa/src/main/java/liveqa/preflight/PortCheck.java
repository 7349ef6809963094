package liveqa.preflight;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;

/** The port is free, or already ours. */
final class PortCheck implements Check {
    @Override
    public String id() {
        return "port";
    }

    @Override
    public Words title() {
        return Words.of("ポート", "port");
    }

    @Override
    public Finding look(Host host) throws IOException {
        var intent = host.intent();
        var address = intent.listenHost() + ":" + intent.listenPort();
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByName(intent.listenHost()), intent.listenPort()));
            return Finding.passed(Words.of("%s は空いている", "%s is free", address));
        } catch (UnknownHostException _) {
            return Finding.failed(Words.of("%s という住所はない", "there is no address %s", intent.listenHost()), Words.of("--listen を直す", "correct --listen"));
        } catch (BindException e) {
            return taken(host, address, e);
        }
    }

    private static Finding taken(Host host, String address, BindException e) {
        if (Ours.runsAt(host)) return Finding.passed(Words.of("%s では live-qa がすでに答えている", "a live-qa answers at %s already", address));
        return Finding.failed(Words.of("%s を使えない（%s）", "%s cannot be used (%s)", address, e.getMessage()),
                Words.of("使っている相手: sudo ss -ltnp 'sport = :%d'。止めるか --listen を変える", "who has it: sudo ss -ltnp 'sport = :%d'; stop it or change --listen",
                        host.intent().listenPort()));
    }
}
