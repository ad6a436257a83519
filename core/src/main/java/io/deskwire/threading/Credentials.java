package io.deskwire.threading;

import io.deskwire.message.Address;
import io.deskwire.message.Authentication;
import io.deskwire.message.InboundMessage;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether a hint that anybody could have written is believed of the one who sent it. It takes somebody who is part of the
 * conversation, whom the sender's domain does not disown, and who wants the answer himself.
 */
final class Credentials {

    static final String DISOWNED = "the domain that it names as its sender's disowns it (DMARC)";

    private static final String FAIL = "fail";

    private final Conversations conversations;

    Credentials(Conversations conversations) {
        this.conversations = conversations;
    }

    Signal judge(Signal.Type type, String evidence, InboundMessage message, String conversationId) {
        String objection = objection(message, conversationId);
        return new Signal(
                type,
                evidence,
                conversationId,
                objection == null,
                objection == null ? "the sender is part of that conversation" : objection);
    }

    private @Nullable String objection(InboundMessage message, String conversationId) {
        Optional<Conversation> found = conversations.find(message.tenantId(), conversationId);
        if (found.isEmpty()) {
            return "the conversation is gone";
        }
        Set<String> participants = found.get().participants();
        if (Contact.memberKeys(message).stream().noneMatch(participants::contains)) {
            return "the sender is a stranger to that conversation and shows no token of ours";
        }
        if (isDisowned(message)) {
            return DISOWNED + ", and it shows no token of ours";
        }
        if (message.parsed().people().replyTo().stream().anyMatch(to -> isStranger(to, message.from(), participants))) {
            return "it asks for answers to somebody who is no part of that conversation, and shows no token of ours";
        }
        return null;
    }

    private static boolean isStranger(Address to, @Nullable Address from, Set<String> participants) {
        return !participants.contains(to.key()) && (from == null || !to.key().equals(from.key()));
    }

    /** Mail that is forwarded on the way fails SPF or DKIM; the domain's own policy is about both. */
    static boolean isDisowned(InboundMessage message) {
        Authentication verdicts = message.parsed().authentication();
        return verdicts.dmarc() == null
                ? FAIL.equals(verdicts.spf()) && FAIL.equals(verdicts.dkim())
                : FAIL.equals(verdicts.dmarc());
    }
}
