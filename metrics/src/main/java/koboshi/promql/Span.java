package koboshi.promql;

/** A stretch of a query's text, from the first character to the one after the last. */
public record Span(int start, int end) {
    Span to(Span other) {
        return new Span(start, other.end);
    }

    /** The start as line and column, both counted from one. */
    public String in(String query) {
        int position = Math.min(start, query.length());
        int lineStart = query.lastIndexOf('\n', position - 1) + 1;
        long line = query.substring(0, position).chars().filter(c -> c == '\n').count() + 1;
        return line + ":" + (position - lineStart + 1);
    }
}
