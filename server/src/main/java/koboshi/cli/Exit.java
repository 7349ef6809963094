package koboshi.cli;

/** Exit codes, the same for every command. */
public final class Exit {
    public static final int OK = 0;
    /** The command worked and the answer is bad: a service lies, a drill's promise did not hold. */
    public static final int NOT_WELL = 1;
    /** Wrong words on the command line, or a configuration that cannot be followed. */
    public static final int USAGE = 2;
    /** No Koboshi answers there. */
    public static final int NOT_REACHED = 3;

    static final String HELP = "%nExit codes: 0 well; 1 not well; 2 wrong usage or configuration; 3 no Koboshi answers; 70 it had to end itself.";

    private Exit() {}
}
