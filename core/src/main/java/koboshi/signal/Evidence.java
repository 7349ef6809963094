package koboshi.signal;

/**
 * A file kept for later, named by its content.
 *
 * @param name what it shows: thread-dump, status, sockets, top, log
 * @param hash SHA-256 of the content, hexadecimal; the content lies in a file of that name
 */
public record Evidence(String name, String hash, long bytes) {}
