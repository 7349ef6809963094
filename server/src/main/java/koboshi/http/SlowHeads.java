package koboshi.http;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.ServerConnector;

/** Ends a connection whose first request has not come whole in time, however busily it drips. */
final class SlowHeads implements Connection.Listener {
    private final ServerConnector connector;
    private final Duration within;

    SlowHeads(ServerConnector connector, Duration within) {
        this.connector = connector;
        this.within = within;
    }

    @Override
    public void onOpened(Connection connection) {
        // Only what can still become something else is HTTP: an agent's WebSocket begins here too, and may be silent for longer.
        if (!(connection instanceof Connection.UpgradeFrom)) {
            return;
        }
        connector.getScheduler().schedule(() -> look(connection), within.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static void look(Connection connection) {
        if (connection.getMessagesIn() == 0) {
            connection.getEndPoint().close();
        }
    }
}
