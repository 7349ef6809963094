package liveqa.phone;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import liveqa.phone.sip.Allowed;
import liveqa.phone.sip.Ports;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The flags of the service. */
public final class Flags {
    @Option(names = "--live-qa", paramLabel = "URL", defaultValue = "http://127.0.0.1:8080", converter = Http.class,
            description = "Where live-qa answers. Default: ${DEFAULT-VALUE}")
    URI liveQa;

    @Option(names = "--listen", paramLabel = "HOST:PORT", defaultValue = "127.0.0.1:8090", converter = Address.class,
            description = "Address of webhooks, /metrics and /health; port 0 takes a free one. Default: ${DEFAULT-VALUE}")
    InetSocketAddress listen;

    @Option(names = "--twilio-token-file", paramLabel = "FILE",
            description = "File with the provider's auth token; turns the webhooks on. Else the environment's TWILIO_AUTH_TOKEN")
    Path tokenFile;

    @Option(names = "--public-url", paramLabel = "URL", converter = Http.class,
            description = "The address the provider calls, when a proxy or tunnel is in front, such as https://phone.example.jp. Default: the one listened at")
    URI publicUrl;

    @Option(names = "--sip", paramLabel = "HOST:PORT", arity = "0..1", fallbackValue = "127.0.0.1:5060", converter = Address.class,
            description = "Turns SIP over UDP on. Without a value: ${FALLBACK-VALUE}; port 0 takes a free one")
    InetSocketAddress sip;

    @Option(names = "--sip-allow", paramLabel = "NETWORK", converter = Networks.class,
            description = "A network calls may come from and sound may go to, such as 203.0.113.0/24; repeatable. Default: loopback")
    List<Allowed.Network> sipAllow = List.of(Allowed.Network.parse("127.0.0.0/8"), Allowed.Network.parse("::1"));

    @Option(names = "--sip-announce", paramLabel = "ADDRESS", converter = Numeric.class,
            description = "The address callers reach this host at, when it stands behind a NAT. Default: that of --sip")
    InetAddress sipAnnounce;

    @Option(names = "--rtp-ports", paramLabel = "FROM-TO", defaultValue = "40000-40199", converter = Range.class,
            description = "UDP ports for sound, one even port for each call. Default: ${DEFAULT-VALUE}")
    Ports rtpPorts;

    @Option(names = "--max-calls", paramLabel = "N", defaultValue = "20",
            description = "Most calls at once, of both kinds; further ones hear that it is busy. Default: ${DEFAULT-VALUE}")
    int maxCalls;

    @Option(names = "--max-call", paramLabel = "TIME", defaultValue = "15m", converter = Time.class,
            description = "How long a call may be. Default: ${DEFAULT-VALUE}")
    Duration maxCall;

    @Option(names = "--patience", paramLabel = "TIME", defaultValue = "45s", converter = Time.class,
            description = "How long a caller waits for an answer at most. Default: ${DEFAULT-VALUE}")
    Duration patience;

    @Option(names = "--ring", paramLabel = "TIME", defaultValue = "1s", converter = Time.class, description = "SIP: how long it rings. Default: ${DEFAULT-VALUE}")
    Duration ring;

    @Option(names = "--listening", paramLabel = "TIME", defaultValue = "7s", converter = Time.class,
            description = "SIP: how long to wait for a key before asking again. Default: ${DEFAULT-VALUE}")
    Duration listening;

    @Option(names = "--dead-after", paramLabel = "TIME", defaultValue = "30s", converter = Time.class,
            description = "SIP: a caller who sends no sound for so long has gone. Default: ${DEFAULT-VALUE}")
    Duration deadAfter;

    @Option(names = "--stop-within", paramLabel = "TIME", defaultValue = "12s", converter = Time.class,
            description = "On SIGTERM, how long calls in progress may take to hear goodbye. Default: ${DEFAULT-VALUE}")
    Duration stopWithin;

    @Option(names = "--words", paramLabel = "FILE", description = "What is said, in both languages. Default: the bundled words; see --copy-words")
    Path words;

    @Option(names = "--open-jtalk", paramLabel = "PROGRAM", defaultValue = "open_jtalk",
            description = "SIP: the Japanese voice of this host, for when live-qa gives no speech. Default: ${DEFAULT-VALUE}")
    String openJTalk;

    @Option(names = "--voices", paramLabel = "DIR", defaultValue = "/usr/share/hts-voice", description = "Where its voice is looked for. Default: ${DEFAULT-VALUE}")
    Path voices;

    @Option(names = "--dictionary", paramLabel = "DIR", defaultValue = "/var/lib/mecab/dic/open-jtalk/naist-jdic",
            description = "Its dictionary. Default: ${DEFAULT-VALUE}")
    Path dictionary;

    @Option(names = "--espeak", paramLabel = "PROGRAM", defaultValue = "espeak-ng",
            description = "SIP: the English voice; without it English is not offered there. Default: ${DEFAULT-VALUE}")
    String espeak;

    /** Reads HOST:PORT. */
    static final class Address implements ITypeConverter<InetSocketAddress> {
        @Override
        public InetSocketAddress convert(String text) {
            int colon = text.lastIndexOf(':');
            if (colon < 1 || !text.substring(colon + 1).matches("\\d{1,5}")) throw new TypeConversionException("expected HOST:PORT, such as 127.0.0.1:8090");
            int port = Integer.parseInt(text.substring(colon + 1));
            if (port > 65_535) throw new TypeConversionException("a port is at most 65535");
            var address = new InetSocketAddress(text.substring(0, colon), port);
            if (address.isUnresolved()) throw new TypeConversionException("no such host: " + text.substring(0, colon));
            return address;
        }
    }

    /** Reads a time. */
    static final class Time implements ITypeConverter<Duration> {
        private static final Pattern TIME = Pattern.compile("(\\d{1,7})(ms|s|m)");

        @Override
        public Duration convert(String text) {
            var parts = TIME.matcher(text);
            if (!parts.matches()) throw new TypeConversionException("expected a time such as 500ms, 30s or 15m");
            long number = Long.parseLong(parts.group(1));
            return switch (parts.group(2)) {
                case "ms" -> Duration.ofMillis(number);
                case "s" -> Duration.ofSeconds(number);
                default -> Duration.ofMinutes(number);
            };
        }
    }

    /** Reads an address of HTTP. */
    static final class Http implements ITypeConverter<URI> {
        @Override
        public URI convert(String text) {
            if (!text.matches("https?://[^/?#@\\s]+(/[^?#\\s]*)?")) throw new TypeConversionException("expected an address such as http://127.0.0.1:8080");
            return URI.create(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
        }
    }

    /** Reads a network. */
    static final class Networks implements ITypeConverter<Allowed.Network> {
        @Override
        public Allowed.Network convert(String text) {
            try {
                return Allowed.Network.parse(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }

    /** Reads an address that is not a name. */
    static final class Numeric implements ITypeConverter<InetAddress> {
        @Override
        public InetAddress convert(String text) throws UnknownHostException {
            if (!text.matches("[0-9.]+|[0-9a-fA-F:]+")) throw new TypeConversionException("expected an address such as 203.0.113.7");
            return InetAddress.getByName(text);
        }
    }

    /** Reads a range of ports. */
    static final class Range implements ITypeConverter<Ports> {
        @Override
        public Ports convert(String text) {
            if (!text.matches("\\d{4,5}-\\d{4,5}")) throw new TypeConversionException("expected a range such as 40000-40199");
            var ends = text.split("-");
            try {
                return new Ports(Integer.parseInt(ends[0]), Integer.parseInt(ends[1]));
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }
}
