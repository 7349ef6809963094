package liveqa.phone.sip;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/** Pressed keys, in the two ways SIP carries them. */
final class Keys {
    private static final String OF_EVENTS = "0123456789*#";
    private static final Pattern RELAY = Pattern.compile("(?im)^\\s*Signal\\s*=\\s*([0-9*#])\\s*$");

    private Keys() {}

    /** The first byte of RFC 4733's payload is the key; A to D and flash mean nothing here. */
    static Optional<Character> ofEvent(int event) {
        return event >= 0 && event < OF_EVENTS.length() ? Optional.of(OF_EVENTS.charAt(event)) : Optional.empty();
    }

    /** The body of an INFO: {@code Signal=5} (application/dtmf-relay), or the bare key (application/dtmf). */
    static Optional<Character> ofInfo(String type, byte[] body) {
        var text = new String(body, 0, Math.min(body.length, 200), StandardCharsets.US_ASCII);
        var relay = RELAY.matcher(text);
        if (type.equalsIgnoreCase("application/dtmf-relay")) return relay.find() ? Optional.of(relay.group(1).charAt(0)) : Optional.empty();
        var bare = text.strip();
        return type.equalsIgnoreCase("application/dtmf") && bare.length() == 1 && OF_EVENTS.contains(bare) ? Optional.of(bare.charAt(0)) : Optional.empty();
    }
}
