package liveqa.phone.webhook;

/** What a webhook is answered with. */
public sealed interface Outcome {
    record Xml(String text) implements Outcome {}

    /** Taken note of; the provider expects no words. */
    record Noted() implements Outcome {}

    /** Not from the provider, or a second time, or not understood. The word is the metric's reason. */
    record Refused(int status, String reason, String why) implements Outcome {}
}
