package liveqa.question;

import java.time.Instant;
import java.util.Optional;

/** Looks at a question before it joins the line. */
public interface Screen {
    /** Lets everything through. */
    Screen OPEN = (_, _) -> Optional.empty();

    /** The same question without what nobody should read aloud; must give the same for the same. */
    default Question masked(Question question) {
        return question;
    }

    /** Called once for each new question. */
    Optional<HoldReason> holds(Question question, Instant now);
}
