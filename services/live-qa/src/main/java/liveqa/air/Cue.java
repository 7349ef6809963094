package liveqa.air;

/**
 * When a sentence is said.
 *
 * @param index of the sentence within its item
 * @param at    milliseconds since 1970 by the server's clock
 * @param sound the key of the sound, or empty: then the browser speaks
 */
record Cue(int index, long at, int millis, String sound, String mouth) {
    long end() {
        return at + millis;
    }
}
