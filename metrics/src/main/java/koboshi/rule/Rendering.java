package koboshi.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import koboshi.rule.Node.Command;
import koboshi.rule.Node.Operand;
import koboshi.rule.Node.Pipe;

/** Fills in one template once. */
final class Rendering {
    private static final int MOST_OUTPUT = 64 * 1024;
    /** Steps, and characters functions made: what a template may cost altogether, about a tenth of a second. */
    private static final long MOST_WORK = 2_000_000;
    private static final int DEEPEST = 100;

    private final Template template;
    private final String name;
    private final Template.Subject subject;
    private final Function<String, Datum.Result> queries;
    private final StringBuilder out = new StringBuilder();
    private List<Binding> bindings = new ArrayList<>();
    private long work;
    private int depth;

    /** A variable; a later one of the same name hides it. */
    private static final class Binding {
        private final String name;
        private Object value;

        Binding(String name, Object value) {
            this.name = name;
            this.value = value;
        }
    }

    /** Whether a list of nodes was left before its end, and how. */
    private enum Left {
        NOT,
        BREAK,
        CONTINUE
    }

    /** Stands for the value of the command before the first one. */
    private static final Object NO_VALUE = new Object();

    Rendering(Template template, String name, Template.Subject subject, Function<String, Datum.Result> queries) {
        this.template = template;
        this.name = name;
        this.subject = subject;
        this.queries = queries;
    }

    String run() {
        var root = subject.root();
        bind("$", root);
        bind("$labels", root.labels());
        bind("$externalLabels", root.externalLabels());
        bind("$externalURL", root.externalUrl());
        bind("$value", root.value());
        walk(template.read().nodes(), root);
        return out.toString();
    }

    Datum.Result query(String text) {
        return queries.apply(text);
    }

    Surroundings surroundings() {
        return subject.surroundings();
    }

    /** Counts what was done; a text counts with its length. */
    <T> T spend(T result) {
        spend(result instanceof String text ? 1 + text.length() : 1);
        return result;
    }

    private void spend(long amount) {
        work += amount;
        if (work > MOST_WORK) {
            throw new TemplateError("the template takes too long");
        }
    }

    private void bind(String variable, Object value) {
        bindings.add(new Binding(variable, value));
    }

    private Left walk(List<Node> nodes, Object dot) {
        for (var node : nodes) {
            spend(1);
            var left = walk(node, dot);
            if (left != Left.NOT) {
                return left;
            }
        }
        return Left.NOT;
    }

    private Left walk(Node node, Object dot) {
        return switch (node) {
            case Node.Plain plain -> print(plain.text());
            case Node.Action(var pipe) -> {
                var value = pipe(pipe, dot);
                yield pipe.names().isEmpty() ? print(Printing.value(value)) : Left.NOT;
            }
            case Node.If(var condition, var then, var otherwise) -> {
                int outer = bindings.size();
                var left = walk(Datum.truth(pipe(condition, dot)) ? then : otherwise, dot);
                yield unbind(outer, left);
            }
            case Node.With(var value, var then, var otherwise) -> {
                int outer = bindings.size();
                var inner = pipe(value, dot);
                var left = Datum.truth(inner) ? walk(then, inner) : walk(otherwise, dot);
                yield unbind(outer, left);
            }
            case Node.Range range -> range(range, dot);
            case Node.Call call -> call(call, dot);
            case Node.Break _ -> Left.BREAK;
            case Node.Continue _ -> Left.CONTINUE;
        };
    }

    private Left unbind(int outer, Left left) {
        bindings.subList(outer, bindings.size()).clear();
        return left;
    }

    private Left print(String text) {
        if (out.length() + text.length() > MOST_OUTPUT) {
            throw new TemplateError("the text grows beyond " + MOST_OUTPUT + " characters");
        }
        out.append(text);
        return Left.NOT;
    }

    private record Item(Object key, Object value) {}

