package liveqa;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import liveqa.answer.Answerer;
import liveqa.answer.DocumentAnswerer;
import liveqa.document.DocumentFolder;
import liveqa.document.Documents;
import liveqa.document.FolderWatch;
import liveqa.document.Holdings;
import liveqa.document.Limits;
import liveqa.measure.Measures;
import liveqa.measure.Parts;
import liveqa.model.ModelAnswerer;
import liveqa.model.ModelSettings;

/** What answers: the documents, watched, and the model, if there is one. */
final class Thinking implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("documents");
    private static final Duration LOOK_EVERY = Duration.ofSeconds(2);
    private final DocumentAnswerer documents;
    private final Optional<FolderWatch> watch;
    private final Optional<ModelAnswerer> model;
    private volatile Holdings holdings;

    private Thinking(Flags flags, Optional<ModelSettings> settings, Clock clock) throws IOException {
        var folder = Optional.ofNullable(flags.documents).map(path -> new DocumentFolder(path, Limits.USUAL));
        this.holdings = folder.isEmpty() ? samples() : first(folder.get(), flags.documents);
        this.documents = new DocumentAnswerer(holdings.passages(), flags.synonyms);
        this.watch = folder.map(watched -> new FolderWatch(watched, LOOK_EVERY, this::changed));
        this.model = settings.map(set -> new ModelAnswerer(documents, set, flags.data.resolve("model-budget"), clock));
    }

    static Thinking start(Flags flags, Clock clock) throws IOException {
        return new Thinking(flags, flags.model.settings(System.getenv()), clock);
    }

    private static Holdings samples() throws IOException {
        var passages = Documents.samples();
        return new Holdings(passages, List.of(), (int) passages.stream().map(passage -> passage.document()).distinct().count());
    }

    private static Holdings first(DocumentFolder folder, Path path) throws IOException {
        var holdings = folder.look().orElseThrow();
        holdings.trouble().ifPresent(trouble -> LOG.log(System.Logger.Level.WARNING, trouble));
        if (holdings.passages().isEmpty()) {
            throw new IOException("nothing to answer from in " + path + ": " + holdings.trouble().orElse("no .md, .pdf or .html file in it"));
        }
        return holdings;
    }

    private void changed(Holdings now) {
        documents.replace(now.passages());
        holdings = now;
        LOG.log(System.Logger.Level.INFO, now.documents() + " documents, " + now.passages().size() + " passages" + now.trouble().map(trouble -> "; " + trouble).orElse(""));
    }

    Answerer answerer() {
        return model.<Answerer>map(worded -> worded).orElse(documents);
    }

    void follow(Parts parts) {
        parts.follow("documents", () -> holdings.trouble());
        model.ifPresent(worded -> parts.follow("model", worded::trouble));
    }

    void measuredBy(Measures measures) {
        measures.documents(() -> holdings);
        model.ifPresent(measures::model);
    }

    @Override
    public void close() {
        watch.ifPresent(FolderWatch::close);
        model.ifPresent(ModelAnswerer::close);
    }
}
