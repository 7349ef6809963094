package koboshi.probe;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import koboshi.config.Site;

/** One question, from the lookup of the name to the end of the answer, redirects included. Only the thread that probes touches it, and nothing here waits. */
final class Exchange {
    private static final int MOST_REDIRECTS = 10;
    private static final int LONGEST_TEXT = 300;

    private enum Stage {
        LOOKING_UP("its name was not found out in time"),
        CONNECTING("it did not take the connection in time"),
        AGREEING("it did not agree on TLS in time"),
        SENDING("it did not read the question in time"),
        READING("it did not answer in time"),
        OVER("");

        private final String late;

        Stage(String late) {
            this.late = late;
        }
    }

    private final Ground ground;
    private final Question first;
    private final Consumer<Reply> told;
    private long begun;
    private Question question;
    private Stage stage = Stage.LOOKING_UP;
    private int redirects;
    /** Counts connections, so that what was asked for one of them is not taken by the next. */
    private int turn;
    private SocketChannel channel;
    private SelectionKey key;
    private Wire wire;
    private ByteBuffer request;
    private AnswerReader reader;
    private int held;
    private Optional<Instant> certifiedUntil = Optional.empty();

    Exchange(Ground ground, Question question, Consumer<Reply> told) {
        this.ground = ground;
        this.first = question;
        this.question = question;
        this.told = told;
    }

    void begin() {
        begun = System.nanoTime();
        guarded(this::lookUp);
    }

    /** All that it may take. */
    Duration timeout() {
        return first.timeout();
    }

    private void lookUp() {
        stage = Stage.LOOKING_UP;
        int now = ++turn;
        ground.names().find(question.site().host(), found -> {
            if (turn == now && stage == Stage.LOOKING_UP) {
                found(found);
            }
        });
    }

    private void found(Names.Found found) {
        guarded(() -> {
            if (!found.trouble().isEmpty()) {
                throw new ProbeFailure(found.trouble());
            }
            stage = Stage.CONNECTING;
            channel = SocketChannel.open();
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            if (channel.connect(new InetSocketAddress(found.address(), question.site().port()))) {
                connected();
            } else {
                waitFor(SelectionKey.OP_CONNECT);
            }
        });
    }

    /** What the selector says of a connection; one that was closed meanwhile is not ours any more. */
    void ready(SelectionKey selected) {
        if (selected == key) {
            guarded(this::goOn);
        }
    }

    private void goOn() throws IOException, ProbeFailure {
        switch (stage) {
            case CONNECTING -> {
                channel.finishConnect();
                connected();
            }
            case AGREEING -> agree();
            case SENDING -> send();
            case READING -> read();
            case LOOKING_UP, OVER -> throw new IllegalStateException("no connection is waited for");
        }
    }

    /** The time is up. */
    void late() {
        if (stage != Stage.OVER) {
            fail(stage == Stage.READING && reader.begun() ? "it did not end its answer in time" : stage.late);
        }
    }

    private void connected() throws IOException, ProbeFailure {
        stage = Stage.AGREEING;
        reader = new AnswerReader(question.most(), question.kept());
        wire = question.site().secure() ? new SecureWire(channel, engine(), ground::scratch, ground.chains()) : new PlainWire(channel);
        request = ByteBuffer.wrap(text().getBytes(StandardCharsets.ISO_8859_1));
        agree();
    }

    private SSLEngine engine() throws IOException {
        var tls = question.access().tls();
        var context = ground.keyring().context(tls);
        // A name that is asked for is also the one that is expected in the certificate.
        var name = tls.serverName().orElse(question.site().host());
        boolean stubborn = ground.stubborn().knows(question.site(), tls, System.nanoTime());
        return stubborn ? context.thorough(name, question.site().port()) : context.quick(name, question.site().port());
    }

    private void agree() throws IOException, ProbeFailure {
        if (question.site().secure()) {
            waitFor(0);
            agreeBeside();
        } else {
            agreed(wire.agree());
        }
    }

    /** Until it is done the connection is left alone here. */
    private void agreeBeside() {
        int now = turn;
        var agreeing = wire;
        ground.workers().execute(() -> {
            var came = attempted(agreeing);
            ground.post(() -> {
                if (turn == now && stage == Stage.AGREEING) {
                    guarded(() -> agreed(came.get()));
                }
            });
        });
    }

    private interface Came {
        Wire.Step get() throws IOException, ProbeFailure;
    }

    private static Came attempted(Wire wire) {
        try {
            var step = wire.agree();
            return () -> step;
        } catch (IOException trouble) {
            return () -> {
                throw trouble;
            };
        } catch (RuntimeException mistake) {
            return () -> {
                throw new ProbeFailure("TLS failed for a reason of ours: " + mistake);
            };
        }
    }

    /** By {@code Connection: close} the other side ends what has no length, and nothing is left over for the next question. */
    private String text() throws IOException {
        var url = question.url();
        var path = url.getRawPath() == null || url.getRawPath().isEmpty() ? "/" : url.getRawPath();
        var query = url.getRawQuery() == null ? "" : "?" + url.getRawQuery();
        var authorization = question.site().sameAs(first.site()) ? ground.keyring().authorization(question.access()) : "";
        return "GET " + path + query + " HTTP/1.1\r\nHost: " + question.site().written() + "\r\nUser-Agent: " + ground.agent()
                + "\r\nAccept: */*\r\nConnection: close\r\n" + (authorization.isEmpty() ? "" : "Authorization: " + authorization + "\r\n") + "\r\n";
    }

    private void agreed(Wire.Step step) throws IOException, ProbeFailure {
        if (goesOn(step)) {
            certifiedUntil = wire.certifiedUntil();
            refuseEnded();
            stage = Stage.SENDING;
            send();
        }
    }

