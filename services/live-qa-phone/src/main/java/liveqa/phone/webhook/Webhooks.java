package liveqa.phone.webhook;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import liveqa.phone.asking.LiveQa;
import liveqa.phone.asking.Reply;
import liveqa.phone.measure.Calls;
import liveqa.phone.talk.Caller;
import liveqa.phone.talk.Event;
import liveqa.phone.talk.Host;
import liveqa.phone.talk.Then;
import liveqa.phone.talk.Turn;
import liveqa.phone.words.Language;
import liveqa.phone.words.Phrase;
import liveqa.phone.words.Words;

/**
 * Calls that a provider answers for us: it tells what the caller said, we tell what to say.
 *
 * <p>A request moves its call once. The same request again gets the same words again; an older one, or one of a call that
 * has ended, is refused. Signatures bear no time, so this is what bounds a replay.
 */
public final class Webhooks {
    static final String LINE = "webhook";
    private static final Pattern SID = Pattern.compile("[A-Za-z0-9]{1,64}");
    /** Within a request: the provider gives up after 15 s. */
    private static final Duration FIRST_WAIT = Duration.ofSeconds(3);
    private static final Duration FURTHER_WAIT = Duration.ofSeconds(5);
    private static final int PAUSE_SECONDS = 2;
    /** Longer than the longest answer takes to be spoken: the provider has forgotten us. */
    private static final Duration FORGOTTEN = Duration.ofMinutes(5);
    private static final int ENDED_REMEMBERED = 10_000;
    private static final Pattern STEP = Pattern.compile("[?&]n=(\\d{1,6})(?:&|$)");
    private static final Set<String> FINAL = Set.of("completed", "busy", "failed", "no-answer", "canceled");

    /**
     * How the webhooks are set.
     *
     * @param publicUrl the address the provider calls, without a slash at its end
     * @param patience how long a caller waits for an answer at most
     * @param longest how long a call may be
     */
    public record Settings(String publicUrl, Signature signature, Duration patience, Duration longest) {}

