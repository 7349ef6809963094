package koboshi.incident;

/** How an incident ended. */
public enum Ending {
    /** We acted, or an agent under our keep policy did, and the service answers again. */
    REVIVED,
    /** Nobody acted: worth reading all the more, since nothing was mended. */
    HEALED_BY_ITSELF,
    /** It was suspected, no guard fired, and it was well again with nothing done. */
    NEAR_MISS,
    /** What it was about is no longer there: its guard, its service, or the series it spoke of. */
    REMOVED
}
