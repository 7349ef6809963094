package liveqa.phone.webhook;

import java.io.StringWriter;
import java.util.List;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import liveqa.phone.talk.Utterance;
import liveqa.phone.words.Language;

/** What the provider is told to do, as its XML; all escaping is the writer's. */
final class Twiml {
    private static final XMLOutputFactory FACTORY = XMLOutputFactory.newFactory();
    /** Seconds of silence before the caller is asked again. */
    private static final String PATIENCE = "6";

    private interface Body {
        void write(XMLStreamWriter xml) throws XMLStreamException;
    }

    private Twiml() {}

    /** Speaks, and takes speech or one key; either stops the voice. An empty result is sent too, and hash is a key like the others. */
    static String listen(List<Utterance> say, Language language, String action) {
        return response(xml -> {
            start(xml, "Gather", "input", "dtmf speech", "language", language.tag(), "numDigits", "1", "finishOnKey", "", "timeout", PATIENCE,
                    "speechTimeout", "auto", "actionOnEmptyResult", "true", "method", "POST", "action", action);
            say(xml, say);
            xml.writeEndElement();
        });
    }

    static String waiting(List<Utterance> say, int pauseSeconds, String next) {
        return response(xml -> {
            say(xml, say);
            start(xml, "Pause", "length", Integer.toString(pauseSeconds));
            xml.writeEndElement();
            start(xml, "Redirect", "method", "POST");
            xml.writeCharacters(next);
            xml.writeEndElement();
        });
    }

    static String hangUp(List<Utterance> say) {
        return response(xml -> {
            say(xml, say);
            xml.writeEmptyElement("Hangup");
        });
    }

    static String busy() {
        return response(xml -> {
            start(xml, "Reject", "reason", "busy");
            xml.writeEndElement();
        });
    }

    private static void say(XMLStreamWriter xml, List<Utterance> all) throws XMLStreamException {
        for (var utterance : all) {
            start(xml, "Say", "language", utterance.language().tag());
            xml.writeCharacters(clean(utterance.text()));
            xml.writeEndElement();
        }
    }

    /** XML has no way to write most control characters, escaped or not. */
    private static String clean(String text) {
        return text.codePoints().filter(c -> c == 0x9 || c == 0xA || c == 0xD || c >= 0x20 && c <= 0xD7FF || c >= 0xE000 && c <= 0xFFFD || c > 0xFFFF)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append).toString();
    }

    private static void start(XMLStreamWriter xml, String name, String... attributes) throws XMLStreamException {
        xml.writeStartElement(name);
        for (int i = 0; i < attributes.length; i += 2) xml.writeAttribute(attributes[i], attributes[i + 1]);
    }

    private static String response(Body body) {
        var text = new StringWriter();
        try {
            var xml = FACTORY.createXMLStreamWriter(text);
            xml.writeStartDocument("UTF-8", "1.0");
            xml.writeStartElement("Response");
            body.write(xml);
            xml.writeEndDocument();
            xml.close();
        } catch (XMLStreamException e) {
            throw new IllegalStateException("XML could not be written to memory", e);
        }
        return text.toString();
    }
}
