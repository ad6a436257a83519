package io.deskwire.rules;

import io.deskwire.rules.Expressions.Expression;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Reads tests of texts, and keeps count of what they may cost together. */
final class TextTestReader {

    private static final Set<String> KNOWN = Set.of("is", "contains", "starts_with", "ends_with", "matches");

    private final Expressions expressions;
    private int texts;
    private int sizes;

    TextTestReader(Expressions expressions) {
        this.expressions = expressions;
    }

    /** A test that must be there; null when something is wrong with it. */
    @Nullable TextTest required(Place place, @Nullable Object value, TextTest.Way plain) {
        if (value == null) {
            place.wrong("is required");
            return null;
        }
        return read(place, value, plain);
    }

    /**
     * Reads a test; null when something is wrong with it.
     *
     * @param plain what a text (or an array of them) by itself means
     */
    @Nullable TextTest read(Place place, @Nullable Object value, TextTest.Way plain) {
        UnaryOperator<String> form = plain == TextTest.Way.UNDER
                ? AddressForm::domain
                : plain == TextTest.Way.IS ? AddressForm::of : UnaryOperator.identity();
        if (value instanceof String || value instanceof List) {
            TextTest.Clause clause = clause(place, value, plain, form);
            return clause == null ? null : new TextTest(List.of(clause), false);
        }
        if (!(value instanceof Map)) {
            place.wrong("must be a text, an array of texts, or an object with " + String.join(", ", sorted()));
            return null;
        }
        Map<String, Object> object = place.object(value, KNOWN);
        if (object == null || object.isEmpty()) {
            place.wrong("must say what to compare with: " + String.join(", ", sorted()));
            return null;
        }
        List<TextTest.Clause> clauses = new ArrayList<>();
        object.forEach((name, wanted) -> {
            TextTest.Clause clause = switch (name) {
                case "matches" -> expression(place.field(name), wanted);
                case "is", "contains", "starts_with", "ends_with" ->
                    clause(
                            place.field(name),
                            wanted,
                            TextTest.Way.valueOf(name.toUpperCase(Locale.ROOT)),
                            name.equals("is") ? form : UnaryOperator.identity());
                default -> null;
            };
            if (clause != null) {
                clauses.add(clause);
            }
        });
        return clauses.isEmpty() ? null : new TextTest(clauses, object.containsKey("matches"));
    }

    private static List<String> sorted() {
        return KNOWN.stream().sorted().toList();
    }

    private TextTest.@Nullable Clause clause(
            Place place, @Nullable Object value, TextTest.Way way, UnaryOperator<String> form) {
        List<String> wanted = several(place, value, RuleLimits.LONGEST_COMPARED);
        return wanted == null ? null : way.of(wanted, form);
    }

    private TextTest.@Nullable Clause expression(Place place, @Nullable Object value) {
        List<String> wanted = several(place, value, RuleLimits.LONGEST_EXPRESSION);
        if (wanted == null) {
            return null;
        }
        List<Expression> compiled = new ArrayList<>();
        for (int i = 0; i < wanted.size(); i++) {
            Place at = value instanceof List ? place.at(i) : place;
            Expression expression = compiled(at, wanted.get(i));
            if (expression == null) {
                return null;
            }
            compiled.add(expression);
        }
        return text -> {
            String seen = Folding.cut(text.text(), RuleLimits.EXPRESSION_TEXT);
            return compiled.stream().anyMatch(expression -> expression.isFoundIn(seen));
        };
    }

    private @Nullable Expression compiled(Place place, String text) {
        if (sizes > RuleLimits.EXPRESSION_SIZES) {
            // Said once already; a hostile document is not compiled to its end.
            return null;
        }
        Expression expression;
        try {
            expression = expressions.compile(text);
        } catch (IllegalArgumentException e) {
            place.wrong(String.valueOf(e.getMessage()));
            return null;
        }
        if (expression.size() > RuleLimits.EXPRESSION_SIZE) {
            place.wrong("is too costly: it comes to " + expression.size() + " steps a character, and "
                    + RuleLimits.EXPRESSION_SIZE + " are the most; write smaller repetitions");
            return null;
        }
        sizes += expression.size();
        if (sizes > RuleLimits.EXPRESSION_SIZES) {
            place.wrong("is one too many: all expressions together may come to " + RuleLimits.EXPRESSION_SIZES
                    + " steps a character");
            return null;
        }
        return expression;
    }

    /** One text or several; null when something is wrong with them. */
    @Nullable List<String> several(Place place, @Nullable Object value, int longest) {
        List<?> list = value instanceof List ? place.list(value, RuleLimits.TEXTS) : null;
        if (value instanceof List && list == null) {
            return null;
        }
        List<String> texts = new ArrayList<>();
        if (list == null) {
            String text = place.text(value, longest);
            if (text == null) {
                return null;
            }
            texts.add(text);
        } else {
            if (list.isEmpty()) {
                place.wrong("must not be empty");
                return null;
            }
            for (int i = 0; i < list.size(); i++) {
                String text = place.at(i).text(list.get(i), longest);
                if (text != null) {
                    texts.add(text);
                }
            }
        }
        boolean fitted = this.texts <= RuleLimits.TEXTS;
        this.texts += texts.size();
        if (this.texts > RuleLimits.TEXTS) {
            if (fitted) {
                place.wrong("is one too many: all rules together may have " + RuleLimits.TEXTS + " texts");
            }
            return null;
        }
        return texts.isEmpty() ? null : texts;
    }
}
