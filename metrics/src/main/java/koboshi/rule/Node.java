package koboshi.rule;

import java.util.List;

/** A part of a template that has been read. */
sealed interface Node {
    record Plain(String text) implements Node {}

    record Action(Pipe pipe) implements Node {}

    record If(Pipe condition, List<Node> then, List<Node> otherwise) implements Node {}

    record With(Pipe value, List<Node> then, List<Node> otherwise) implements Node {}

    record Range(Pipe over, List<Node> body, List<Node> otherwise) implements Node {}

    /** @param argument null for nothing */
    record Call(String name, Pipe argument, Spot at) implements Node {}

    record Break() implements Node {}

    record Continue() implements Node {}

    /** Where something stands in the text of the template. */
    record Spot(int start, int end) {}

    /**
     * Commands, each given the value of the one before it.
     *
     * @param names the variables it sets
     * @param declares whether they are new
     */
    record Pipe(List<String> names, boolean declares, List<Command> commands, Spot at) {}

    record Command(List<Operand> words, Spot at) {}

    /** A word of a command. */
    sealed interface Operand {
        Spot at();

        record Dot(Spot at) implements Operand {}

        record Nothing(Spot at) implements Operand {}

        /** @param value text, a whole number, a number, or a flag */
        record Constant(Object value, Spot at) implements Operand {}

        record Function(String name, Spot at) implements Operand {}

        record Variable(String name, Spot at) implements Operand {}

        record Paren(Pipe pipe, Spot at) implements Operand {}

        /**
         * @param of what the fields are asked of; null for the dot
         * @param mark where an error about them is said to stand
         */
        record Fields(Operand of, List<String> names, int mark, Spot at) implements Operand {}
    }
}
