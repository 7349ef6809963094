package koboshi.agent.keep;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.OptionalInt;
import koboshi.signal.Fact.Cause;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AutopsyTest {
    private static final Optional<Cause> NOT_THE_LIMIT = Optional.empty();
    private static final Optional<Cause> KERNEL = Optional.of(Cause.OUT_OF_MEMORY);
    private static final String ERROR = "Exception in thread \"main\" java.lang.OutOfMemoryError: Java heap space";

    @ParameterizedTest
    @CsvSource({"0,FINISHED,exit code 0", "1,FAILED,exit code 1", "137,SIGNALLED,signal 9 (SIGKILL)", "143,SIGNALLED,signal 15 (SIGTERM)", "255,FAILED,exit code 255"})
    void aStatusTellsHowItEnded(int status, Cause cause, String words) {
        var autopsy = new Autopsy(OptionalInt.of(status), NOT_THE_LIMIT, "");
        assertThat(autopsy.cause()).isEqualTo(cause);
        assertThat(autopsy.words()).isEqualTo(words);
    }

    @Test
    void theKernelsCounterExplainsAKillAndAnUnknownEnd() {
        assertThat(new Autopsy(OptionalInt.of(137), KERNEL, "").cause()).isEqualTo(Cause.OUT_OF_MEMORY);
        assertThat(new Autopsy(OptionalInt.empty(), KERNEL, "").cause()).isEqualTo(Cause.OUT_OF_MEMORY);
    }

    @Test
    void aParentThatEndsBecauseItsChildWasKilledAtTheLimitEndedForWantOfMemory() {
        var shell = new Autopsy(OptionalInt.of(0), KERNEL, "");
        assertThat(shell.cause()).isEqualTo(Cause.OUT_OF_MEMORY);
        assertThat(shell.words()).isEqualTo("exit code 0, after a process it had started was killed at the memory limit");
        assertThat(new Autopsy(OptionalInt.of(137), KERNEL, "").words()).isEqualTo("signal 9 (SIGKILL)");
    }

    @Test
    void anErrorItSurvivedDoesNotExplainAnOrdinaryEnd() {
        assertThat(new Autopsy(OptionalInt.of(0), NOT_THE_LIMIT, ERROR).cause()).isEqualTo(Cause.FINISHED);
        assertThat(new Autopsy(OptionalInt.of(1), NOT_THE_LIMIT, ERROR).cause()).isEqualTo(Cause.JVM_OUT_OF_MEMORY);
    }

    @Test
    void whatNobodySawIsUnknown() {
        assertThat(new Autopsy(OptionalInt.empty(), NOT_THE_LIMIT, "").cause()).isEqualTo(Cause.UNKNOWN);
    }
}
