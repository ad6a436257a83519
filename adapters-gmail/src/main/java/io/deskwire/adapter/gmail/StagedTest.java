package io.deskwire.adapter.gmail;

import com.google.api.services.gmail.model.Label;
import com.google.api.services.gmail.model.ListLabelsResponse;
import com.google.api.services.gmail.model.Message;
import com.google.api.services.gmail.model.ModifyMessageRequest;
import com.google.api.services.gmail.model.Profile;
import io.deskwire.channel.AccessTokens;
import io.deskwire.channel.AccessTokens.Grant;
import io.deskwire.channel.ChannelContext;
import io.deskwire.channel.ConnectionTest;
import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The staged test: token, API, mailbox, scopes, labels, history, watch, push, webhook address, sender, sending. */
final class StagedTest implements ConnectionTest {

    private static final String NETWORK = "Check api_base_url, and that this machine may connect to Google.";
    private static final String CONSENT =
            "Connect the account again and tick every permission that Google asks about (gmail.modify).";

    /** An id that no message has: what is asked about it shows whether asking is allowed, and changes nothing. */
    private static final String NO_MESSAGE = "0000000000000001";

    private final GmailClient client;
    private final GmailSettings settings;
    private final AccessTokens tokens;
    private final SenderAliases senders;
    private final String from;
    private final PushStages push;

    /**
     * @param from the address that answers come from
     */
    StagedTest(GmailClient client, ChannelContext context, SenderAliases senders, String from, MailboxWatch watch) {
        this.client = client;
        this.settings = client.settings();
        this.tokens = context.tokens();
        this.senders = senders;
        this.from = from;
        this.push = new PushStages(client, watch);
    }

    @Override
    public List<Stage> run(Consumer<Stage> progress) {
        StageReport stages = new StageReport(progress);
        if (token(stages)) {
            mailbox(stages);
        }
        // What the document says stands apart from what Google answers.
        push.document(stages);
        return stages.all();
    }

    private boolean token(StageReport stages) {
        if (settings.grants().isEmpty()) {
            stages.failed(
                    "token",
                    "the account is not connected yet",
                    "Connect the account in the console (oauth/start), or fill refresh_token.");
            return false;
        }
        ChannelException refused = null;
        for (Grant grant : settings.grants()) {
            try {
                tokens.token(grant, null);
                stages.passed(
                        "token",
                        settings.isServiceAccount()
                                ? "Google issues access tokens to the service account"
                                : "Google issues access tokens for the refresh token");
                return true;
            } catch (ChannelException e) {
                refused = refused == null ? e : refused;
            }
        }
        if (refused != null) {
            stages.failed("token", refused, "Check client_id, client_secret, refresh_token and token_url.");
        }
        return false;
    }

    private void mailbox(StageReport stages) {
        Profile profile;
        try {
            profile = client.now(
                    QuotaBudget.PROFILE,
                    gmail -> gmail.users().getProfile(GmailClient.ME).execute());
            stages.passed("api", "the Gmail API answers");
        } catch (ChannelException e) {
            if (isScope(e)) {
                stages.passed("api", "the Gmail API answers");
                blind(stages);
            } else {
                stages.failed("api", e, NETWORK);
            }
            return;
        }
        owner(stages, profile);
        scopes(stages);
        labels(stages);
        history(stages, profile.getHistoryId());
        push.watch(stages);
        sender(stages);
        sending(stages);
    }

    private void owner(StageReport stages, Profile profile) {
        String owner = profile.getEmailAddress();
        if (settings.address().equalsIgnoreCase(owner)) {
            stages.passed("mailbox", "the token opens the mailbox of email_address");
        } else {
            stages.failed(
                    "mailbox",
                    "the token opens the mailbox " + owner + ", not " + settings.address(),
                    settings.isServiceAccount()
                            ? "Make email_address the user's primary address, and check subject."
                            : "Connect the account again signed in as " + settings.address()
                                    + ", or make email_address the account's primary address.");
        }
    }

    /** A token that may not read. */
    private void blind(StageReport stages) {
        Optional<ChannelException> refused = emptySend();
        boolean sends = refused.isPresent() && !isScope(refused.get());
        stages.failed(
                "scopes",
                sends
                        ? "the token may send, but not read the mailbox: no mail can be received"
                        : "the token may not read the mailbox",
                CONSENT);
    }

