package koboshi.rule;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import koboshi.rule.Node.Command;
import koboshi.rule.Node.Operand;
import koboshi.rule.Node.Pipe;
import koboshi.rule.Node.Spot;

/** Reads the tokens of a template into nodes; whatever it accepts names only functions and variables there are. */
final class Reader {
    /** Deeper nesting is refused rather than left to overflow the stack. */
    private static final int DEEPEST = 100;

    private final List<Token> tokens;
    private final Map<String, List<Node>> templates = new HashMap<>();
    private Deque<String> variables = new ArrayDeque<>();
    private int at;
    private int depth;
    private int loops;

    private Reader(String text, List<String> variables) {
        this.tokens = Scanner.scan(text);
        this.variables.add("$");
        variables.forEach(this.variables::push);
    }

    /** @param templates those the text defines, by name */
    record Read(List<Node> nodes, Map<String, List<Node>> templates) {}

    /** @param variables what is already set where the text begins */
    static Read read(String text, List<String> variables) {
        var reader = new Reader(text, variables);
        var nodes = reader.list();
        if (!reader.peek().is(Token.Kind.END)) {
            throw new TemplateError(reader.peek().start(), "unexpected {{" + reader.tokens.get(reader.at + 1).text() + "}}");
        }
        return new Read(nodes, reader.templates);
    }

    private Token peek() {
        return tokens.get(at);
    }

    private Token next() {
        var token = tokens.get(at);
        at += token.is(Token.Kind.END) ? 0 : 1;
        return token;
    }

    /** Nodes up to an end, an else, or the end of the text. */
    private List<Node> list() {
        deeper();
        var nodes = new ArrayList<Node>();
        while (!peek().is(Token.Kind.END) && !closing()) {
            node(nodes);
        }
        depth--;
        return List.copyOf(nodes);
    }

    private void deeper() {
        if (++depth > DEEPEST) {
            throw new TemplateError(peek().start(), "nested too deeply");
        }
    }

    private boolean closing() {
        return peek().is(Token.Kind.OPEN) && (tokens.get(at + 1).word("end") || tokens.get(at + 1).word("else"));
    }

    private void node(List<Node> into) {
        var token = next();
        if (token.is(Token.Kind.TEXT)) {
            into.add(new Node.Plain(token.text()));
            return;
        }
        var word = peek();
        switch (word.is(Token.Kind.WORD) ? word.text() : "") {
            case "if", "with", "range" -> into.add(branch(word));
            case "template" -> into.add(call());
            case "define" -> define();
            case "block" -> into.add(block(token));
            case "break", "continue" -> into.add(leave());
            default -> into.add(action());
        }
    }

    private Node action() {
        // A variable it sets stays until the end of the branch it stands in.
        var pipe = pipe("command");
        close("command");
        return new Node.Action(pipe);
    }

    private Node branch(Token word) {
        next();
        int outer = variables.size();
        var pipe = word.text().equals("range") ? rangePipe() : pipe(word.text());
        close(word.text());
        loops += word.text().equals("range") ? 1 : 0;
        var then = list();
        loops -= word.text().equals("range") ? 1 : 0;
        var otherwise = otherwise(word);
        forget(outer);
        return switch (word.text()) {
            case "if" -> new Node.If(pipe, then, otherwise);
            case "with" -> new Node.With(pipe, then, otherwise);
            default -> new Node.Range(pipe, then, otherwise);
        };
    }

    /** What stands behind else, with the end; an "else if" is an if of its own that shares the end. */
    private List<Node> otherwise(Token word) {
        if (peek().is(Token.Kind.END)) {
            throw new TemplateError(peek().start(), "unexpected EOF; the {{" + word.text() + "}} has no {{end}}");
        }
        next();
        if (next().word("end")) {
            close("end");
            return List.of();
        }
        boolean chained = !word.text().equals("range") && peek().word(word.text());
        if (chained) {
            deeper();
            var inner = branch(peek());
            depth--;
            return List.of(inner);
        }
        close("else");
        var nodes = list();
        if (peek().is(Token.Kind.END)) {
            throw new TemplateError(peek().start(), "unexpected EOF; the {{" + word.text() + "}} has no {{end}}");
        }
        next();
        var end = next();
        if (!end.word("end")) {
            throw new TemplateError(end.start(), "expected end; found {{else}}");
        }
        close("end");
        return nodes;
    }

