package koboshi.tsdb;

/**
 * What went wrong with a store since it was opened.
 *
 * @param findings times something was said of it
 * @param blocks set aside, as a whole or because some of them could not be read
 * @param samples lost for good, as far as their number is known: what an unreadable index or a damaged log held is not
 */
public record Damage(long findings, long blocks, long samples) {}
