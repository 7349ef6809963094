package liveqa.preflight;

import java.io.IOException;
import java.net.InetAddress;
import java.util.Optional;
import liveqa.http.Operator;

/** Where others than this machine come in, the operator's pages have a token: without one nobody at all can moderate through a proxy. */
final class OperatorTokenCheck implements Check {
    @Override
    public String id() {
        return "operator-token";
    }

    @Override
    public Words title() {
        return Words.of("操作者の合言葉", "operator's token");
    }

    @Override
    public Finding look(Host host) throws IOException {
        var token = Secret.from(host.intent().door().tokenFile(), host, "LIVE_QA_OPERATOR_TOKEN");
        var given = host.intent().door().tokenFile() != null || !token.isMissing();
        if (given) return judged(token);
        return openedBy(host.intent()).map(OperatorTokenCheck::missing)
                .orElseGet(() -> Finding.passed(Words.of("なし。/settings と /moderate はこの機械だけから", "none: /settings and /moderate work from this machine alone")));
    }

    private static Finding judged(Secret token) {
        var remedy = Words.of("1行のファイルに置き、--operator-token-file で指す（chmod 600）: openssl rand -hex 16", "put one into a file of one line (openssl rand -hex 16; chmod 600) and point --operator-token-file to it");
        if (token.problem().isPresent()) return Finding.failed(token.problem().get(), remedy);
        if (!token.value().matches("[!-~]{1,500}")) return Finding.failed(Words.of("一行の英数字と記号ではない", "it is not one line of letters, digits and signs"), remedy);
        if (token.value().length() < Operator.SHORTEST) return Finding.failed(Words.of("%d 文字に足りない", "it has less than %d characters", Operator.SHORTEST), remedy);
        return Finding.passed(Words.of("ある", "there is one"));
    }

    /** What lets others in than this machine. */
    private static Optional<Words> openedBy(Intent intent) throws IOException {
        if (intent.door().allowHost() != null) return Optional.of(Words.same("--allow-host " + intent.door().allowHost()));
        return InetAddress.getByName(intent.listenHost()).isLoopbackAddress() ? Optional.empty() : Optional.of(Words.same("--listen " + intent.listenHost()));
    }

    private static Finding missing(Words opener) {
        return Finding.failed(opener.then(Words.of(" で外からも入れるのに、合言葉がない。/settings と /moderate は使えない", " lets others in, but there is no token: they cannot use /settings and /moderate")),
                Words.of("openssl rand -hex 16 > token; chmod 600 token; --operator-token-file token を足す", "openssl rand -hex 16 > token; chmod 600 token; add --operator-token-file token"));
    }
}
