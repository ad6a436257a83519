package io.deskwire.adapter.re2j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.deskwire.rules.Expressions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Re2jExpressionsTest {

    private final Expressions expressions = new Re2jExpressions();

    @Test
    void a_part_of_the_text_is_enough_and_case_does_not_count() {
        Expressions.Expression order = expressions.compile("order\\s+#?[0-9]{4,}");

        assertThat(order.isFoundIn("About my ORDER #12345, please")).isTrue();
        assertThat(order.isFoundIn("About my order #12")).isFalse();
        assertThat(expressions.compile("(?-i)Order").isFoundIn("order")).isFalse();
        assertThat(expressions.compile("^straße$").isFoundIn("STRAßE")).isTrue();
    }

    /** An engine that backtracks does not come back from these. */
    @ParameterizedTest
    @ValueSource(
            strings = {"(a+)+$", "(a|aa)+$", "(a*)*b", "(.*a){12}$", "(a|a?)+b", "(x+x+)+y|(a+a+)+b", "([a-z]+)*[0-9]"})
    void bait_ends(String bait) {
        assertThat(expressions.compile(bait).isFoundIn("a".repeat(20_000) + "!"))
                .isFalse();
    }

    /** RE2/J never comes back from compiling these without regard to case. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u1c80",
                "a\\x{1C88}b",
                "\\Qa\u1c85\\E",
                "[0-\uffff]",
                "[\\x{80}-\\x{ffff}]",
                "[\\x80-\\x{ffff}]",
                "[\\n-\\x{2000}]",
                "[]a-\uffff]",
                "[^[:alpha:]a-\u2000]",
                "[\\]a-\u2000]",
                "(?-i)a(?i)[0-\uffff]"
            })
    void what_would_be_compiled_for_ever_is_refused(String endless) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> expressions.compile(endless))
                .withMessageContaining("U+1C80");
    }

    @Test
    void sets_that_do_not_touch_them_or_regard_case_are_taken() {
        assertThat(expressions.compile("(?-i)[0-\uffff]").isFoundIn("\u1c80")).isTrue();
        assertThat(expressions.compile("[^\\x00-\\x7F]").isFoundIn("\u1c80")).isTrue();
        assertThat(expressions.compile("[\\x{0}-\\x{10FFFF}]").isFoundIn("\u1c80"))
                .isTrue();
        assertThat(expressions.compile("[а-я]-[\\x{1C89}-\\x{ffff}]").isFoundIn("Я-\u20ac"))
                .isTrue();
        assertThat(expressions.compile("[a-]\uffff").isFoundIn("A\uffff")).isTrue();
        assertThat(expressions.compile("\\p{Greek}-\\pL+").isFoundIn("α-x")).isTrue();
    }

    @Test
    void sets_without_end_are_refused_before_they_are_gone_through() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> expressions.compile("[\\x{2000}-\\x{ffff}]".repeat(40)))
                .withMessageContaining("too costly");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "((((x{30}){30}){30}){30})",
                "(((((((x{1000}){1000}){1000}){1000}){1000}){1000}){1000})",
                "(?:(?:[a-z\\]]{0,999}){999,}){999}",
                "((\\p{L}{100}\\Qab\\E){100}){100}",
                "(((a|b{200})c{200}){200}d){200}"
            })
    void what_would_fill_the_memory_is_refused_before_it_is_compiled(String bomb) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> expressions.compile(bomb))
                .withMessageContaining("too costly");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[0-9]{4}-[0-9]{2}-[0-9]{2}",
                "a{,3}",
                "\\{\"id\":[0-9]+\\}",
                "[{}]{3}",
                "[]a]{2}",
                "[[:alpha:]]{10}",
                "\\p{Greek}{2,40}",
                "\\Q{1000}{1000}\\E",
                "(?i)(invoice|rechnung|facture)\\b.{0,80}\\b(due|fällig)"
            })
    void ordinary_ones_are_taken(String ordinary) {
        Expressions.Expression compiled = expressions.compile(ordinary);

        assertThat(compiled.size()).isPositive();
        assertThat(WrittenOut.size(ordinary, 10_000)).isLessThanOrEqualTo(10_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"(", "[a", "a**", "\\1", "(?=x)", "(?<!y)z", "a{1001}"})
    void what_it_cannot_do_is_said(String wrong) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> expressions.compile(wrong))
                .withMessageContaining("not an expression of RE2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x{900}", "(ab{20}c){9}", "(a|b){30}[0-9]{2,7}\\d{3}", "((((x{3}){3}){3}){3})", "(a?){40}"})
    void the_estimate_is_never_far_below_the_truth(String expression) {
        assertThat(WrittenOut.size(expression, 1_000_000) * 5 + 20)
                .isGreaterThanOrEqualTo(expressions.compile(expression).size());
    }
}
