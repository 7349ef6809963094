package liveqa.preflight;

import liveqa.preflight.Fact.Better;

/** A locale of UTF-8, without which Java cannot open a file with a Japanese name. */
final class LocaleCheck implements Check {
    @Override
    public String id() {
        return "locale";
    }

    @Override
    public Words title() {
        return Words.of("文字の設定", "locale");
    }

    @Override
    public Finding look(Host host) {
        var names = host.jvm().fileNames();
        var finding = "UTF-8".equalsIgnoreCase(names) ? Finding.passed(Words.of("ファイル名は UTF-8", "file names are UTF-8"))
                : Finding.failed(Words.of("ファイル名が %s。日本語の名前の文書を開けない", "file names are %s; a document with a Japanese name cannot be opened", names),
                        Words.same("sudo localectl set-locale LANG=C.UTF-8   (export LC_ALL=C.UTF-8)"));
        return finding.with("file_names", names, Better.SAME);
    }
}
