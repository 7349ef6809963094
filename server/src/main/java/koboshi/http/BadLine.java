package koboshi.http;

/** A pushed line that is not what it should be. */
final class BadLine extends RuntimeException {
    BadLine(int line, int column, String expected) {
        super("line " + line + ", column " + column + ": " + expected + "; nothing of this request was taken", null, false, false);
    }
}
