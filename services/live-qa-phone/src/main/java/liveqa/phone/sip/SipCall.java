package liveqa.phone.sip;

import java.net.DatagramSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import javax.sip.SipException;
import javax.sip.message.Response;
import liveqa.phone.asking.Reply;
import liveqa.phone.measure.Call;
import liveqa.phone.talk.Conversation;
import liveqa.phone.talk.Event;
import liveqa.phone.talk.Then;
import liveqa.phone.talk.Turn;
import liveqa.phone.talk.Utterance;
import liveqa.phone.words.Phrase;

/**
 * One call, from its INVITE to its end, as a straight line on a virtual thread of its own.
 *
 * <p>Keys and recognised words wait in a queue. What cannot wait (the caller hung up, the service stops) interrupts the
 * thread, wherever it is, and the line goes on at its farewell; whatever happens, its end closes all it opened.
 */
final class SipCall implements Runnable {
    private static final System.Logger LOG = System.getLogger("phone");
    /** 64 times T1 of RFC 3261: after it no acknowledgement comes any more. */
    private static final Duration ACKNOWLEDGED_WITHIN = Duration.ofSeconds(32);
    private static final Duration AT_ONCE = Duration.ofMillis(700);
    private static final Duration A_WHILE = Duration.ofSeconds(5);

    /** Why a call ends that was in the middle of something. */
    private enum Interruption { HUNG_UP, CANCELLED, CUT_OFF, STOPPING, DEAD, TIME_IS_UP }

    private final House house;
    private final Call call;
    private final Dialogue dialogue;
    private final Description description;
    private final Line line;
    private final CountDownLatch acknowledged = new CountDownLatch(1);
    private final AtomicReference<Interruption> interruption = new AtomicReference<>();
    private final Thread thread;
    private final Consumer<SipCall> whenOver;
    private final CountDownLatch over = new CountDownLatch(1);
    /** Empty until an offer has come, be it with the INVITE or with its ACK. */
    private volatile Optional<Offer> offer;
    private volatile boolean answered;
    private Conversation conversation;
    private String question;
    private long askedNanos;

    SipCall(House house, Call call, Dialogue dialogue, Optional<Offer> offer, DatagramSocket socket, Consumer<SipCall> whenOver) {
        this.house = house;
        this.call = call;
        this.dialogue = dialogue;
        this.offer = offer;
        this.whenOver = whenOver;
        this.line = new Line(house, call, socket, this::tick);
        this.description = new Description(house.settings().announced(), line.port(), Integer.toUnsignedLong(call.id().hashCode()));
        this.conversation = house.host().opening();
        this.thread = Thread.ofVirtual().name("call-" + call.id()).unstarted(this);
    }

    void begin() {
        thread.start();
    }

    /** For the SIP side: {@code true} once the caller's ACK may come. */
    boolean isAnswered() {
        return answered;
    }

    void acknowledged(Optional<Offer> late) {
        if (offer.isEmpty()) offer = late;
        acknowledged.countDown();
    }

    void pressed(char key) {
        line.key(key);
    }

    boolean isAcknowledged() {
        return acknowledged.getCount() == 0;
    }

    /** A new offer within the call; returns our answer. */
    String reoffered(Optional<Offer> next) {
        if (next.isEmpty()) return offer.map(description::answer).orElseGet(description::offer);
        offer = next;
        line.talkTo(next.get());
        return description.answer(next.get());
    }

    void hungUp() {
        interrupt(Interruption.HUNG_UP);
    }

    void cancelled() {
        interrupt(Interruption.CANCELLED);
    }

    void stop() {
        interrupt(Interruption.STOPPING);
    }

    private void interrupt(Interruption why) {
        boolean atOnce = why == Interruption.HUNG_UP || why == Interruption.CANCELLED || why == Interruption.CUT_OFF;
        if (atOnce) interruption.set(why);
        else if (!interruption.compareAndSet(null, why)) return;
        thread.interrupt();
    }

    /** Ends it now, goodbye or not. */
    void cutOff() {
        interrupt(Interruption.CUT_OFF);
    }

