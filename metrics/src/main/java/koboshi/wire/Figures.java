package koboshi.wire;

/**
 * Figures as Prometheus's HTTP API writes them: the fewest digits that give the number back, with an exponent only below 1e-6 and from 1e21.
 *
 * <p>Every method takes where to write and answers where it stopped; a figure takes at most 32 bytes.
 */
final class Figures {
    private static final double EXACT = 1e15;
    private static final double SMALLEST_PLAIN = 1e-6;
    private static final double LARGEST_PLAIN = 1e21;
    /** Below it a double has so few bits that one digit can be enough where Java writes two. */
    private static final double NEARLY_NOTHING = 1e-320;

    private static final byte[] TENS = new byte[100];
    private static final byte[] ONES = new byte[100];

    static {
        for (int i = 0; i < 100; i++) {
            TENS[i] = (byte) ('0' + i / 10);
            ONES[i] = (byte) ('0' + i % 10);
        }
    }

    private Figures() {}

    /** Two digits at a time, since a division takes longer than all the rest. */
    static int whole(long value, byte[] into, int at) {
        if (value < 0) {
            return value == Long.MIN_VALUE ? ascii(Long.toString(value), into, at) : whole(-value, into, ascii("-", into, at));
        }
        int end = at + digits(value);
        int place = end;
        long left = value;
        while (left >= 10) {
            long rest = left / 100;
            int pair = (int) (left - rest * 100);
            into[--place] = ONES[pair];
            into[--place] = TENS[pair];
            left = rest;
        }
        if (place > at) {
            into[--place] = (byte) ('0' + left);
        }
        return end;
    }

    private static int digits(long value) {
        long beyond = 10;
        for (int digits = 1; digits < 19; digits++) {
            if (value < beyond) {
                return digits;
            }
            beyond *= 10;
        }
        return 19;
    }

    static int seconds(long millis, byte[] into, int at) {
        int place = at;
        if (millis < 0) {
            into[place++] = '-';
        }
        place = whole(Math.abs(millis / 1000), into, place);
        int fraction = (int) Math.abs(millis % 1000);
        return fraction == 0 ? place : fraction(fraction, 100, into, place);
    }

    /** @param first what the first digit behind the point counts */
    private static int fraction(long fraction, long first, byte[] into, int at) {
        int place = at;
        into[place++] = '.';
        for (long digit = first; digit > 0; digit /= 10) {
            into[place++] = (byte) ('0' + fraction / digit % 10);
        }
        return place;
    }

    static int number(double value, byte[] into, int at) {
        if (Double.isNaN(value)) {
            return ascii("NaN", into, at);
        }
        if (Double.isInfinite(value)) {
            return ascii(value > 0 ? "+Inf" : "-Inf", into, at);
        }
        if (Math.copySign(1, value) < 0) {
            into[at] = '-';
            return positive(-value, into, at + 1);
        }
        return positive(value, into, at);
    }

    /**
     * Most of what is measured is whole, or has a few digits behind the point: k / 10^n.
     * With less than 16 digits no other figure of as few digits gives the same double back, so the first n that fits is the shortest.
     */
    private static int positive(double value, byte[] into, int at) {
        if (value < EXACT) {
            long whole = (long) value;
            if (whole == value) {
                return whole(whole, into, at);
            }
            for (long scale = 10; scale <= 1000; scale *= 10) {
                double scaled = Math.rint(value * scale);
                if (scaled < EXACT && scaled / scale == value) {
                    return fraction((long) scaled % scale, scale / 10, into, whole((long) scaled / scale, into, at));
                }
            }
        }
        return shortest(value, into, at);
    }

    private static int shortest(double value, byte[] into, int at) {
        var text = Double.toString(value);
        int mark = text.indexOf('E');
        if (mark < 0) {
            return ascii(text.endsWith(".0") ? text.substring(0, text.length() - 2) : text, into, at);
        }
        // One digit, a point, the other digits; a nought alone behind the point says nothing.
        var others = text.substring(2, mark).equals("0") ? "" : text.substring(2, mark);
        int exponent = Integer.parseInt(text, mark + 1, text.length(), 10);
        if (value < NEARLY_NOTHING) {
            long one = Math.round(Double.parseDouble(text.substring(0, mark)));
            if (Double.parseDouble(one + "E" + exponent) == value) {
                return one == 10 ? scientific("1", "", exponent + 1, into, at) : scientific(Long.toString(one), "", exponent, into, at);
            }
        }
        return value < SMALLEST_PLAIN || value >= LARGEST_PLAIN
                ? scientific(text.substring(0, 1), others, exponent, into, at)
                : plain(text.substring(0, 1) + others, exponent, into, at);
    }

    private static int scientific(String first, String others, int exponent, byte[] into, int at) {
        int place = ascii(first, into, at);
        if (!others.isEmpty()) {
            place = ascii(others, into, ascii(".", into, place));
        }
        place = ascii(exponent < 0 ? "e-" : "e+", into, place);
        return whole(Math.abs(exponent), into, Math.abs(exponent) < 10 ? ascii("0", into, place) : place);
    }

    private static int plain(String digits, int exponent, byte[] into, int at) {
        if (exponent < 0) {
            return ascii(digits, into, ascii("0".repeat(-exponent - 1), into, ascii("0.", into, at)));
        }
        if (digits.length() <= exponent + 1) {
            return ascii("0".repeat(exponent + 1 - digits.length()), into, ascii(digits, into, at));
        }
        int place = ascii(".", into, ascii(digits.substring(0, exponent + 1), into, at));
        return ascii(digits.substring(exponent + 1), into, place);
    }

    private static int ascii(String text, byte[] into, int at) {
        for (int i = 0; i < text.length(); i++) {
            into[at + i] = (byte) text.charAt(i);
        }
        return at + text.length();
    }
}
