package io.deskwire.adapter.whatsapp;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.failure.FailureKind;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GraphErrorsTest {

    @ParameterizedTest
    @ValueSource(
            ints = {
                0, 3, 10, 33, 190, 200, 250, 299, 368, 131005, 131031, 131037, 131042, 131044, 131045, 131064, 133000,
                133005, 133006, 133008, 133009, 133010, 133015, 134011, 63001, 63002, 63007, 63020, 20003
            })
    void trouble_with_the_account_stops_sending(int code) {
        assertThat(GraphErrors.kind(code)).isEqualTo(FailureKind.AUTH);
        assertThat(GraphErrors.category(code)).isEqualTo(GraphErrors.Category.AUTH);
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 80007, 130429, 131048, 131056, 133016, 471, 63017, 63018, 63038, 20429})
    void too_fast_waits(int code) {
        assertThat(GraphErrors.kind(code)).isEqualTo(FailureKind.THROTTLED);
    }

    @ParameterizedTest
    @ValueSource(ints = {131047, 470, 63016})
    void a_closed_window_wants_a_template(int code) {
        assertThat(GraphErrors.kind(code)).isEqualTo(FailureKind.WINDOW_CLOSED);
        assertThat(GraphErrors.hint(code)).contains("template");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 131000, 131016, 131057, 133004, 63009, 63010, 63012})
    void trouble_at_the_provider_passes(int code) {
        assertThat(GraphErrors.kind(code)).isEqualTo(FailureKind.TRANSIENT);
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                100, 130472, 130497, 131008, 131009, 131014, 131020, 131021, 131026, 131030, 131035, 131036, 131041,
                131049, 131050, 131052, 131053, 131055, 131059, 131060, 131062, 131063, 132000, 132001, 132005, 132007,
                132008, 132012, 132015, 132016, 132018, 132068, 132069, 134100, 134101, 134102, 135000, 137000, 131201,
                131215, 138000, 138018, 139000, 139004, 139100, 139103, 147001, 147005, 2388019, 2388040, 2388047,
                2388072, 2388073, 2388293, 2388299, 2593107, 2593108, 472, 480, 1013, 1026, 2000, 2001, 63003, 63005,
                63013, 63014, 63015, 63019, 63021, 63024, 63027, 63028, 63029, 63031, 63032, 63033, 63034, 63037, 63040,
                63041, 63049, 21211, 21408, 21610, 21620, 21655, 21656
            })
    void what_stays_refused_is_not_tried_again(int code) {
        assertThat(GraphErrors.meaning(code)).isNotNull();
        assertThat(GraphErrors.kind(code).isRetryable()).isFalse();
    }

    @Test
    void an_unknown_code_is_for_good_and_promises_no_remedy() {
        assertThat(GraphErrors.meaning(987654)).isNull();
        assertThat(GraphErrors.kind(987654)).isEqualTo(FailureKind.PERMANENT);
        assertThat(GraphErrors.category(987654)).isEqualTo(GraphErrors.Category.REFUSED);
        assertThat(GraphErrors.hint(987654)).isNull();
    }

    @Test
    void categories_tell_who_can_mend_it() {
        Map<Integer, GraphErrors.Category> expected = Map.of(
                131026, GraphErrors.Category.RECIPIENT,
                132001, GraphErrors.Category.TEMPLATE,
                131053, GraphErrors.Category.MEDIA,
                131051, GraphErrors.Category.REFUSED);
        expected.forEach(
                (code, category) -> assertThat(GraphErrors.category(code)).isEqualTo(category));
        assertThat(GraphErrors.kind(131051)).isEqualTo(FailureKind.UNSUPPORTED);
    }

    @Test
    void every_row_tells_an_administrator_something() {
        assertThat(IntStream.rangeClosed(0, 2_600_000)
                        .mapToObj(GraphErrors::meaning)
                        .filter(m -> m != null))
                .hasSizeGreaterThan(200)
                .allSatisfy(meaning -> assertThat(meaning.hint()).endsWith(".").hasSizeGreaterThan(10));
    }
}
