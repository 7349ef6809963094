package liveqa.preflight;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import liveqa.preflight.Fact.Better;

/** A font for Japanese, without which the on-air page shows boxes; needed where the browser or OBS runs. */
final class FontsCheck implements Check {
    private static final List<String> FOLDERS = List.of("/usr/share/fonts", "/usr/local/share/fonts");
    private static final String FILES = "(?i).*(cjk|ipa|takao|vlgothic|migmix|mplus|noto(sans|serif)jp|ume|sazanami|biz-?ud).*\\.(ttf|ttc|otf)";
    private static final Words REMEDY = Words.same("sudo apt-get install fonts-noto-cjk");

    @Override
    public String id() {
        return "fonts";
    }

    @Override
    public Words title() {
        return Words.of("日本語の書体", "fonts for Japanese");
    }

    @Override
    public Finding look(Host host) throws IOException {
        return switch (host.programs().run(Programs.SHORT, "", "fc-list", ":lang=ja", "family")) {
            case Programs.Ended(int code, String out) when code == 0 && !out.isBlank() ->
                    found(out.lines().map(line -> line.split(",")[0].strip()).distinct().sorted().toList());
            case Programs.Ended(int code, String _) when code == 0 ->
                    Finding.failed(Words.of("一つもない。字が四角になる", "there is none; characters would be boxes"), REMEDY);
            case Programs.Ended _, Programs.Missing _, Programs.Stuck _ -> byFiles(host);
        };
    }

    private static Finding found(List<String> families) {
        return Finding.passed(Words.of("%d 書体（%s など）", "%d families (such as %s)", families.size(), families.getFirst()))
                .with("japanese_fonts", families.size(), Better.MORE);
    }

    /** Without fc-list only the files' names tell, which proves less but names the usual ones. */
    private static Finding byFiles(Host host) throws IOException {
        for (var folder : FOLDERS) {
            if (!host.has(folder)) continue;
            try (var files = Files.walk(host.path(folder), 6)) {
                var font = files.filter(file -> file.getFileName().toString().matches(FILES)).findFirst();
                if (font.isPresent()) return Finding.passed(Words.of("%s（fc-list がないのでファイル名で判断）", "%s (by its file's name, for there is no fc-list)",
                        font.get().getFileName()));
            }
        }
        return Finding.failed(Words.of("見つからない（fc-list もない）", "none was found (and there is no fc-list)"), REMEDY);
    }
}
