package koboshi.promqltest;

import java.util.List;

/** What came of a script: how many cases passed, and which failed or were left out and why. */
public record Report(int passed, List<Finding> failed, List<Finding> skipped) {}
