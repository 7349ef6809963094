package koboshi.scrape;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.Map;
import koboshi.series.Labels;
import koboshi.tsdb.LabelReader;

/**
 * Sixteen bytes for each series, by which the store finds it again without its labels.
 *
 * <p>They are a digest of the labels, so that the same series has the same bytes whoever scrapes it, and after every start. The labels themselves are held
 * only until the store has seen them; should it forget, {@link #forgotten} tells, and they must be read again.
 */
final class Keys implements LabelReader {
    private static final int BYTES = 16;

    private final Map<byte[], Labels> fresh = new IdentityHashMap<>();
    private boolean forgotten;

    static byte[] of(Labels labels) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            labels.forEach((name, value) -> {
                digest.update(name.getBytes(StandardCharsets.UTF_8));
                digest.update((byte) 0xff);
                digest.update(value.getBytes(StandardCharsets.UTF_8));
                digest.update((byte) 0xff);
            });
            return Arrays.copyOf(digest.digest(), BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    byte[] introduce(Labels labels) {
        var key = of(labels);
        fresh.put(key, labels);
        return key;
    }

    /** After a commit: the store knows them now. */
    void clear() {
        fresh.clear();
        forgotten = false;
    }

    boolean forgotten() {
        return forgotten;
    }

    @Override
    public Labels read(byte[] message, int from, int to) {
        var labels = fresh.get(message);
        if (labels == null) {
            forgotten = true;
            throw new IllegalArgumentException("the labels of a series must be read again");
        }
        return labels;
    }
}
