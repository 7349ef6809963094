package liveqa.question;

/** The word for where a question stands. */
public final class Standings {
    private Standings() {}

    public static String word(Ticket ticket) {
        return switch (ticket.standing()) {
            case Standing.Waiting _ -> "waiting";
            case Standing.Held _ -> "held";
            case Standing.Answering _ -> "answering";
            case Standing.Answered _ -> "answered";
            case Standing.Withdrawn _ -> "withdrawn";
        };
    }
}
