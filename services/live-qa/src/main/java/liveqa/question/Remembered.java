package liveqa.question;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/** Which settled questions are still told of: the newest, so that memory and log stay bounded over months. */
final class Remembered {
    /** Apart, because a probe each second would push every viewer's answer out within hours. */
    private static final int SHOWN = 10_000;
    private static final int HIDDEN = 500;
    private final LinkedHashSet<Ticket> shown = new LinkedHashSet<>();
    private final LinkedHashSet<Ticket> hidden = new LinkedHashSet<>();

    /** The ticket to forget in its stead, if there are too many. */
    Optional<Ticket> add(Ticket ticket) {
        boolean isShown = ticket.question().channel().shown();
        var kind = isShown ? shown : hidden;
        kind.addLast(ticket);
        return kind.size() > (isShown ? SHOWN : HIDDEN) ? Optional.of(kind.removeFirst()) : Optional.empty();
    }

    void remove(Ticket ticket) {
        shown.remove(ticket);
        hidden.remove(ticket);
    }

    /** The newest first. */
    List<Ticket> lastShown(int count) {
        return shown.reversed().stream().limit(count).toList();
    }

    int size() {
        return shown.size() + hidden.size();
    }
}
