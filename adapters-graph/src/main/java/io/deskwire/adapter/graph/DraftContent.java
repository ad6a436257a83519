package io.deskwire.adapter.graph;

import com.microsoft.graph.models.BodyType;
import com.microsoft.graph.models.EmailAddress;
import com.microsoft.graph.models.InternetMessageHeader;
import com.microsoft.graph.models.ItemBody;
import com.microsoft.graph.models.Message;
import com.microsoft.graph.models.Recipient;
import io.deskwire.message.Address;
import io.deskwire.message.OutboundMessage;
import io.deskwire.mime.OutboundHtml;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** What a draft holds. Made anew for every request: the library sends an object's fields once and then an empty one. */
final class DraftContent {

    private DraftContent() {}

    static Message of(OutboundMessage mail, Mailbox mailbox) {
        Message draft = new Message();
        draft.setSubject(Objects.requireNonNullElse(mail.subject(), ""));
        ItemBody body = new ItemBody();
        String html = mail.html();
        body.setContentType(html == null ? BodyType.Text : BodyType.Html);
        body.setContent(html == null ? mail.text() : OutboundHtml.marked(html));
        draft.setBody(body);
        draft.setToRecipients(recipients(mail.to()));
        draft.setCcRecipients(recipients(mail.cc()));
        draft.setBccRecipients(List.of());
        draft.setReplyTo(mail.replyTo() == null ? List.of() : recipients(List.of(mail.replyTo())));
        draft.setInternetMessageId("<" + mail.messageId() + ">");
        if (!mail.from().value().equalsIgnoreCase(mailbox.settings().mailbox())) {
            draft.setFrom(recipient(mail.from()));
        }
        return draft;
    }

    /** With header fields, which only a new draft takes, and only such as begin with {@code X-}. */
    static Message withHeaders(OutboundMessage mail, Mailbox mailbox) {
        Message draft = of(mail, mailbox);
        List<InternetMessageHeader> headers = new ArrayList<>();
        headers.add(header(MarkedCopies.MARKER, "<" + mail.messageId() + ">"));
        if (mail.automatic()) {
            headers.add(header("X-Auto-Response-Suppress", "All"));
        }
        draft.setInternetMessageHeaders(headers);
        return draft;
    }

    private static InternetMessageHeader header(String name, String value) {
        InternetMessageHeader header = new InternetMessageHeader();
        header.setName(name);
        header.setValue(value);
        return header;
    }

    private static List<Recipient> recipients(List<Address> people) {
        List<Recipient> recipients = new ArrayList<>();
        people.forEach(person -> recipients.add(recipient(person)));
        return recipients;
    }

    private static Recipient recipient(Address person) {
        EmailAddress address = new EmailAddress();
        address.setAddress(person.value());
        if (person.name() != null) {
            address.setName(person.name());
        }
        Recipient recipient = new Recipient();
        recipient.setEmailAddress(address);
        return recipient;
    }
}
