package koboshi.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/**
 * What a person at a terminal gets from a command.
 *
 * @param out what it printed
 * @param err what it complained of
 */
public record Terminal(int code, String out, String err) {
    public static Terminal run(String... arguments) {
        var before = System.out;
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        try {
            var command = Main.commandLine();
            command.setOut(new PrintWriter(System.out, true));
            command.setErr(new PrintWriter(err, true, StandardCharsets.UTF_8));
            int code = command.execute(arguments);
            return new Terminal(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(before);
        }
    }
}
