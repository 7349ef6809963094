package koboshi.http;

import java.util.Optional;

/** Where agents and probers come in. */
public interface AgentDoor {
    /** The name of the agent a token belongs to. */
    Optional<String> known(String bearerToken);

    /** Whether a link may be opened with the token, by an agent or by a prober, who may do nothing else. */
    default boolean mayDial(String bearerToken) {
        return known(bearerToken).isPresent();
    }

    /** Lets an agent or a prober in once its WebSocket is open; empty closes it again. */
    Optional<Guest> admit(String bearerToken, Peer peer);

    /** Our side of the link: what the agent said. Called by one thread at a time. */
    interface Guest {
        /** @param text one frame, at most 64 KiB */
        void said(String text);

        /** Called once, however the link ended. */
        void left();
    }

    /** The agent's side of the link. */
    interface Peer {
        /** Sends one frame; a link that cannot take it in time is closed, and {@link Guest#left} says so. */
        void send(String text);

        /** @param why said to the agent */
        void close(String why);
    }
}
