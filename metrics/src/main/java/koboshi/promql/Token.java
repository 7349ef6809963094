package koboshi.promql;

import java.util.Locale;
import java.util.Set;

/** A word of the language and where it stands. */
record Token(Kind kind, String text, Span at) {
    private static final int MOST_SHOWN = 10;
    private static final Set<String> METRIC_WORDS = Set.of("by", "without", "offset", "start", "end", "and", "or", "unless");

    /** What a token is; the phrase is how errors speak of it. */
    enum Kind {
        END("end of input"),
        ERROR("error"),
        IDENTIFIER("identifier"),
        NUMBER("number"),
        DURATION("duration"),
        STRING("string"),
        LEFT_PAREN("\"(\""),
        RIGHT_PAREN("\")\""),
        LEFT_BRACE("\"{\""),
        RIGHT_BRACE("\"}\""),
        LEFT_BRACKET("\"[\""),
        RIGHT_BRACKET("\"]\""),
        COMMA("\",\""),
        COLON("\":\""),
        ASSIGN("\"=\""),
        LIKE("<op:=~>"),
        UNLIKE("<op:!~>"),
        AT("<op:@>"),
        OPERATOR("op"),
        AGGREGATION("aggr"),
        KEYWORD("keyword");

        private final String phrase;

        Kind(String phrase) {
            this.phrase = phrase;
        }
    }

    boolean is(Kind wanted) {
        return kind == wanted;
    }

    boolean isKeyword(String word) {
        return kind == Kind.KEYWORD && text.equalsIgnoreCase(word);
    }

    /** Whether this may stand where a label's or a metric's name is meant: words of the language may. */
    boolean isWord() {
        return switch (kind) {
            case IDENTIFIER, AGGREGATION, KEYWORD -> true;
            case OPERATOR -> Character.isLetter(text.charAt(0));
            case NUMBER -> text.equalsIgnoreCase("inf") || text.equalsIgnoreCase("nan");
            default -> false;
        };
    }

    /** Whether this word of the language may stand where a metric is meant: those that could begin nothing else there. */
    boolean mayNameMetric() {
        return METRIC_WORDS.contains(text.toLowerCase(Locale.ROOT));
    }

    String described() {
        return switch (kind) {
            case IDENTIFIER -> (text.indexOf(':') >= 0 ? "metric " : "") + kind.phrase + " " + Text.quoted(text);
            case NUMBER, DURATION, STRING -> kind.phrase + " " + shortened();
            case OPERATOR -> "<op:" + text + ">";
            case AGGREGATION -> "<aggr:" + text + ">";
            case KEYWORD -> "<" + text + ">";
            default -> kind.phrase;
        };
    }

    private String shortened() {
        return text.length() > MOST_SHOWN ? Text.quoted(text.substring(0, MOST_SHOWN)) + "..." : Text.quoted(text);
    }
}
