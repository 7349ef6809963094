package liveqa.document;

/** A document, or the folder, that could not be read. {@code keptLast} says that its last good version still answers. */
public record Problem(String file, Unreadable.Reason reason, String detail, boolean keptLast) {
    @Override
    public String toString() {
        return file + ": " + detail + (keptLast ? " (its last good version still answers)" : "");
    }
}
