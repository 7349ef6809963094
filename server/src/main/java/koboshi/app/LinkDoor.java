package koboshi.app;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import koboshi.act.Agents;
import koboshi.act.Probers;
import koboshi.http.AgentDoor;
import koboshi.http.Tokens;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The door of agents and probers: who shows which token becomes which link. */
final class LinkDoor implements AgentDoor {
    private static final Logger LOG = LoggerFactory.getLogger(LinkDoor.class);

    private final String agentToken;
    private final Tokens tokens;
    private final Agents agents;
    private final Probers probers;

    LinkDoor(String agentToken, Tokens tokens, Agents agents, Probers probers) {
        this.agentToken = agentToken;
        this.tokens = tokens;
        this.agents = agents;
        this.probers = probers;
    }

    @Override
    public Optional<String> known(String bearerToken) {
        boolean same = MessageDigest.isEqual(bearerToken.getBytes(StandardCharsets.UTF_8), agentToken.getBytes(StandardCharsets.UTF_8));
        return same ? Optional.of("agent") : Optional.empty();
    }

    @Override
    public boolean mayDial(String bearerToken) {
        return known(bearerToken).isPresent() || vantage(bearerToken).isPresent();
    }

    private Optional<String> vantage(String bearerToken) {
        try {
            return tokens.prober(bearerToken);
        } catch (IOException unreadable) {
            LOG.error("no prober is let in: {}", unreadable.getMessage());
            return Optional.empty();
        }
    }

    @Override
    public Optional<Guest> admit(String bearerToken, Peer peer) {
        return known(bearerToken).map(_ -> agent(peer)).or(() -> vantage(bearerToken).map(vantage -> prober(vantage, bearerToken, peer)));
    }

    private Guest agent(Peer peer) {
        var link = agents.open(wire(peer));
        return new Guest() {
            @Override
            public void said(String text) {
                link.said(text);
            }

            @Override
            public void left() {
                link.left();
            }
        };
    }

    /** A token that was removed ends its link at the next word. */
    private Guest prober(String vantage, String bearerToken, Peer peer) {
        var link = probers.open(vantage, wire(peer));
        return new Guest() {
            @Override
            public void said(String text) {
                if (vantage(bearerToken).filter(vantage::equals).isPresent()) {
                    link.said(text);
                } else {
                    peer.close("its token is not known any more");
                }
            }

            @Override
            public void left() {
                link.left();
            }
        };
    }

    private static Agents.Wire wire(Peer peer) {
        return new Agents.Wire() {
            @Override
            public void send(String frame) {
                peer.send(frame);
            }

            @Override
            public void close(String why) {
                peer.close(why);
            }
        };
    }
}
