package io.deskwire.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.adapter.cloud.mailgun.MailgunChannelType;
import io.deskwire.adapter.cloud.postmark.PostmarkChannelType;
import io.deskwire.adapter.cloud.sendgrid.SendGridChannelType;
import io.deskwire.adapter.cloud.ses.SesChannelType;
import io.deskwire.adapter.gmail.GmailChannelType;
import io.deskwire.adapter.graph.GraphChannelType;
import io.deskwire.adapter.imap.ImapChannelType;
import io.deskwire.adapter.imap.Pop3ChannelType;
import io.deskwire.adapter.whatsapp.WhatsAppChannelType;
import io.deskwire.channel.ChannelType;
import io.deskwire.config.ChannelConfig;
import io.deskwire.json.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The provider pages speak of the channels that there are. */
class ProviderPagesTest {

    private static final Pattern DOCUMENT = Pattern.compile("```json\n(.*?)```", Pattern.DOTALL);

    static List<ChannelType> types() {
        return List.of(
                new ImapChannelType(),
                new Pop3ChannelType(),
                new GmailChannelType(),
                new GraphChannelType(),
                new SendGridChannelType(),
                new MailgunChannelType(),
                new PostmarkChannelType(),
                new SesChannelType(),
                new WhatsAppChannelType());
    }

    @ParameterizedTest
    @MethodSource("types")
    void each_provider_has_a_page_with_all_that_it_promises(ChannelType type) throws Exception {
        String name = type.id().equals("imap") || type.id().equals("pop3") ? "imap-pop3" : type.id();
        String page = Files.readString(Path.of("../docs/providers/" + name + ".md"));

        assertThat(page)
                .contains(
                        "`" + type.id() + "`",
                        "## The document",
                        "| field |",
                        "## What to set up at",
                        "## Limits",
                        "## When it fails",
                        "## Troubleshooting");
        assertThat(type.secretFields()).allSatisfy(field -> assertThat(page).contains("`" + field + "`"));
        assertThat(Files.readString(Path.of("../docs/providers/README.md"))).contains("(" + name + ".md)");
    }

    @ParameterizedTest
    @MethodSource("types")
    void the_document_that_is_shown_can_be_stored(ChannelType type) throws Exception {
        String name = type.id().equals("imap") || type.id().equals("pop3") ? "imap-pop3" : type.id();
        Matcher document =
                DOCUMENT.matcher(Files.readString(Path.of("../docs/providers/" + name + ".md")));
        assertThat(document.find()).isTrue();
        Map<String, Object> body = Json.strict().parseObject(document.group(1));

        assertThat(type.check(ChannelConfig.of(
                        "tenant", "support", type.id(), config(body), (String) body.get("ticket_address"))))
                .isEmpty();
    }

    @SuppressWarnings("unchecked") // A parsed tree has text keys only.
    private static Map<String, Object> config(Map<String, Object> body) {
        return (Map<String, Object>) body.get("config");
    }
}
