package koboshi.action;

import java.util.List;
import koboshi.signal.Evidence;

/** How an act ended. Three outcomes, not two. */
public sealed interface Outcome {
    /** @param detail what was found or done, in words */
    record Done(String detail, List<Evidence> evidence) implements Outcome {
        public Done {
            evidence = List.copyOf(evidence);
        }

        public static Done plain(String detail) {
            return new Done(detail, List.of());
        }
    }

    record Failed(String why) implements Outcome {}

    /** Nobody can say; the verb's own rule tells what follows. */
    record Unknown(String why) implements Outcome {}
}
