package liveqa;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.logging.LogManager;

/**
 * The end of the process once all is kept. The virtual machine's own end waits up to 0.3 s for threads that stand in the kernel, and the one that
 * polls sockets for virtual threads always does; for 0.3 s more nobody would be answered.
 */
final class QuickEnd {
    private static final System.Logger LOG = System.getLogger("live-qa");
    /** As the virtual machine itself ends when it is asked to by SIGTERM. */
    private static final int ASKED_TO = 128 + 15;
    private static volatile MethodHandle exit;

    private QuickEnd() {}

    /** To be called once there is time: looking up a function takes some. Without {@code --enable-native-access} it is as if never called. */
    @SuppressWarnings("restricted")
    static void prepare() {
        if (!QuickEnd.class.getModule().isNativeAccessEnabled()) return;
        try {
            var linker = Linker.nativeLinker();
            exit = linker.downcallHandle(linker.defaultLookup().findOrThrow("_exit"), FunctionDescriptor.ofVoid(ValueLayout.JAVA_INT));
        } catch (RuntimeException | LinkageError why) {
            LOG.log(System.Logger.Level.DEBUG, "it will end as slowly as the virtual machine does", why);
        }
    }

    /** Returns when it could not be prepared: the virtual machine then ends in its own time. */
    static void now() {
        var way = exit;
        if (way == null) return;
        // Else the log file's lock would stay behind.
        LogManager.getLogManager().reset();
        System.out.flush();
        try {
            way.invokeExact(ASKED_TO);
        } catch (Throwable why) {
            throw new AssertionError("_exit does not return", why);
        }
    }
}
