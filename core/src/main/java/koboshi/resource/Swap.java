package koboshi.resource;

/** Whether what does not fit a service's memory may go to disk. A service that swaps is alive and of no use, so it must be asked for. */
public enum Swap {
    NONE,
    ALLOWED
}
