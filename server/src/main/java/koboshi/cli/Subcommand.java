package koboshi.cli;

/** A command another module adds; found by a service loader. Annotated as picocli wants it. */
public interface Subcommand {}
