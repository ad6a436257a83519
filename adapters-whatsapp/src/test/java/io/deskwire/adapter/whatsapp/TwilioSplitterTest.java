package io.deskwire.adapter.whatsapp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TwilioSplitterTest {

    private final TwilioSplitter splitter = new TwilioSplitter("15550783881");

    @ParameterizedTest
    @CsvSource({
        "MessageSid=SM1&SmsStatus=received&Body=x&To=whatsapp:%2B15550783881, message:SM1",
        "SmsSid=SM1&SmsStatus=receiving&NumMedia=0, message:SM1",
        "MessageSid=SM1, message:SM1",
        "MessageSid=SM1&MessageStatus=Delivered&From=whatsapp:%2B15550783881&To=whatsapp:%2B1, status:SM1:delivered",
        "SmsSid=SM1&SmsStatus=sent, status:SM1:sent",
        "MessageSid=SM1&Body=x&To=whatsapp:%2B15550999999, foreign:message:SM1",
        "MessageSid=SM1&MessageStatus=sent&From=whatsapp:%2B15550999999, foreign:status:SM1:sent",
        "MessageSid=S%00M&Body=x, message:HASH"
    })
    void a_form_is_a_message_or_a_status_of_this_number_or_of_another(String form, String key) {
        byte[] body = form.getBytes(StandardCharsets.UTF_8);
        String found =
                splitter.item(Bodies.form(body, "https://x.example/"), body).sourceKey();
        // The hash of an odd id is not what matters here.
        assertThat(found.replaceAll("sha256-[0-9a-f]{64}", "HASH")).isEqualTo(key);
    }
}
