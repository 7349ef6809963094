package liveqa.phone.sip;

import gov.nist.javax.sip.SipStackImpl;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.Inet6Address;
import java.text.ParseException;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TooManyListenersException;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import javax.sip.Dialog;
import javax.sip.DialogTerminatedEvent;
import javax.sip.IOExceptionEvent;
import javax.sip.InvalidArgumentException;
import javax.sip.RequestEvent;
import javax.sip.ResponseEvent;
import javax.sip.ServerTransaction;
import javax.sip.SipException;
import javax.sip.SipFactory;
import javax.sip.SipListener;
import javax.sip.SipProvider;
import javax.sip.SipStack;
import javax.sip.TimeoutEvent;
import javax.sip.TransactionTerminatedEvent;
import javax.sip.header.ContentTypeHeader;
import javax.sip.header.RequireHeader;
import javax.sip.message.Request;
import javax.sip.message.Response;
import liveqa.phone.measure.Calls;
import liveqa.phone.talk.Caller;

/** A telephone that only answers: SIP (RFC 3261) over UDP, with the stack of JAIN-SIP below and a {@link SipCall} for each call. */
public final class SipPhone implements SipListener, AutoCloseable {
    static final String LINE = "sip";
    private static final System.Logger LOG = System.getLogger("sip");
    private static final int LARGEST = 65_536;

    private final House house;
    private final Calls calls;
    private final Set<SipCall> inProgress = ConcurrentHashMap.newKeySet();
    private final SipStack stack;
    private final SipProvider provider;
    private final Messages messages;
    private final Offers offers;
    private volatile boolean stopping;

    private SipPhone(House house, Calls calls) throws SipException, InvalidArgumentException, TooManyListenersException {
        this.house = house;
        this.calls = calls;
        this.offers = new Offers(house.settings().allowed());
        var factory = SipFactory.getInstance();
        factory.setPathName("gov.nist");
        stack = factory.createSipStack(properties());
        try {
            ((SipStackImpl) stack).sipMessageValves.add(new Gate(house.settings().allowed(), this::dropped));
            var listen = house.settings().listen();
            provider = stack.createSipProvider(stack.createListeningPoint(listen.getAddress().getHostAddress(), listen.getPort(), "udp"));
            provider.addSipListener(this);
            messages = new Messages(factory, contact());
        } catch (SipException | InvalidArgumentException | TooManyListenersException | RuntimeException e) {
            stack.stop();
            throw e;
        }
    }

