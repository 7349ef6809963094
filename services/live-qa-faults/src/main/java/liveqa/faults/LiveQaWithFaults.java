package liveqa.faults;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.Callable;
import liveqa.Flags;
import liveqa.LiveQa;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Starts live-qa with falls around its seams, for drills alone. */
@Command(name = "live-qa-with-faults", mixinStandardHelpOptions = true, sortOptions = false,
        description = "live-qa, and a second port that makes it fall. Never for real viewers.")
public final class LiveQaWithFaults implements Callable<Integer> {
    @Mixin
    private Flags flags;

    @Option(names = "--fault-listen", paramLabel = "HOST:PORT", converter = Flags.Address.class, description = "Address of the fault control")
    private InetSocketAddress faultListen;

    @Option(names = "--fault-port", paramLabel = "N", defaultValue = "0",
            description = "Port of the fault control on 127.0.0.1; 0 takes a free one. Default: ${DEFAULT-VALUE}")
    private int faultPort;

    @Option(names = "--leak", paramLabel = "MB_A_SECOND:SLOW_MB:HANG_MB",
            description = "Leaks from the start, at that pace: answers slow down above the one amount of resident memory, and end above the other")
    private String leak;

    public static void main(String[] arguments) {
        int code = new CommandLine(new LiveQaWithFaults()).execute(arguments);
        // A control that could not listen must not leave the service running behind it; nobody has asked it anything yet.
        if (code != 0) Runtime.getRuntime().halt(code);
    }

    @Override
    public Integer call() {
        var faults = new Faults(flags.workers());
        var course = leak == null ? null : Leak.Course.parse(leak);
        int code = LiveQa.run(flags, faults.seams());
        if (code == 0 && course != null) faults.leak.start(course);
        return code == 0 ? control(faults) : code;
    }

    private int control(Faults faults) {
        var address = faultListen != null ? faultListen : new InetSocketAddress("127.0.0.1", faultPort);
        try {
            System.out.println("faults ready at " + new FaultControl(faults, address).url());
            return 0;
        } catch (IOException e) {
            System.err.println("live-qa-with-faults: cannot listen at " + address + ": " + e.getMessage());
            return 2;
        }
    }
}
