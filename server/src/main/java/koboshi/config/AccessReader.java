package koboshi.config;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import koboshi.config.ScrapeJob.Access;
import koboshi.config.ScrapeJob.Login;
import koboshi.config.ScrapeJob.Tls;

/** Reads how a target lets us in, in our spelling and in Prometheus's. A secret itself is never read from a file of ours, and from Prometheus's with a warning. */
final class AccessReader {
    static final List<String> OURS = List.of("basic_auth", "bearer", "tls", "follow_redirects");
    static final List<String> THEIRS = List.of("basic_auth", "authorization", "bearer_token", "bearer_token_file", "tls_config", "follow_redirects", "enable_http2");
    private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9_-]{0,30}");
    private static final String NO_SECRET = "a secret stands in this file, for whoever reads it; better is ";

    private AccessReader() {}

    static Access ours(Fields fields) {
        var basic = fields.get("basic_auth", value -> {
            var keys = value.fields(List.of("user", "password"));
            var password = keys.get("password", Secrets::read);
            return keys.need("user", "the name of a user", Value::text).<Login>map(user -> new Login.Basic(user, password));
        });
        var bearer = fields.get("bearer", Secrets::read).<Login>map(secret -> new Login.Credentials("Bearer", secret));
        oneLogin(fields, List.of("basic_auth", "bearer"));
        var tls = fields.get("tls", value -> Optional.of(tls(value.fields(List.of("ca", "cert", "key", "server_name", "insecure")), "ca", "cert", "key", "insecure")));
        return new Access(basic.or(() -> bearer), tls.orElse(Tls.USUAL), follow(fields));
    }

    static Access theirs(Fields fields) {
        var basic = fields.get("basic_auth", AccessReader::theirBasic);
        var authorization = fields.get("authorization", AccessReader::authorization);
        var bearer = secret(fields, "bearer_token", "bearer_token_file").<Login>map(secret -> new Login.Credentials("Bearer", secret));
        oneLogin(fields, List.of("basic_auth", "authorization", "bearer_token", "bearer_token_file"));
        var tls = fields.get("tls_config", value -> {
            var keys = value.fields(List.of("ca_file", "cert_file", "key_file", "server_name", "insecure_skip_verify", "ca", "cert", "key", "min_version", "max_version"));
            keys.refuse(List.of("ca", "cert", "key"), "is not supported here; expected the path of a file, under the key with _file");
            keys.refuse(List.of("max_version"), "is not supported here");
            // Nothing older is ever spoken here.
            boolean newest = keys.get("min_version", version -> version.oneOf(List.of("TLS12", "TLS13"))).filter("TLS13"::equals).isPresent();
            return Optional.of(tls(keys, "ca_file", "cert_file", "key_file", "insecure_skip_verify").newest(newest));
        });
        return new Access(basic.or(() -> authorization).or(() -> bearer), tls.orElse(Tls.USUAL), follow(fields));
    }

    private static boolean follow(Fields fields) {
        return fields.get("follow_redirects", Value::flag).orElse(true);
    }

    private static void oneLogin(Fields fields, List<String> keys) {
        var there = keys.stream().filter(fields::has).toList();
        if (there.size() > 1) {
            fields.refuse(there.subList(1, there.size()), "cannot stand beside " + there.getFirst());
        }
    }

    private static Optional<Login> theirBasic(Value value) {
        var keys = value.fields(List.of("username", "username_file", "password", "password_file"));
        keys.refuse(List.of("username_file"), "is not supported here; expected username");
        var password = secret(keys, "password", "password_file");
        oneLogin(keys, List.of("password", "password_file"));
        return keys.need("username", "the name of a user", Value::text).map(user -> new Login.Basic(user, password));
    }

    private static Optional<Login> authorization(Value value) {
        var keys = value.fields(List.of("type", "credentials", "credentials_file"));
        oneLogin(keys, List.of("credentials", "credentials_file"));
        var type = keys.get("type", one -> one.matching(SCHEME, "a word such as Bearer")).orElse("Bearer");
        if (!keys.has("credentials") && !keys.has("credentials_file")) {
            keys.missing("credentials_file", "the path of a file");
        }
        return secret(keys, "credentials", "credentials_file").map(secret -> new Login.Credentials(type, secret));
    }

    /** Another program's file is taken as it is; the secret is never said again. */
    private static Optional<Secret> secret(Fields fields, String key, String file) {
        var written = fields.get(key, value -> value.text("a secret")).<Secret>map(Secret.Written::new);
        written.flatMap(_ -> fields.value(key)).ifPresent(value -> value.report().warn(value.named(), value.key(), NO_SECRET + file));
        return written.or(() -> fields.get(file, Value::path).map(Secret.File::new));
    }

    private static Tls tls(Fields keys, String ca, String cert, String key, String insecure) {
        if (keys.has(cert) != keys.has(key)) {
            keys.missing(keys.has(cert) ? key : cert, "both " + cert + " and " + key + ", or neither");
        }
        return new Tls(keys.get(ca, Value::path), keys.get(cert, Value::path), keys.get(key, Value::path), keys.get("server_name", Value::text),
                keys.get(insecure, Value::flag).orElse(false), false);
    }
}
