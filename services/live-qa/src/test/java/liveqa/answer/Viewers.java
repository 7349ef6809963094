package liveqa.answer;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import liveqa.document.Documents;

/** Questions as viewers ask them, and what the sample documents say to each. */
record Viewers(List<Asked> questions) {
    /** {@code headings} of the passages that answer; empty when the documents do not. */
    record Asked(String style, Set<String> headings, String text) {
        boolean isAnswerable() {
            return !headings.isEmpty();
        }

        boolean isRightly(Answer answer) {
            return answer instanceof Answer.Found found ? headings.contains(found.source().heading()) : !isAnswerable();
        }
    }

    static Viewers of(String file) {
        try (InputStream in = Viewers.class.getResourceAsStream("/liveqa/answer/" + file)) {
            var lines = new String(in.readAllBytes(), StandardCharsets.UTF_8).lines();
            return new Viewers(lines.filter(line -> !line.isBlank() && !line.startsWith("#")).map(Viewers::asked).toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Asked asked(String line) {
        var parts = line.split("\t");
        return new Asked(parts[0], parts[1].equals("-") ? Set.of() : Set.of(parts[1].split("\\|")), parts[2]);
    }

    static DocumentAnswerer sampleAnswerer() {
        try {
            return new DocumentAnswerer(Documents.samples(), null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The part of the answerable, or of the unanswerable, that was answered rightly. */
    double rightly(boolean answerable, DocumentAnswerer answerer) {
        var some = questions.stream().filter(question -> question.isAnswerable() == answerable).toList();
        return (double) some.stream().filter(question -> question.isRightly(answerer.answer(question.text()))).count() / some.size();
    }
}