    private Left range(Node.Range range, Object dot) {
        int outer = bindings.size();
        var over = value(range.over(), dot);
        var items = items(over, range.over());
        if (items.isEmpty()) {
            return unbind(outer, walk(range.otherwise(), dot));
        }
        for (var item : items) {
            spend(1);
            set(range.over(), item);
            var left = walk(range.body(), item.value());
            // What the last round declared is gone, and so are its loop variables.
            unbind(outer, left);
            if (left == Left.BREAK) {
                break;
            }
        }
        return unbind(outer, Left.NOT);
    }

    private void set(Pipe pipe, Item item) {
        var names = pipe.names();
        for (int i = 0; i < names.size(); i++) {
            var value = i == names.size() - 1 ? item.value() : item.key();
            if (pipe.declares()) {
                bind(names.get(i), value);
            } else {
                binding(names.get(i)).value = value;
            }
        }
    }

    private List<Item> items(Object over, Pipe pipe) {
        var items = new ArrayList<Item>();
        switch (over) {
            case null -> {}
            case Datum.Result result -> result.samples().forEach(sample -> items.add(new Item((long) items.size(), sample)));
            case Datum.Labels labels -> labels.map().forEach((key, value) -> items.add(new Item(key, value)));
            case Datum.Arguments arguments -> arguments.map().forEach((key, value) -> items.add(new Item(key, value)));
            case Long count -> {
                spend(Math.max(0, count));
                for (long i = 0; i < count; i++) {
                    items.add(new Item(i, i));
                }
            }
            default -> throw fail(pipe.at().start(), pipe.at(), "range can't iterate over " + Printing.value(over));
        }
        return items;
    }

    private Left call(Node.Call call, Object dot) {
        var body = template.read().templates().get(call.name());
        if (body == null) {
            throw fail(call.at().start(), "{{template \"" + call.name() + "\"}}", "template \"" + call.name() + "\" not defined");
        }
        if (++depth > DEEPEST) {
            throw fail(call.at().start(), "{{template \"" + call.name() + "\"}}", "exceeded maximum template depth (" + DEEPEST + ")");
        }
        var argument = call.argument() == null ? null : pipe(call.argument(), dot);
        var outer = bindings;
        bindings = new ArrayList<>();
        bind("$", argument);
        walk(body, argument);
        bindings = outer;
        depth--;
        return Left.NOT;
    }

    /** The value of a pipe, kept in the variables it sets. */
    private Object pipe(Pipe pipe, Object dot) {
        var value = value(pipe, dot);
        for (var variable : pipe.names()) {
            if (pipe.declares()) {
                bind(variable, value);
            } else {
                binding(variable).value = value;
            }
        }
        return value;
    }

    private Object value(Pipe pipe, Object dot) {
        var value = NO_VALUE;
        for (var command : pipe.commands()) {
            value = command(command, dot, value);
        }
        return value;
    }

    private Object command(Command command, Object dot, Object last) {
        spend(1);
        var first = command.words().getFirst();
        boolean given = command.words().size() > 1 || last != NO_VALUE;
        return switch (first) {
            case Operand.Function function -> function(function, command, dot, last);
            case Operand.Nothing nothing -> throw fail(nothing, "nil is not a command");
            case Operand.Fields fields -> fields(fields, dot, given ? arguments(command, dot, last) : List.of());
            case Operand.Constant _, Operand.Dot _, Operand.Variable _, Operand.Paren _ -> {
                if (given) {
                    throw fail(first, "can't give argument to non-function " + source(first.at()));
                }
                yield operand(first, dot);
            }
        };
    }

    private List<Object> arguments(Command command, Object dot, Object last) {
        var arguments = new ArrayList<Object>();
        command.words().stream().skip(1).forEach(word -> arguments.add(operand(word, dot)));
        if (last != NO_VALUE) {
            arguments.add(last);
        }
        return arguments;
    }

