package koboshi.scrape;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Hashtable;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.naming.Context;
import javax.naming.NameNotFoundException;
import javax.naming.NamingException;
import javax.naming.directory.InitialDirContext;
import koboshi.config.ScrapeJob.Discovery;
import koboshi.config.ScrapeJob.Discovery.Dns.Kind;
import koboshi.config.ScrapeJob.Group;

/** Targets that a name server knows: addresses of a name, or the servers of a service. */
final class NameLookups {
    private static final String FACTORY = "com.sun.jndi.dns.DnsContextFactory";
    private static final String FIRST_WAIT_MILLIS = "1000";
    /** Each wait is twice the one before: seven seconds for each name server that does not answer. */
    private static final String TRIES = "3";
    private static final Path RESOLVER = Path.of("/etc/resolv.conf");
    private static final int MOST = 10_000;

    private final String servers;

    /** @param servers {@code dns:} for those of this host, or {@code dns://host:port} */
    NameLookups(String servers) {
        this.servers = servers;
    }

    List<Group> ask(Discovery.Dns from) throws ScrapeFailure {
        var groups = new ArrayList<Group>();
        for (var name : from.names()) {
            for (var record : records(name, from.kind())) {
                groups.add(group(name, record, from));
            }
        }
        if (groups.size() > MOST) {
            throw new ScrapeFailure("it has " + groups.size() + " addresses; expected at most " + MOST);
        }
        return groups;
    }

    /** A name that does not exist has no addresses; a name server that does not answer says nothing. */
    private List<String> records(String name, Kind kind) throws ScrapeFailure {
        for (var whole : wholeNames(name)) {
            try {
                return lookedUp(whole, kind);
            } catch (NameNotFoundException _) {
                // The next one may.
            } catch (NamingException e) {
                throw new ScrapeFailure(name + " cannot be looked up: " + words(e));
            }
        }
        return List.of();
    }

    private static String words(NamingException e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    private List<String> lookedUp(String name, Kind kind) throws NamingException {
        var context = new InitialDirContext(environment());
        try {
            var found = new ArrayList<String>();
            var attribute = context.getAttributes(name, new String[] {kind.name()}).get(kind.name());
            for (int i = 0; attribute != null && i < attribute.size(); i++) {
                found.add((String) attribute.get(i));
            }
            return found.stream().sorted().toList();
        } finally {
            context.close();
        }
    }

    /** Its type is older than that of every other table. */
    private Hashtable<String, String> environment() {
        var environment = new Hashtable<String, String>();
        environment.put(Context.INITIAL_CONTEXT_FACTORY, FACTORY);
        environment.put(Context.PROVIDER_URL, servers);
        environment.put("com.sun.jndi.dns.timeout.initial", FIRST_WAIT_MILLIS);
        environment.put("com.sun.jndi.dns.timeout.retries", TRIES);
        return environment;
    }

    /** The name as it is, then with what this host puts behind names; one that ends in a dot is whole. */
    private static List<String> wholeNames(String name) {
        if (name.endsWith(".")) {
            return List.of(name);
        }
        try (var lines = Files.lines(RESOLVER)) {
            var searched = lines.map(String::strip).filter(line -> line.matches("(search|domain)\\s.*"))
                    .flatMap(line -> Stream.of(line.split("\\s+")).skip(1)).limit(6).map(suffix -> name + "." + suffix);
            return Stream.concat(Stream.of(name + "."), searched).toList();
        } catch (IOException | RuntimeException _) {
            // A host without the file has no such habits.
            return List.of(name + ".");
        }
    }

    private static Group group(String name, String record, Discovery.Dns from) throws ScrapeFailure {
        var labels = new TreeMap<String, String>();
        labels.put(Finding.DNS_NAME, name);
        if (from.kind() != Kind.SRV) {
            var address = record.contains(":") ? "[" + record + "]" : record;
            return new Group(List.of(address + ":" + from.port()), labels, "");
        }
        var fields = record.split("\\s+");
        if (fields.length != 4) {
            throw new ScrapeFailure(name + " has a record that is no service: " + record);
        }
        labels.put("__meta_dns_srv_record_target", fields[3]);
        labels.put("__meta_dns_srv_record_port", fields[2]);
        return new Group(List.of(fields[3].replaceAll("\\.$", "") + ":" + fields[2]), labels, "");
    }
}
