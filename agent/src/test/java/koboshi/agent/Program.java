package koboshi.agent;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.time.Duration;
import java.nio.file.Path;
import java.util.Optional;
import koboshi.resource.Bytes;
import koboshi.resource.Keep;
import koboshi.resource.Origin;
import koboshi.resource.ResourceId;
import koboshi.resource.Service;

/** Real programs for the agent to guard: small Java mains of the test tree. */
public final class Program {
    private static final Keep QUICK = new Keep(2, Duration.ofMinutes(10), Duration.ofMillis(20), Duration.ofSeconds(1));

    private Program() {}

    public static List<String> java(Class<?> main, List<String> flags, String... arguments) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto"));
        command.addAll(flags);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(arguments));
        return command;
    }

    public static Service service(String name, Optional<Bytes> limit, List<String> command) {
        return service(name, limit, QUICK, new Origin.Run(command, "", Map.of()));
    }

    public static Service service(String name, List<String> command) {
        return service(name, Optional.empty(), command);
    }

    public static Service service(String name, Optional<Bytes> limit, Keep keep, Origin origin) {
        return new Service(ResourceId.service(name), "local", name, 0, origin, keep, limit, Service.WARM_UP, Duration.ofMillis(500), Optional.empty(),
                Optional.empty(), Optional.empty());
    }
}
