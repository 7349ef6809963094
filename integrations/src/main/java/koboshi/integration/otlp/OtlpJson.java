package koboshi.integration.otlp;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import koboshi.integration.otlp.Schema.Field;
import koboshi.wire.Protobuf;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;

/**
 * Turns exports written in JSON into the same exports in protobuf's encoding, so that there is one reader for both.
 *
 * <p>As the protocol has it: names in lowerCamelCase, whole numbers of 64 bits as text or number, ids in hexadecimal, enumerations as numbers; what is not
 * known is passed over.
 */
public final class OtlpJson {
    private static final JsonFactory FACTORY = JsonFactory.builder().build();

    private final JsonParser parser;

    private OtlpJson(JsonParser parser) {
        this.parser = parser;
    }

    /** @throws IllegalArgumentException naming line, column and what was expected */
    public static byte[] metrics(byte[] json) {
        return encoded(json, Schema.METRICS);
    }

    /** @throws IllegalArgumentException naming line, column and what was expected */
    public static byte[] logs(byte[] json) {
        return encoded(json, Schema.LOGS);
    }

    private static byte[] encoded(byte[] json, String message) {
        try (var parser = FACTORY.createParser(ObjectReadContext.empty(), json)) {
            var reading = new OtlpJson(parser);
            parser.nextToken();
            var out = new Protobuf();
            reading.message(message, out);
            if (parser.nextToken() != null) {
                throw reading.wrong("expected nothing behind the export");
            }
            return out.bytes();
        } catch (JacksonException e) {
            throw new IllegalArgumentException(place(e.getLocation()) + e.getOriginalMessage(), e);
        }
    }

    private static String place(TokenStreamLocation at) {
        return at == null ? "" : "line " + at.getLineNr() + ", column " + at.getColumnNr() + ": ";
    }

    private IllegalArgumentException wrong(String expected) {
        return new IllegalArgumentException(place(parser.currentTokenLocation()) + expected);
    }

    private void message(String name, Protobuf out) {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw wrong("expected an object (" + name + ")");
        }
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            var field = Schema.field(name, parser.currentName());
            parser.nextToken();
            if (field == null) {
                parser.skipChildren();
            } else {
                values(field, out);
            }
        }
    }

    private void values(Field field, Protobuf out) {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            value(field, out);
        } else if (field.kind().packs()) {
            var packed = new Protobuf();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                scalar(field, packed);
            }
            out.bytes(field.number(), packed.bytes());
        } else {
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                value(field, out);
            }
        }
    }

    private void value(Field field, Protobuf out) {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return;
        }
        switch (field.kind()) {
            case MESSAGE -> {
                var inner = new Protobuf();
                message(field.message(), inner);
                out.bytes(field.number(), inner.bytes());
            }
            case TEXT -> out.bytes(field.number(), text(field).getBytes(StandardCharsets.UTF_8));
            case HEX -> out.bytes(field.number(), hex(field));
            case BYTES -> out.bytes(field.number(), base64(field));
            case FLAG, WHOLE, SIGNED, FIXED, FIXED32, NUMBER -> {
                out.tag(field.number(), field.kind().wire());
                scalar(field, out);
            }
        }
    }

    private void scalar(Field field, Protobuf out) {
        switch (field.kind()) {
            case FLAG -> out.varint(flag(field) ? 1 : 0);
            case WHOLE -> out.varint(whole(field));
            case SIGNED -> out.zigzag(whole(field));
            case FIXED -> out.fixed(whole(field));
            case FIXED32 -> out.fixed32((int) whole(field));
            case NUMBER -> out.fixed(Double.doubleToRawLongBits(number(field)));
            case MESSAGE, TEXT, HEX, BYTES -> throw new IllegalStateException(field.name() + " is no number");
        }
    }

    private String text(Field field) {
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            throw wrong("expected text for " + field.name());
        }
        return parser.getString();
    }

    private boolean flag(Field field) {
        return switch (parser.currentToken()) {
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            default -> throw wrong("expected true or false for " + field.name());
        };
    }

    private byte[] hex(Field field) {
        try {
            return HexFormat.of().parseHex(text(field));
        } catch (IllegalArgumentException _) {
            throw wrong("expected hexadecimal digits for " + field.name());
        }
    }

    private byte[] base64(Field field) {
        try {
            return Base64.getDecoder().decode(text(field));
        } catch (IllegalArgumentException _) {
            throw wrong("expected base64 for " + field.name());
        }
    }

    /** Also unsigned ones beyond what a long can say, and numbers with a point and nothing behind it. */
    private long whole(Field field) {
        var token = parser.currentToken();
        if (token != JsonToken.VALUE_STRING && token != JsonToken.VALUE_NUMBER_INT && token != JsonToken.VALUE_NUMBER_FLOAT) {
            throw wrong("expected a whole number for " + field.name());
        }
        var digits = parser.getString();
        try {
            return digits.startsWith("-") ? Long.parseLong(digits) : Long.parseUnsignedLong(digits);
        } catch (NumberFormatException _) {
            return enumerated(field, digits);
        }
    }

    private long enumerated(Field field, String name) {
        var known = Schema.ENUMERATED.get(name);
        if (known == null) {
            throw wrong("expected a whole number for " + field.name() + ", found " + (name.length() > 40 ? name.substring(0, 40) + "..." : name));
        }
        return known;
    }

    private double number(Field field) {
        var text = switch (parser.currentToken()) {
            case VALUE_STRING, VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.getString();
            default -> throw wrong("expected a number for " + field.name());
        };
        try {
            return switch (text) {
                case "NaN" -> Double.NaN;
                case "Infinity" -> Double.POSITIVE_INFINITY;
                case "-Infinity" -> Double.NEGATIVE_INFINITY;
                default -> Double.parseDouble(text);
            };
        } catch (NumberFormatException _) {
            throw wrong("expected a number for " + field.name());
        }
    }
}