    private void scopes(StageReport stages) {
        boolean changes = !settings.afterIntake().isNone();
        try {
            client.now(
                    QuotaBudget.MODIFY,
                    gmail -> gmail.users()
                            .messages()
                            .modify(
                                    GmailClient.ME,
                                    NO_MESSAGE,
                                    new ModifyMessageRequest().setRemoveLabelIds(List.of("STARRED")))
                            .execute());
            stages.passed("scopes", "the token may read and change labels");
        } catch (ChannelException e) {
            if (isScope(e) && changes) {
                stages.failed("scopes", "the token may read, but not do what after_intake says", CONSENT);
            } else if (isScope(e)) {
                stages.passed("scopes", "the token may read; after_intake needs no more");
            } else if (e.kind() == FailureKind.NOT_FOUND || e.kind() == FailureKind.PERMANENT) {
                stages.passed("scopes", "the token may read and change labels");
            } else {
                stages.failed("scopes", e, NETWORK);
            }
        }
    }

    private void labels(StageReport stages) {
        List<Label> labels;
        try {
            ListLabelsResponse answer = client.now(
                    QuotaBudget.LABELS,
                    gmail -> gmail.users().labels().list(GmailClient.ME).execute());
            labels = answer.getLabels() == null ? List.of() : answer.getLabels();
        } catch (ChannelException e) {
            stages.failed("labels", e, NETWORK);
            return;
        }
        for (String wanted : settings.labels()) {
            if (labels.stream().noneMatch(label -> wanted.equals(label.getId()))) {
                String named = labels.stream()
                        .filter(label -> wanted.equalsIgnoreCase(label.getName()))
                        .map(Label::getId)
                        .findFirst()
                        .orElse(null);
                stages.failed(
                        "labels", "the mailbox has no label with the id " + wanted, labelHint(wanted, named, labels));
                return;
            }
        }
        stages.passed("labels", "all of label_ids exist");
    }

    private static String labelHint(String wanted, @Nullable String id, List<Label> labels) {
        if (id != null) {
            return "label_ids takes ids, not names: write " + id + " in place of " + wanted + ".";
        }
        List<String> own = labels.stream()
                .map(Label::getId)
                .filter(each -> each != null && each.startsWith("Label_"))
                .limit(10)
                .toList();
        return "Correct label_ids; the mailbox has INBOX"
                + (own.isEmpty() ? " and no labels of its own." : ", " + String.join(", ", own) + ".");
    }

    private void history(StageReport stages, @Nullable BigInteger newest) {
        if (newest == null) {
            stages.failed(
                    "history", "Gmail's profile names no history id", "Check api_base_url: it may not be Gmail's API.");
            return;
        }
        try {
            client.now(
                    QuotaBudget.HISTORY_LIST,
                    gmail -> gmail.users()
                            .history()
                            .list(GmailClient.ME)
                            .setStartHistoryId(newest)
                            .setMaxResults(1L)
                            .execute());
            stages.passed("history", "changes of the mailbox can be read");
        } catch (ChannelException e) {
            stages.failed("history", e, NETWORK);
        }
    }

    private void sender(StageReport stages) {
        try {
            Optional<ChannelException> refusal = senders.refusal(from);
            if (refusal.isPresent()) {
                stages.failed("sender", refusal.get(), "Check ticket_address.");
            } else if (from.equalsIgnoreCase(settings.address())) {
                stages.passed("sender", "answers come from the account's own address");
            } else if (senders.isReadable()) {
                stages.passed("sender", "answers come from " + from + ", which the account may send as");
            } else {
                stages.passed(
                        "sender",
                        "answers come from " + from + "; the token may not read whether the account may send as it");
            }
        } catch (ChannelException e) {
            stages.failed("sender", e, NETWORK);
        }
    }

    private void sending(StageReport stages) {
        Optional<ChannelException> refused = emptySend();
        if (refused.isEmpty()) {
            stages.failed(
                    "send",
                    "Gmail took a request to send that holds no mail",
                    "Check api_base_url: it may not be Gmail's API.");
        } else if (isScope(refused.get())) {
            stages.failed("send", "the token may not send", CONSENT);
        } else if (refused.get().kind() == FailureKind.PERMANENT) {
            stages.passed("send", "the account may send; nothing was sent");
        } else {
            stages.failed("send", SendAttempt.explained(refused.get()), NETWORK);
        }
    }

    /** Asks to send nothing: whoever may send is told that the mail is missing, before anything could go anywhere. */
    private Optional<ChannelException> emptySend() {
        try {
            client.now(
                    QuotaBudget.SEND,
                    gmail -> gmail.users()
                            .messages()
                            .send(GmailClient.ME, new Message().setRaw(""))
                            .execute());
            return Optional.empty();
        } catch (ChannelException e) {
            return Optional.of(e);
        }
    }

    private static boolean isScope(ChannelException e) {
        String code = e.code().orElse("");
        return code.equals("insufficientPermissions") || code.equals("ACCESS_TOKEN_SCOPE_INSUFFICIENT");
    }
}
