package koboshi.http;

/**
 * What one sender may send: a token's owner, or an address where there is no token. 0 stands for no limit of its own.
 *
 * @param samples a second, over some seconds
 * @param bytes a second, as they come over the line, over some seconds
 * @param series within an hour or two
 */
public record Allowance(long samples, long bytes, int series) {
    /** Far above what a team's sender sends by intention, low enough that one that went mad leaves room for the others. */
    public static final Allowance STANDARD = new Allowance(500_000, 32L << 20, 0);
}
