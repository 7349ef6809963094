package koboshi.traffic;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import koboshi.action.Outcome;
import koboshi.integration.haproxy.HaproxyTrouble;

/**
 * What one balancer said to a command.
 *
 * @param trouble empty where it was done and read back
 */
record Said(String balancer, Optional<HaproxyTrouble> trouble) {
    /** One that did it is enough: the others are told again as soon as they answer, for traffic must not wait for a balancer that is gone. */
    static Outcome together(List<Said> all) {
        var done = all.stream().filter(said -> said.trouble().isEmpty()).toList();
        var not = all.stream().flatMap(said -> said.trouble().stream()).map(HaproxyTrouble::getMessage).collect(Collectors.joining("; "));
        if (!done.isEmpty()) {
            var where = "at " + done.stream().map(Said::balancer).collect(Collectors.joining(", "));
            return Outcome.Done.plain(not.isEmpty() ? where : where + "; not yet elsewhere: " + not);
        }
        boolean unsure = all.stream().flatMap(said -> said.trouble().stream()).anyMatch(trouble -> trouble.kind() == HaproxyTrouble.Kind.SLOW);
        return unsure ? new Outcome.Unknown(not) : new Outcome.Failed(not);
    }
}