    /** Java believes a certificate that it was told to trust although it is over; nobody who visits does. */
    private void refuseEnded() throws ProbeFailure {
        var ended = certifiedUntil.filter(until -> !question.access().tls().insecure() && until.isBefore(Instant.now()));
        if (ended.isPresent()) {
            throw new ProbeFailure("its certificate ended at " + ended.get());
        }
    }

    private void send() throws IOException, ProbeFailure {
        if (goesOn(wire.send(request))) {
            stage = Stage.READING;
            waitFor(SelectionKey.OP_READ);
        }
    }

    private boolean goesOn(Wire.Step step) throws IOException {
        switch (step) {
            case WANTS_READING -> waitFor(SelectionKey.OP_READ);
            case WANTS_WRITING -> waitFor(SelectionKey.OP_WRITE);
            case DONE -> {}
        }
        return step == Wire.Step.DONE;
    }

    private void waitFor(int operations) throws IOException {
        if (key == null) {
            key = channel.register(ground.selector(), operations, this);
        } else {
            key.interestOps(operations);
        }
    }

    /** A bounded part at a time: one that sends as fast as it can must not keep us from the others. */
    private void read() throws IOException, ProbeFailure {
        var bytes = ground.scratch().plain().clear();
        int received = wire.receive(bytes);
        if (received < 0) {
            reader.closed();
            answered();
        } else if (reader.take(bytes.flip())) {
            answered();
        } else {
            hold(reader.held());
            if (wire.isEnded()) {
                reader.closed();
                answered();
            }
        }
    }

    /** @param all bytes it takes from now on, no more and no less */
    private void hold(int all) throws ProbeFailure {
        int more = all - held;
        if (!ground.hold(more)) {
            throw new ProbeFailure("its answer is too large for the memory there is for answers, beside those of other targets");
        }
        held += more;
    }

    private void answered() throws ProbeFailure {
        var answer = reader.answer();
        var elsewhere = answer.status() / 100 == 3 && answer.status() != 304 && question.access().followRedirects() ? answer.header("Location") : Optional.<String>empty();
        if (elsewhere.isEmpty()) {
            hold(answer.body().length);
            // What is left of the room it took is given back by whoever has read it.
            held = 0;
            end(new Reply(Optional.of(answer), answer.status(), certifiedUntil, took(), ""));
            return;
        }
        if (++redirects > MOST_REDIRECTS) {
            throw new ProbeFailure("it sends us on more than " + MOST_REDIRECTS + " times");
        }
        question = question.at(next(elsewhere.get()));
        close();
        lookUp();
    }

    private URI next(String location) throws ProbeFailure {
        try {
            var next = question.url().resolve(location);
            if (Site.of(next).isPresent()) {
                return next;
            }
        } catch (IllegalArgumentException _) {
            // Told below like any other place we cannot go to.
        }
        throw new ProbeFailure("it sends us on to no address of http or https");
    }

    private interface Doing {
        void run() throws IOException, ProbeFailure;
    }

    /** Whatever goes wrong with one is told of that one. */
    private void guarded(Doing what) {
        try {
            what.run();
        } catch (ProbeFailure failure) {
            fail(failure.getMessage());
        } catch (IOException trouble) {
            if (trouble instanceof SSLException && mayGoAnotherWay()) {
                anew();
            } else {
                fail(words(trouble));
            }
        } catch (RuntimeException mistake) {
            fail("a mistake of ours: " + mistake);
        }
    }

    /** Some refuse our own certificate only after we are done. */
    private boolean mayGoAnotherWay() {
        boolean connected = stage == Stage.AGREEING || stage == Stage.SENDING || stage == Stage.READING;
        return connected && wire != null && wire.hasAnotherWay() && !reader.begun();
    }

    /** What the quick way of TLS refuses is never refused on its word alone, and the thorough one knows what to say of it. */
    private void anew() {
        ground.stubborn().add(question.site(), question.access().tls(), System.nanoTime());
        close();
        guarded(this::lookUp);
    }

    private String words(IOException trouble) {
        var words = switch (trouble) {
            case ConnectException _ when String.valueOf(trouble.getMessage()).contains("refused") -> "nobody listens at " + question.site().written();
            case ConnectException _, NoRouteToHostException _ -> "no connection to " + question.site().written() + ": " + trouble.getMessage();
            case EOFException _, SocketException _ -> "it closed the connection " + (stage == Stage.AGREEING ? "before TLS was agreed on" : "before its answer had ended");
            case SSLException _ -> "no agreement on TLS: " + deepest(trouble);
            default -> String.valueOf(trouble.getMessage());
        };
        return words.length() <= LONGEST_TEXT ? words : words.substring(0, LONGEST_TEXT) + "...";
    }

    private static String deepest(Throwable trouble) {
        var deepest = trouble;
        while (deepest.getCause() != null && deepest.getCause() != deepest) {
            deepest = deepest.getCause();
        }
        return String.valueOf(deepest.getMessage());
    }

    private void fail(String trouble) {
        int status = reader == null ? 0 : reader.status();
        end(new Reply(Optional.empty(), status, certifiedUntil, took(), trouble));
    }

    private Duration took() {
        return Duration.ofNanos(System.nanoTime() - begun);
    }

    private void end(Reply reply) {
        close();
        letGo();
        stage = Stage.OVER;
        told.accept(reply);
    }

    /** The timetable knows us until the time that we had is up: what we have read must not be kept as long. */
    private void letGo() {
        reader = null;
        wire = null;
        request = null;
        channel = null;
    }

    private void close() {
        ground.hold(-held);
        held = 0;
        key = null;
        if (wire != null) {
            wire.close();
        }
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException _) {
                // It is closed all the same.
            }
        }
    }
}
