package liveqa.phone.sip;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.sdp.Attribute;
import javax.sdp.Connection;
import javax.sdp.MediaDescription;
import javax.sdp.SdpException;
import javax.sdp.SdpFactory;
import javax.sdp.SdpParseException;
import javax.sdp.SessionDescription;

/**
 * What the other side can do (RFC 3264).
 *
 * @param events the payload type of telephone-event; -1 when keys come by INFO only
 * @param hears whether the other side wants to be sent sound; false while it holds us
 * @param speaks whether it sends sound itself
 * @param media the kind and protocol of each medium in order, since each must be answered; audio is the one that is taken
 */
record Offer(InetSocketAddress sound, Codec codec, int events, boolean hears, boolean speaks, List<Medium> media) {
    record Medium(String kind, String protocol, String format, boolean taken) {}

    /** An offer that cannot be taken, and why. */
    static final class Unacceptable extends Exception {
        private static final long serialVersionUID = 1;

        Unacceptable(String why) {
            super(why, null, false, false);
        }
    }

    /** The library would look a name up, and strangers' names are not looked up. */
    private static final Pattern ADDRESS = Pattern.compile("[0-9.]{7,15}|[0-9a-fA-F:]{2,39}");
    private static final int LARGEST = 16 * 1024;

    static Offer parse(byte[] body) throws Unacceptable {
        if (body.length > LARGEST) throw new Unacceptable("the description is larger than " + LARGEST + " bytes");
        try {
            return read(SdpFactory.getInstance().createSessionDescription(new String(body, StandardCharsets.UTF_8)));
        } catch (SdpException | RuntimeException e) {
            throw new Unacceptable("no session description: " + e.getMessage()); // The parser throws all sorts at nonsense.
        }
    }

    private static Offer read(SessionDescription description) throws SdpException, Unacceptable {
        var media = new ArrayList<Medium>();
        Offer taken = null;
        for (var each : description.getMediaDescriptions(true)) {
            var medium = (MediaDescription) each;
            var audio = taken == null ? audio(description, medium) : Optional.<Offer>empty();
            if (audio.isPresent()) taken = audio.get();
            var line = medium.getMedia();
            media.add(new Medium(line.getMediaType(), line.getProtocol(), formats(medium).getFirst(), audio.isPresent()));
        }
        if (taken == null) throw new Unacceptable("neither PCMU nor PCMA is offered over RTP/AVP");
        return new Offer(taken.sound, taken.codec, taken.events, taken.hears, taken.speaks, List.copyOf(media));
    }

    private static Optional<Offer> audio(SessionDescription description, MediaDescription medium) throws SdpException, Unacceptable {
        var line = medium.getMedia();
        if (!line.getMediaType().equals("audio") || !line.getProtocol().equals("RTP/AVP") || line.getMediaPort() <= 0) return Optional.empty();
        var codec = formats(medium).stream().filter(format -> format.matches("\\d{1,3}")).map(format -> Codec.of(Integer.parseInt(format)))
                .flatMap(Optional::stream).findFirst();
        if (codec.isEmpty()) return Optional.empty();
        var at = address(medium.getConnection() != null ? medium.getConnection() : description.getConnection());
        var direction = direction(description, medium);
        boolean held = at.isAnyLocalAddress(); // How holding was said before RFC 3264.
        return Optional.of(new Offer(new InetSocketAddress(at, line.getMediaPort()), codec.get(), events(medium),
                !held && !direction.equals("sendonly") && !direction.equals("inactive"), !direction.equals("recvonly") && !direction.equals("inactive"), List.of()));
    }

    private static InetAddress address(Connection connection) throws SdpParseException, Unacceptable {
        if (connection == null || !ADDRESS.matcher(connection.getAddress()).matches()) throw new Unacceptable("no numeric address in the line c=");
        try {
            return InetAddress.getByName(connection.getAddress());
        } catch (UnknownHostException e) {
            throw new Unacceptable("no address: " + e.getMessage());
        }
    }

    private static List<String> formats(MediaDescription medium) throws SdpParseException {
        var formats = new ArrayList<String>();
        for (var format : medium.getMedia().getMediaFormats(true)) formats.add(format.toString());
        if (formats.isEmpty()) throw new SdpParseException(0, 0, "a medium without a format");
        return formats;
    }

    private static int events(MediaDescription medium) throws SdpParseException {
        for (var each : medium.getAttributes(true)) {
            var attribute = (Attribute) each;
            if (!"rtpmap".equals(attribute.getName()) || attribute.getValue() == null) continue;
            var parts = attribute.getValue().strip().split("\\s+");
            if (parts.length == 2 && parts[1].equalsIgnoreCase("telephone-event/8000")) return Integer.parseInt(parts[0]) & 0x7f;
        }
        return -1;
    }

    private static String direction(SessionDescription description, MediaDescription medium) throws SdpParseException {
        for (var name : List.of("sendonly", "recvonly", "inactive", "sendrecv")) {
            for (var each : medium.getAttributes(true)) if (name.equals(((Attribute) each).getName())) return name;
        }
        for (var name : List.of("sendonly", "recvonly", "inactive")) {
            for (var each : description.getAttributes(true)) if (name.equals(((Attribute) each).getName())) return name;
        }
        return "sendrecv";
    }
}
