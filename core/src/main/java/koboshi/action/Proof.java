package koboshi.action;

import java.time.Duration;

/** How an act shows that it helped: the journey runs clean again within the time. */
public record Proof(String journey, Duration within) {}
