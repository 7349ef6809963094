package liveqa.phone.talk;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Who calls: never by number, save for its last two digits in the log. */
public record Caller(String masked, String tag) {
    /** Drawn anew at each start: the same caller has the same tag today, and nobody can compute the number from it. */
    private static final byte[] SALT = salt();

    public static Caller of(String number) {
        var digits = number.replaceAll("\\D", "");
        if (digits.length() < 4) return new Caller("hidden", tag("hidden"));
        return new Caller("…" + digits.substring(digits.length() - 2), tag(digits));
    }

    private static byte[] salt() {
        var salt = new byte[16];
        new SecureRandom().nextBytes(salt);
        return salt;
    }

    private static String tag(String number) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(SALT, "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(number.getBytes(StandardCharsets.UTF_8)), 0, 2);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }
}
