package liveqa.phone.sip;

import java.text.ParseException;
import java.util.concurrent.ThreadLocalRandom;
import javax.sip.Dialog;
import javax.sip.DialogState;
import javax.sip.InvalidArgumentException;
import javax.sip.ServerTransaction;
import javax.sip.SipException;
import javax.sip.SipProvider;
import javax.sip.header.ToHeader;
import javax.sip.message.Request;
import javax.sip.message.Response;

/** The signalling of one call: its INVITE, and the dialog that grows from it. */
final class Dialogue {
    private static final System.Logger LOG = System.getLogger("sip");
    private final SipProvider provider;
    private final Messages messages;
    private final ServerTransaction invite;
    private boolean settled;
    private final String tag = Long.toHexString(ThreadLocalRandom.current().nextLong());

    Dialogue(SipProvider provider, Messages messages, ServerTransaction invite) {
        this.provider = provider;
        this.messages = messages;
        this.invite = invite;
    }

    void ringing() throws SipException {
        respond(Response.RINGING, null);
    }

    void accept(String description) throws SipException {
        respond(Response.OK, description);
    }

    /** Does nothing when the INVITE has its final answer already. */
    synchronized void decline(int status) {
        try {
            respond(status, null);
        } catch (SipException | RuntimeException e) {
            LOG.log(System.Logger.Level.DEBUG, "declining with " + status, e); // The stack throws all sorts at an INVITE that cannot be answered.
        }
    }

    private synchronized void respond(int status, String description) throws SipException {
        if (settled) return;
        try {
            var response = messages.response(status, invite.getRequest(), description);
            ((ToHeader) response.getHeader(ToHeader.NAME)).setTag(tag);
            invite.sendResponse(response);
            settled = status >= 200;
        } catch (ParseException | InvalidArgumentException e) {
            throw new SipException("answering with " + status, e);
        }
    }

    /** Ends the dialog from our side; nothing is left of it, whether the other side still answers or not. */
    void bye() {
        var dialog = invite.getDialog();
        if (dialog == null || dialog.getState() == DialogState.TERMINATED) return;
        try {
            dialog.sendRequest(provider.getNewClientTransaction(dialog.createRequest(Request.BYE)));
        } catch (SipException | RuntimeException e) {
            LOG.log(System.Logger.Level.DEBUG, "BYE could not be sent", e);
            dialog.delete();
        }
    }

    Dialog dialog() {
        return invite.getDialog();
    }
}
