package koboshi.http;

import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Set;

/**
 * Where the doors stand, and who may come through them.
 *
 * @param listen address and port; port 0 takes a free one
 * @param names host names, with or without port, that requests may give besides loopback's own: a reverse proxy's public name
 * @param tokens of everybody who is not at this machine
 * @param zone whose clock the lines of a timeline speak of
 * @param clock when a pushed sample came
 * @param allowance what one sender may send
 */
public record Entrance(
        InetSocketAddress listen, Set<String> names, Tokens tokens, ZoneId zone, InstantSource clock, Patience patience, Allowance allowance) {
    public Entrance {
        names = Set.copyOf(names);
    }

    public Entrance(InetSocketAddress listen, Set<String> names, Tokens tokens, ZoneId zone, InstantSource clock, Patience patience) {
        this(listen, names, tokens, zone, clock, patience, Allowance.STANDARD);
    }

    public Entrance allowing(Allowance other) {
        return new Entrance(listen, names, tokens, zone, clock, patience, other);
    }

    public static Entrance at(InetSocketAddress listen, Tokens tokens) {
        return new Entrance(listen, Set.of(), tokens, ZoneId.systemDefault(), InstantSource.system(), Patience.DEFAULT);
    }
}
