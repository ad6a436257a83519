package io.deskwire.rules;

/**
 * Port: regular expressions that are safe to take from tenants. An implementation must match in time linear to the text,
 * whatever the expression; an engine that backtracks must not be put here. Thread-safe.
 */
@FunctionalInterface
public interface Expressions {

    /**
     * Compiles an expression; letters match without regard to case unless the expression itself says otherwise.
     *
     * @throws IllegalArgumentException with what is wrong, in words for the tenant's administrator
     */
    Expression compile(String expression);

    /** Where none is installed: refuses every expression. */
    static Expressions none() {
        return expression -> {
            throw new IllegalArgumentException("expressions cannot be used here: no engine for them is installed");
        };
    }

    /** A compiled expression. Immutable and thread-safe. */
    interface Expression {

        /** Whether any part of the text matches. */
        boolean isFoundIn(CharSequence text);

        /** How many instructions it came to: its time is at most in proportion to this times the length of the text. */
        int size();
    }
}
