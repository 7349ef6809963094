package koboshi.action;

/** Why an act is done. */
public enum Motive {
    /** A step of a firing guard's runbook. */
    RUNBOOK,
    /** Evidence at the first sign, before anybody knows whether it will heal by itself. */
    ONSET,
    /** Something a person must hear besides the runbook: an act that did not help, a brake that holds, a freeze. */
    CALL,
    /** A person ordered it. */
    ORDER,

    /** What was begun takes its course: a drained server goes out, one that is well again comes back. */
    COURSE
}
