package koboshi.integration.haproxy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;

/** What was seen at once, and in which process. */
public record Look(Life life, List<Server> servers) {
    public Look {
        servers = List.copyOf(servers);
    }

    /** A server added or taken away between the two tables is in one of them only, and is left out until the next look. */
    static List<Server> join(List<Row> states, List<Row> statistics) throws HaproxyTrouble {
        var known = new HashMap<String, Row>();
        for (var state : states) {
            known.put(state.text("be_name") + "/" + state.text("srv_name"), state);
        }
        var servers = new ArrayList<Server>();
        for (var row : statistics) {
            var state = known.get(row.text("pxname") + "/" + row.text("svname"));
            if (state != null) {
                servers.add(Server.joined(state, row));
            }
        }
        return servers;
    }
}
