package liveqa.phone.sip;

import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.stack.MessageChannel;
import gov.nist.javax.sip.stack.SIPMessageValve;
import java.util.function.Consumer;
import javax.sip.SipStack;
import javax.sip.message.Response;

/**
 * Drops what does not come from an allowed network, before the stack remembers anything of it. Nothing is answered: an
 * answer would tell a scanner that somebody is here, and hit a third party when the sender is forged.
 */
record Gate(Allowed allowed, Consumer<String> dropped) implements SIPMessageValve {
    @Override
    public boolean processRequest(SIPRequest request, MessageChannel channel) {
        if (allowed.contains(channel.getPeerPacketSourceAddress())) return true;
        dropped.accept(request.getMethod());
        return false;
    }

    @Override
    public boolean processResponse(Response response, MessageChannel channel) {
        return allowed.contains(channel.getPeerPacketSourceAddress());
    }

    @Override
    public void init(SipStack stack) {
        // All it needs it was made with.
    }

    @Override
    public void destroy() {
        // It holds nothing.
    }
}
