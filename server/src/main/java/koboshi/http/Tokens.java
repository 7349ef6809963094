package koboshi.http;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Who may come in from other addresses: a file of token hashes, never of tokens.
 *
 * <p>The file is read again whenever it changed, so a token added or removed by another process counts at once.
 */
public final class Tokens {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int BYTES = 32;

    private final Path file;
    private List<Held> held = List.of();
    private FileTime read = FileTime.fromMillis(-1);

    private record Held(String name, Role role, byte[] hash) {}

    private Tokens(Path file) {
        this.file = file;
    }

    /** @throws IOException when the file is not what it should be, or may be read by others; an absent file means no tokens */
    public static Tokens read(Path file) throws IOException {
        var tokens = new Tokens(file);
        tokens.refresh();
        return tokens;
    }

    /** Makes a token. It is told once, here, and cannot be found out again. */
    public synchronized String add(String name, Role role) throws IOException {
        refresh();
        if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,63}")) {
            throw new IllegalArgumentException("not a name for a token: " + name + " (expected up to 64 letters, digits, . _ -)");
        }
        if (held.stream().anyMatch(one -> one.name().equals(name))) {
            throw new IllegalArgumentException("a token for " + name + " exists already: remove it first");
        }
        var token = random();
        var next = new ArrayList<>(held);
        next.add(new Held(name, role, hash(token)));
        write(next);
        return token;
    }

    /** @return whether there was one */
    public synchronized boolean remove(String name) throws IOException {
        refresh();
        var next = held.stream().filter(one -> !one.name().equals(name)).toList();
        boolean found = next.size() < held.size();
        if (found) {
            write(next);
        }
        return found;
    }

    /** Looks at every hash, so that the time it takes tells nothing about which was near. */
    synchronized Optional<Person> owner(String token) throws IOException {
        refresh();
        var hash = hash(token);
        Optional<Person> owner = Optional.empty();
        for (var one : held) {
            if (MessageDigest.isEqual(one.hash(), hash)) {
                owner = Optional.of(new Person(one.name(), one.role()));
            }
        }
        return owner;
    }

    /** Which vantage the token is for, if it is a prober's. */
    public Optional<String> prober(String token) throws IOException {
        return owner(token).filter(owner -> owner.role() == Role.PROBER).map(Person::name);
    }

    /** The person of that name as of now: a removed token ends its sessions too. */
    synchronized Optional<Person> named(String name) throws IOException {
        refresh();
        return held.stream().filter(one -> one.name().equals(name)).map(one -> new Person(one.name(), one.role())).findFirst();
    }

    static String random() {
        var bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    static byte[] hash(String token) {
        return Hashes.sha256(token.getBytes(StandardCharsets.UTF_8));
    }

    private void refresh() throws IOException {
        try {
            var changed = Files.getLastModifiedTime(file);
            if (!changed.equals(read)) {
                refuseIfOthersMayRead();
                held = parse(Files.readAllBytes(file));
                read = changed;
            }
        } catch (NoSuchFileException _) {
            held = List.of();
            read = FileTime.fromMillis(-1);
        }
    }

    private void refuseIfOthersMayRead() throws IOException {
        if (posix() && !EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE)
                .containsAll(Files.getPosixFilePermissions(file))) {
            throw new IOException("other users may read the tokens: run chmod 600 " + file);
        }
    }

    private List<Held> parse(byte[] bytes) throws IOException {
        try {
            var all = new ArrayList<Held>();
            for (var one : Json.read(bytes).required("tokens")) {
                all.add(held(one));
            }
            return List.copyOf(all);
        } catch (RuntimeException e) {
            throw new IOException("cannot read the tokens in " + file + ": " + e.getMessage(), e);
        }
    }

    private static Held held(JsonNode one) {
        return new Held(
                one.required("name").stringValue(),
                Role.parse(one.required("role").stringValue()),
                Hashes.bytes(one.required("sha256").stringValue()));
    }

    private void write(List<Held> next) throws IOException {
        var root = Json.object();
        var array = root.putArray("tokens");
        next.forEach(one -> array.addObject()
                .put("name", one.name())
                .put("role", one.role().toString())
                .put("sha256", Hashes.hex(one.hash())));
        var directory = file.toAbsolutePath().getParent();
        Files.createDirectories(directory);
        var draft = posix()
                ? Files.createTempFile(directory, "tokens", ".tmp", PosixFilePermissions.asFileAttribute(
                        PosixFilePermissions.fromString("rw-------")))
                : Files.createTempFile(directory, "tokens", ".tmp");
        Files.write(draft, Json.bytes(root));
        Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        held = List.copyOf(next);
        read = Files.getLastModifiedTime(file);
    }

    private boolean posix() {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix");
    }
}
