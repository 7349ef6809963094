package koboshi.agent.tail;

/**
 * How far a file was brought.
 *
 * @param file which file it was, however it is called now
 * @param offset bytes that arrived
 */
record Position(String file, long offset) {}
