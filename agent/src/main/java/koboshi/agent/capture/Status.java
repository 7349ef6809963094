package koboshi.agent.capture;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import koboshi.agent.keep.Proc;

/** What the kernel says of one process and where its threads wait. Neither command line nor environment: those hold secrets. */
final class Status {
    private static final int THREADS_SHOWN = 64;

    private Status() {}

    static String of(long pid) {
        return List.of("status", "limits", "io", "stack").stream().map(name -> file(pid, name)).collect(Collectors.joining()) + waits(pid);
    }

    private static String file(long pid, String name) {
        return Proc.textOf(Proc.ROOT.resolve(pid + "/" + name)).map(text -> "== " + name + '\n' + text + '\n').orElse("");
    }

    private static String waits(long pid) {
        var names = Proc.ROOT.resolve(pid + "/task").toFile().list();
        return names == null ? "" : "== where its threads wait\n" + Arrays.stream(names).limit(THREADS_SHOWN).map(id -> wait(pid, id)).collect(Collectors.joining());
    }

    private static String wait(long pid, String thread) {
        var task = Proc.ROOT.resolve(pid + "/task/" + thread);
        var place = Proc.textOf(task.resolve("wchan")).filter(text -> !text.equals("0")).orElse("-");
        return thread + ' ' + Proc.textOf(task.resolve("comm")).map(String::trim).orElse("?") + ' ' + place + '\n';
    }
}