    /** Whether it was over within that time. */
    boolean overWithin(Duration time) throws InterruptedException {
        return over.await(time.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void tick(Duration sinceLastHeard) {
        if (sinceLastHeard.compareTo(house.settings().dead()) > 0) interrupt(Interruption.DEAD);
        else if (call.length().compareTo(house.settings().longest()) > 0) interrupt(Interruption.TIME_IS_UP);
    }

    @Override
    public void run() {
        var outcome = "failed";
        try {
            outcome = answerAndTalk();
        } catch (InterruptedException _) {
            outcome = farewell();
        } catch (SipException | RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, "event=call_failed call=" + call.id() + " why=\"" + e + "\"");
            LOG.log(System.Logger.Level.DEBUG, "call " + call.id(), e);
        } finally {
            end(outcome);
        }
    }

    private String answerAndTalk() throws InterruptedException, SipException {
        dialogue.ringing();
        Thread.sleep(house.settings().ring());
        answered = true;
        dialogue.accept(offer.map(description::answer).orElseGet(description::offer));
        if (!acknowledged.await(ACKNOWLEDGED_WITHIN.toMillis(), TimeUnit.MILLISECONDS)) return "unanswered";
        if (offer.isEmpty()) return "failed"; // Neither the INVITE nor its ACK said where to send the sound.
        line.talkTo(offer.get());
        return talk(house.host().next(conversation, new Event.Arrived()));
    }

    private String talk(Turn first) throws InterruptedException {
        var turn = first;
        while (true) {
            conversation = turn.conversation();
            if (turn.then() instanceof Then.HangUp(var outcome)) {
                line.say(turn.say());
                return outcome;
            }
            turn = house.host().next(conversation, next(turn));
        }
    }

    private Event next(Turn turn) throws InterruptedException {
        return switch (turn.then()) {
            case Then.Listen _ -> {
                var meanwhile = line.say(turn.say());
                yield meanwhile.isPresent() ? meanwhile.get() : line.listen();
            }
            case Then.Ask(var text) -> ask(text, turn.say());
            case Then.Wait _ -> wait(turn.say());
            case Then.HangUp _ -> throw new IllegalStateException("the end of a call leads nowhere");
        };
    }

    private Event ask(String text, List<Utterance> meanwhile) throws InterruptedException {
        question = call.nextQuestion();
        askedNanos = System.nanoTime();
        call.note("question", "question=" + question);
        var author = house.words().say(conversation.language(), Phrase.AUTHOR, Map.of("tag", call.caller().tag()));
        var reply = house.liveQa().ask(question, author, text);
        if (reply instanceof Reply.Waiting) reply = house.liveQa().hear(question, AT_ONCE);
        return reply instanceof Reply.Waiting ? wait(meanwhile) : replied(reply);
    }

    /** Keys that are pressed while something is looked up are not kept: they were meant for what was said then. */
    private Event wait(List<Utterance> meanwhile) throws InterruptedException {
        line.say(meanwhile);
        var reply = house.liveQa().hear(question, A_WHILE.compareTo(house.settings().patience()) < 0 ? A_WHILE : house.settings().patience());
        line.forget();
        if (!(reply instanceof Reply.Waiting)) return replied(reply);
        if (System.nanoTime() - askedNanos < house.settings().patience().toNanos()) return new Event.Replied(reply);
        call.answered(question, reply.outcome());
        return new Event.GaveUp();
    }

    private Event replied(Reply reply) {
        call.answered(question, reply.outcome());
        return new Event.Replied(reply);
    }

    private String farewell() {
        try {
            return switch (interruption.get()) {
                case null -> "failed";
                case HUNG_UP -> "completed";
                case CANCELLED -> "cancelled";
                case CUT_OFF -> "stopped";
                case DEAD -> "dead";
                case STOPPING -> lastWords(new Event.Stopping());
                case TIME_IS_UP -> lastWords(new Event.TimeIsUp());
            };
        } catch (InterruptedException _) {
            return interruption.get() == Interruption.CUT_OFF ? "stopped" : "completed"; // They hung up before our last word.
        }
    }

    private String lastWords(Event event) throws InterruptedException {
        if (!isAcknowledged()) return "stopped";
        line.forget(); // A key that was meant for something else must not cut the goodbye short.
        return talk(house.host().next(conversation, event));
    }

    private void end(String outcome) {
        Thread.interrupted(); // The stack's own locks would not be waited for by an interrupted thread, and the goodbye not be sent.
        try {
            line.close();
            dialogue.decline(outcome.equals("cancelled") ? Response.REQUEST_TERMINATED : Response.SERVICE_UNAVAILABLE);
            if (answered && interruption.get() != Interruption.HUNG_UP) dialogue.bye();
        } finally {
            call.end(outcome);
            over.countDown();
            whenOver.accept(this);
        }
    }
}
