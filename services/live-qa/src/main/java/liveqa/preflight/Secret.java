package liveqa.preflight;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Optional;
import java.util.stream.Stream;

/** A credential from a file or the environment. It is never printed: not by toString, not out of another's error text. */
record Secret(String value, Path file, Optional<Words> problem) {
    /** Out of the file, or else of the first of these variables that is set. */
    static Secret from(Path file, Host host, String... variables) {
        if (file != null) return fromFile(file);
        var value = Stream.of(variables).map(host.environment()::get).filter(text -> text != null && !text.isBlank()).findFirst();
        if (value.isPresent()) return new Secret(value.get().strip(), null, Optional.empty());
        return missing(Words.of("鍵がない（環境変数 %s も鍵ファイルもない）", "there is no key (neither %s in the environment nor a key file)", variables[0]));
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

    boolean isMissing() {
        return value.isEmpty();
    }

    /** What is wrong with sending it there: a key goes out by https only, or to this machine. */
    Optional<Finding> exposedTo(URI endpoint) {
        if (isMissing() || !"http".equals(endpoint.getScheme()) || isLoopback(endpoint.getHost())) return Optional.empty();
        return Optional.of(Finding.failed(Words.of("%s は暗号化されない。鍵は送らなかった", "%s is not encrypted; the key was not sent", endpoint),
                Words.of("住所を https:// にする", "make the address https://")));
    }

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException _) {
            return false; // Then it is not this machine.
        }
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
