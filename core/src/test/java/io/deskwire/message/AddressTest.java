package io.deskwire.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressTest {

    @ParameterizedTest
    @ValueSource(strings = {"a@b.example\r\nBcc: c@d.example", "a\n@b.example", "a@b\0.example", " "})
    void nothing_that_could_inject_a_header_is_an_address(String value) {
        assertThatIllegalArgumentException().isThrownBy(() -> Address.email(value));
    }

    @Test
    void a_display_name_cannot_inject_either_and_a_blank_one_is_none() {
        assertThatIllegalArgumentException().isThrownBy(() -> Address.email("a@b.example", "A\r\nBcc: x"));
        assertThat(Address.email("a@b.example", " ").name()).isNull();
    }

    @Test
    void the_same_person_in_other_letters_is_the_same_person() {
        assertThat(Address.email("Ann@B.example").key())
                .isEqualTo(Address.email("ann@b.EXAMPLE").key());
        assertThat(new Address(Address.Kind.PHONE, "ann@b.example", null).key())
                .isNotEqualTo(Address.email("ann@b.example").key());
    }
}
