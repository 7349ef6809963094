package koboshi.promql;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.ArrayList;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import koboshi.series.Labels;
import koboshi.series.Regex;

/** label_replace and label_join. */
final class LabelCalls {
    private final Evaluation evaluation;

    LabelCalls(Evaluation evaluation) {
        this.evaluation = evaluation;
    }

    void replace(Expr.Call call, Steps steps, Consumer<Track> to) {
        var target = target(call, 1, "label_replace()");
        var replacement = evaluation.string(call.arguments().get(2));
        var source = evaluation.string(call.arguments().get(3));
        var pattern = pattern(evaluation.string(call.arguments().get(4)));
        relabelled(call, steps, target, to, labels -> {
            var matcher = pattern.matcher(labels.get(source));
            return matcher.matches() ? labels.with(target, expand(replacement, matcher)) : null;
        });
    }

    private static Pattern pattern(String text) {
        try {
            return Regex.pattern(text);
        } catch (PatternSyntaxException _) {
            throw new EvaluationError("invalid regular expression in label_replace(): " + text);
        }
    }

    private String target(Expr.Call call, int place, String function) {
        var label = evaluation.string(call.arguments().get(place));
        if (label.isEmpty() || !Text.proper(label)) {
            throw new EvaluationError("invalid destination label name in " + function + ": " + label);
        }
        return label;
    }

    /** Fills $1, ${1}, $name and ${name}, by Go's rules: an unknown group is empty, $$ is a dollar. */
    private static String expand(String template, Matcher matcher) {
        var out = new StringBuilder();
        for (int i = 0; i < template.length(); ) {
            int dollar = template.indexOf('$', i);
            if (dollar < 0 || dollar + 1 == template.length()) {
                return out.append(template, i, template.length()).toString();
            }
            out.append(template, i, dollar);
            i = reference(template, dollar + 1, matcher, out);
        }
        return out.toString();
    }

    /** @return where the text after the reference goes on */
    private static int reference(String template, int at, Matcher matcher, StringBuilder out) {
        if (template.charAt(at) == '$') {
            out.append('$');
            return at + 1;
        }
        boolean braced = template.charAt(at) == '{';
        int start = braced ? at + 1 : at;
        int end = start;
        while (end < template.length() && (Character.isLetterOrDigit(template.charAt(end)) || template.charAt(end) == '_')) {
            end++;
        }
        boolean malformed = end == start || braced && (end == template.length() || template.charAt(end) != '}');
        if (malformed) {
            out.append('$');
            return at;
        }
        out.append(group(template.substring(start, end), matcher));
        return braced ? end + 1 : end;
    }

    private static String group(String name, Matcher matcher) {
        boolean number = name.chars().allMatch(Character::isDigit) && name.length() < 9;
        if (number) {
            int index = Integer.parseInt(name);
            return index <= matcher.groupCount() && matcher.group(index) != null ? matcher.group(index) : "";
        }
        try {
            var found = matcher.group(name);
            return found == null ? "" : found;
        } catch (IllegalArgumentException _) {
            return "";
        }
    }

    void join(Expr.Call call, Steps steps, Consumer<Track> to) {
        var target = target(call, 1, "label_join()");
        var separator = evaluation.string(call.arguments().get(2));
        var sources = call.arguments().subList(3, call.arguments().size()).stream().map(evaluation::string).toList();
        sources.stream().filter(source -> source.isEmpty() || !Text.proper(source)).findFirst().ifPresent(source -> {
            throw new EvaluationError("invalid source label name in label_join(): " + source);
        });
        relabelled(call, steps, target, to, labels -> labels.with(target, sources.stream().map(labels::get).collect(Collectors.joining(separator))));
    }

    /** Gives other labels, or null to leave them. */
    private interface Relabelling {
        Labels apply(Labels labels);
    }

    private void relabelled(Expr.Call call, Steps steps, String target, Consumer<Track> to, Relabelling relabelling) {
        var held = new ArrayList<Track>();
        evaluation.each(call.arguments().getFirst(), steps, track -> {
            var labels = relabelling.apply(track.labels());
            // A name that was to be dropped stays if it is set anew.
            boolean nameless = track.nameless() && !(labels != null && target.equals(Labels.NAME));
            evaluation.budget().keep(track);
            held.add(labels == null ? track : track.named(labels, nameless));
        });
        Merging.distinct(held).forEach(to);
    }
}
