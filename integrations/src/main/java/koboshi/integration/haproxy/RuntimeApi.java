package koboshi.integration.haproxy;

import static koboshi.integration.haproxy.HaproxyTrouble.Kind.NOT_SO;
import static koboshi.integration.haproxy.HaproxyTrouble.Kind.UNKNOWN_BACKEND;
import static koboshi.integration.haproxy.HaproxyTrouble.Kind.UNKNOWN_SERVER;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One HAProxy, asked and told through its Runtime API; safe for many threads at once, since each question has a connection of its own.
 *
 * <p>Each verb reads back, on the same connection, what became of it and throws unless it is so. Nothing that is set here survives a reload of
 * HAProxy: {@link Life#sameProcess} tells when it must be set again.
 */
public final class RuntimeApi {
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    /** What HAProxy itself allows in names. Anything else would be another command, and cannot be the name of anything. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.:-]{1,256}");

    private final Address address;
    private final Limits limits;

    public RuntimeApi(Address address) {
        this(address, PATIENCE);
    }

    /** @param patience for each question and its whole answer */
    public RuntimeApi(Address address, Duration patience) {
        this(address, Limits.of(patience));
    }

    RuntimeApi(Address address, Limits limits) {
        this.address = address;
        this.limits = limits;
    }

    public Address address() {
        return address;
    }

    public Life life() throws HaproxyTrouble {
        var answer = ask("show info");
        var life = Life.read(answer);
        answer.end();
        return life;
    }

    /** Every server of every backend, in one round trip. */
    public List<Server> servers() throws HaproxyTrouble {
        return servers(Optional.empty());
    }

    /** @param backend empty for all of them */
    public List<Server> servers(Optional<String> backend) throws HaproxyTrouble {
        return servers(ask(tables(backend)));
    }

    /** The process and its servers in one round trip, so that what is seen of the one cannot be taken for the other's after a reload. */
    public Look look(Optional<String> backend) throws HaproxyTrouble {
        var answer = ask("show info;" + tables(backend));
        return new Look(Life.read(answer), servers(answer));
    }

    /** 4 stands for servers, -1 for every backend and then for every server. */
    private String tables(Optional<String> backend) throws HaproxyTrouble {
        if (backend.isEmpty()) {
            return "show servers state;show stat -1 4 -1";
        }
        var name = named(UNKNOWN_BACKEND, backend.get());
        return "show servers state " + name + ";show stat " + name + " 4 -1";
    }

    private List<Server> servers(Answer answer) throws HaproxyTrouble {
        var states = answer.states();
        var statistics = answer.statistics();
        answer.end();
        return Look.join(states, statistics.isEmpty() && !states.isEmpty() ? byNumber(states.getFirst()) : statistics);
    }

    /** A frontend of the same name, which has no servers, is what HAProxy tells the figures of. */
    private List<Row> byNumber(Row state) throws HaproxyTrouble {
        var answer = ask("show stat " + state.small("be_id") + " 4 -1");
        var statistics = answer.statistics();
        answer.end();
        return statistics;
    }

    /** {@code drain} takes a server out of maintenance too, if it was there; whether what is ready gets traffic is up to HAProxy's own checks. */
    public void set(String backend, String server, Admin wanted) throws HaproxyTrouble {
        var command = "set server " + key(backend, server) + " state " + wanted.word();
        var state = told(command, backend, server);
        var is = Admin.of(state.small("srv_admin_state"));
        if (is != wanted) {
            throw state.answer().trouble(NOT_SO, "afterwards it is " + is.word() + ", not " + wanted.word() + " (srv_admin_state " + state.text("srv_admin_state") + ")");
        }
    }

    /**
     * @param percent 0 to 100 of the base weight; more than 0 is never rounded to nothing
     * @throws IllegalArgumentException for any other percentage
     */
    public void weight(String backend, String server, int percent) throws HaproxyTrouble {
        Weights.checked(percent);
        int wanted = Weights.of(percent, state(backend, server).small("srv_iweight"));
        var state = told("set server " + key(backend, server) + " weight " + wanted, backend, server);
        int is = state.small("srv_uweight");
        if (is != wanted) {
            throw state.answer().trouble(NOT_SO, "afterwards its weight is " + is + ", not " + wanted);
        }
    }

    private Row state(String backend, String server) throws HaproxyTrouble {
        key(backend, server);
        return read(ask("show servers state " + backend), server);
    }

    private Row told(String command, String backend, String server) throws HaproxyTrouble {
        var answer = ask(command + ";show servers state " + backend);
        answer.silence();
        return read(answer, server);
    }

    private static Row read(Answer answer, String server) throws HaproxyTrouble {
        var rows = answer.states();
        answer.end();
        for (var row : rows) {
            if (row.text("srv_name").equals(server)) {
                return row;
            }
        }
        throw answer.trouble(UNKNOWN_SERVER, "it has no server " + server + " there");
    }

    private String key(String backend, String server) throws HaproxyTrouble {
        return named(UNKNOWN_BACKEND, backend) + "/" + named(UNKNOWN_SERVER, server);
    }

    private String named(HaproxyTrouble.Kind otherwise, String name) throws HaproxyTrouble {
        if (NAME.matcher(name).matches()) {
            return name;
        }
        throw new HaproxyTrouble(otherwise, "HAProxy at " + address + " was not asked: \"" + name.replaceAll("\\p{Cntrl}+", " ") + "\" cannot be a name of its backends or servers");
    }

    private Answer ask(String commands) throws HaproxyTrouble {
        return new Answer(address, commands, Exchange.ask(address, commands, limits));
    }
}
