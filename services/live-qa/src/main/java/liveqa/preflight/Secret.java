package liveqa.preflight;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Optional;

/** A credential from a file or the environment. It is never printed: not by toString, not out of another's error text. */
record Secret(String value, Optional<Words> problem) {
    static Secret from(Path file, String environmentName, Host host) {
        if (file != null) return fromFile(file);
        var value = host.environment().get(environmentName);
        return value == null || value.isBlank()
                ? missing(Words.of("鍵がない（環境変数 %s も鍵ファイルもない）", "there is no key (neither %s in the environment nor a key file)", environmentName))
                : new Secret(value.strip(), Optional.empty());
    }

    private static Secret fromFile(Path file) {
        try {
            var value = Files.readString(file).strip();
            if (value.isEmpty()) return missing(Words.of("鍵ファイル %s が空", "the key file %s is empty", file));
            return new Secret(value, openToOthers(file) ? Optional.of(Words.of("鍵ファイル %s をほかの利用者も読める", "others can read the key file %s", file)) : Optional.empty());
        } catch (IOException e) {
            return missing(Words.of("鍵ファイル %s を読めない（%s）", "the key file %s cannot be read (%s)", file, e.getClass().getSimpleName()));
        }
    }

    private static Secret missing(Words why) {
        return new Secret("", Optional.of(why));
    }

    private static boolean openToOthers(Path file) throws IOException {
        return Files.getPosixFilePermissions(file).stream().anyMatch(right -> right == PosixFilePermission.OTHERS_READ || right == PosixFilePermission.GROUP_READ);
    }

    boolean isMissing() {
        return value.isEmpty();
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
