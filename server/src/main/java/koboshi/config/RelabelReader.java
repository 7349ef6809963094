package koboshi.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import koboshi.relabel.Action;
import koboshi.relabel.RelabelRule;
import koboshi.relabel.Relabelling;

/** Reads rules that rewrite labels, as strictly as Prometheus does. */
final class RelabelReader {
    private static final List<String> KEYS = List.of("source_labels", "separator", "regex", "modulus", "target_label", "replacement", "action");
    private static final List<String> ACTIONS = Stream.of(Action.values()).map(action -> action.name().toLowerCase(Locale.ROOT)).toList();
    private static final Pattern LABEL = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*");
    private static final Pattern LABEL_OF_GROUPS = Pattern.compile("(?:[a-zA-Z_]|\\$(?:\\{\\w+}|\\w+))(?:\\w|\\$(?:\\{\\w+}|\\w+))*");
    private static final int MOST = 1_000;

    private RelabelReader() {}

    static Relabelling read(Fields fields, String key) {
        var rules = new ArrayList<RelabelRule>();
        var items = RuleReader.list(fields, key, "a list of rules");
        if (items.size() > MOST) {
            fields.value(key).ifPresent(value -> value.problem("expected at most " + MOST + " rules"));
            return Relabelling.NONE;
        }
        items.forEach(item -> rule(item).ifPresent(rules::add));
        return Relabelling.of(rules);
    }

    private static Optional<RelabelRule> rule(Value item) {
        var fields = item.fields(KEYS);
        var action = fields.has("action")
                ? fields.get("action", RelabelReader::action).map(word -> Action.valueOf(word.toUpperCase(Locale.ROOT)))
                : Optional.of(Action.REPLACE);
        var regex = fields.has("regex") ? fields.get("regex", RelabelReader::regex) : Optional.of(RelabelRule.ALL);
        var sources = RuleReader.list(fields, "source_labels", "a list of names of labels").stream()
                .map(one -> one.text("the name of a label")).flatMap(Optional::stream).toList();
        var separator = fields.get("separator", value -> value.anyText("text")).orElse(";");
        var replacement = fields.get("replacement", value -> value.isNull() ? Optional.of("") : value.anyText("text")).orElse(RelabelRule.FIRST_GROUP);
        int modulus = fields.get("modulus", value -> value.whole(1, 999_999_999)).orElse(0);
        var target = fields.get("target_label", value -> value.text("the name of a label")).orElse("");
        return action.filter(known -> fits(known, fields, target, modulus)).flatMap(known ->
                regex.map(pattern -> new RelabelRule(sources, separator, pattern, modulus, target, replacement, known)));
    }

    private static Optional<String> regex(Value value) {
        return value.anyText("a regex").flatMap(text -> {
            var trouble = RelabelRule.troubleOf(text);
            if (trouble != null) {
                value.problem("expected a regex of RE2: " + trouble);
            }
            return trouble == null ? Optional.of(text) : Optional.empty();
        });
    }

    /** In any case of letters, as Prometheus takes it. */
    private static Optional<String> action(Value value) {
        return value.isText() ? value.text("an action").map(word -> word.toLowerCase(Locale.ROOT)).filter(ACTIONS::contains).or(() -> value.oneOf(ACTIONS)) : value.oneOf(ACTIONS);
    }

    private static boolean fits(Action action, Fields fields, String target, int modulus) {
        return switch (action) {
            case REPLACE -> target(fields, target, LABEL_OF_GROUPS);
            case LOWERCASE, UPPERCASE -> target(fields, target, LABEL);
            case KEEPEQUAL, DROPEQUAL -> target(fields, target, LABEL) && without(action, fields, List.of("regex", "modulus", "replacement", "separator"));
            case HASHMOD -> modulus(fields, modulus) && target(fields, target, LABEL);
            case LABELDROP, LABELKEEP -> without(action, fields, List.of("source_labels", "target_label", "modulus", "replacement", "separator"));
            case KEEP, DROP, LABELMAP -> true;
        };
    }

    private static boolean target(Fields fields, String target, Pattern shape) {
        if (!fields.has("target_label")) {
            fields.missing("target_label", "the label that is written");
            return false;
        }
        boolean fits = shape.matcher(target).matches();
        if (!fits && !target.isEmpty()) {
            fields.value("target_label").ifPresent(value -> value.problem("expected the name of a label, found " + Value.quoted(target)));
        }
        return fits;
    }

    private static boolean modulus(Fields fields, int modulus) {
        if (!fields.has("modulus")) {
            fields.missing("modulus", "a whole number above 0");
        }
        return modulus > 0;
    }

    private static boolean without(Action action, Fields fields, List<String> keys) {
        fields.refuse(keys, "means nothing beside the action " + action.name().toLowerCase(Locale.ROOT));
        return keys.stream().noneMatch(fields::has);
    }
}
