package liveqa;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import liveqa.air.AirFlags;
import liveqa.http.Operator;
import liveqa.model.ModelFlags;
import liveqa.voice.VoiceFlags;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The flags of the service. */
public final class Flags {
    @Option(names = "--listen", paramLabel = "HOST:PORT", defaultValue = "127.0.0.1:8080", converter = Address.class,
            description = "Address of the page and of HTTP; port 0 takes a free one. Default: ${DEFAULT-VALUE}")
    InetSocketAddress listen;

    @Option(names = "--data", paramLabel = "DIR", defaultValue = "live-qa-data",
            description = "Folder of the question log; one process at a time. Default: ${DEFAULT-VALUE}")
    Path data;

    @Option(names = "--documents", paramLabel = "DIR", description = "Folder of Markdown, PDF and HTML files to answer from, read again when they change. Default: the bundled samples")
    Path documents;

    @Mixin
    ModelFlags model = new ModelFlags();

    @Option(names = "--synonyms", paramLabel = "FILE", description = "Lines of words that mean the same (a, b, c), added to the bundled list")
    Path synonyms;

    @Option(names = "--feed", paramLabel = "FILE", description = "A file of JSON lines {\"id\",\"author\",\"text\",\"time\"} to follow: the live chat")
    Path feed;

    @Option(names = "--workers", paramLabel = "N", defaultValue = "4", description = "Threads that answer. Default: ${DEFAULT-VALUE}")
    int workers;

    @Option(names = "--queue", paramLabel = "N", defaultValue = "500", description = "Most questions that may wait. Default: ${DEFAULT-VALUE}")
    int queue;

    @Option(names = "--instance", paramLabel = "NAME", description = "Name of this instance in /health. Default: host:port")
    String instance;

    @Option(names = "--allow-host", paramLabel = "NAME", description = "A further Host to accept on loopback, for a proxy in front; repeatable")
    Set<String> allowedHosts = Set.of();

    @Mixin
    IntakeFlags intake = new IntakeFlags();

    @Mixin
    VoiceFlags voice = new VoiceFlags();

    @Mixin
    AirFlags air = new AirFlags();

    /** Of /settings and /moderate. */
    Optional<String> operatorToken() throws CannotStart {
        var token = Secrets.read(air.token(), "LIVE_QA_OPERATOR_TOKEN", "--operator-token-file");
        if (token.isEmpty() || token.get().length() >= Operator.SHORTEST) return token;
        throw new CannotStart("the operator's token must have at least " + Operator.SHORTEST + " characters", null);
    }

    public int workers() {
        return workers;
    }

    /** Reads HOST:PORT. */
    public static final class Address implements ITypeConverter<InetSocketAddress> {
        @Override
        public InetSocketAddress convert(String text) {
            int colon = text.lastIndexOf(':');
            if (colon < 1 || !text.substring(colon + 1).matches("\\d{1,5}")) throw new TypeConversionException("expected HOST:PORT, such as 127.0.0.1:8080");
            int port = Integer.parseInt(text.substring(colon + 1));
            if (port > 65_535) throw new TypeConversionException("a port is at most 65535");
            var address = new InetSocketAddress(text.substring(0, colon), port);
            if (address.isUnresolved()) throw new TypeConversionException("no such host: " + text.substring(0, colon));
            return address;
        }
    }
}
