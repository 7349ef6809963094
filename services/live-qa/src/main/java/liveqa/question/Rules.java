package liveqa.question;

import java.util.Set;

/** How the desk is run: who looks at questions first, whose rank goes ahead, whether the same question is asked once for all. */
public record Rules(Screen screen, Set<Rank> ahead, boolean joinsAlike) {
    public static final Rules PLAIN = new Rules(Screen.OPEN, Set.of(), false);
}
