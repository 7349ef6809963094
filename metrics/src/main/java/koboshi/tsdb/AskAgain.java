package koboshi.tsdb;

/** What was being read was moved or deleted meanwhile: asking again helps, and nothing is damaged. */
public final class AskAgain extends RuntimeException {
    private static final long serialVersionUID = 1;

    AskAgain(String what, Throwable cause) {
        super(what, cause);
    }
}
