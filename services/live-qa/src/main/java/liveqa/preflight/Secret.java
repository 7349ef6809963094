package liveqa.preflight;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Optional;

/** A credential from a file or the environment. It is never printed: not by toString, not out of another's error text. */
record Secret(String value, Path file, Optional<Words> problem) {
    static Secret from(Path file, String environmentName, Host host) {
        if (file != null) return fromFile(file);
        var value = host.environment().get(environmentName);
        if (value != null && !value.isBlank()) return new Secret(value.strip(), null, Optional.empty());
        return missing(Words.of("鍵がない（環境変数 %s も鍵ファイルもない）", "there is no key (neither %s in the environment nor a key file)", environmentName));
    }

    private static Secret fromFile(Path file) {
        try {
            var value = Files.readString(file).strip();
            if (value.isEmpty()) return missing(Words.of("鍵ファイル %s が空", "the key file %s is empty", file));
            var open = Words.of("鍵ファイル %s をほかの利用者も読める", "others can read the key file %s", file);
            return new Secret(value, file, openToOthers(file) ? Optional.of(open) : Optional.empty());
        } catch (IOException e) {
            return missing(Words.of("鍵ファイル %s を読めない（%s）", "the key file %s cannot be read (%s)", file, e.getClass().getSimpleName()));
        }
    }

    private static Secret missing(Words why) {
        return new Secret("", null, Optional.of(why));
    }

    private static boolean openToOthers(Path file) throws IOException {
        var rights = Files.getPosixFilePermissions(file);
        return rights.contains(PosixFilePermission.OTHERS_READ) || rights.contains(PosixFilePermission.GROUP_READ);
    }

    /** What is wrong with it before anybody is asked. */
    Optional<Finding> unusable(String fileFlag) {
        var put = Words.of("鍵を1行のファイルに置き、%s で指す（chmod 600）", "put the key into a file of one line and point %s to it (chmod 600)", fileFlag);
        return problem.map(why -> Finding.failed(why, file == null ? put : Words.same("chmod 600 '" + file + "'")));
    }

    /** Another's text without the key, short enough for a line. */
    String hiddenIn(String text) {
        var hidden = (value.isEmpty() ? text : text.replace(value, "***")).replaceAll("\\s+", " ").strip();
        return hidden.length() > 200 ? hidden.substring(0, 200) + "…" : hidden;
    }

    @Override
    public String toString() {
        return "***";
    }
}
