package koboshi.app;

/** Which release this is. */
public final class Version {
    /** From the jar's manifest; a run from class files has none. */
    public static final String TEXT = fromManifest();

    private Version() {}

    private static String fromManifest() {
        var version = Version.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
