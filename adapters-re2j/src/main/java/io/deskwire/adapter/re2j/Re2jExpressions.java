package io.deskwire.adapter.re2j;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.deskwire.rules.Expressions;

/**
 * {@link Expressions} by RE2/J: no back-references and no look-around, and therefore time linear in the text. Repetitions are
 * written out when an expression is compiled, so one that would grow too large is refused before that.
 */
public final class Re2jExpressions implements Expressions {

    /** Instructions that an expression may grow to by itself; whoever asks for it may want it smaller. */
    private static final int LARGEST = 10_000;

    @Override
    public Expression compile(String expression) {
        long size = WrittenOut.size(expression, LARGEST);
        if (size > LARGEST) {
            throw new IllegalArgumentException("is too costly: its repetitions multiply to more than " + LARGEST
                    + " steps a character; write smaller ones");
        }
        String objection = FoldedLetters.objection(expression);
        if (objection != null) {
            throw new IllegalArgumentException(objection);
        }
        try {
            return new Compiled(Pattern.compile(expression, Pattern.CASE_INSENSITIVE));
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException("is not an expression of RE2: " + e.getDescription()
                    + (e.getPattern() == null || e.getPattern().isEmpty() ? "" : " at '" + e.getPattern() + "'"));
        }
    }

    private record Compiled(Pattern pattern) implements Expression {

        @Override
        public boolean isFoundIn(CharSequence text) {
            return pattern.matcher(text).find();
        }

        @Override
        public int size() {
            return pattern.programSize();
        }
    }
}
