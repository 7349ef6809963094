package liveqa.preflight;

/** One thing that must hold. A new one is a class and a line in {@link Checks}. */
interface Check {
    /** Stable, lower case with dashes: the report's key, and the heading in the manual. */
    String id();

    Words title();

    /** @throws Exception if it could not be looked at; that is reported as failed, for a check that falls proves nothing */
    Finding look(Host host) throws Exception;
}
