package koboshi.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import koboshi.app.Bounds;
import koboshi.ruler.Ruler;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        description = "Reads the configuration and says everything that is wrong with it; changes nothing.",
        footer = Exit.HELP)
final class Check implements Callable<Integer> {
    @Mixin
    private ConfigurationFile file;

    @Override
    public Integer call() throws IOException {
        var configuration = file.read();
        Bounds.refuseTooLarge(Ruler.guarding(configuration.plan(), configuration.rules()));
        configuration.warnings().forEach(warning -> System.out.println("odd: " + warning));
        var plan = configuration.plan();
        System.out.printf(
                "%s is fine: %d services, %d journeys, %d guards (%d of them built in)%n",
                file.path(), plan.services().size(), plan.journeys().size(), plan.duties().size(),
                plan.duties().keySet().stream().filter(name -> name.indexOf(':') > 0).count());
        if (!configuration.rules().files().isEmpty()) {
            System.out.println(counted(configuration.rules().count(), "rule") + " in " + counted(configuration.rules().files().size(), "file"));
        }
        return Exit.OK;
    }

    private static String counted(int count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }
}
