package io.deskwire.rules;

import io.deskwire.channel.Particulars;
import io.deskwire.message.Address;
import io.deskwire.message.Attachment;
import io.deskwire.message.InboundMessage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A message that rules are asked about. Whatever takes time to find out is found out when a rule first asks. For one thread.
 */
public final class Candidate {

    private final InboundMessage message;
    private final boolean known;
    private final long size;
    private final @Nullable String suspicion;
    private final Supplier<Particulars> source;

    private @Nullable Particulars particulars;
    private @Nullable Shown subject;
    private @Nullable Shown body;
    private @Nullable String language;
    private @Nullable SpamSigns spam;
    private @Nullable List<Shown> senders;
    private @Nullable List<Shown> domains;
    private @Nullable List<Shown> envelopeRecipients;
    private @Nullable List<Shown> headerRecipients;
    private @Nullable List<SeenFile> files;
    private final Map<String, List<Shown>> headers = new HashMap<>();

    /**
     * @param message the message
     * @param known whether it belongs to a conversation that exists
     * @param size length of its raw bytes
     * @param suspicion what the provider says when it takes the message for spam, or null
     * @param particulars asked at most once, and only when a rule needs it
     */
    public Candidate(
            InboundMessage message,
            boolean known,
            long size,
            @Nullable String suspicion,
            Supplier<Particulars> particulars) {
        this.message = message;
        this.known = known;
        this.size = size;
        this.suspicion = suspicion;
        this.source = particulars;
    }

    InboundMessage message() {
        return message;
    }

    boolean isKnown() {
        return known;
    }

    long size() {
        return size;
    }

    Particulars particulars() {
        if (particulars == null) {
            particulars = source.get();
        }
        return particulars;
    }

    Shown subject() {
        if (subject == null) {
            subject = Shown.field(message.subject() == null ? "" : message.subject());
        }
        return subject;
    }

    Shown body() {
        if (body == null) {
            body = new Shown(message.text(), RuleLimits.LONGEST_TEXT);
        }
        return body;
    }

    /** An ISO 639 code, or {@code unknown}. */
    String language() {
        if (language == null) {
            language = LanguageGuess.of(message.subject(), message.replyText())
                    .or(() -> LanguageGuess.declared(particulars().header("content-language")))
                    .orElse("unknown");
        }
        return language;
    }

    SpamSigns spam() {
        if (spam == null) {
            spam = SpamSigns.of(particulars(), suspicion != null);
        }
        return spam;
    }

    /** The author under every address that the item names. */
    List<Shown> senders() {
        if (senders == null) {
            senders = readSenders();
        }
        return senders;
    }

    private List<Shown> readSenders() {
        List<Address> all = new ArrayList<>();
        if (message.from() != null) {
            all.add(message.from());
        }
        all.addAll(message.parsed().people().aliases());
        return all.stream()
                .limit(RuleLimits.VALUES)
                .map(address -> Shown.word(AddressForm.of(address.value())))
                .toList();
    }

    /** The domains of the author's addresses. */
    List<Shown> domains() {
        if (domains == null) {
            domains = senders().stream()
                    .map(Shown::text)
                    .filter(address -> address.indexOf('@') >= 0)
                    .map(address -> Shown.word(AddressForm.domain(address.substring(address.lastIndexOf('@') + 1))))
                    .toList();
        }
        return domains;
    }

    /** Whom the transport delivered it for; whom its header names where the transport does not say. */
    List<Shown> recipients() {
        List<Shown> envelope = envelopeRecipients();
        return envelope.isEmpty() ? headerRecipients() : envelope;
    }

    List<Shown> envelopeRecipients() {
        if (envelopeRecipients == null) {
            envelopeRecipients = shown(message.envelope().recipients().stream());
        }
        return envelopeRecipients;
    }

    List<Shown> headerRecipients() {
        if (headerRecipients == null) {
            headerRecipients = shown(Stream.of(
                            message.parsed().people().to(),
                            message.parsed().people().cc(),
                            message.parsed().people().bcc())
                    .flatMap(List::stream)
                    .map(Address::value));
        }
        return headerRecipients;
    }

    List<Shown> headers(String lowerName) {
        return headers.computeIfAbsent(
                lowerName,
                name -> particulars().header(name).stream()
                        .limit(RuleLimits.VALUES)
                        .map(Shown::field)
                        .toList());
    }

    /** A file with its name and type as tests see them. */
    record SeenFile(Attachment file, Shown name, Shown type) {}

    List<SeenFile> files() {
        if (files == null) {
            files = readFiles();
        }
        return files;
    }

    private List<SeenFile> readFiles() {
        List<SeenFile> seen = new ArrayList<>();
        int characters = 0;
        for (Attachment file : message.attachments()) {
            if (seen.size() == RuleLimits.VALUES || characters > RuleLimits.EXPRESSION_TEXT) {
                break;
            }
            SeenFile next = new SeenFile(file, Shown.word(file.fileName()), Shown.word(file.contentType()));
            characters +=
                    Math.max(next.name().text().length(), next.type().text().length());
            seen.add(next);
        }
        return seen;
    }

    /** A subaddress ({@code local+anything@domain}) counts as the address it belongs to as well. */
    private static List<Shown> shown(Stream<String> addresses) {
        Set<String> all = new LinkedHashSet<>();
        addresses.limit(RuleLimits.VALUES).map(AddressForm::of).forEach(address -> {
            all.add(address);
            int at = address.lastIndexOf('@');
            int plus = address.indexOf('+');
            if (plus > 0 && plus < at) {
                all.add(address.substring(0, plus) + address.substring(at));
            }
        });
        return all.stream().map(Shown::word).toList();
    }

    /** A verdict of RFC 8601 on the sender, or {@code unknown}. */
    String authentication(String method) {
        String verdict = switch (method) {
            case "spf" -> message.parsed().authentication().spf();
            case "dkim" -> message.parsed().authentication().dkim();
            default -> message.parsed().authentication().dmarc();
        };
        return verdict == null ? "unknown" : verdict.strip().toLowerCase(Locale.ROOT);
    }
}
