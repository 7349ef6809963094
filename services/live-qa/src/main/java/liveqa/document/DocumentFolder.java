package liveqa.document;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A folder of documents, looked at again and again. A file is read when it is new or has changed and has then stayed the same for one
 * look, so that nothing half copied is read; one that cannot be read keeps its last good version; one that is gone is gone.
 */
public final class DocumentFolder {
    private record Stamp(long size, long modified) {}

    private record Kept(Stamp stamp, List<Passage> passages, Optional<Problem> problem) {}

    private final Path folder;
    private final Limits limits;
    private final Map<Path, Kept> kept = new TreeMap<>();
    private Map<Path, Stamp> seen = new HashMap<>();
    private Optional<Problem> own = Optional.empty();
    private boolean first = true;

    public DocumentFolder(Path folder, Limits limits) {
        this.folder = folder;
        this.limits = limits;
    }

    /** What there is now; nothing when nothing has changed since the last look. Called by one thread at a time. */
    public synchronized Optional<Holdings> look() {
        var before = own;
        var found = found();
        boolean changed = found.isPresent() && take(found.get()) || !own.equals(before) || first;
        found.ifPresent(stamps -> seen = stamps);
        first = false;
        return changed ? Optional.of(holdings()) : Optional.empty();
    }

    /** The files there are; nothing when the folder itself cannot be read, and then all that was read stays. */
    private Optional<Map<Path, Stamp>> found() {
        try (var files = Files.walk(folder, 8)) {
            var stamps = new TreeMap<Path, Stamp>();
            for (var file : files.filter(DocumentFile::isDocument).filter(Files::isRegularFile).sorted().limit(limits.files() + 1L).toList()) stamp(file).ifPresent(stamp -> stamps.put(file, stamp));
            own = stamps.size() > limits.files()
                    ? Optional.of(new Problem(folder.toString(), Unreadable.Reason.TOO_MANY_FILES, "more than " + limits.files() + " documents; the last by name are left out", false))
                    : Optional.empty();
            if (stamps.size() > limits.files()) stamps.pollLastEntry();
            return Optional.of(stamps);
        } catch (IOException | RuntimeException e) {
            own = Optional.of(new Problem(folder.toString(), Unreadable.Reason.MISSING, "the folder cannot be read: " + e, !kept.isEmpty()));
            return Optional.empty();
        }
    }

    private static Optional<Stamp> stamp(Path file) throws IOException {
        try {
            var attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return Optional.of(new Stamp(attributes.size(), attributes.lastModifiedTime().toMillis()));
        } catch (NoSuchFileException _) {
            return Optional.empty(); // Gone since it was listed.
        }
    }

    private boolean take(Map<Path, Stamp> found) {
        boolean changed = kept.keySet().retainAll(found.keySet());
        try (var pdfs = new PdfProcess(limits.perFile())) {
            changed |= take(found, pdfs);
        }
        return changed;
    }

    private boolean take(Map<Path, Stamp> found, PdfProcess pdfs) {
        boolean changed = false;
        for (var file : found.entrySet()) {
            var last = kept.get(file.getKey());
            boolean settled = first || file.getValue().equals(seen.get(file.getKey()));
            if (!settled || last != null && last.stamp.equals(file.getValue())) continue;
            kept.put(file.getKey(), read(file.getKey(), file.getValue(), last, pdfs));
            changed = true;
        }
        return changed;
    }

    private Kept read(Path file, Stamp stamp, Kept last, PdfProcess pdfs) {
        try {
            return new Kept(stamp, DocumentFile.read(file, limits, pdfs), Optional.empty());
        } catch (Unreadable e) {
            var good = last == null ? List.<Passage>of() : last.passages;
            return new Kept(stamp, good, Optional.of(new Problem(folder.relativize(file).toString(), e.reason(), e.getMessage(), !good.isEmpty())));
        }
    }

    private Holdings holdings() {
        var passages = new ArrayList<Passage>();
        var problems = new ArrayList<Problem>();
        own.ifPresent(problems::add);
        int documents = 0;
        for (var file : kept.entrySet()) {
            file.getValue().problem.ifPresent(problems::add);
            if (passages.size() + file.getValue().passages.size() > limits.passages()) {
                problems.add(new Problem(folder.relativize(file.getKey()).toString(), Unreadable.Reason.TOO_LARGE, "beyond " + limits.passages() + " passages together; left out", false));
            } else if (!file.getValue().passages.isEmpty()) {
                passages.addAll(file.getValue().passages);
                documents++;
            }
        }
        return new Holdings(List.copyOf(passages), List.copyOf(problems), documents);
    }
}