    private void forget(int outer) {
        while (variables.size() > outer) {
            variables.pop();
        }
    }

    private Node call() {
        next();
        int named = peek().start();
        var name = name("template clause");
        var argument = peek().is(Token.Kind.CLOSE) ? null : pipe("template clause");
        int end = peek().start() + 2;
        close("template clause");
        return new Node.Call(name, argument, new Spot(named, end));
    }

    private void define() {
        var word = next();
        if (depth > 1) {
            throw new TemplateError(word.start(), "unexpected {{define}}");
        }
        var name = name("define clause");
        close("define clause");
        templates.put(name, definition(word));
    }

    private Node block(Token open) {
        var word = next();
        var name = name("block clause");
        var argument = pipe("block clause");
        int end = peek().start() + 2;
        close("block clause");
        templates.put(name, definition(word));
        return new Node.Call(name, argument, new Spot(open.start(), end));
    }

    /** A body that knows nothing of the variables and loops around it. */
    private List<Node> definition(Token word) {
        var outer = variables;
        int around = loops;
        variables = new ArrayDeque<>(List.of("$"));
        loops = 0;
        var body = list();
        variables = outer;
        loops = around;
        next();
        if (!next().word("end")) {
            throw new TemplateError(word.start(), "unexpected EOF; the {{" + word.text() + "}} has no {{end}}");
        }
        close("end");
        return body;
    }

    private String name(String context) {
        var token = next();
        if (!token.is(Token.Kind.STRING) && !token.is(Token.Kind.RAW)) {
            throw unexpected(token, context);
        }
        return Literals.text(token);
    }

    private Node leave() {
        var word = next();
        if (loops == 0) {
            throw new TemplateError(word.start(), "{{" + word.text() + "}} outside {{range}}");
        }
        close(word.text());
        return word.text().equals("break") ? new Node.Break() : new Node.Continue();
    }

    private void close(String context) {
        var token = next();
        if (!token.is(Token.Kind.CLOSE)) {
            throw unexpected(token, context);
        }
    }

    private static TemplateError unexpected(Token token, String context) {
        var what = token.is(Token.Kind.END) ? "end of text" : token.is(Token.Kind.CLOSE) ? "}}" : "<" + token.text() + ">";
        return new TemplateError(token.start(), "unexpected " + what + " in " + context);
    }

    private Pipe rangePipe() {
        boolean two = peek().is(Token.Kind.VARIABLE) && tokens.get(at + 1).sign(",");
        if (!two) {
            return pipe("range");
        }
        var start = peek();
        var names = new ArrayList<>(List.of(next().text()));
        next();
        if (!peek().is(Token.Kind.VARIABLE)) {
            throw new TemplateError(peek().start(), "range can only initialize variables");
        }
        names.add(next().text());
        return assigned(names, start, "range");
    }

    private Pipe pipe(String context) {
        boolean sets = peek().is(Token.Kind.VARIABLE) && (tokens.get(at + 1).sign(":=") || tokens.get(at + 1).sign("="));
        var start = peek();
        if (sets) {
            return assigned(List.of(start.text()), next(), context);
        }
        var commands = commands(context);
        return new Pipe(List.of(), false, commands, from(start));
    }

    private Pipe assigned(List<String> names, Token start, String context) {
        var sign = next();
        if (!sign.sign(":=") && !sign.sign("=")) {
            throw unexpected(sign, context);
        }
        boolean declares = sign.sign(":=");
        if (!declares) {
            names.forEach(name -> known(name, start.start()));
        }
        var commands = commands(context);
        if (declares) {
            names.forEach(variables::push);
        }
        return new Pipe(List.copyOf(names), declares, commands, from(start));
    }