    /** @throws IOException when the address is in use or not ours */
    public static SipPhone start(House house, Calls calls) throws IOException {
        try {
            return new SipPhone(house, calls);
        } catch (SipException | InvalidArgumentException | TooManyListenersException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private static Properties properties() {
        var properties = new Properties();
        properties.setProperty("javax.sip.STACK_NAME", "live-qa-phone-" + UUID.randomUUID());
        properties.setProperty("gov.nist.javax.sip.STACK_LOGGER", StackLog.class.getName());
        properties.setProperty("gov.nist.javax.sip.SERVER_LOGGER", MessageLog.class.getName());
        properties.setProperty("gov.nist.javax.sip.MAX_MESSAGE_SIZE", Integer.toString(LARGEST));
        properties.setProperty("gov.nist.javax.sip.MAX_SERVER_TRANSACTIONS", "2000");
        properties.setProperty("gov.nist.javax.sip.THREAD_POOL_SIZE", "2");
        return properties;
    }

    private String contact() {
        var announced = house.settings().announced();
        var host = announced instanceof Inet6Address ? "[" + announced.getHostAddress() + "]" : announced.getHostAddress();
        return "<sip:live-qa@" + host + ":" + port() + ">";
    }

    public int port() {
        return provider.getListeningPoint("udp").getPort();
    }

    private void dropped(String method) {
        if (method.equals(Request.INVITE)) calls.notTaken(LINE, "refused", "not-allowed");
    }

    @Override
    public void processRequest(RequestEvent event) {
        var request = event.getRequest();
        try {
            switch (request.getMethod()) {
                case Request.INVITE -> invite(event);
                case Request.ACK -> callOf(event.getDialog()).ifPresent(call -> call.acknowledged(offers.late(request)));
                case Request.BYE -> bye(event);
                case Request.CANCEL -> cancel(event);
                case Request.INFO -> info(event);
                case Request.OPTIONS -> respond(event, stopping ? Response.SERVICE_UNAVAILABLE : Response.OK);
                default -> provider.sendResponse(messages.response(Response.METHOD_NOT_ALLOWED, request, null));
            }
        } catch (SipException | ParseException | InvalidArgumentException | RuntimeException e) {
            LOG.log(System.Logger.Level.DEBUG, "a " + request.getMethod() + " that could not be answered", e); // Often a retransmission.
        }
    }

    private static Optional<SipCall> callOf(Dialog dialog) {
        return Optional.ofNullable(dialog).map(each -> (SipCall) each.getApplicationData());
    }

    private void respond(RequestEvent event, int status) throws SipException, ParseException, InvalidArgumentException {
        transaction(event).sendResponse(messages.response(status, event.getRequest(), null));
    }

    private ServerTransaction transaction(RequestEvent event) throws SipException {
        return event.getServerTransaction() != null ? event.getServerTransaction() : provider.getNewServerTransaction(event.getRequest());
    }

    private void invite(RequestEvent event) throws SipException, ParseException, InvalidArgumentException {
        var within = callOf(event.getDialog());
        if (within.isPresent()) reinvite(event, within.get());
        else if (event.getRequest().getHeader(RequireHeader.NAME) instanceof RequireHeader require) {
            transaction(event).sendResponse(messages.badExtension(event.getRequest(), require.getOptionTag()));
        } else take(event.getRequest(), new Dialogue(provider, messages, transaction(event)));
    }

    private void take(Request request, Dialogue dialogue) {
        try {
            var offer = offers.in(request);
            var caller = Offers.caller(request);
            if (stopping) refuse(dialogue, Response.SERVICE_UNAVAILABLE, "stopped", caller);
            else take(dialogue, offer, caller);
        } catch (Offer.Unacceptable e) {
            LOG.log(System.Logger.Level.INFO, "event=offer_refused why=\"" + e.getMessage() + "\"");
            refuse(dialogue, Response.NOT_ACCEPTABLE_HERE, "failed", Offers.caller(request));
        }
    }

    private void refuse(Dialogue dialogue, int status, String outcome, Caller caller) {
        calls.notTaken(LINE, outcome, caller.masked());
        dialogue.decline(status);
    }

    private void take(Dialogue dialogue, Optional<Offer> offer, Caller caller) {
        var begun = calls.begin(LINE, UUID.randomUUID().toString().substring(0, 13), caller);
        if (begun.isEmpty()) {
            dialogue.decline(Response.BUSY_HERE);
            return;
        }
        var call = begun.get();
        DatagramSocket socket;
        try {
            socket = house.settings().ports().open(house.settings().listen().getAddress());
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "event=no_port call=" + call.id() + " why=\"" + e.getMessage() + "\"");
            call.end("failed");
            dialogue.decline(Response.SERVICE_UNAVAILABLE);
            return;
        }
        try {
            begin(new SipCall(house, call, dialogue, offer, socket, inProgress::remove), dialogue);
        } catch (RuntimeException e) {
            socket.close();
            call.end("failed");
            dialogue.decline(Response.SERVER_INTERNAL_ERROR);
            throw e;
        }
    }

    private void begin(SipCall call, Dialogue dialogue) {
        dialogue.dialog().setApplicationData(call);
        inProgress.add(call);
        call.begin();
    }

    private void reinvite(RequestEvent event, SipCall call) throws SipException, ParseException, InvalidArgumentException {
        if (!call.isAcknowledged()) {
            respond(event, Response.REQUEST_PENDING);
            return;
        }
        try {
            var answer = call.reoffered(offers.in(event.getRequest()));
            transaction(event).sendResponse(messages.response(Response.OK, event.getRequest(), answer));
        } catch (Offer.Unacceptable _) {
            respond(event, Response.NOT_ACCEPTABLE_HERE); // The call goes on as it was.
        }
    }

    private void bye(RequestEvent event) throws SipException, ParseException, InvalidArgumentException {
        var call = callOf(event.getDialog());
        respond(event, call.isPresent() ? Response.OK : Response.CALL_OR_TRANSACTION_DOES_NOT_EXIST);
        call.ifPresent(SipCall::hungUp);
    }

    /** A call that was answered meanwhile is not cancelled any more; the caller will send BYE. */
    private void cancel(RequestEvent event) throws SipException, ParseException, InvalidArgumentException {
        var call = callOf(event.getDialog());
        respond(event, call.isPresent() ? Response.OK : Response.CALL_OR_TRANSACTION_DOES_NOT_EXIST);
        call.filter(each -> !each.isAnswered()).ifPresent(SipCall::cancelled);
    }

    private void info(RequestEvent event) throws SipException, ParseException, InvalidArgumentException {
        var call = callOf(event.getDialog());
        respond(event, call.isPresent() ? Response.OK : Response.CALL_OR_TRANSACTION_DOES_NOT_EXIST);
        var type = (ContentTypeHeader) event.getRequest().getHeader(ContentTypeHeader.NAME);
        if (call.isEmpty() || type == null || event.getRequest().getRawContent() == null) return;
        Keys.ofInfo(type.getContentType() + "/" + type.getContentSubType(), event.getRequest().getRawContent()).ifPresent(call.get()::pressed);
    }

    /** Only our own BYE is answered; who does not answer it is forgotten all the same. */
    @Override
    public void processTimeout(TimeoutEvent event) {
        var transaction = event.isServerTransaction() ? event.getServerTransaction() : event.getClientTransaction();
        if (transaction.getDialog() != null && !event.isServerTransaction()) transaction.getDialog().delete();
    }

    @Override
    public void processResponse(ResponseEvent event) {}

    @Override
    public void processIOException(IOExceptionEvent event) {}

    @Override
    public void processTransactionTerminated(TransactionTerminatedEvent event) {}

    /** Also comes when the stack gave a dialog up by itself: then nobody will hang up any more. */
    @Override
    public void processDialogTerminated(DialogTerminatedEvent event) {
        callOf(event.getDialog()).ifPresent(SipCall::hungUp);
        event.getDialog().setApplicationData(null);
    }

    /** What the stack still holds: dialogs and transactions; both fall to zero some seconds after the last call. */
    public int held() {
        var held = (SipStackImpl) stack;
        return held.getDialogs().size() + held.getClientTransactionTableSize() + held.getServerTransactionTableSize();
    }

    /** Takes no further call and tells the callers goodbye, all within that time; then hangs up. */
    public void stop(Duration within) throws InterruptedException {
        stopping = true;
        inProgress.forEach(SipCall::stop);
        long until = System.nanoTime() + within.toNanos();
        for (var call : inProgress) {
            if (!call.overWithin(Duration.ofNanos(Math.max(1, until - System.nanoTime())))) call.cutOff();
        }
        for (var call : inProgress) call.overWithin(Duration.ofSeconds(1));
    }

    @Override
    public void close() {
        inProgress.forEach(SipCall::cutOff);
        stack.stop();
    }
}
