package koboshi.agent.guarded;

/** A service that leaves at once with the code it is given. */
public final class Leaving {
    private Leaving() {}

    public static void main(String... arguments) {
        System.out.println("leaving with " + arguments[0]);
        System.exit(Integer.parseInt(arguments[0]));
    }
}
