package liveqa.phone.sip;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Our own side of the session, as offered or answered; every further one of a call has a higher version. */
final class Description {
    private static final int EVENTS = 101;
    private final InetAddress address;
    private final int port;
    private final long session;
    private final AtomicInteger version = new AtomicInteger();

    Description(InetAddress address, int port, long session) {
        this.address = address;
        this.port = port;
        this.session = session;
    }

    /** For a call that came without an offer: we make it. */
    String offer() {
        return head() + "m=audio " + port + " RTP/AVP 0 8 " + EVENTS + "\r\na=rtpmap:0 PCMU/8000\r\na=rtpmap:8 PCMA/8000\r\n" + events(EVENTS)
                + "a=ptime:20\r\na=sendrecv\r\n";
    }

    /** Takes the first sound of the offer and declines everything else. */
    String answer(Offer offer) {
        var text = new StringBuilder(head());
        for (var medium : offer.media()) text.append(medium.taken() ? audio(offer) : declined(medium));
        return text.toString();
    }

    private String head() {
        var network = "IN " + (address instanceof Inet6Address ? "IP6 " : "IP4 ") + address.getHostAddress();
        var origin = "o=live-qa-phone " + session + " " + version.incrementAndGet() + " " + network;
        return String.join("\r\n", List.of("v=0", origin, "s=-", "c=" + network, "t=0 0", ""));
    }

    private String audio(Offer offer) {
        boolean events = offer.events() >= 0;
        return "m=audio " + port + " RTP/AVP " + offer.codec().payloadType + (events ? " " + offer.events() : "") + "\r\n"
                + "a=rtpmap:" + offer.codec().payloadType + " " + offer.codec() + "/8000\r\n" + (events ? events(offer.events()) : "") + "a=ptime:20\r\n"
                + "a=" + direction(offer) + "\r\n";
    }

    private static String direction(Offer offer) {
        if (offer.hears()) return offer.speaks() ? "sendrecv" : "sendonly";
        return offer.speaks() ? "recvonly" : "inactive";
    }

    private static String declined(Offer.Medium medium) {
        return "m=" + medium.kind() + " 0 " + medium.protocol() + " " + medium.format() + "\r\n";
    }

    private static String events(int payloadType) {
        return "a=rtpmap:" + payloadType + " telephone-event/8000\r\na=fmtp:" + payloadType + " 0-15\r\n";
    }
}
