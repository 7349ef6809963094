package koboshi.agent.limit;

import koboshi.resource.Bytes;

/**
 * How much memory a service may have.
 *
 * @param swap whether what does not fit may go to swap; a service that swaps is alive and useless, so it is not the default
 */
record Ceiling(Bytes limit, boolean swap) {
    String words(String by) {
        return "memory limit " + limit + " by " + by + (swap ? ", swap allowed" : "");
    }

    String count() {
        return Long.toString(limit.count());
    }

    double share(long used) {
        return used / (double) limit.count();
    }
}
