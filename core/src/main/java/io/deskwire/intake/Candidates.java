package io.deskwire.intake;

import io.deskwire.channel.Decoder;
import io.deskwire.message.InboundMessage;
import io.deskwire.rules.Candidate;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Puts messages before the rules. */
final class Candidates {

    /** Under this name adapters note what a provider says that takes a mail for spam. */
    private static final String SPAM = "spam";

    private Candidates() {}

    /**
     * @param known whether the message belongs to a conversation that exists
     * @param raw what it was decoded from; read again only when a rule asks for it
     */
    static Candidate of(InboundMessage message, boolean known, RawInbound raw, Decoder decoder) {
        return new Candidate(message, known, raw.content().length(), raw.meta().get(SPAM), () -> {
            try {
                return decoder.particulars(raw.content(), raw.meta());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }
}
