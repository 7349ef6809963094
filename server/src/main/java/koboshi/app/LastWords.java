package koboshi.app;

/** Says why, and ends the process: acting unrecorded would be worse than not acting. */
final class LastWords {
    static final int EXIT = 70;

    private LastWords() {}

    static void say(String what, Throwable trouble) {
        System.err.println("koboshi: " + what + ": " + trouble + "\nIt ends here rather than act without a record; services go on. Start it again once this is mended.");
        trouble.printStackTrace();
        Runtime.getRuntime().halt(EXIT);
    }
}
