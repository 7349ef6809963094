package liveqa.phone.talk;

import liveqa.phone.asking.Reply;

/** What happens in a call. */
public sealed interface Event {
    /** The call was answered. */
    record Arrived() implements Event {}

    /** The caller spoke, and a recogniser wrote it down. */
    record Heard(String text) implements Event {}

    /** The caller pressed a key: 0 to 9, star or hash. */
    record Pressed(char key) implements Event {}

    /** Neither a voice nor a key, for as long as one waits. */
    record Silence() implements Event {}

    /** live-qa replied; {@link Reply.Waiting} when it is asked again. */
    record Replied(Reply reply) implements Event {}

    /** The answer did not come within the bound. */
    record GaveUp() implements Event {}

    /** The longest call has been reached. */
    record TimeIsUp() implements Event {}

    /** The service stops. */
    record Stopping() implements Event {}
}
