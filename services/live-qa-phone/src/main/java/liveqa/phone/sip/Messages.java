package liveqa.phone.sip;

import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.List;
import javax.sip.InvalidArgumentException;
import javax.sip.PeerUnavailableException;
import javax.sip.SipFactory;
import javax.sip.address.AddressFactory;
import javax.sip.header.ContactHeader;
import javax.sip.header.HeaderFactory;
import javax.sip.message.MessageFactory;
import javax.sip.message.Request;
import javax.sip.message.Response;

/** Makes our answers. */
final class Messages {
    private static final List<String> UNDERSTOOD = List.of(Request.INVITE, Request.ACK, Request.BYE, Request.CANCEL, Request.OPTIONS, Request.INFO);
    private static final String SERVER = "live-qa-phone";
    private final MessageFactory messages;
    private final HeaderFactory headers;
    private final AddressFactory addresses;
    private final String contact;

    Messages(SipFactory factory, String contact) throws PeerUnavailableException {
        this.messages = factory.createMessageFactory();
        this.headers = factory.createHeaderFactory();
        this.addresses = factory.createAddressFactory();
        this.contact = contact;
    }

    /** @param description our side of the session; null for none */
    Response response(int status, Request request, String description) throws ParseException, InvalidArgumentException {
        var response = messages.createResponse(status, request);
        response.setHeader(headers.createHeader("Server", SERVER));
        if (status < 300 && request.getMethod().equals(Request.INVITE)) response.setHeader(contact());
        if (status == Response.OK || status == Response.METHOD_NOT_ALLOWED) for (var method : UNDERSTOOD) response.addHeader(headers.createAllowHeader(method));
        if (status == Response.SERVICE_UNAVAILABLE) response.setHeader(headers.createRetryAfterHeader(30));
        if (request.getMethod().equals(Request.OPTIONS)) response.setHeader(headers.createHeader("Accept", "application/sdp"));
        if (description != null) response.setContent(description.getBytes(StandardCharsets.UTF_8), headers.createContentTypeHeader("application", "sdp"));
        return response;
    }

    /** What the other side requires and we do not know. */
    Response badExtension(Request request, String extensions) throws ParseException {
        var response = messages.createResponse(Response.BAD_EXTENSION, request);
        response.setHeader(headers.createHeader("Unsupported", extensions));
        return response;
    }

    private ContactHeader contact() throws ParseException {
        return headers.createContactHeader(addresses.createAddress(contact));
    }
}
