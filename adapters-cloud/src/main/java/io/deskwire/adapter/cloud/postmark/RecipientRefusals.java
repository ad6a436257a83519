package io.deskwire.adapter.cloud.postmark;

import io.deskwire.adapter.cloud.common.ProviderCalls;
import io.deskwire.adapter.cloud.common.Tree;
import io.deskwire.channel.SendResult;
import io.deskwire.channel.SendResult.HandedOver;
import io.deskwire.channel.SendResult.RecipientResult;
import io.deskwire.http.HttpAnswer;
import io.deskwire.message.Address;
import io.deskwire.message.DeliveryStatus;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What Postmark says of single recipients, which it does in a sentence. */
final class RecipientRefusals {

    private static final String INACTIVE = "406";
    private static final String INVALID = "300";

    private RecipientRefusals() {}

    /** The result of a message that was refused because of recipients; null when it was for something else. */
    static @Nullable SendResult of(@Nullable HttpAnswer answer, List<Address> recipients) {
        if (answer == null || answer.status() != 422) {
            return null;
        }
        Map<String, Object> body = Refusals.body(answer);
        String code = Tree.word(body, "ErrorCode");
        String said = Tree.text(body, "Message");
        if (INACTIVE.equals(code)) {
            return refused(recipients.stream()
                    .map(recipient -> rejected(recipient, INACTIVE, said))
                    .toList());
        }
        List<Address> bad = INVALID.equals(code) ? named(said, recipients) : List.of();
        if (bad.isEmpty()) {
            return null;
        }
        // One bad address keeps the mail from all; the others get it with the next attempt.
        return refused(recipients.stream()
                .map(recipient -> bad.contains(recipient)
                        ? rejected(recipient, INVALID, said)
                        : new RecipientResult(
                                recipient, DeliveryStatus.DEFERRED, INVALID, "another recipient was refused"))
                .toList());
    }

    private static HandedOver refused(List<RecipientResult> recipients) {
        return new HandedOver(null, null, recipients);
    }

    /** The recipients of a message that was taken: those that Postmark names will not get it. */
    static List<RecipientResult> inAccepted(@Nullable String said, List<Address> recipients) {
        boolean some = said != null && said.toLowerCase(Locale.ROOT).contains("inactive");
        List<Address> closed = some ? named(said, recipients) : List.of();
        return recipients.stream()
                .map(recipient -> closed.contains(recipient)
                        ? rejected(recipient, INACTIVE, said)
                        : PostmarkOutbound.sent(recipient))
                .toList();
    }

    private static RecipientResult rejected(Address recipient, String code, @Nullable String said) {
        String words = Refusals.withoutAddresses(said);
        return new RecipientResult(
                recipient,
                DeliveryStatus.REJECTED,
                code,
                words == null ? "Postmark does not send to this address" : ProviderCalls.shortened(words));
    }

    private static List<Address> named(@Nullable String said, List<Address> recipients) {
        Set<String> words = new HashSet<>();
        Arrays.stream((said == null ? "" : said.toLowerCase(Locale.ROOT)).split("[\\s,;<>\"'()]+"))
                .forEach(word -> words.add(word.replaceAll("[.:]+$", "")));
        return recipients.stream()
                .filter(recipient -> words.contains(recipient.value().toLowerCase(Locale.ROOT))
                        || words.contains(EmailBody.ascii(recipient.value()).toLowerCase(Locale.ROOT)))
                .toList();
    }
}
