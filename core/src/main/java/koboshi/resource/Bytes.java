package koboshi.resource;

import java.util.Locale;
import java.util.regex.Pattern;

/** An amount of memory or disk; written {@code 512MiB}, {@code 2GiB}, {@code 100MB}. */
public record Bytes(long count) {
    private static final Pattern TEXT = Pattern.compile("(\\d{1,12})\\s*(B|kB|KB|MB|GB|TB|KiB|MiB|GiB|TiB)?");

    public Bytes {
        if (count < 0) {
            throw new IllegalArgumentException("a negative amount: " + count);
        }
    }

    public static Bytes mebi(long count) {
        return new Bytes(count << 20);
    }

    public static Bytes parse(String text) {
        var match = TEXT.matcher(text.trim());
        if (!match.matches()) {
            throw new IllegalArgumentException("not an amount of memory: " + text + " (expected for example 512MiB or 2GiB)");
        }
        long number = Long.parseLong(match.group(1));
        long unit = unit(match.group(2));
        if (number > Long.MAX_VALUE / unit) {
            throw new IllegalArgumentException("more memory than can be counted: " + text + " (expected for example 512MiB or 2GiB)");
        }
        return new Bytes(number * unit);
    }

    private static long unit(String unit) {
        return switch (unit) {
            case null -> 1;
            case "B" -> 1;
            case "kB", "KB" -> 1_000;
            case "MB" -> 1_000_000;
            case "GB" -> 1_000_000_000;
            case "TB" -> 1_000_000_000_000L;
            case "KiB" -> 1L << 10;
            case "MiB" -> 1L << 20;
            case "GiB" -> 1L << 30;
            case "TiB" -> 1L << 40;
            default -> throw new IllegalArgumentException("unknown unit " + unit);
        };
    }

    @Override
    public String toString() {
        if (count < 1 << 10) {
            return count + "B";
        }
        int power = Math.min(4, (63 - Long.numberOfLeadingZeros(count)) / 10);
        double value = count / (double) (1L << (10 * power));
        var unit = "KMGT".charAt(power - 1) + "iB";
        return value == Math.rint(value) ? (long) value + unit : String.format(Locale.ROOT, "%.1f%s", value, unit);
    }
}
