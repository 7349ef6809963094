package koboshi.config;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import koboshi.config.ScrapeJob.Access;
import koboshi.config.ScrapeJob.Login;
import koboshi.config.ScrapeJob.Tls;

/** Reads how a target lets us in, in our spelling and in Prometheus's. A secret itself is never read from such a file. */
final class AccessReader {
    static final List<String> OURS = List.of("basic_auth", "bearer", "tls", "follow_redirects");
    static final List<String> THEIRS = List.of("basic_auth", "authorization", "bearer_token", "bearer_token_file", "tls_config", "follow_redirects", "enable_http2");
    private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9_-]{0,30}");
    private static final String NO_SECRET = "a secret never stands in such a file; expected ";

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
        fields.refuse(List.of("bearer_token"), NO_SECRET + "bearer_token_file");
        var basic = fields.get("basic_auth", AccessReader::theirBasic);
        var authorization = fields.get("authorization", AccessReader::authorization);
        var bearer = fields.get("bearer_token_file", Value::path).<Login>map(path -> new Login.Credentials("Bearer", new Secret.File(path)));
        oneLogin(fields, List.of("basic_auth", "authorization", "bearer_token_file"));
        var tls = fields.get("tls_config", value -> {
            var keys = value.fields(List.of("ca_file", "cert_file", "key_file", "server_name", "insecure_skip_verify", "ca", "cert", "key", "min_version", "max_version"));
            keys.refuse(List.of("ca", "cert", "key"), "is not supported here; expected the path of a file, under the key with _file");
            keys.refuse(List.of("min_version", "max_version"), "is not supported here");
            return Optional.of(tls(keys, "ca_file", "cert_file", "key_file", "insecure_skip_verify"));
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
        keys.refuse(List.of("password"), NO_SECRET + "password_file");
        keys.refuse(List.of("username_file"), "is not supported here; expected username");
        var password = keys.get("password_file", Value::path).<Secret>map(Secret.File::new);
        return keys.need("username", "the name of a user", Value::text).map(user -> new Login.Basic(user, password));
    }

    private static Optional<Login> authorization(Value value) {
        var keys = value.fields(List.of("type", "credentials", "credentials_file"));
        keys.refuse(List.of("credentials"), NO_SECRET + "credentials_file");
        var type = keys.get("type", one -> one.matching(SCHEME, "a word such as Bearer")).orElse("Bearer");
        return keys.need("credentials_file", "the path of a file", Value::path).map(path -> new Login.Credentials(type, new Secret.File(path)));
    }

    private static Tls tls(Fields keys, String ca, String cert, String key, String insecure) {
        if (keys.has(cert) != keys.has(key)) {
            keys.missing(keys.has(cert) ? key : cert, "both " + cert + " and " + key + ", or neither");
        }
        return new Tls(keys.get(ca, Value::path), keys.get(cert, Value::path), keys.get(key, Value::path), keys.get("server_name", Value::text),
                keys.get(insecure, Value::flag).orElse(false));
    }
}
