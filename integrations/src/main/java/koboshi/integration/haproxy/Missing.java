package koboshi.integration.haproxy;

/**
 * We want something of a server that HAProxy does not have: it was taken out of its configuration, or added at run time and lost by a reload.
 *
 * @param key backend/server
 */
public record Missing(String key, Wanted wanted) {}
