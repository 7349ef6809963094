package koboshi.agent.limit;

import java.nio.file.Files;

/** Runs the memory limit's tests by hand, for a guest too slow for a build tool; see {@code src/test/qemu/prove}. */
final class Proving {
    private interface Trial {
        void run(MemoryLimitTest test) throws Exception;
    }

    private Proving() {}

    public static void main(String... arguments) throws Exception {
        int code = 1;
        try {
            prove("the kernel's kill at its limit is recognised", MemoryLimitTest::theKernelsKillAtItsLimitIsRecognised);
            prove("what is inside is counted from the first page on", MemoryLimitTest::whatIsInsideIsCountedAndTheLimitItselfIsAFigure);
            System.out.println("all proved");
            code = 0;
        } catch (AssertionError trouble) {
            trouble.printStackTrace();
        }
        System.exit(code);
    }

    private static void prove(String what, Trial trial) throws Exception {
        var test = new MemoryLimitTest();
        test.folder = Files.createTempDirectory("proving-");
        test.begin();
        trial.run(test);
        test.end();
        System.out.println("proved: " + what);
    }
}
