package io.deskwire.json;

import org.jspecify.annotations.Nullable;

/**
 * A text is not the JSON it should be. The message says what is wrong and where, and never repeats anything of the text: it
 * may hold secrets. For the same reason the parser's own exception is not kept as the cause.
 */
public final class JsonException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int line;
    private final int column;

    private JsonException(String message, int line, int column, @Nullable Throwable cause) {
        super(message, cause);
        this.line = line;
        this.column = column;
    }

    static JsonException at(String problem, int line, int column) {
        return new JsonException(problem + " (line " + line + ", column " + column + ")", line, column, null);
    }

    static JsonException inTree(String problem, @Nullable Throwable cause) {
        return new JsonException(problem, 0, 0, cause);
    }

    /** Line of the problem, from 1; 0 when the text is JSON but a value in it is not what was expected. */
    public int line() {
        return line;
    }

    /** Column of the problem in UTF-16 units, from 1; 0 as for {@link #line}. */
    public int column() {
        return column;
    }
}
