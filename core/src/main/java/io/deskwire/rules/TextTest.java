package io.deskwire.rules;

import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/** A test of one text: every clause must hold, and a clause holds when any of its texts does. */
final class TextTest {

    private final List<Clause> clauses;
    private final boolean costly;

    /**
     * @param costly whether one of them is an expression, which sees fewer texts than the others
     */
    TextTest(List<Clause> clauses, boolean costly) {
        this.clauses = List.copyOf(clauses);
        this.costly = costly;
    }

    boolean passes(Shown text) {
        return clauses.stream().allMatch(clause -> clause.holds(text));
    }

    boolean passesAny(List<Shown> texts) {
        int most = costly ? RuleLimits.EXPRESSION_TEXT : RuleLimits.LONGEST_TEXT;
        int seen = 0;
        for (Shown text : texts) {
            if (seen > most) {
                return false;
            }
            if (passes(text)) {
                return true;
            }
            seen += text.text().length();
        }
        return false;
    }

    /** One of the ways to compare. */
    @FunctionalInterface
    interface Clause {
        boolean holds(Shown text);
    }

    /** What is compared in which way, by the name of the field that says so. */
    enum Way {
        IS,
        CONTAINS,
        STARTS_WITH,
        ENDS_WITH,
        /** The domain itself or one below it. */
        UNDER;

        /**
         * @param wanted as the tenant wrote them
         * @param form brings them into the form in which the texts are kept
         */
        Clause of(List<String> wanted, UnaryOperator<String> form) {
            List<String> folded =
                    wanted.stream().map(form).map(Folding::fold).distinct().toList();
            return switch (this) {
                case IS -> {
                    Set<String> exact = Set.copyOf(folded);
                    yield text -> exact.contains(text.folded());
                }
                case STARTS_WITH -> text -> folded.stream().anyMatch(text.folded()::startsWith);
                case ENDS_WITH -> text -> folded.stream().anyMatch(text.folded()::endsWith);
                case UNDER -> {
                    Set<String> exact = Set.copyOf(folded);
                    List<String> below =
                            folded.stream().map(domain -> "." + domain).toList();
                    yield text ->
                            exact.contains(text.folded()) || below.stream().anyMatch(text.folded()::endsWith);
                }
                case CONTAINS -> {
                    List<LiteralSearch> searches =
                            folded.stream().map(LiteralSearch::new).toList();
                    yield text -> searches.stream().anyMatch(search -> search.isIn(text.folded()));
                }
            };
        }
    }
}
