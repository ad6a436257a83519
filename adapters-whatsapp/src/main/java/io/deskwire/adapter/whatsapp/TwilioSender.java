package io.deskwire.adapter.whatsapp;

import io.deskwire.channel.PublicFiles;
import io.deskwire.channel.SendResult;
import io.deskwire.channel.SendResult.HandedOver;
import io.deskwire.channel.SendResult.RecipientResult;
import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import io.deskwire.http.HttpAnswer;
import io.deskwire.http.HttpCall;
import io.deskwire.json.Json;
import io.deskwire.message.Address;
import io.deskwire.message.Content;
import io.deskwire.message.DeliveryStatus;
import io.deskwire.message.OutboundMessage;
import io.deskwire.message.RichContent;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Sends through Twilio: forms instead of objects, files by their public address, templates by their content SID. */
final class TwilioSender implements Sender {

    static final String NO_PUBLIC_ADDRESS =
            "Twilio fetches files, and this installation has no public address to fetch them"
                    + " from; set DESKWIRE_PUBLIC_URL";

    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final ProviderApi api;
    private final PublicFiles files;
    private final SendAnswers answers;

    TwilioSender(ProviderApi api, PublicFiles files, PairRate rate) {
        this.api = api;
        this.files = files;
        this.answers = new SendAnswers(api, rate);
    }

    @Override
    public SendResult send(OutboundMessage message, Address to) throws ChannelException {
        String form = encoded(fields(message, to));
        URI uri = api.uri(
                "/Accounts/" + ProviderApi.escaped(api.settings().accessToken().reveal()) + "/Messages.json");
        HttpCall call = HttpCall.post(
                        uri, "application/x-www-form-urlencoded", Content.of(form.getBytes(StandardCharsets.US_ASCII)))
                .withTimeout(TIMEOUT);
        return answers.attempt(call, to, answer -> accepted(answer, to));
    }

    private Map<String, String> fields(OutboundMessage message, Address to) throws ChannelException {
        if (to.kind() == Address.Kind.GROUP) {
            throw ChannelException.of(FailureKind.UNSUPPORTED, "Twilio reaches no WhatsApp groups");
        }
        WhatsAppSettings settings = api.settings();
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("To", "whatsapp:" + (to.kind() == Address.Kind.PHONE ? Recipient.international(to) : to.value()));
        String service = settings.accountId();
        if (service != null && service.startsWith("MG")) {
            fields.put("MessagingServiceSid", service);
        }
        fields.put("From", "whatsapp:" + settings.displayNumber());
        if (message.rich() instanceof RichContent.Template template) {
            fields.put("ContentSid", template.name());
            Map<String, Object> variables = variables(template);
            if (!variables.isEmpty()) {
                fields.put("ContentVariables", Json.write(variables));
            }
        } else if (message.rich() != null) {
            throw ChannelException.of(FailureKind.UNSUPPORTED, "Twilio carries text, files and templates alone");
        } else {
            content(message, fields);
        }
        URI webhook = settings.webhookUrl();
        if (webhook != null) {
            // The callback names the message by our id, as biz_opaque_callback_data does elsewhere.
            fields.put(
                    "StatusCallback",
                    webhook
                            + (webhook.getRawQuery() == null ? "?m=" : "&m=")
                            + ProviderApi.escaped(message.messageId()));
        }
        return fields;
    }

    private void content(OutboundMessage message, Map<String, String> fields) throws ChannelException {
        if (!message.text().isBlank()) {
            fields.put("Body", message.text());
        }
        if (message.attachments().size() > 1) {
            throw ChannelException.of(FailureKind.UNSUPPORTED, "WhatsApp carries one file in a message");
        }
        if (!message.attachments().isEmpty()) {
            SendableFile file = GraphSender.file(message.attachments().get(0));
            URI address = files.publish(message.tenantId(), file.published())
                    .orElseThrow(() -> ChannelException.of(FailureKind.UNSUPPORTED, NO_PUBLIC_ADDRESS));
            fields.put("MediaUrl", address.toString());
        }
    }

    /** Variables of a content are numbered through, whatever part of it they stand in. */
    static Map<String, Object> variables(RichContent.Template template) {
        Map<String, Object> variables = new LinkedHashMap<>();
        template.header().forEach(parameter -> put(variables, parameter));
        template.parameters().forEach(parameter -> put(variables, parameter));
        template.buttons().forEach(button -> put(variables, RichContent.Parameter.positional(button.value())));
        return variables;
    }

    private static void put(Map<String, Object> variables, RichContent.Parameter parameter) {
        variables.put(
                parameter.name() == null ? Integer.toString(variables.size() + 1) : parameter.name(),
                parameter.value());
    }

    private static String encoded(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    private static Optional<SendResult> accepted(HttpAnswer answer, Address to) throws ChannelException {
        String sid = Tree.text(ProviderApi.object(answer), "sid");
        return sid == null
                ? Optional.empty()
                : Optional.of(new HandedOver(
                        sid, sid, List.of(new RecipientResult(to, DeliveryStatus.SENT, null, null)), List.of()));
    }
}
