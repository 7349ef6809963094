package liveqa.setting;

import java.util.List;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** One setting: what it may be, what it is at first, and what people call it. */
sealed interface Field {
    String name();

    Label label();

    Object initial();

    /** Returns the value, or says what was expected. */
    Object checked(JsonNode value) throws WrongSetting;

    /** Its limits, for the page that offers it. */
    void describe(ObjectNode into);

    record Label(String group, String japanese, String english) {}

    record Switch(String name, Label label, Boolean initial) implements Field {
        @Override
        public Object checked(JsonNode value) throws WrongSetting {
            if (!value.isBoolean()) throw expected("true or false", value);
            return value.booleanValue();
        }

        @Override
        public void describe(ObjectNode into) {
            into.put("kind", "switch");
        }
    }

    record Whole(String name, Label label, Integer initial, int least, int most) implements Field {
        @Override
        public Object checked(JsonNode value) throws WrongSetting {
            if (!value.isIntegralNumber() || value.asLong() < least || value.asLong() > most) throw expected("a whole number from " + least + " to " + most, value);
            return value.intValue();
        }

        @Override
        public void describe(ObjectNode into) {
            into.put("kind", "whole").put("least", least).put("most", most);
        }
    }

    record Choice(String name, Label label, String initial, List<String> options) implements Field {
        @Override
        public Object checked(JsonNode value) throws WrongSetting {
            if (!value.isString() || !options.contains(value.stringValue())) throw expected("one of " + String.join(", ", options), value);
            return value.stringValue();
        }

        @Override
        public void describe(ObjectNode into) {
            var all = into.put("kind", "choice").putArray("options");
            options.forEach(all::add);
        }
    }

    record Colour(String name, Label label, String initial) implements Field {
        private static final Pattern HEX = Pattern.compile("#[0-9a-fA-F]{6}");

        @Override
        public Object checked(JsonNode value) throws WrongSetting {
            if (!value.isString() || !HEX.matcher(value.stringValue()).matches()) throw expected("a colour like #b3361e", value);
            return value.stringValue().toLowerCase(java.util.Locale.ROOT);
        }

        @Override
        public void describe(ObjectNode into) {
            into.put("kind", "colour");
        }
    }

    record Text(String name, Label label, String initial, int longest) implements Field {
        @Override
        public Object checked(JsonNode value) throws WrongSetting {
            if (!value.isString() || value.stringValue().length() > longest) throw expected("a text of at most " + longest + " characters", value);
            // A line feed or a control character has no place in one line of the screen.
            return value.stringValue().replaceAll("\\p{Cntrl}+", " ").strip();
        }

        @Override
        public void describe(ObjectNode into) {
            into.put("kind", "text").put("longest", longest);
        }
    }

    default WrongSetting expected(String what, JsonNode value) {
        var given = value.toString();
        return new WrongSetting("\"" + name() + "\" must be " + what + ", not " + (given.length() > 60 ? given.substring(0, 60) + "..." : given));
    }
}
