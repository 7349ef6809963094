package koboshi.agent.journey;

import java.util.ArrayList;
import java.util.Hashtable;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.naming.CommunicationException;
import javax.naming.Context;
import javax.naming.NameNotFoundException;
import javax.naming.NamingException;
import javax.naming.directory.Attribute;
import javax.naming.directory.DirContext;
import javax.naming.directory.InitialDirContext;
import koboshi.journey.Step;
import koboshi.journey.Step.Capture;

/** One question to the name service, asked past every cache of this host. */
final class Resolving implements Attempt {
    /** The first wait for a packet that may be lost; each further one is twice as long. */
    private static final String FIRST_WAIT_MILLIS = "500";

    private static final String TRIES = "6";

    private final Step.Dns step;
    private final Script script;
    private volatile Optional<DirContext> context = Optional.empty();
    private volatile boolean closed;

    Resolving(Step.Dns step, Script script) {
        this.step = step;
        this.script = script;
    }

    @Override
    public Finding take() {
        var name = script.fill(step.host());
        try {
            return judged(name, records(name));
        } catch (NameNotFoundException _) {
            return judged(name, List.of());
        } catch (NamingException trouble) {
            return Finding.trouble(name + ": " + because(trouble));
        }
    }

    private static String because(NamingException trouble) {
        return trouble instanceof CommunicationException ? "no name server answers" : String.valueOf(trouble.getMessage());
    }

    private List<String> records(String name) throws NamingException {
        var environment = new Hashtable<String, String>();
        environment.put(Context.INITIAL_CONTEXT_FACTORY, "com.sun.jndi.dns.DnsContextFactory");
        environment.put(Context.PROVIDER_URL, step.server().map(script::fill).map(server -> "dns://" + server).orElse("dns:"));
        environment.put("com.sun.jndi.dns.timeout.initial", FIRST_WAIT_MILLIS);
        environment.put("com.sun.jndi.dns.timeout.retries", TRIES);
        var opened = new InitialDirContext(environment);
        context = Optional.of(opened);
        if (closed) {
            opened.close();
        }
        return texts(opened.getAttributes(name, new String[] {step.type()}).get(step.type()));
    }

    private static List<String> texts(Attribute records) throws NamingException {
        var texts = new ArrayList<String>();
        if (records != null) {
            for (var all = records.getAll(); all.hasMore(); ) {
                texts.add(plain(String.valueOf(all.next())));
            }
        }
        return texts;
    }

    /** Names end with a dot or not, and texts stand in quotes when they hold a blank: what a person would compare has neither. */
    private static String plain(String record) {
        var text = record.length() > 1 && record.startsWith("\"") && record.endsWith("\"") ? record.substring(1, record.length() - 1) : record;
        return text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
    }

    private Finding judged(String name, List<String> records) {
        var came = records.isEmpty() ? "none" : String.join(", ", records);
        var missing = step.records().stream().filter(wanted -> records.stream().noneMatch(record -> same(wanted, record))).findFirst();
        if (missing.isPresent()) {
            return Finding.trouble(new Reading("", came, script).expected(step.type() + " " + missing.get() + " of " + name, came));
        }
        if (records.size() < step.atLeast()) {
            return Finding.trouble(new Reading("", came, script).expected("at least " + step.atLeast() + " " + step.type() + " of " + name, came));
        }
        var first = new Reading("a record", records.isEmpty() ? "" : records.getFirst(), script);
        return Finding.kept(first.captured(step.captures(), (Capture _) -> Optional.empty()));
    }

    private static boolean same(String wanted, String record) {
        return plain(wanted).toLowerCase(Locale.ROOT).equals(record.toLowerCase(Locale.ROOT));
    }

    @Override
    public String waiting() {
        return "no answer of the name service";
    }

    @Override
    public void close() {
        closed = true;
        context.ifPresent(Resolving::closed);
    }

    private static void closed(DirContext context) {
        try {
            context.close();
        } catch (NamingException _) {
            // It only ends sooner or later: its waits are bounded.
        }
    }
}
