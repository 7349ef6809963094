package liveqa.preflight;

import java.io.IOException;
import liveqa.document.Documents;
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
    public Finding look(Host host) {
        var folder = host.intent().documents();
        try {
            if (folder == null) return samples(Documents.samples().size());
            int passages = Documents.inFolder(folder).size();
            return Finding.passed(Words.of("%s から %d 段落", "%2$d passages from %1$s", folder, passages)).with("passages", passages, Better.SAME);
        } catch (IOException e) {
            return Finding.failed(Words.same(e.getMessage()), Words.of("文書を置き、--documents でそのフォルダを指す。見本は live-qa --copy-samples フォルダ で作れる",
                    "put documents there and point --documents to it; live-qa --copy-samples DIR writes samples to start from"));
        }
    }

    private static Finding samples(int passages) {
        return Finding.unprovable(Words.of("--documents がない。付属の見本（架空の候補者、%d 段落）で答えるので、本番の文書は確かめられない",
                "without --documents it answers from the bundled samples of a fictional candidate (%d passages), so the real ones are not proven",
                        passages)).with("passages", passages, Better.SAME);
    }
}
