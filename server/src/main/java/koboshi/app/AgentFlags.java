package koboshi.app;

import java.util.List;

/** How small an agent's JVM can be and still do its work within a second. */
final class AgentFlags {
    static final List<String> JVM = List.of(
            "-XX:+UseSerialGC", "-Xms16m", "-Xmx64m", "-XX:+UseCompactObjectHeaders", "-XX:TieredStopAtLevel=1",
            "--add-exports=jdk.attach/sun.tools.attach=ALL-UNNAMED");

    private AgentFlags() {}
}
