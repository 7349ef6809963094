package liveqa.phone.webhook;

import java.time.Duration;
import liveqa.phone.measure.Call;
import liveqa.phone.talk.Conversation;

/** A call of the provider's, between two of its requests. Whoever changes it holds its lock. */
final class Session {
    final Call call;
    Conversation conversation;
    /** Bears the number of the step it leads to, so that an old request does not move the call a second time. */
    int step;
    /** The request that led here and its answer, for a provider that asks again because it did not hear us. */
    String lastRequest = "";
    String lastAnswer = "";
    /** The question that waits for its answer, if any. */
    String question;
    private long askedNanos;
    private volatile long touchedNanos = System.nanoTime();

    Session(Call call, Conversation conversation) {
        this.call = call;
        this.conversation = conversation;
    }

    void asked(String id) {
        question = id;
        askedNanos = System.nanoTime();
    }

    Duration waited() {
        return Duration.ofNanos(System.nanoTime() - askedNanos);
    }

    void touch() {
        touchedNanos = System.nanoTime();
    }

    boolean untouchedFor(Duration time) {
        return System.nanoTime() - touchedNanos > time.toNanos();
    }
}
