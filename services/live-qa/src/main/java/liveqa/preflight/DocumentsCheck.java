package liveqa.preflight;

import java.io.IOException;
import java.nio.file.Path;
import liveqa.document.DocumentFolder;
import liveqa.document.Documents;
import liveqa.document.Holdings;
import liveqa.document.Limits;
import liveqa.preflight.Fact.Better;

/** The documents can be read, and how many passages they hold. */
final class DocumentsCheck implements Check {
    @Override
    public String id() {
        return "documents";
    }

    @Override
    public Words title() {
        return Words.of("政策の文書", "documents");
    }

    @Override
    public Finding look(Host host) throws IOException {
        var folder = host.intent().documents();
        if (folder == null) return samples(Documents.samples().size());
        var holdings = new DocumentFolder(folder, Limits.USUAL).look().orElseThrow();
        return judged(folder, holdings).with("documents", holdings.documents(), Better.SAME).with("passages", holdings.passages().size(), Better.SAME);
    }

    private static Finding judged(Path folder, Holdings holdings) {
        if (holdings.trouble().isPresent()) {
            return Finding.failed(Words.same(holdings.trouble().get()), Words.of("読めない文書を直すか、外す", "mend the documents that cannot be read, or take them out"));
        }
        if (holdings.passages().isEmpty()) {
            return Finding.failed(Words.of("%s に文書がない（.md、.pdf、.html）", "there is no document in %s (.md, .pdf, .html)", folder),
                    Words.of("文書を置き、--documents でそのフォルダを指す。見本は live-qa --copy-samples フォルダ で作れる",
                            "put documents there and point --documents to it; live-qa --copy-samples DIR writes samples to start from"));
        }
        return Finding.passed(Words.of("%s の文書 %d、段落 %d", "%2$d documents and %3$d passages from %1$s", folder, holdings.documents(), holdings.passages().size()));
    }

    private static Finding samples(int passages) {
        return Finding.unprovable(Words.of("--documents がない。付属の見本（架空の候補者、%d 段落）で答えるので、本番の文書は確かめられない",
                "without --documents it answers from the bundled samples of a fictional candidate (%d passages), so the real ones are not proven",
                        passages)).with("passages", passages, Better.SAME);
    }
}