    private Spot from(Token start) {
        return new Spot(start.start(), tokens.get(Math.max(0, at - 1)).end());
    }

    private List<Command> commands(String context) {
        deeper();
        var commands = new ArrayList<Command>();
        do {
            commands.add(command(context));
            if (commands.size() > 1 && commands.getLast().words().getFirst() instanceof Operand.Constant constant) {
                throw new TemplateError(constant.at().start(), "non executable command in pipeline stage " + commands.size());
            }
        } while (separated());
        depth--;
        return List.copyOf(commands);
    }

    private boolean separated() {
        boolean more = peek().sign("|");
        at += more ? 1 : 0;
        return more;
    }

    private Command command(String context) {
        var start = peek();
        var words = new ArrayList<Operand>();
        while (!peek().is(Token.Kind.CLOSE) && !peek().sign("|") && !peek().sign(")")) {
            if (!words.isEmpty() && !peek().apart() && !(words.getLast() instanceof Operand.Paren) && !peek().sign("(")) {
                throw unexpected(peek(), "operand");
            }
            words.add(chained(context));
        }
        if (words.isEmpty()) {
            throw new TemplateError(start.start(), "missing value for " + context);
        }
        return new Command(List.copyOf(words), from(start));
    }

    private Operand chained(String context) {
        var start = peek();
        var operand = operand(context);
        var names = new ArrayList<String>();
        if (operand instanceof Operand.Fields fields) {
            names.addAll(fields.names());
        }
        int mark = peek().is(Token.Kind.FIELD) && !peek().apart() ? peek().start() : start.start();
        while (peek().is(Token.Kind.FIELD) && !peek().apart()) {
            if (operand instanceof Operand.Constant || operand instanceof Operand.Nothing) {
                throw new TemplateError(peek().start(), "unexpected . after term \"" + start.text() + "\"");
            }
            names.add(next().text().substring(1));
        }
        if (names.isEmpty()) {
            return operand;
        }
        var of = operand instanceof Operand.Fields || operand instanceof Operand.Dot ? null : operand;
        return new Operand.Fields(of, List.copyOf(names), mark, from(start));
    }

    private Operand operand(String context) {
        var token = next();
        var spot = new Spot(token.start(), token.end());
        return switch (token.kind()) {
            case WORD -> word(token, spot);
            case FIELD -> new Operand.Fields(null, List.of(token.text().substring(1)), spot.start(), spot);
            case VARIABLE -> new Operand.Variable(known(token.text(), token.start()), spot);
            case DOT -> new Operand.Dot(spot);
            case NUMBER, CHARACTER -> new Operand.Constant(Literals.number(token), spot);
            case STRING, RAW -> new Operand.Constant(Literals.text(token), spot);
            case SIGN -> paren(token, context);
            case TEXT, OPEN, CLOSE, END -> throw unexpected(token, context);
        };
    }

    private Operand paren(Token open, String context) {
        if (!open.sign("(")) {
            throw unexpected(open, context);
        }
        var pipe = pipe("parenthesized pipeline");
        var close = next();
        if (!close.sign(")")) {
            throw new TemplateError(close.start(), "unclosed left paren");
        }
        return new Operand.Paren(pipe, new Spot(open.start(), close.end()));
    }

    private static Operand word(Token token, Spot spot) {
        return switch (token.text()) {
            case "true", "false" -> new Operand.Constant(token.text().equals("true"), spot);
            case "nil" -> new Operand.Nothing(spot);
            default -> {
                if (!Functions.known(token.text())) {
                    throw new TemplateError(token.start(), "function \"" + token.text() + "\" not defined");
                }
                yield new Operand.Function(token.text(), spot);
            }
        };
    }

    private String known(String variable, int start) {
        if (!variables.contains(variable)) {
            throw new TemplateError(start, "undefined variable \"" + variable + "\"");
        }
        return variable;
    }
}
