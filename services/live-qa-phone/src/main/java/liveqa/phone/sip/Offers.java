package liveqa.phone.sip;

import java.util.Optional;
import javax.sip.address.SipURI;
import javax.sip.address.TelURL;
import javax.sip.header.ContentTypeHeader;
import javax.sip.header.FromHeader;
import javax.sip.message.Request;
import liveqa.phone.talk.Caller;

/** What a request says of its sender: who it is, and how it can be spoken to. */
record Offers(Allowed allowed) {
    private static final System.Logger LOG = System.getLogger("sip");

    /** Empty when the offer is left to us. */
    Optional<Offer> in(Request request) throws Offer.Unacceptable {
        var body = request.getRawContent();
        if (body == null || body.length == 0) return Optional.empty();
        var type = (ContentTypeHeader) request.getHeader(ContentTypeHeader.NAME);
        if (type == null || !(type.getContentType() + "/" + type.getContentSubType()).equalsIgnoreCase("application/sdp")) {
            throw new Offer.Unacceptable("the body is not application/sdp");
        }
        var offer = Offer.parse(body);
        // Sound is not sent wherever a stranger likes: that would be a weapon against whoever is there.
        if (!allowed.contains(offer.sound().getAddress())) throw new Offer.Unacceptable("the address for sound is not allowed");
        return Optional.of(offer);
    }

    /** The answer to our own offer, in an acknowledgement. */
    Optional<Offer> late(Request acknowledgement) {
        try {
            return in(acknowledgement);
        } catch (Offer.Unacceptable e) {
            LOG.log(System.Logger.Level.INFO, "event=offer_refused why=\"" + e.getMessage() + "\"");
            return Optional.empty();
        }
    }

    static Caller caller(Request request) {
        return Caller.of(switch (((FromHeader) request.getHeader(FromHeader.NAME)).getAddress().getURI()) {
            case SipURI sip when sip.getUser() != null -> sip.getUser();
            case TelURL tel -> tel.getPhoneNumber();
            default -> "";
        });
    }
}
