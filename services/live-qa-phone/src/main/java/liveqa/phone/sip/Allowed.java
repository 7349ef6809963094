package liveqa.phone.sip;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** The networks calls may come from, and the only ones that sound is sent to. */
public record Allowed(List<Network> networks) {
    /** A network such as 203.0.113.0/24. */
    public record Network(InetAddress address, int bits) {
        private static final Pattern NUMERIC = Pattern.compile("[0-9.]+|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

        /** @throws IllegalArgumentException with what was expected */
        public static Network parse(String text) {
            var parts = text.split("/", 2);
            try {
                if (!NUMERIC.matcher(parts[0]).matches()) throw new IllegalArgumentException("expected an address such as 203.0.113.7 or 203.0.113.0/24");
                var address = InetAddress.getByName(parts[0]);
                int most = address.getAddress().length * 8;
                int bits = parts.length == 1 ? most : Integer.parseInt(parts[1]);
                if (bits < 0 || bits > most) throw new IllegalArgumentException("a network of " + parts[0] + " has 0 to " + most + " bits");
                return new Network(address, bits);
            } catch (UnknownHostException | NumberFormatException e) {
                throw new IllegalArgumentException("expected an address such as 203.0.113.7 or 203.0.113.0/24", e);
            }
        }

        boolean contains(InetAddress other) {
            byte[] a = address.getAddress();
            byte[] b = other.getAddress();
            if (a.length != b.length || !Arrays.equals(a, 0, bits / 8, b, 0, bits / 8)) return false;
            int rest = bits % 8;
            return rest == 0 || (a[bits / 8] ^ b[bits / 8]) >> (8 - rest) == 0;
        }
    }

    public boolean contains(InetAddress address) {
        return networks.stream().anyMatch(network -> network.contains(address));
    }
}
