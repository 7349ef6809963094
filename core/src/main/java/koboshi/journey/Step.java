package koboshi.journey;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One thing a journey does and what must come of it.
 *
 * <p>Texts that are sent may contain {@code ${name}} for a captured value and references to secrets, as {@link Template} reads them.
 */
public sealed interface Step {
    String name();

    /** The longest it may take, below the journey's timeout. */
    Optional<Duration> within();

    /** Everything of it in which places are filled. */
    default List<String> texts() {
        return switch (this) {
            case Http http -> joined(http.headers().values(), Stream.concat(Stream.of(http.url()), http.body().stream()));
            case Talk talk -> joined(said(talk.turns()), Stream.of(talk.address()));
            case WebSocket socket -> joined(said(socket.turns()), Stream.concat(Stream.of(socket.url()), socket.headers().values().stream()));
            case Dns dns -> joined(List.of(dns.host()), dns.server().stream());
            case Exec exec -> joined(exec.command(), Stream.concat(exec.environment().values().stream(), exec.input().stream()));
        };
    }

    private static List<String> joined(Collection<String> some, Stream<String> others) {
        return Stream.concat(some.stream(), others).toList();
    }

    private static List<String> said(List<Turn> turns) {
        return turns.stream().filter(Turn.Say.class::isInstance).map(turn -> ((Turn.Say) turn).text()).toList();
    }

    /**
     * One HTTP request on a connection of its own; a redirect is an answer like any other and is not followed.
     *
     * @param headers sent with the request
     * @param captures values kept for later steps, by name
     */
    record Http(
            String name,
            String method,
            String url,
            Map<String, String> headers,
            Optional<String> body,
            Expectation expect,
            Map<String, Capture> captures)
            implements Step {
        public Http {
            headers = Map.copyOf(headers);
            captures = Map.copyOf(captures);
        }

        @Override
        public Optional<Duration> within() {
            return expect.within();
        }
    }

    /**
     * Lines over one fresh connection.
     *
     * @param address {@code host:port}
     * @param secure whether by TLS from the first byte on
     * @param turns in order; none to only connect
     * @param certificate how long the certificate must still be valid, and those above it that came with it
     */
    record Talk(String name, String address, boolean secure, List<Turn> turns, Optional<Duration> within, Optional<Duration> certificate)
            implements Step {
        public Talk {
            turns = List.copyOf(turns);
        }
    }

    /**
     * Messages over one fresh WebSocket, which is closed afterwards.
     *
     * @param url {@code ws://} or {@code wss://}
     */
    record WebSocket(String name, String url, Map<String, String> headers, List<Turn> turns, Optional<Duration> within) implements Step {
        public WebSocket {
            headers = Map.copyOf(headers);
            turns = List.copyOf(turns);
        }
    }

    /**
     * A question to the name service.
     *
     * @param server {@code host} or {@code host:port}; that of the host's own resolver where empty
     * @param records each must be among what came; empty for any
     * @param atLeast how many records must come
     */
    record Dns(
            String name,
            String host,
            String type,
            Optional<String> server,
            List<String> records,
            int atLeast,
            Map<String, Capture> captures,
            Optional<Duration> within)
            implements Step {
        public Dns {
            records = List.copyOf(records);
            captures = Map.copyOf(captures);
        }
    }

    /**
     * A program, run with the rights of whoever rehearses the journey; no shell reads its arguments.
     *
     * @param directory where it runs, absolute
     * @param environment added to our own
     * @param input what it reads; nothing where empty
     * @param exits any of these codes
     * @param output what its standard output must say
     */
    record Exec(
            String name,
            List<String> command,
            String directory,
            Map<String, String> environment,
            Optional<String> input,
            List<Integer> exits,
            Wording output,
            Map<String, Capture> captures,
            Optional<Duration> within)
            implements Step {
        public Exec {
            command = List.copyOf(command);
            environment = Map.copyOf(environment);
            exits = List.copyOf(exits);
            captures = Map.copyOf(captures);
        }
    }

    /** One side's turn to speak. */
    sealed interface Turn {
        /** A line, or a message; a line break is added to a line that has none. */
        record Say(String text) implements Turn {}

        /**
         * What comes is passed over until a line, or a message, is what is expected.
         *
         * @param within the longest to wait for it
         */
        record Hear(Wording expect, Map<String, Capture> captures, Optional<Duration> within) implements Turn {
            public Hear {
                captures = Map.copyOf(captures);
            }
        }
    }

    /**
     * What a text must say.
     *
     * @param contains each must be in it
     * @param matches each regular expression must be found in it
     * @param json what must stand at each JSON pointer
     */
    record Wording(List<String> contains, List<String> matches, Map<String, String> json) {
        public static final Wording ANYTHING = new Wording(List.of(), List.of(), Map.of());

        public Wording {
            contains = List.copyOf(contains);
            matches = List.copyOf(matches);
            json = Map.copyOf(json);
        }

        public static Wording containing(String text) {
            return new Wording(List.of(text), List.of(), Map.of());
        }
    }

    /**
     * What an answer must be.
     *
     * @param statuses any of these; empty for 200 to 299
     * @param headers by name, compared without regard to case of the name
     * @param contains each must be in the body
     * @param json what must stand at each JSON pointer
     * @param matches each regular expression must be found in the body
     * @param within the longest from the beginning of the connection to the end of the answer
     * @param certificate how long the certificate must still be valid, and those above it that came with it
     */
    record Expectation(
            List<Integer> statuses,
            Map<String, String> headers,
            List<String> contains,
            Map<String, String> json,
            List<String> matches,
            Optional<Duration> within,
            Optional<Duration> certificate) {
        public static final Expectation SUCCESS = new Expectation(List.of(), Map.of(), List.of(), Map.of());

        public Expectation {
            statuses = List.copyOf(statuses);
            headers = Map.copyOf(headers);
            contains = List.copyOf(contains);
            json = Map.copyOf(json);
            matches = List.copyOf(matches);
        }

        public Expectation(List<Integer> statuses, Map<String, String> headers, List<String> contains, Map<String, String> json) {
            this(statuses, headers, contains, json, List.of(), Optional.empty(), Optional.empty());
        }

        public boolean accepts(int status) {
            return statuses.isEmpty() ? status / 100 == 2 : statuses.contains(status);
        }

        public Wording body() {
            return new Wording(contains, matches, json);
        }
    }

    /** Where in an answer a value is found. */
    sealed interface Capture {
        record Json(String pointer) implements Capture {}

        record Header(String name) implements Capture {}

        /** The first group of the first match in the text. */
        record Regex(String pattern) implements Capture {}

        /** All of it: a line, a message, the first record, the output without its last line break. */
        record Whole() implements Capture {}

        /** The code a program ended with. */
        record Exit() implements Capture {}
    }
}