    private final Settings settings;
    private final Calls calls;
    private final LiveQa liveQa;
    private final Words words;
    private final Host host;
    private final Map<String, Session> sessions = new ConcurrentHashMap<>();
    private final Set<String> ended = Collections.synchronizedSet(Collections.newSetFromMap(new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > ENDED_REMEMBERED;
        }
    }));
    private volatile boolean stopping;

    public Webhooks(Settings settings, Calls calls, LiveQa liveQa, Words words) {
        this.settings = settings;
        this.calls = calls;
        this.liveQa = liveQa;
        this.words = words;
        this.host = new Host(words, true, Set.of(Language.values()));
    }

    /**
     * Answers one request.
     *
     * @param target the path and query as they came
     * @param body the form as it came
     */
    public Outcome answer(String target, String body, String signature) throws InterruptedException {
        Form form;
        try {
            form = Form.parse(body);
        } catch (IllegalArgumentException e) {
            return refused(400, "malformed", "the body is not a form: " + e.getMessage());
        }
        if (!settings.signature.valid(settings.publicUrl + target, form, signature)) {
            return refused(403, "signature", "X-Twilio-Signature does not fit; check the token and --public-url");
        }
        var sid = form.first("CallSid").orElse("");
        if (!SID.matcher(sid).matches()) return refused(400, "malformed", "CallSid is missing");
        return switch (path(target)) {
            case "/twilio/voice", "/twilio/turn", "/twilio/wait" -> step(sid, target, body, form);
            case "/twilio/status" -> status(sid, form);
            default -> new Outcome.Refused(404, "malformed", "nothing here");
        };
    }

    private Outcome refused(int status, String reason, String why) {
        calls.measures().refusedWebhook(reason);
        return new Outcome.Refused(status, reason, why);
    }

    private static String path(String target) {
        int query = target.indexOf('?');
        return query < 0 ? target : target.substring(0, query);
    }

    private Outcome status(String sid, Form form) {
        var session = sessions.get(sid);
        if (session != null && FINAL.contains(form.first("CallStatus").orElse(""))) end(sid, session, "completed");
        return new Outcome.Noted();
    }

    private Outcome step(String sid, String target, String body, Form form) throws InterruptedException {
        if (ended.contains(sid)) return refused(409, "replay", "this call has ended");
        var session = sessions.computeIfAbsent(sid, _ -> begun(sid, target, form));
        if (session == null) return new Outcome.Xml(Twiml.busy());
        synchronized (session) {
            return step(sid, session, target, body, form);
        }
    }

    /** Null when no further call can be taken, so that nothing is kept of it. */
    private Session begun(String sid, String target, Form form) {
        var call = calls.begin(LINE, sid, Caller.of(form.first("From").orElse(""))).orElse(null);
        if (call == null) return null;
        var session = new Session(call, host.opening());
        // After a restart of ours a call may be further on than we know: it goes on from where the provider is.
        session.step = number(target);
        return session;
    }

    private Outcome step(String sid, Session session, String target, String body, Form form) throws InterruptedException {
        var request = target + "\n" + body;
        if (request.equals(session.lastRequest)) return new Outcome.Xml(session.lastAnswer);
        if (number(target) != session.step) return refused(409, "replay", "this step of the call has been taken");
        session.touch();
        session.step++;
        var xml = path(target).equals("/twilio/wait") && session.question != null ? heard(sid, session) : turn(sid, session, event(target, form));
        session.lastRequest = request;
        session.lastAnswer = xml;
        return new Outcome.Xml(xml);
    }

    private static int number(String target) {
        var number = STEP.matcher(target);
        return number.find() ? Integer.parseInt(number.group(1)) : 0;
    }

    private static Event event(String target, Form form) {
        if (!path(target).equals("/twilio/turn")) return new Event.Arrived();
        var digits = form.first("Digits").orElse("");
        if (!digits.isEmpty() && "0123456789*#".indexOf(digits.charAt(0)) >= 0) return new Event.Pressed(digits.charAt(0));
        return form.first("SpeechResult").<Event>map(Event.Heard::new).orElse(new Event.Silence());
    }

    private String turn(String sid, Session session, Event event) throws InterruptedException {
        if (stopping) return said(sid, session, host.next(session.conversation, new Event.Stopping()));
        boolean over = session.call.length().compareTo(settings.longest) > 0;
        return said(sid, session, host.next(session.conversation, over ? new Event.TimeIsUp() : event));
    }

    private String said(String sid, Session session, Turn turn) throws InterruptedException {
        session.conversation = turn.conversation();
        return switch (turn.then()) {
            case Then.Listen _ -> Twiml.listen(turn.say(), session.conversation.language(), url("turn", session));
            case Then.Ask(var question) -> asked(sid, session, turn, question);
            case Then.Wait _ -> Twiml.waiting(turn.say(), PAUSE_SECONDS, url("wait", session));
            case Then.HangUp(var outcome) -> {
                end(sid, session, outcome);
                yield Twiml.hangUp(turn.say());
            }
        };
    }

    /** An answer that is there at once is spoken at once; otherwise the caller hears that it is looked up. */
    private String asked(String sid, Session session, Turn turn, String question) throws InterruptedException {
        var id = session.call.nextQuestion();
        var author = words.say(session.conversation.language(), Phrase.AUTHOR, Map.of("tag", session.call.caller().tag()));
        session.asked(id);
        session.call.note("question", "question=" + id);
        var reply = liveQa.ask(id, author, question);
        if (reply instanceof Reply.Waiting) reply = liveQa.hear(id, shorter(FIRST_WAIT));
        if (reply instanceof Reply.Waiting) return Twiml.waiting(turn.say(), 1, url("wait", session));
        return replied(sid, session, reply);
    }

    private String heard(String sid, Session session) throws InterruptedException {
        if (stopping) return turn(sid, session, new Event.Stopping());
        var reply = liveQa.hear(session.question, shorter(FURTHER_WAIT));
        if (!(reply instanceof Reply.Waiting)) return replied(sid, session, reply);
        if (session.waited().compareTo(settings.patience) < 0) return turn(sid, session, new Event.Replied(reply));
        return replied(sid, session, reply);
    }

    private String replied(String sid, Session session, Reply reply) throws InterruptedException {
        session.call.answered(session.question, reply.outcome());
        session.question = null;
        return said(sid, session, host.next(session.conversation, reply instanceof Reply.Waiting ? new Event.GaveUp() : new Event.Replied(reply)));
    }

    private Duration shorter(Duration wait) {
        return wait.compareTo(settings.patience) < 0 ? wait : settings.patience;
    }

    private String url(String step, Session session) {
        return settings.publicUrl + "/twilio/" + step + "?n=" + session.step;
    }

    private void end(String sid, Session session, String outcome) {
        ended.add(sid);
        sessions.remove(sid);
        session.call.end(outcome);
    }

    /** Ends the calls whose end nobody told us; to be called now and then. */
    public void forgetTheForgotten() {
        sessions.forEach((sid, session) -> {
            if (session.untouchedFor(FORGOTTEN)) end(sid, session, "dead");
        });
    }

    /** From now on every call hears goodbye at its next step. */
    public void sayGoodbye() {
        stopping = true;
    }

    public int inProgress() {
        return sessions.size();
    }
}
