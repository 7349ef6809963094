package liveqa.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

class ServiceFlagsTest {
    @Command(name = "service")
    private static final class SomeService implements Runnable {
        @Option(names = {"-x", "--switch"})
        private boolean on;

        @Option(names = "--number", defaultValue = "4")
        private int number;

        @Option(names = "--maybe", arity = "0..1", fallbackValue = "yes")
        private String maybe;

        @Option(names = "--several", split = ",")
        private List<String> several;

        @Option(names = "--data", defaultValue = "elsewhere")
        private String data;

        @Override
        public void run() {}
    }

    private static CommandLine.ParseResult parsed(String... arguments) {
        return Preflight.in(new CommandLine(new SomeService()), arguments).parseArgs(arguments).subcommand();
    }

    @Test
    void everyKindOfFlagOfTheServiceIsAcceptedBehindTheWord() {
        var parsed = parsed("preflight", "--switch", "--number", "7", "--maybe", "--several", "a,b", "--several", "c", "--data", "d", "-x");
        assertThat(parsed.unmatched()).isEmpty();
    }

    @Test
    void whatTheServiceReadsBeforeTheWordIsTakenAndOnesOwnIsTakenFirst() {
        assertThat(data("--data", "before", "preflight")).isEqualTo("before");
        assertThat(data("--data", "before", "preflight", "--data", "behind")).isEqualTo("behind");
        assertThat(data("preflight")).isEqualTo("live-qa-data");
    }

    @Test
    void whoElseMayComeInIsReadBehindTheWordToo() {
        assertThat(intent("preflight", "--allow-host", "qa.example.jp", "--allow-host", "b").door().allowHost()).isEqualTo("qa.example.jp");
        assertThat(intent("preflight").door().allowHost()).isNull();
    }

    private static String data(String... arguments) {
        return intent(arguments).data().toString();
    }

    private static Intent intent(String... arguments) {
        var preflight = parsed(arguments).commandSpec();
        var flags = (ServiceFlags) preflight.mixins().values().stream().map(CommandLine.Model.CommandSpec::userObject)
                .filter(ServiceFlags.class::isInstance).findFirst().orElseThrow();
        return flags.intent(preflight.parent(), null);
    }
}
