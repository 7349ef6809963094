package koboshi.integration.haproxy;

import static koboshi.integration.haproxy.HaproxyTrouble.Kind.DENIED;
import static koboshi.integration.haproxy.HaproxyTrouble.Kind.GONE;
import static koboshi.integration.haproxy.HaproxyTrouble.Kind.NONSENSE;
import static koboshi.integration.haproxy.HaproxyTrouble.Kind.SLOW;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

/**
 * One line of commands on a connection of its own, and all that is answered until HAProxy closes it.
 *
 * <p>A connection is never kept. A reload leaves the old process alive as long as somebody talks to it: over a kept connection we would go on
 * hearing from, and giving orders to, a HAProxy that has no traffic any more.
 */
final class Exchange implements AutoCloseable {
    private static final long BETWEEN_KNOCKS_NANOS = 2_000_000;

    private final Address address;
    private final String commands;
    private final Limits limits;
    private final long began = System.nanoTime();
    private final Selector selector = Selector.open();
    private SocketChannel channel;

    private Exchange(Address address, String commands, Limits limits) throws IOException {
        this.address = address;
        this.commands = commands;
        this.limits = limits;
    }

    /** @param commands joined by semicolons, without the end of the line */
    static String ask(Address address, String commands, Limits limits) throws HaproxyTrouble {
        try (var exchange = new Exchange(address, commands, limits)) {
            var key = exchange.connect();
            exchange.send(key);
            return exchange.receive(key);
        } catch (IOException trouble) {
            throw translated(address, commands, trouble);
        }
    }

    /** The queue before a socket is short, and where it is full the kernel sends visitors away instead of letting them wait. */
    private SelectionKey connect() throws IOException, HaproxyTrouble {
        for (;; LockSupport.parkNanos(BETWEEN_KNOCKS_NANOS)) {
            try {
                return knock();
            } catch (ConnectException nobody) {
                throw nobody;
            } catch (SocketException full) {
                if (!mayEnter(address)) {
                    throw full;
                }
                left("too many visitors before us");
            }
        }
    }

    /** A socket that is there and ours, and yet does not refuse as one where nobody listens, has a full queue. */
    private static boolean mayEnter(Address address) {
        return address instanceof Address.Unix(var path) && Files.isWritable(path);
    }

    private SelectionKey knock() throws IOException, HaproxyTrouble {
        channel = open(address);
        channel.configureBlocking(false);
        var key = channel.register(selector, SelectionKey.OP_CONNECT);
        if (!channel.connect(target())) {
            do {
                await(key, SelectionKey.OP_CONNECT, "no connection");
            } while (!channel.finishConnect());
        }
        return key;
    }

    private static SocketChannel open(Address address) throws IOException {
        return switch (address) {
            case Address.Unix _ -> SocketChannel.open(StandardProtocolFamily.UNIX);
            case Address.Tcp _ -> SocketChannel.open();
        };
    }

    private SocketAddress target() throws IOException, HaproxyTrouble {
        return switch (address) {
            case Address.Unix(var path) -> UnixDomainSocketAddress.of(path);
            case Address.Tcp(var host, int port) -> new InetSocketAddress(named(host), port);
        };
    }

    /** Looking a name up knows no time limit of its own, so it is waited for from outside. */
    private InetAddress named(String host) throws IOException, HaproxyTrouble {
        try {
            return InetAddress.ofLiteral(host);
        } catch (IllegalArgumentException _) { // It is a name.
            return lookedUp(host);
        }
    }

    private InetAddress lookedUp(String host) throws IOException, HaproxyTrouble {
        var search = new FutureTask<>(() -> InetAddress.getByName(host));
        Thread.startVirtualThread(search);
        try {
            return search.get(left(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException unknown) {
            throw new IOException("the name " + host + " is unknown", unknown);
        } catch (TimeoutException _) {
            throw late("the name " + host + " was not found");
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw late("interrupted");
        }
    }

    private void send(SelectionKey key) throws IOException, HaproxyTrouble {
        var bytes = ByteBuffer.wrap((commands + "\n").getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            if (channel.write(bytes) == 0) {
                await(key, SelectionKey.OP_WRITE, "it does not take the command");
            }
        }
    }

    private String receive(SelectionKey key) throws IOException, HaproxyTrouble {
        var taken = new ByteArrayOutputStream(1 << 14);
        var piece = ByteBuffer.allocate(1 << 14);
        for (int count = channel.read(piece); count >= 0; count = channel.read(piece)) {
            if (count == 0) {
                await(key, SelectionKey.OP_READ, "no whole answer");
            } else {
                left(); // An answer that never ends never lets us wait, and must end all the same.
                keep(taken, piece);
            }
        }
        return taken.toString(StandardCharsets.UTF_8);
    }

    private void keep(ByteArrayOutputStream taken, ByteBuffer piece) throws HaproxyTrouble {
        if (taken.size() + piece.position() > limits.largest()) {
            throw trouble(NONSENSE, "an answer of more than " + limits.largest() + " bytes");
        }
        taken.write(piece.array(), 0, piece.position());
        piece.clear();
    }

    private void await(SelectionKey key, int readiness, String otherwise) throws IOException, HaproxyTrouble {
        key.interestOps(readiness);
        selector.select(Math.max(1, TimeUnit.NANOSECONDS.toMillis(left(otherwise))));
        selector.selectedKeys().clear();
    }

    private long left() throws HaproxyTrouble {
        return left("no whole answer");
    }

    /** An interrupted thread waits for nothing any more: each wait would end at once, again and again. */
    private long left(String otherwise) throws HaproxyTrouble {
        if (Thread.currentThread().isInterrupted()) {
            throw late("interrupted");
        }
        long left = limits.patience().toNanos() - (System.nanoTime() - began);
        if (left <= 0) {
            throw late(otherwise + " within " + limits.patience().toMillis() + " ms");
        }
        return left;
    }

    private HaproxyTrouble late(String what) {
        return trouble(SLOW, what);
    }

    private HaproxyTrouble trouble(HaproxyTrouble.Kind kind, String what) {
        return new HaproxyTrouble(kind, said(address, commands, what));
    }

    static String said(Address address, String commands, String what) {
        return "HAProxy at " + address + ", asked \"" + commands + "\": " + what;
    }

    private static HaproxyTrouble translated(Address address, String commands, IOException trouble) {
        if (address instanceof Address.Unix(var path) && Files.exists(path) && !Files.isWritable(path)) {
            return new HaproxyTrouble(DENIED, said(address, commands, "this user may not open the socket (mode, user and group of \"stats socket\")"), trouble);
        }
        return new HaproxyTrouble(GONE, said(address, commands, "nobody there (" + trouble.getMessage() + ")"), trouble);
    }

    @Override
    public void close() throws IOException {
        try {
            if (channel != null) {
                channel.close();
            }
        } finally {
            selector.close();
        }
    }
}
