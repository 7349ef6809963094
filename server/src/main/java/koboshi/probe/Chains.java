package koboshi.probe;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.Certificate;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;

/** Knows when chains of certificates end that were read before: reading one takes as long as all the rest of a handshake. From any thread. */
final class Chains {
    private final Map<ByteBuffer, Instant> ends = Bounded.map(Bounded.MOST);

    /** @return SHA-256 over all of its bytes, in their order */
    static ByteBuffer print(Certificate[] chain) throws CertificateEncodingException {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            for (var certificate : chain) {
                digest.update(certificate.getEncoded());
            }
            return ByteBuffer.wrap(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** The first moment at which one of them ends. */
    Instant end(Certificate[] chain) throws CertificateEncodingException {
        var print = print(chain);
        var known = known(print);
        return known == null ? keep(print, earliest(chain)) : known;
    }

    private synchronized Instant known(ByteBuffer print) {
        return ends.get(print);
    }

    private synchronized Instant keep(ByteBuffer print, Instant end) {
        ends.put(print, end);
        return end;
    }

    static Instant earliest(Certificate[] chain) {
        return Arrays.stream(chain).map(Chains::end).min(Instant::compareTo).orElse(Instant.MAX);
    }

    private static Instant end(Certificate certificate) {
        return certificate instanceof X509Certificate known ? known.getNotAfter().toInstant() : Instant.MAX;
    }
}
