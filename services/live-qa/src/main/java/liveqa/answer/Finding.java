package liveqa.answer;

import java.util.List;
import liveqa.document.Passage;

/** What a look-up found: the answer in the documents' own words, and the passages that may serve for a better worded one, best first. */
public record Finding(Answer answer, List<Passage> passages) {}
