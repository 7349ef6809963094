package koboshi.loop.sim;

/** A promise was not kept. */
final class Broken extends AssertionError {
    private static final long serialVersionUID = 1;

    Broken(String what) {
        super(what);
    }
}
