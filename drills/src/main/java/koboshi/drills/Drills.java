package koboshi.drills;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import koboshi.cli.Exit;
import koboshi.cli.Subcommand;
import koboshi.cli.Wrong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "drill",
        mixinStandardHelpOptions = true,
        description = "Re-enacts a fall on the real service and measures it from outside.",
        subcommands = {Drills.ListThem.class, Drills.Run.class})
public final class Drills implements Subcommand, Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "list or run?");
    }

    @Command(name = "list", mixinStandardHelpOptions = true, description = "Which falls there are.")
    static final class ListThem implements Callable<Integer> {
        @Override
        public Integer call() {
            List.of(Fall.values()).forEach(fall -> System.out.printf("%-18s %s%n", fall.drill, fall.what));
            List.of(Ageing.values()).forEach(ageing -> System.out.printf("%-18s %s%n", ageing.drill, ageing.what));
            return Exit.OK;
        }
    }

    @Command(
            name = "run",
            mixinStandardHelpOptions = true,
            description = "Starts a Koboshi and a live-qa of its own, knocks live-qa over at a moment drawn from the seed, and keeps its own ledger.",
            footer = "%nExit codes: 0 the promise held; 1 it did not; 2 wrong usage; 4 this host cannot do what the drill needs.")
    static final class Run implements Callable<Integer> {
        private static final int NOT_HERE = 4;

        @Parameters(paramLabel = "DRILL", description = "As koboshi drill list names it.")
        private String drill;

        @Option(names = "--seed", paramLabel = "N", description = "Draws the moment; the same seed gives the same moment (default: a new one).")
        private Long seed;

        @Option(names = "--json", description = "One last line as JSON.")
        private boolean json;

        @Option(names = "--timeline", description = "Prints Koboshi's own account as well, line by line.")
        private boolean timeline;

        @Option(names = "--unguarded", description = "Without any guard: what a leak does when nobody looks after it.")
        private boolean unguarded;

        @Override
        public Integer call() throws IOException, InterruptedException {
            long drawn = seed == null ? ThreadLocalRandom.current().nextLong(1_000_000) : seed;
            var ageing = Ageing.of(drill);
            if (ageing.isPresent()) {
                return aged(ageing.get(), drawn);
            }
            if (unguarded) {
                throw new Wrong("--unguarded goes with " + Ageing.LEAK.drill + " and " + Ageing.LEAK_SWAP.drill + " only");
            }
            var report = new Rehearsal(Fall.of(drill), drawn, step -> System.err.println("  " + step)).run();
            if (timeline) {
                report.account().timeline().forEach(System.out::println);
            }
            System.out.println(report.table());
            if (json) {
                System.out.println(report.json());
            }
            return report.held() ? Exit.OK : Exit.NOT_WELL;
        }

        private int aged(Ageing ageing, long drawn) throws IOException, InterruptedException {
            try {
                return aged(new AgeingRehearsal(ageing, drawn, !unguarded, AgeingRehearsal.WATCHED, step -> System.err.println("  " + step)).run());
            } catch (SwapFile.NotHere why) {
                System.err.println("koboshi: this host lets us have no swap, without which " + ageing.drill + " shows nothing: " + why.getMessage());
                return NOT_HERE;
            }
        }

        private int aged(AgeingReport report) {
            if (timeline) {
                report.timeline().forEach(System.out::println);
            }
            System.out.println(report.table());
            if (json) {
                System.out.println(report.json());
            }
            return report.held() ? Exit.OK : Exit.NOT_WELL;
        }
    }
}
