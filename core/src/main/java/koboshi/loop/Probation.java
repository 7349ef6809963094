package koboshi.loop;

import java.time.Instant;
import koboshi.action.Proof;
import koboshi.guard.GuardKey;
import koboshi.resource.ResourceId;

/** An act whose effect is still to be shown. */
public record Probation(long act, long incident, ResourceId on, GuardKey by, Proof proof, Instant began, Instant until) {}
