package koboshi.http;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.URI;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.VirtualThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The HTTP doors of the house: open from {@link #start} to {@link #close}. */
public final class Doors implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Doors.class);
    private static final int CONNECTIONS = 1000;
    /** A panel over a variable of many values has its query in the address. A head that does not come to its end is cut off by {@link SlowHeads}. */
    private static final int HEADERS = 64 * 1024;
    private static final int PLATFORM_THREADS = 12;

    private final Server server;
    private final ServerConnector connector;
    private final EntryFeed feed;
    private final AgentLinks links;
    private final Entrance entrance;
    private final Rooms rooms;

    private Doors(Entrance entrance, House house) {
        this.entrance = entrance;
        this.server = new Server(threads());
        this.connector = connector(server, entrance);
        this.feed = new EntryFeed(house, entrance);
        this.links = new AgentLinks(server, house.agents(), connector.getScheduler(), entrance.patience().silent());
        this.rooms = new Rooms(entrance, house, feed, links);
        server.addBean(new NetworkConnectionLimit(CONNECTIONS, connector));
        server.setHandler(new Porter(rooms));
        server.setErrorHandler(new BadRequests());
        server.setStopTimeout(entrance.patience().stop().toMillis());
        server.setStopAtShutdown(false);
    }

    /**
     * Opens the doors.
     *
     * @throws AddressInUse when another program listens there
     */
    public static Doors start(Entrance entrance, House house) throws IOException {
        var doors = new Doors(entrance, house);
        try {
            doors.server.start();
        } catch (Exception e) {
            doors.close();
            throw doors.explained(e);
        }
        LOG.info("listening at {}", doors.address());
        return doors;
    }

    private IOException explained(Exception e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof BindException bind && String.valueOf(bind.getMessage()).contains("in use")) {
                return new AddressInUse(entrance.listen(), e);
            }
        }
        return new IOException("cannot listen at " + entrance.listen() + ": " + e.getMessage(), e);
    }

    public int port() {
        return connector.getLocalPort();
    }

    /** Where a browser on this machine finds us. */
    public URI address() {
        var host = entrance.listen().getAddress().isAnyLocalAddress() ? "127.0.0.1" : hostOf(entrance.listen());
        return URI.create("http://" + host + ":" + port() + "/");
    }

    private static String hostOf(InetSocketAddress address) {
        var host = address.getAddress().getHostAddress();
        return host.indexOf(':') >= 0 ? "[" + host + "]" : host;
    }

    /** Sends nobody away in the middle of a sentence, but waits no longer than {@link Patience#stop}. */
    @Override
    public void close() {
        feed.close();
        links.close();
        rooms.close();
        try {
            server.stop();
        } catch (Exception e) {
            LOG.warn("the doors did not close cleanly: {}", e.toString());
        }
    }

    private static QueuedThreadPool threads() {
        var threads = new QueuedThreadPool(PLATFORM_THREADS, 4);
        threads.setName("door");
        threads.setDaemon(true);
        threads.setVirtualThreadsExecutor(new VirtualThreadPool());
        return threads;
    }

    private static ServerConnector connector(Server server, Entrance entrance) {
        var connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(configuration()));
        connector.setHost(entrance.listen().getAddress().getHostAddress());
        connector.setPort(entrance.listen().getPort());
        connector.setIdleTimeout(entrance.patience().idle().toMillis());
        connector.setShutdownIdleTimeout(entrance.patience().stop().toMillis() / 4);
        connector.addBean(new SlowHeads(connector, entrance.patience().body()));
        server.addConnector(connector);
        return connector;
    }

    private static HttpConfiguration configuration() {
        var configuration = new HttpConfiguration();
        configuration.setSendServerVersion(false);
        configuration.setRequestHeaderSize(HEADERS);
        configuration.setHttpCompliance(HttpCompliance.RFC9110);
        return configuration;
    }
}
