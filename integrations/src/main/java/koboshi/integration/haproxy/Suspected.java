package koboshi.integration.haproxy;

/** A server worth a closer look. This is no judgement: it costs a journey, and takes nobody out of traffic. */
public record Suspected(Server server, Reason reason) {
    /** Why, with the figures that made it so. */
    public sealed interface Reason {
        /** @param lately within the brief time of the norms */
        record Errors(double lately, double usually) implements Reason {}

        record Sessions(int now, double usually, double siblings) implements Reason {}

        record Queue(int now, double usually) implements Reason {}

        default String inEnglish() {
            return switch (this) {
                case Errors(double lately, double usually) -> "%.1f errors lately where %.1f are usual".formatted(lately, usually);
                case Sessions(int now, double usually, double siblings) ->
                    "%d sessions at once where %.1f are usual and its siblings have %.1f".formatted(now, usually, siblings);
                case Queue(int now, double usually) -> "%d wait for it where %.1f are usual".formatted(now, usually);
            };
        }
    }
}
