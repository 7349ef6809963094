package liveqa.chat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What came of one call. */
sealed interface Answered {
    /** The chat of a video, if it is live now. */
    record Chat(Optional<String> id) implements Answered {}

    /** {@code next} is empty when the API named no next page. */
    record Page(List<Message> messages, Optional<String> next, Duration pause, Optional<Instant> offlineAt) implements Answered {}

    record No(Refused why, String said) implements Answered {}

    /** No connection, too slow, or not the answer of this API. */
    record Lost(String why) implements Answered {}
}
