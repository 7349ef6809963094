package liveqa.phone.webhook;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Whether a request was signed by the provider: HMAC-SHA1, with the account's token as key, over the full URL followed by
 * each parameter's name and value in the order of the names; Base64.
 *
 * <p>Source: the provider's "Validating requests". A URL's standard port is signed by some of its parts and left out by
 * others, so both are tried.
 */
public final class Signature {
    private static final String ALGORITHM = "HmacSHA1";
    private final SecretKeySpec key;

    public Signature(String token) {
        this.key = new SecretKeySpec(token.getBytes(StandardCharsets.UTF_8), ALGORITHM);
    }

    public boolean valid(String url, Form form, String given) {
        boolean valid = false;
        for (var candidate : candidates(url)) valid |= same(signed(candidate, form), given);
        return valid;
    }

    private static boolean same(String expected, String given) {
        return MessageDigest.isEqual(expected.getBytes(StandardCharsets.US_ASCII), given.getBytes(StandardCharsets.UTF_8));
    }

    private static List<String> candidates(String url) {
        var candidates = new ArrayList<>(List.of(url));
        var uri = URI.create(url);
        int standard = uri.getScheme().equals("https") ? 443 : 80;
        var bare = uri.getScheme() + "://" + uri.getHost();
        if (uri.getPort() == standard) candidates.add(bare + url.substring((bare + ":" + standard).length()));
        if (uri.getPort() == -1) candidates.add(bare + ":" + standard + url.substring(bare.length()));
        return candidates;
    }

    String signed(String url, Form form) {
        var text = new StringBuilder(url);
        form.values().forEach((name, values) -> values.forEach(value -> text.append(name).append(value)));
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return Base64.getEncoder().encodeToString(mac.doFinal(text.toString().getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, e);
        }
    }
}
