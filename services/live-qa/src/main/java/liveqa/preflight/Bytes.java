package liveqa.preflight;

/** Sizes as people read them. */
final class Bytes {
    static final long MIB = 1024 * 1024;

    private Bytes() {}

    static String of(long bytes) {
        return bytes >= 10 * 1024 * MIB ? bytes / (1024 * MIB) + " GiB" : bytes / MIB + " MiB";
    }
}