    private Object operand(Operand operand, Object dot) {
        spend(1);
        return switch (operand) {
            case Operand.Dot _ -> dot;
            case Operand.Nothing _ -> null;
            case Operand.Constant constant -> constant.value();
            case Operand.Variable variable -> binding(variable.name()).value;
            case Operand.Paren paren -> pipe(paren.pipe(), dot);
            case Operand.Fields fields -> fields(fields, dot, List.of());
            case Operand.Function function -> function(function, new Command(List.of(function), function.at()), dot, NO_VALUE);
        };
    }

    private Binding binding(String variable) {
        for (int i = bindings.size() - 1; i >= 0; i--) {
            if (bindings.get(i).name.equals(variable)) {
                return bindings.get(i);
            }
        }
        throw new TemplateError("undefined variable: " + variable);
    }

    private Object fields(Operand.Fields fields, Object dot, List<Object> arguments) {
        var value = fields.of() == null ? dot : operand(fields.of(), dot);
        try {
            for (int i = 0; i < fields.names().size(); i++) {
                boolean last = i == fields.names().size() - 1;
                value = spend(Members.get(value, fields.names().get(i), last ? arguments : List.of()));
            }
            return value;
        } catch (TemplateError error) {
            throw error.start() >= 0 ? error : fail(fields.mark(), fields.at(), error.getMessage());
        }
    }

    private Object function(Operand.Function function, Command command, Object dot, Object last) {
        var known = Functions.named(function.name());
        if (known.lazy()) {
            return chosen(function.name().equals("or"), command, dot, last);
        }
        int given = command.words().size() - 1 + (last == NO_VALUE ? 0 : 1);
        known.count(given).ifPresent(wrong -> {
            throw fail(function, wrong);
        });
        var arguments = new ArrayList<Object>();
        for (int i = 1; i < command.words().size(); i++) {
            var word = command.words().get(i);
            var value = operand(word, dot);
            known.wrong(i - 1, value, word instanceof Operand.Constant ? source(word.at()) : "").ifPresent(wrong -> {
                throw fail(word, wrong);
            });
            arguments.add(value);
        }
        if (last != NO_VALUE) {
            known.wrong(arguments.size(), last, "").ifPresent(wrong -> {
                throw fail(function.at().start(), command.at(), wrong);
            });
            arguments.add(last);
        }
        return called(known, arguments, function, command);
    }

    private Object called(Functions.Known known, List<Object> arguments, Operand.Function function, Command command) {
        try {
            return spend(known.body().apply(this, arguments));
        } catch (TemplateError error) {
            throw error.start() >= 0 ? error : fail(function.at().start(), command.at(), "error calling " + function.name() + ": " + error.getMessage());
        }
    }

    /** The first argument that decides, the rest not even being looked at. */
    private Object chosen(boolean untilTrue, Command command, Object dot, Object last) {
        Object value = null;
        for (int i = 1; i < command.words().size(); i++) {
            value = operand(command.words().get(i), dot);
            if (Datum.truth(value) == untilTrue) {
                return value;
            }
        }
        if (last == NO_VALUE && command.words().size() == 1) {
            throw fail(command.words().getFirst(), "wrong number of args for " + (untilTrue ? "or" : "and") + ": want at least 1 got 0");
        }
        return last == NO_VALUE ? value : last;
    }

    private String source(Node.Spot at) {
        return template.text().substring(at.start(), Math.min(at.end(), template.text().length()));
    }

    private TemplateError fail(Operand at, String message) {
        return fail(at.at().start(), at.at(), message);
    }

    private TemplateError fail(int mark, Node.Spot context, String message) {
        return fail(mark, source(context), message);
    }

    private TemplateError fail(int mark, String context, String message) {
        return new TemplateError(mark, "template: " + name + ":" + template.place(mark) + ": executing \"" + name + "\" at <" + context + ">: " + message);
    }
}
