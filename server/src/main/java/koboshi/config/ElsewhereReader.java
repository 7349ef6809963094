package koboshi.config;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import koboshi.config.Elsewhere.Login;
import koboshi.config.Elsewhere.RemoteWrite;
import koboshi.config.Elsewhere.Server;
import koboshi.resource.Bytes;

/** Reads {@code source:} and {@code remote_write:}. */
final class ElsewhereReader {
    private static final List<String> ACCESS = List.of("bearer", "basic", "headers", "timeout");
    private static final Duration SOURCE_PATIENCE = Duration.ofSeconds(10);
    private static final Duration WRITE_PATIENCE = Duration.ofSeconds(30);
    private static final Bytes LEAST_DISK = Bytes.parse("16MiB");
    private static final Bytes DISK = Bytes.parse("1GiB");
    private static final int MOST = 10;
    private static final Pattern HEADER = Pattern.compile("[A-Za-z0-9][A-Za-z0-9-]{0,99}");
    /** Of the connection, not of what is asked: the client sets them itself and takes them from nobody. */
    private static final Pattern CLIENTS_OWN = Pattern.compile("(?i)host|connection|content-length|expect|upgrade");

    private ElsewhereReader() {}

    static Elsewhere read(Sections sections) {
        return new Elsewhere(
                sections.setting("source").flatMap(ElsewhereReader::source),
                sections.setting("remote_write").map(ElsewhereReader::remoteWrites).orElse(List.of()));
    }

    private static List<String> keys(String... own) {
        var keys = new ArrayList<>(List.of(own));
        keys.addAll(ACCESS);
        return keys;
    }

    private static Optional<Server> source(Value value) {
        var fields = value.fields(keys("prometheus"));
        return fields.need("prometheus", "the address of a server that speaks Prometheus's API", Addresses::http).map(url -> server(url, fields, SOURCE_PATIENCE));
    }

    private static Server server(URI url, Fields fields, Duration patience) {
        if (fields.has("bearer")) {
            fields.refuse(List.of("basic"), "cannot stand beside bearer; expected only one of them");
        }
        var bearer = fields.get("bearer", Secrets::read).map(Login.Bearer::new);
        var basic = fields.get("basic", ElsewhereReader::basic);
        var headers = fields.value("headers").map(ElsewhereReader::headers).orElse(Map.of());
        var timeout = fields.get("timeout", one -> one.duration(Duration.ofMillis(100), Duration.ofMinutes(2)));
        return new Server(url, bearer.<Login>map(login -> login).or(() -> basic).orElse(new Login.None()), headers, timeout.orElse(patience));
    }

    private static Optional<Login> basic(Value value) {
        var fields = value.fields(List.of("user", "password"));
        var user = fields.need("user", "a name", Value::text);
        var password = fields.need("password", "{env: NAME} or {file: path}", Secrets::read);
        return user.flatMap(name -> password.map(secret -> new Login.Basic(name, secret)));
    }

    private static Map<String, String> headers(Value value) {
        var headers = new TreeMap<String, String>();
        value.entries("a mapping of headers").forEach((name, text) -> {
            if (!HEADER.matcher(name).matches()) {
                text.report().problem(text.named(), text.key(), "expected the name of a header");
            } else if (CLIENTS_OWN.matcher(name).matches()) {
                text.report().problem(text.named(), text.key(), "this header is set by the connection itself; expected another");
            } else if (Secrets.soundsSecret(name)) {
                text.report().problem(text.named(), text.key(), "a secret itself never stands in this file; expected bearer or basic beside headers");
            } else {
                text.text("the header's value").ifPresent(sent -> headers.put(name, sent));
            }
        });
        return headers;
    }

    private static List<RemoteWrite> remoteWrites(Value value) {
        var items = value.isList() ? value.items("a list of servers").orElse(List.of()) : List.of(value);
        var writes = new ArrayList<RemoteWrite>();
        var names = new HashSet<String>();
        if (items.size() > MOST) {
            value.problem("expected at most " + MOST + " servers");
        }
        for (var item : items) {
            remoteWrite(item).ifPresent(write -> {
                if (!names.add(write.name())) {
                    item.problem("another is named " + Value.quoted(write.name()) + "; expected a name of its own under name");
                }
                writes.add(write);
            });
        }
        return writes;
    }

    private static Optional<RemoteWrite> remoteWrite(Value item) {
        var fields = item.fields(keys("url", "name", "disk", "native_histograms"));
        var name = fields.get("name", one -> one.matching(Names.NAME, "a name of letters, digits, - . and _, at most 100"));
        var disk = fields.get("disk", one -> ServiceReader.amount(one, LEAST_DISK)).orElse(DISK);
        boolean histograms = fields.get("native_histograms", Value::flag).orElse(false);
        return fields.need("url", "where to write to, such as http://127.0.0.1:9090/api/v1/write", Addresses::http)
                .map(url -> new RemoteWrite(name.orElseGet(() -> plain(url)), server(url, fields, WRITE_PATIENCE), disk.count(), histograms));
    }

    private static String plain(URI url) {
        return (url.getHost() + (url.getPort() < 0 ? "" : "-" + url.getPort())).replaceAll("[^A-Za-z0-9._-]", "-");
    }
}
