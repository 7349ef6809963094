package koboshi.agent.journey;

/** A run could not be made for want of something on our own side, which says nothing of the service. */
public final class Unready extends RuntimeException {
    private static final long serialVersionUID = 1;

    Unready(String why) {
        super(why, null, false, false);
    }

    @Override
    public String toString() {
        return getMessage();
    }
}
