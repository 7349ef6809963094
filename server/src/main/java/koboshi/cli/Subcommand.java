package koboshi.cli;

/** A command another module adds; found by {@link java.util.ServiceLoader}. Annotated as picocli wants it. */
public interface Subcommand {}
